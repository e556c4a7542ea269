import { expect, it } from 'vitest';
import { Covered } from './covered.js';

it('the bytes of rows that are covered grow with the rows that are met, and not with those that were', () => {
  const covered = new Covered(2, new Map());
  const bytesAfter = (rows: number): number => {
    for (let row = 0; row < rows; row += 1) covered.add(Int32Array.of(row, 1));
    return covered.bytes;
  };
  const few = bytesAfter(10);
  const many = bytesAfter(1000);
  expect(many).toBeGreaterThan(few + 990 * 8);
  expect(bytesAfter(1000)).toBe(many);
});
