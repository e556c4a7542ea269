import type { ReadingOrder } from './reading-order.js';
import { RowNumbers } from './row-numbers.js';

/** Bytes that a typed array takes besides what is in it, about. */
const bytesOfArray = 100;

/** Rows that were met, of which no reading is narrowed down any further in others that are the same but for that. */
export class Covered {
  readonly #orders: readonly (readonly [slot: number, order: ReadingOrder])[];
  /** Rows without their readings, and for each of them the readings that were met. */
  readonly #bare: RowNumbers;
  readonly #met: Int32Array[][] = [];
  readonly #row: Int32Array;
  #readings = 0;

  constructor(width: number, orders: ReadonlyMap<number, ReadingOrder>) {
    this.#orders = [...orders];
    this.#bare = new RowNumbers(width);
    this.#row = new Int32Array(width);
  }

  get bytes(): number {
    return this.#bare.bytes + this.#readings * (4 * this.#orders.length + bytesOfArray);
  }

  /** Adds a row; false if it was there, with readings that leave as much open or more. */
  add(row: Int32Array): boolean {
    this.#row.set(row);
    for (const [slot] of this.#orders) this.#row[slot] = 0;
    const readings = Int32Array.from(this.#orders, ([slot]) => row[slot] ?? 0);
    const some = (this.#met[this.#bare.number(this.#row, 0)] ??= []);
    if (some.some((others) => this.#areWithin(readings, others))) return false;
    some.push(readings);
    this.#readings += 1;
    return true;
  }

  #areWithin(readings: Int32Array, others: Int32Array): boolean {
    return this.#orders.every(([, order], index) => {
      const [number = 0, other = 0] = [readings[index], others[index]];
      return number === other || order.isWithin(number, other);
    });
  }
}
