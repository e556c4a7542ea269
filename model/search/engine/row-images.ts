import type { Party } from '../renaming.js';
import type { Ground } from './ground.js';
import type { NumberedRenaming } from './renamings.js';
import { isLess, Renamings, toldApart } from './renamings.js';
import type { Unit } from './units.js';
import { RowNumbers } from './row-numbers.js';
import type { Shares } from './shares.js';
import { SlotImages } from './slot-images.js';

/** Under one renaming: what becomes of places and units. */
interface Image extends NumberedRenaming {
  readonly slots: SlotImages;
  readonly modes: number[];
}

/** What becomes of the rows of shares when parties that are alike exchange their names; the least of these stands for all. */
export class RowImages<Memory> {
  readonly renamings: Renamings<Memory>;
  readonly #shares: Shares<Memory>;
  readonly #units: readonly Unit[];
  readonly #images: readonly Image[];

  /** Without parties nothing is ever taken for anything else. Throws if the parties can be told apart. */
  constructor(
    ground: Ground<Memory>,
    shares: Shares<Memory>,
    units: readonly Unit[],
    parties: readonly Party[],
  ) {
    this.renamings = new Renamings(ground, parties);
    this.#shares = shares;
    this.#units = units;
    this.#images = this.renamings.changing.map((one) => ({
      ...one,
      slots: new SlotImages(ground, one.renaming),
      modes: [],
    }));
    const { start } = ground;
    for (const { slots } of this.#images)
      if (start.some((number, slot) => start[slots.slot(slot)] !== slots.number(slot, number)))
        throw toldApart(ground);
  }

  /** Replaces a row by the one that stands for it, and gives the number of the renaming by which it becomes that one. */
  represent(row: Int32Array): number {
    let least = row;
    let best = 0;
    for (const image of this.#images) {
      const other = this.#imageOf(image, row);
      if (!isLess(other, least)) continue;
      least = other;
      best = image.number;
    }
    if (best > 0) row.set(least);
    return best;
  }

  #imageOf(image: Image, row: Int32Array): Int32Array {
    const { memoryAt, modeAt } = this.#shares;
    const made = new Int32Array(row.length);
    for (let slot = 0; slot < memoryAt; slot += 1)
      made[image.slots.slot(slot)] = image.slots.number(slot, row[slot] ?? 0);
    made[memoryAt] = this.renamings.memory(image.number, row[memoryAt] ?? 0);
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
}
