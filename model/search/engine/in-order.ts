import type { Log } from './log.js';
import type { RowLog } from './row-log.js';

/** Upper bits by which rows are sorted, below the one that is always set. */
const digit = 11;
const values = 1 << digit;

/** Bytes that sorting takes for each state. */
export const bytesToSort = 6 * Int32Array.BYTES_PER_ELEMENT;

/**
 * Sorts the states from `begin` on by the upper bits of their rows, which are one word each: what is taken one after the other
 * then leads to what is close together in memory. Nothing may refer to these states yet.
 */
export function sortByRow(rows: RowLog, from: Log, by: Log, begin: number): void {
  const words = rows.rows.subarray(rows.at(begin), rows.at(rows.end));
  const places = placesOf(words);
  from.replace(begin, moved(from.copy(begin), places));
  by.replace(begin, moved(by.copy(begin), places));
  words.set(moved(words, places));
}

/** The places of words once they are sorted; those of which the upper bits are equal stay in their order. */
function placesOf(words: Int32Array): Int32Array {
  const starts = new Int32Array(values + 1);
  const places = new Int32Array(words.length);
  for (const word of words) {
    const value = (word >>> (31 - digit)) & (values - 1);
    starts[value + 1] = (starts[value + 1] ?? 0) + 1;
  }
  for (let value = 1; value <= values; value += 1)
    starts[value] = (starts[value] ?? 0) + (starts[value - 1] ?? 0);
  for (let index = 0; index < words.length; index += 1) {
    const value = ((words[index] ?? 0) >>> (31 - digit)) & (values - 1);
    const place = starts[value] ?? 0;
    places[index] = place;
    starts[value] = place + 1;
  }
  return places;
}

function moved(numbers: Int32Array, places: Int32Array): Int32Array {
  const after = new Int32Array(numbers.length);
  for (let index = 0; index < numbers.length; index += 1) after[places[index] ?? 0] = numbers[index] ?? 0;
  return after;
}
