import { present } from './layout.js';
import { eachBit } from './shared-bits.js';
import type { KeptRows } from './visited.js';

/** One bit for every row that there could be: for rows of one word of which few bits are used. */
export class RowBits implements KeptRows {
  readonly #words: Int32Array;
  readonly #shift: number;

  /** `bits`: how many there are used, below the one that is always set. */
  constructor(bits: number) {
    this.#shift = 31 - bits;
    this.#words = new Int32Array(Math.max(1, 2 ** (bits - 5)));
  }

  get bytes(): number {
    return this.#words.byteLength;
  }

  bytesFor(): number {
    return this.bytes;
  }

  add(rows: Int32Array, at: number): boolean {
    return this.addWord(rows[at] ?? 0);
  }

  addWord(row: number): boolean {
    const index = (row & ~present) >>> this.#shift;
    const word = this.#words[index >>> 5] ?? 0;
    const bit = 1 << (index & 31);
    if ((word & bit) !== 0) return false;
    this.#words[index >>> 5] = word | bit;
    return true;
  }

  each(use: (rows: Int32Array, at: number) => void): void {
    eachBit(this.#words, this.#shift, use);
  }
}
