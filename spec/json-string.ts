const hex = /^[\da-fA-F]{4}$/u;

/**
 * Where the string of a JSON document that begins at `start` has ended; `null` if none does. A regular expression would
 * run out of stack in a long one.
 */
export function endOfString(text: string, start: number): number | null {
  if (text[start] !== '"') return null;
  let at = start + 1;
  for (;;) {
    const char = text[at];
    if (char === '"') return at + 1;
    if (char === undefined || char < ' ') return null;
    const length = char === '\\' ? lengthOfEscape(text, at) : 1;
    if (length === null) return null;
    at += length;
  }
}

function lengthOfEscape(text: string, at: number): number | null {
  const kind = text[at + 1];
  if (kind === undefined) return null;
  if (kind === 'u') return hex.test(text.slice(at + 2, at + 6)) ? 6 : null;
  return '"\\/bfnrt'.includes(kind) ? 2 : null;
}
