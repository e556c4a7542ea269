/** Places that are packed as one: what is at all of them together is one small number. */
export class Group {
  readonly slots: readonly number[];
  readonly #numbers = new Map<string, number>();
  readonly #rows: (readonly number[])[] = [];

  constructor(slots: readonly number[]) {
    this.slots = slots;
  }

  /** How many combinations were met. */
  get size(): number {
    return this.#rows.length;
  }

  number(row: readonly number[]): number {
    const key = row.join();
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#rows.length);
    return this.#rows.push(row) - 1;
  }

  /** What is at the place with this position in the group. */
  at(number: number, position: number): number {
    return this.row(number)[position] ?? 0;
  }

  row(number: number): readonly number[] {
    const row = this.#rows[number];
    if (!row) throw new RangeError(`there is no combination ${String(number)}`);
    return row;
  }
}
