import { expect, it } from 'vitest';
import { sortByRow } from './in-order.js';
import { present } from './layout.js';
import { Log } from './log.js';
import { RowLog } from './row-log.js';

/** States with rows that lie far apart, each from a state and by an edge that can be told from its row. */
function found(count: number) {
  const words = Int32Array.from({ length: count }, (_, index) => present | Math.imul(index, 0x9e3779b1));
  const logs = { rows: new RowLog(1, 0), from: new Log(), by: new Log() };
  logs.rows.pushWords(words);
  logs.from.pushAll(words.map((word) => word ^ 1));
  logs.by.pushAll(words.map((word) => word ^ 2));
  return { words, ...logs };
}

it('sorts states by their rows, and leaves to each whence and by which edge it was found', () => {
  const [count, begin] = [20_000, 9000];
  const { words, rows, from, by } = found(count);
  sortByRow(rows, from, by, begin);
  const after = rows.rows.subarray(0, count);
  expect(after.subarray(0, begin)).toEqual(words.subarray(0, begin));
  expect(after.slice(begin).sort()).toEqual(words.slice(begin).sort());
  const upper = [...after.subarray(begin)].map((word) => (word & ~present) >>> 20);
  expect(upper).toEqual([...upper].sort((one, other) => one - other));
  for (const [state, word] of after.entries())
    if (from.at(state) !== (word ^ 1) || by.at(state) !== (word ^ 2)) expect.fail(`state ${state}`);
});
