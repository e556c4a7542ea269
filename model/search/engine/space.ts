import type { Grouping } from './grouping.js';
import type { Layout } from './layout.js';
import { bitsFor, fieldAt, layoutOf, present } from './layout.js';

/** How states are packed into rows: the groups of their world, and what the observer remembers. */
export class Space {
  readonly grouping: Grouping;
  /** How many memories there are; they are the last field. */
  memories: number;
  #bits: number[];
  #layout: Layout;

  constructor(grouping: Grouping, memories: number) {
    this.grouping = grouping;
    this.memories = memories;
    this.#bits = [...grouping.groups.map(({ size }) => bitsFor(size)), bitsFor(memories)];
    this.#layout = layoutOf(this.#bits);
  }

  get layout(): Layout {
    return this.#layout;
  }

  /** Whether there is room for everything that was met. */
  get hasRoom(): boolean {
    return this.#sizes().every((size, field) => size <= 2 ** (this.#bits[field] ?? 0));
  }

  /** Makes room for everything that was met; false if there was room. */
  widen(): boolean {
    if (this.hasRoom) return false;
    this.#bits = this.#sizes().map((size, field) => {
      const bits = this.#bits[field] ?? 0;
      return size > 2 ** bits ? bitsFor(size) : bits;
    });
    this.#layout = layoutOf(this.#bits);
    return true;
  }

  #sizes(): number[] {
    return [...this.grouping.groups.map(({ size }) => size), this.memories];
  }

  /** Packs the numbers of the groups and a memory into a row. */
  pack(numbers: readonly number[], row: Int32Array): void {
    row.fill(0, 0, this.#layout.width);
    row[0] = present;
    for (const [index, { word, shift }] of this.#layout.fields.entries())
      row[word] = (row[word] ?? 0) | ((numbers[index] ?? 0) << shift);
  }
}

/** Packs a row anew that was packed in another layout. */
export function repack(from: Layout, rows: Int32Array, at: number, to: Layout, row: Int32Array): void {
  row.fill(0, 0, to.width);
  row[0] = present;
  for (const [index, field] of from.fields.entries()) {
    const { word = 0, shift = 0 } = to.fields[index] ?? {};
    row[word] = (row[word] ?? 0) | (fieldAt(rows, at, field) << shift);
  }
}
