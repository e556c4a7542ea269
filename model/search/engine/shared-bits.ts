import { present } from './layout.js';
import { sharedNumbers } from './numbers.js';
import type { KeptRows } from './visited.js';

/** Sets the bit of a row, which is one word; false if it was set. Several threads may do so at once. */
export function setShared(words: Int32Array, row: number, shift: number): boolean {
  const index = (row & ~present) >>> shift;
  const bit = 1 << (index & 31);
  // Most rows were visited before: that is seen without keeping the other thread from the memory.
  if (((words[index >>> 5] ?? 0) & bit) !== 0) return false;
  return (Atomics.or(words, index >>> 5, bit) & bit) === 0;
}

/** One bit for every row of one word that there could be, in memory that threads share. */
export class SharedBits implements KeptRows {
  readonly words: Int32Array;
  /** Bits of a row, from its lowest one on, that are not used. */
  readonly shift: number;

  /** `bits`: how many there are used, below the one that is always set. */
  constructor(bits: number) {
    this.shift = 31 - bits;
    this.words = sharedNumbers(Math.max(1, 2 ** (bits - 5)));
  }

  get bytes(): number {
    return this.words.byteLength;
  }

  bytesFor(): number {
    return this.bytes;
  }

  add(rows: Int32Array, at: number): boolean {
    return this.addWord(rows[at] ?? 0);
  }

  addWord(row: number): boolean {
    return setShared(this.words, row, this.shift);
  }

  each(use: (rows: Int32Array, at: number) => void): void {
    eachBit(this.words, this.shift, use);
  }
}

/** Calls `use` with the row of every bit that is set. */
export function eachBit(words: Int32Array, shift: number, use: (rows: Int32Array, at: number) => void): void {
  const row = new Int32Array(1);
  for (let place = 0; place < words.length; place += 1)
    for (let word = words[place] ?? 0; word !== 0; word &= word - 1) {
      const bit = 31 - Math.clz32(word & -word);
      row[0] = present | ((place * 32 + bit) << shift);
      use(row, 0);
    }
}
