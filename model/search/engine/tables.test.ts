import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Grouping } from './grouping.js';
import { bitsFor, fieldAt, layoutOf, present } from './layout.js';
import { PairTable } from './pair-table.js';
import { RowBits } from './row-bits.js';
import { RowNumbers } from './row-numbers.js';
import { RowSet } from './row-set.js';
import { repack, Space } from './space.js';
import type { Visited } from './visited.js';

/** The rows in which each is the first of its kind, as a table sees them. */
const firsts = (table: Pick<Visited, 'add'>, rows: readonly (readonly number[])[]): boolean[] =>
  rows.map((row) => table.add(Int32Array.from(row), 0));

const expected = (rows: readonly (readonly number[])[]): boolean[] =>
  rows.map((row, index) => rows.findIndex((other) => other.join() === row.join()) === index);

const rowsOf = (width: number) =>
  fc.array(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: width, maxLength: width }), {
    minLength: 1,
    maxLength: 200,
  });

const marked = (rows: readonly (readonly number[])[]): number[][] =>
  rows.map(([first = 0, ...rest]) => [first | present, ...rest]);

describe('a table of rows', () => {
  it.each([1, 2, 3])('knows each row of %i words once, however often it has grown', (width) => {
    fc.assert(
      fc.property(rowsOf(width), (some) => {
        const rows = marked(some);
        const table = new RowSet(width, 2);
        expect(firsts(table, rows)).toEqual(expected(rows));
        let count = 0;
        table.each(() => (count += 1));
        expect(count).toBe(new Set(rows.map((row) => row.join())).size);
      }),
    );
  });

  it('is the same as one bit for each row that there could be', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2 ** 12 - 1), { minLength: 1, maxLength: 200 }), (numbers) => {
        const rows = numbers.map((number) => [present | (number << (31 - 12))]);
        const bits = new RowBits(12);
        expect(firsts(bits, rows)).toEqual(firsts(new RowSet(1, 2), rows));
        const again: number[] = [];
        bits.each((row, at) => again.push(row[at] ?? 0));
        expect(new Set(again)).toEqual(new Set(rows.flat()));
      }),
    );
  });

  it('numbers rows in the order in which they come', () => {
    fc.assert(
      fc.property(rowsOf(2), (rows) => {
        const numbers = new RowNumbers(2, 2);
        expect(numbers.has(Int32Array.from(rows[0] ?? []), 0)).toBe(false);
        const seen: string[] = [];
        for (const row of rows) {
          if (!seen.includes(row.join())) seen.push(row.join());
          expect(numbers.number(Int32Array.from(row), 0)).toBe(seen.indexOf(row.join()));
        }
      }),
    );
  });
});

it('a table of pairs gives back what was put into it', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(fc.nat(50), fc.nat(50)), { maxLength: 600, selector: String }),
      (pairs) => {
        const table = new PairTable();
        for (const [index, [one, other]] of pairs.entries()) {
          expect(table.get(one, other)).toBe(-1);
          table.set(one, other, index);
        }
        expect(pairs.map(([one, other]) => table.get(one, other))).toEqual([...pairs.keys()]);
      },
    ),
  );
});

describe('a layout', () => {
  it('keeps fields apart, and gives back every number that fits', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { minLength: 1, maxLength: 12 }), fc.nat(), (bits, seed) => {
        const grouping = new Grouping(bits.map((_, slot) => [slot]));
        const numbers = bits.map((width, index) => (seed * (index + 7)) % 2 ** width);
        const { width, fields } = layoutOf([...bits, 3]);
        const row = new Int32Array(width);
        row[0] = present;
        for (const [index, { word, shift }] of fields.entries())
          row[word] = (row[word] ?? 0) | ((index < numbers.length ? (numbers[index] ?? 0) : 5) << shift);
        expect(grouping.groups.map((_, index) => fieldAt(row, 0, fields[index] ?? noField))).toEqual(numbers);
        expect(fieldAt(row, 0, fields.at(-1) ?? noField)).toBe(5);
      }),
    );
  });

  it('has no place for a number that is wider than a word', () => {
    expect(() => layoutOf([32])).toThrow('too many values');
  });

  it.each([
    [1, 0],
    [2, 1],
    [3, 2],
    [4, 2],
    [5, 3],
    [2 ** 20 + 1, 21],
  ])('takes for %i values %i bits', (size, bits) => {
    expect(bitsFor(size)).toBe(bits);
  });
});

describe('a space', () => {
  it('has no room for one value more than fits, and says so', () => {
    const grouping = new Grouping([[0], [1]]);
    grouping.numbers([0, 0]);
    const space = new Space(grouping, 1);
    expect(space.widen()).toBe(false);
    grouping.numbers([1, 0]);
    expect(space.widen()).toBe(true);
    expect(space.widen()).toBe(false);
    space.memories = 2;
    expect(space.widen()).toBe(true);
  });

  it('keeps every number when rows are packed anew', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(300), { minLength: 2, maxLength: 40 }), (values) => {
        const grouping = new Grouping([[0], [1]]);
        grouping.numbers([0, 0]);
        const space = new Space(grouping, 1);
        let from = space.layout;
        let row = new Int32Array(from.width);
        const first = grouping.numbers([values[0] ?? 0, values[1] ?? 0]);
        space.widen();
        from = space.layout;
        row = new Int32Array(from.width);
        space.pack([...first, 0], row);
        for (const value of values) grouping.numbers([value, value * 7]);
        space.widen();
        const to = space.layout;
        const again = new Int32Array(to.width);
        repack(from, row, 0, to, again);
        expect([0, 1].map((group) => fieldAt(again, 0, to.fields[group] ?? noField))).toEqual(first);
      }),
    );
  });
});

const noField = { word: 0, shift: 0, most: 0 };
