import type { KeptRows } from './visited.js';

/** The greatest share of the places of a table that is taken. */
const fullest = 0.7;

/** The places of a table that holds so many rows. */
export function placesFor(rows: number): number {
  let places = 1 << 10;
  while (Math.floor(places * fullest) < rows) places *= 2;
  return places;
}

/** Rows of 32-bit words, each once, in an open-addressing table. The first word of a row is never 0. */
export class RowSet implements KeptRows {
  /** Words of a row. */
  readonly width: number;
  #words: Int32Array;
  #mask: number;
  #size = 0;
  #most: number;

  constructor(width: number, places = 1 << 10) {
    this.width = width;
    this.#words = new Int32Array(places * width);
    this.#mask = places - 1;
    this.#most = Math.floor(places * fullest);
  }

  get size(): number {
    return this.#size;
  }

  get bytes(): number {
    return this.#words.byteLength;
  }

  bytesFor(more: number): number {
    return this.#size + more > this.#most ? this.bytes * 3 : this.bytes;
  }

  /** Adds the row that begins at `at`; false if it was there. */
  add(rows: Int32Array, at: number): boolean {
    const { width } = this;
    const words = this.#words;
    const first = rows[at] ?? 0;
    let place = hashOf(rows, at, width) & this.#mask;
    for (;;) {
      const index = place * width;
      const found = words[index] ?? 0;
      if (found === 0) break;
      if (found === first) {
        let word = 1;
        while (word < width && words[index + word] === rows[at + word]) word += 1;
        if (word === width) return false;
      }
      place = (place + 1) & this.#mask;
    }
    const index = place * width;
    for (let word = 0; word < width; word += 1) words[index + word] = rows[at + word] ?? 0;
    this.#size += 1;
    if (this.#size > this.#most) this.#grow();
    return true;
  }

  addWord(word: number): boolean {
    const words = this.#words;
    let place = hashOfWord(word) & this.#mask;
    for (let found = words[place] ?? 0; found !== 0; found = words[place] ?? 0) {
      if (found === word) return false;
      place = (place + 1) & this.#mask;
    }
    words[place] = word;
    this.#size += 1;
    if (this.#size > this.#most) this.#grow();
    return true;
  }

  #grow(): void {
    const old = this.#words;
    const places = (this.#mask + 1) * 2;
    this.#words = new Int32Array(places * this.width);
    this.#mask = places - 1;
    this.#most = Math.floor(places * fullest);
    this.#size = 0;
    for (let index = 0; index < old.length; index += this.width) if (old[index] !== 0) this.add(old, index);
  }

  /** Calls `use` with all rows in a new array, one after the other, for each the place at which it begins. */
  each(use: (rows: Int32Array, at: number) => void): void {
    const words = this.#words;
    for (let index = 0; index < words.length; index += this.width) if (words[index] !== 0) use(words, index);
  }
}

/** A number that scatters rows over a table. */
export function hashOf(rows: Int32Array, at: number, width: number): number {
  let hash = Math.imul(rows[at] ?? 0, 0x9e3779b1);
  for (let word = 1; word < width; word += 1)
    hash = Math.imul(hash ^ (hash >>> 15) ^ (rows[at + word] ?? 0), 0x85ebca6b);
  return scattered(hash);
}

const hashOfWord = (word: number): number => scattered(Math.imul(word, 0x9e3779b1));

function scattered(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  return mixed ^ (mixed >>> 15);
}
