import type { Party, Renaming } from '../renaming.js';
import { renamingsOf } from '../renaming.js';
import type { Ground } from './ground.js';
import { broken } from './memories.js';
import type { Unit } from './units.js';
import { RowNumbers } from './row-numbers.js';
import type { Shares } from './shares.js';
import { SlotImages } from './slot-images.js';

/** Under one renaming: what becomes of places, units and memories. */
interface Image {
  readonly renaming: Renaming;
  readonly slots: SlotImages;
  readonly memories: number[];
  readonly modes: number[];
}

/** What becomes of the rows of shares when parties that are alike exchange their names; the least of these stands for all. */
export class RowImages<Memory> {
  readonly #ground: Ground<Memory>;
  readonly #shares: Shares<Memory>;
  readonly #units: readonly Unit[];
  readonly #unchanged: Renaming | undefined;
  readonly #images: readonly Image[];

  /** Without parties nothing is ever taken for anything else. Throws if the parties can be told apart. */
  constructor(
    ground: Ground<Memory>,
    shares: Shares<Memory>,
    units: readonly Unit[],
    parties: readonly Party[],
  ) {
    this.#ground = ground;
    this.#shares = shares;
    this.#units = units;
    const [unchanged, ...renamings] = renamingsOf(parties);
    this.#unchanged = unchanged;
    this.#images = renamings.map((renaming) => ({
      renaming,
      slots: new SlotImages(ground, renaming),
      memories: [],
      modes: [],
    }));
    const { start, memory } = ground;
    for (const image of this.#images)
      if (
        this.#memory(image, memory) !== memory ||
        start.some((number, slot) => start[image.slots.slot(slot)] !== image.slots.number(slot, number))
      )
        throw new Error(`scope ${ground.scope.name}: at the beginning its parties can be told apart`);
  }

  /** Replaces a row by the one that stands for it, and gives the number of the renaming by which it becomes that one. */
  represent(row: Int32Array): number {
    let least = row;
    let best = 0;
    for (const [at, image] of this.#images.entries()) {
      const other = this.#imageOf(image, row);
      if (!isLess(other, least)) continue;
      least = other;
      best = at + 1;
    }
    if (best > 0) row.set(least);
    return best;
  }

  #imageOf(image: Image, row: Int32Array): Int32Array {
    const { memoryAt, modeAt } = this.#shares;
    const made = new Int32Array(row.length);
    for (let slot = 0; slot < memoryAt; slot += 1)
      made[image.slots.slot(slot)] = image.slots.number(slot, row[slot] ?? 0);
    made[memoryAt] = this.#memory(image, row[memoryAt] ?? 0);
    made[modeAt] = this.#mode(image, row[modeAt] ?? 0);
    this.#shares.fillUp(made);
    return made;
  }

  #mode(image: Image, number: number): number {
    const { modes } = this.#shares;
    const { about, units } = modes.mode(number);
    return (image.modes[number] ??= modes.of(
      about,
      units.map((unit) => this.#unit(image, unit)),
    ).number);
  }

  #unit({ renaming }: Image, { client, server }: Unit): Unit {
    const found = this.#units.find(
      (unit) =>
        unit.client === renaming.name(client) &&
        unit.server === (server === null ? null : renaming.name(server)),
    );
    if (!found) throw new Error('a unit has become no unit by renaming');
    return found;
  }

  #memory({ renaming, memories }: Image, memory: number): number {
    const { memories: all } = this.#ground;
    return (memories[memory] ??= all.number(renaming.of(all.memory(memory))));
  }

  /** Rows, in the order in which they were, and after them what becomes of them under every renaming. */
  withImages(rows: RowNumbers): RowNumbers {
    if (this.#images.length === 0) return rows;
    const { width } = this.#shares;
    const all = new RowNumbers(width);
    const given = rows.rows;
    for (let row = 0; row < rows.size; row += 1) all.number(given, row * width);
    for (let row = 0; row < rows.size; row += 1)
      for (const image of this.#images)
        all.number(this.#imageOf(image, given.subarray(row * width, (row + 1) * width)), 0);
    return all;
  }

  /** The renaming with this number. */
  renaming(number: number): Renaming {
    const renaming = number === 0 ? this.#unchanged : this.#images[number - 1]?.renaming;
    if (!renaming) throw new RangeError(`there is no renaming ${number}`);
    return renaming;
  }

  /** Throws if the observer makes something else of a step where the names are exchanged. */
  check(memory: number, edge: number, seen: number): void {
    const { memories, edges } = this.#ground;
    const { rule, step } = edges.edge(edge);
    if (!step) return;
    for (const image of this.#images) {
      const other = edges.number(rule, image.renaming.of(step));
      const expected = seen === broken ? broken : this.#memory(image, seen >>> 1) * 2 + (seen & 1);
      if (memories.observe(this.#memory(image, memory), other) !== expected)
        throw new Error('the observer tells parties apart that ought to be alike');
    }
  }
}

function isLess(one: Int32Array, other: Int32Array): boolean {
  for (const [index, number] of one.entries()) {
    const difference = number - (other[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
