import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brokenLine } from './broken-json.js';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('the line on which a text stops being JSON', () => {
  it.each([
    ['', 1],
    ['{\n"a": 1\n2}', 3],
    ['{\n"a": 1,\n}', 3],
    ['[1,\n2,\nx]', 3],
    ['{\n"a": [1\n}', 3],
    ['[1]\n[2]', 2],
    ['{"a":\n', 2],
    ["{\n'a': 1}", 2],
    ['["a\n"]', 1],
  ])('of %j is %i', (text, line) => {
    expect(brokenLine(text)).toBe(line);
  });

  it('is found in a string of any length', () => {
    expect(brokenLine(`["${'\\n'.repeat(5_000_000)}",\n}`)).toBe(2);
  });

  it('is there exactly if the parser refuses the text', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '-1.5e+3',
      '01',
      'true',
      '"',
      '\\',
      '\n',
    );
    const broken = fc.array(pieces).map((some) => some.join(''));
    const sound = fc.json();
    const spoiled = fc
      .tuple(fc.json(), fc.nat(), pieces)
      .map(
        ([text, at, piece]) =>
          text.slice(0, at % (text.length + 1)) + piece + text.slice(at % (text.length + 1)),
      );
    fc.assert(
      fc.property(fc.oneof(broken, sound, spoiled), (text) => {
        expect(brokenLine(text) === null).toBe(isJson(text));
      }),
      { numRuns: 2000 },
    );
  });
});
