import { hashOf } from './row-set.js';

/** Numbers rows of 32-bit words in the order in which they come, and keeps them in that order. */
export class RowNumbers {
  readonly #width: number;
  #rows: Int32Array;
  #table: Int32Array;
  #size = 0;

  constructor(width: number, places = 1 << 6) {
    this.#width = width;
    this.#rows = new Int32Array((places >> 1) * width);
    this.#table = new Int32Array(places);
  }

  get size(): number {
    return this.#size;
  }

  get bytes(): number {
    return this.#rows.byteLength + this.#table.byteLength;
  }

  /** The rows, one after the other. */
  get rows(): Int32Array {
    return this.#rows;
  }

  /** The number of the row that begins at `at`: a new one, as great as the {@link size} was, if it had none. */
  number(rows: Int32Array, at: number): number {
    if (this.#size * 2 >= this.#table.length) this.#grow();
    const place = this.#placeOf(rows, at);
    const known = this.#table[place] ?? 0;
    if (known > 0) return known - 1;
    const width = this.#width;
    this.#rows.set(rows.subarray(at, at + width), this.#size * width);
    this.#size += 1;
    this.#table[place] = this.#size;
    return this.#size - 1;
  }

  /** Whether the row that begins at `at` has a number. */
  has(rows: Int32Array, at: number): boolean {
    return (this.#table[this.#placeOf(rows, at)] ?? 0) > 0;
  }

  /** Where the row stands in the table, or could stand. */
  #placeOf(rows: Int32Array, at: number): number {
    const width = this.#width;
    const mask = this.#table.length - 1;
    for (let place = hashOf(rows, at, width) & mask; ; place = (place + 1) & mask) {
      const number = (this.#table[place] ?? 0) - 1;
      if (number < 0) return place;
      let word = 0;
      while (word < width && this.#rows[number * width + word] === rows[at + word]) word += 1;
      if (word === width) return place;
    }
  }

  #grow(): void {
    const rows = new Int32Array(this.#rows.length * 2);
    rows.set(this.#rows);
    this.#rows = rows;
    const table = new Int32Array(this.#table.length * 2);
    const mask = table.length - 1;
    for (let number = 0; number < this.#size; number += 1) {
      let place = hashOf(rows, number * this.#width, this.#width) & mask;
      while (table[place] !== 0) place = (place + 1) & mask;
      table[place] = number + 1;
    }
    this.#table = table;
  }
}
