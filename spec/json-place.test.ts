import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineAt, pathOf } from './json-place.js';

const text = `{
  "a": [1, {"b": "x\\"]\\n"},
    {"c": null}],
  "d e": {
    "f": true
  }
}`;

describe('the line of a value in a JSON document', () => {
  it.each([
    [[], 1],
    [['a'], 2],
    [['a', 0], 2],
    [['a', 1, 'b'], 2],
    [['a', 2], 3],
    [['a', 2, 'c'], 3],
    [['d e'], 4],
    [['d e', 'f'], 5],
  ])('of %j is %i', (path, line) => {
    expect(lineAt(text, path)).toBe(line);
  });

  it('is that of what would hold it, if it is missing', () => {
    expect(lineAt(text, ['d e', 'g'])).toBe(4);
    expect(lineAt(text, ['z'])).toBe(1);
  });

  it('is found in any document', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { minLength: 1 }), (values) => {
        const lines = `[\n${values.map((value) => JSON.stringify(value)).join(',\n')}\n]`;
        for (const index of values.keys()) expect(lineAt(lines, [index])).toBe(index + 2);
      }),
    );
  });
});

describe('the field of a problem', () => {
  it.each([
    ['', []],
    ['steps[1].args.to', ['steps', 1, 'args', 'to']],
    ['[2].AM-01[0]', [2, 'AM-01', 0]],
    ['args."a.b[1] \\"c\\""', ['args', 'a.b[1] "c"']],
  ])('%s is a path', (field, path) => {
    expect(pathOf(field)).toEqual(path);
  });
});
