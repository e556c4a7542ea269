import { endOfString } from './json-string.js';

const segments = /\[(\d+)\]|("(?:[^"\\]|\\.)*")|[\w-]+/gu;

/** The field of a problem as a path: `steps[1].args.to` as `['steps', 1, 'args', 'to']`. */
export const pathOf = (field: string): readonly (string | number)[] =>
  Array.from(field.matchAll(segments), ([segment, index, name]) => {
    if (index !== undefined) return Number(index);
    return name === undefined ? segment : String(JSON.parse(name));
  });

/** A bracket or a separator, a line feed, or a run of anything else but white space and strings. */
const other = /[{}[\],:\n]|[^\s{}[\],:"]+/uy;

interface Frame {
  readonly is: 'object' | 'list';
  key: string | number;
  awaitsKey: boolean;
}

/** The tokens of a sound JSON document, and its line feeds. */
function* tokensOf(text: string): Generator<string> {
  for (let at = 0; at < text.length;) {
    other.lastIndex = at;
    const end = endOfString(text, at) ?? (other.test(text) ? other.lastIndex : null);
    if (end !== null) yield text.slice(at, end);
    at = end ?? at + 1;
  }
}

/**
 * The line, counted from 1, on which the value at `path` begins in a sound JSON document; where nothing stands there, that
 * of what holds it.
 */
export function lineAt(text: string, path: readonly (string | number)[]): number {
  const frames: Frame[] = [];
  let line = 1;
  let found = { depth: 0, line: 1 };
  for (const token of tokensOf(text)) {
    const frame = frames.at(-1);
    if (token === '\n') line++;
    else if (token === '}' || token === ']') frames.pop();
    else if (token === ',' && frame?.is === 'list') frame.key = Number(frame.key) + 1;
    else if (token === ',' && frame) frame.awaitsKey = true;
    else if (frame?.awaitsKey === true && token.startsWith('"')) {
      frame.key = String(JSON.parse(token));
      frame.awaitsKey = false;
    } else if (token !== ':' && token !== ',') {
      const depth = frames.length;
      if (depth >= found.depth && frames.every(({ key }, index) => key === path[index]))
        found = { depth, line };
      if (token === '{') frames.push({ is: 'object', key: '', awaitsKey: true });
      if (token === '[') frames.push({ is: 'list', key: 0, awaitsKey: false });
    }
  }
  return found.line;
}
