/** Codes in a row, which stand for units. */
export function codesFrom(first: number, length: number): string {
  let text = '';
  for (let code = first; code < first + length; code += 1) text += String.fromCharCode(code);
  return text;
}
