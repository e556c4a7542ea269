import type { Layout } from './layout.js';
import { fieldAt } from './layout.js';
import type { Visited } from './visited.js';

/** Bits that a row sets. */
const marks = 3;

/** The numbers by which a row picks its places have 32 bits. */
const mostPower = 32;
const leastPower = 5;

/** What a table of bits has done, and may have left out. */
export interface BitTableFigures {
  readonly bits: number;
  /** Bits that each state sets. */
  readonly marks: number;
  /** The share of the bits that are set. */
  readonly fill: number;
  /**
   * States that were taken for others, as many as are to be expected: they and what only they lead to were left out. The
   * latter is not counted.
   */
  readonly omitted: number;
}

/** The most bits, a power of two, that so many bytes hold and that a table may have. */
export const bitsIn = (bytes: number): number =>
  2 ** Math.max(leastPower, Math.min(mostPower, Math.floor(Math.log2(bytes * 8))));

/**
 * Rows that are not kept: each sets three bits of a large table, and one whose bits are all set counts as visited. It takes few
 * bits a row, and may take a row for another one that it has not seen; how many, it estimates as it goes.
 */
export class BitTable implements Visited {
  /** How the rows are packed; the places of a row depend on its numbers alone. */
  layout: Layout;
  readonly #words: Int32Array;
  readonly #bits: number;
  readonly #shift: number;
  #set = 0;
  #omitted = 0;

  /** `bits`: a power of two. */
  constructor(bits: number, layout: Layout) {
    const power = Math.log2(bits);
    if (!Number.isInteger(power) || power < leastPower || power > mostPower)
      throw new RangeError(`a table of ${bits} bits`);
    this.layout = layout;
    this.#bits = bits;
    this.#shift = mostPower - power;
    this.#words = new Int32Array(bits / 32);
  }

  get bytes(): number {
    return this.#words.byteLength;
  }

  bytesFor(): number {
    return this.bytes;
  }

  get figures(): BitTableFigures {
    return { bits: this.#bits, marks, fill: this.#set / this.#bits, omitted: this.#omitted };
  }

  add(rows: Int32Array, at: number): boolean {
    let one = 0;
    let other = 0;
    const { fields } = this.layout;
    for (let index = 0; index < fields.length; index += 1) {
      const field = fields[index];
      const number = field ? fieldAt(rows, at, field) : 0;
      // Nothing is added for a 0, so that a field counts for nothing before it is there.
      if (number === 0) continue;
      const mixed = scattered(Math.imul(number, 0x9e3779b1) + Math.imul(index + 1, 0x632be5ab));
      one = (one + mixed) | 0;
      other = (other + scattered(mixed ^ 0x3c6ef372)) | 0;
    }
    return this.#mark(one, other);
  }

  addWord(word: number): boolean {
    this.#one[0] = word;
    return this.add(this.#one, 0);
  }

  readonly #one = new Int32Array(1);

  #mark(one: number, other: number): boolean {
    const first = scattered(one);
    const second = scattered(other ^ 0x5bd1e995) | 1;
    const taken = this.#set / this.#bits;
    let fresh = 0;
    for (let mark = 0; mark < marks; mark += 1) {
      const index = (first + Math.imul(mark, second)) >>> this.#shift;
      const bit = 1 << (index & 31);
      const word = this.#words[index >>> 5] ?? 0;
      if ((word & bit) !== 0) continue;
      this.#words[index >>> 5] = word | bit;
      fresh += 1;
    }
    if (fresh === 0) return false;
    this.#set += fresh;
    // Of the rows that came while so much was taken, this share was not told from others.
    const lost = taken ** marks;
    this.#omitted += lost / (1 - lost);
    return true;
  }
}

function scattered(number: number): number {
  let mixed = Math.imul(number ^ (number >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
