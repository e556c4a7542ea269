/** Numbers for pairs of numbers that are not negative, in an open-addressing table. */
export class PairTable {
  #entries = new Int32Array(3 << 8);
  #mask = (1 << 8) - 1;
  #size = 0;

  get bytes(): number {
    return this.#entries.byteLength;
  }

  /** The number of a pair; -1 if it has none. */
  get(one: number, other: number): number {
    const entries = this.#entries;
    for (let place = hashOf(one, other) & this.#mask; ; place = (place + 1) & this.#mask) {
      const index = place * 3;
      const found = entries[index] ?? 0;
      if (found === 0) return -1;
      if (found === one + 1 && entries[index + 1] === other) return entries[index + 2] ?? 0;
    }
  }

  /** Gives a number to a pair that has none. */
  set(one: number, other: number, number: number): void {
    if (this.#size * 2 > this.#mask) this.#grow();
    this.#put(one + 1, other, number);
    this.#size += 1;
  }

  #put(first: number, other: number, number: number): void {
    const entries = this.#entries;
    let place = hashOf(first - 1, other) & this.#mask;
    while (entries[place * 3] !== 0) place = (place + 1) & this.#mask;
    entries[place * 3] = first;
    entries[place * 3 + 1] = other;
    entries[place * 3 + 2] = number;
  }

  #grow(): void {
    const old = this.#entries;
    this.#entries = new Int32Array(old.length * 2);
    this.#mask = this.#mask * 2 + 1;
    for (let index = 0; index < old.length; index += 3)
      if (old[index] !== 0) this.#put(old[index] ?? 0, old[index + 1] ?? 0, old[index + 2] ?? 0);
  }
}

function hashOf(one: number, other: number): number {
  const mixed = Math.imul(Math.imul(one, 0x9e3779b1) ^ other, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}
