import { endOfString } from './json-string.js';

/** What may come next: a value, a name, the colon after it, or what stands after a value. */
type Wanted = 'value' | 'value or end' | 'name' | 'name or end' | 'colon' | 'more';

type Closer = '}' | ']';

const other = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[{}[\],:]/uy;
const space = /[ \t\r\n]*/uy;

/** The line, counted from 1, on which a text stops being a JSON document; `null` if it is one. */
export function brokenLine(text: string): number | null {
  const open: Closer[] = [];
  let wanted: Wanted | null = 'value';
  let at = 0;
  for (;;) {
    at = endOf(space, text, at) ?? at;
    if (at === text.length && wanted === 'more' && open.length === 0) return null;
    const end = endOfString(text, at) ?? endOf(other, text, at);
    wanted = end === null ? null : after(wanted, text.slice(at, end), open);
    if (end === null || wanted === null) return text.slice(0, at).split('\n').length;
    at = end;
  }
}

function endOf(pattern: RegExp, text: string, start: number): number | null {
  pattern.lastIndex = start;
  return pattern.test(text) ? pattern.lastIndex : null;
}

/** What is wanted after a token, which may open or close a list or an object; `null` if the token is out of place. */
function after(wanted: Wanted, found: string, open: Closer[]): Wanted | null {
  const closes = wanted === 'value or end' || wanted === 'name or end' || wanted === 'more';
  if (closes && open.length > 0 && found === open.at(-1)) {
    open.pop();
    return 'more';
  }
  switch (wanted) {
    case 'value':
    case 'value or end':
      if (found === '{') return opened('}', open);
      if (found === '[') return opened(']', open);
      return /^[}\],:]$/u.test(found) ? null : 'more';
    case 'name':
    case 'name or end':
      return found.startsWith('"') ? 'colon' : null;
    case 'colon':
      return found === ':' ? 'value' : null;
    case 'more':
      if (found !== ',') return null;
      return open.at(-1) === '}' ? 'name' : open.at(-1) === ']' ? 'value' : null;
  }
}

function opened(closer: Closer, open: Closer[]): Wanted {
  open.push(closer);
  return closer === '}' ? 'name or end' : 'value or end';
}
