import type { Keys } from '../../key.js';

/** A place in a world, and what was met there: equal values have the same small number, and what is not there has 0. */
export class Slot<Value extends object | null> {
  /** The position of the place among all of them. */
  readonly index: number;
  readonly #keys: Keys;
  readonly #numbers = new Map<number, number>();
  readonly #values: Value[];

  constructor(index: number, nothing: Value, keys: Keys) {
    this.index = index;
    this.#values = [nothing];
    this.#keys = keys;
  }

  number(value: Value): number {
    if (value === null) return 0;
    const key = this.#keys.part(value);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#values.length);
    return this.#values.push(value) - 1;
  }

  /** The value with this number, as it was met first. */
  value(number: number): Value {
    const value = this.#values[number];
    if (value === undefined) throw new RangeError(`there is no value ${String(number)}`);
    return value;
  }
}
