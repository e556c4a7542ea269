import { present } from './layout.js';
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
    const row = new Int32Array(1);
    for (let place = 0; place < this.#words.length; place += 1)
      for (let word = this.#words[place] ?? 0; word !== 0; word &= word - 1) {
        const bit = 31 - Math.clz32(word & -word);
        row[0] = present | ((place * 32 + bit) << this.#shift);
        use(row, 0);
      }
  }
}
