import type { Party } from '../renaming.js';
import type { Ground } from './ground.js';
import { fieldAt } from './layout.js';
import type { NumberedRenaming } from './renamings.js';
import { isLess, Renamings, toldApart } from './renamings.js';
import { SlotImages } from './slot-images.js';
import type { Space } from './space.js';

/** Under one renaming: what becomes of the parts and the groups. */
interface Image extends NumberedRenaming {
  readonly slots: SlotImages;
  /** The group that each group becomes. */
  readonly groups: readonly number[];
  /** For each group, what its numbers become in that group. */
  readonly numbers: readonly number[][];
}

/**
 * States that differ only in which of several parties is which: the row with the least numbers among them stands for all. A run
 * from one of them is a run from any other with the names exchanged, so that what holds of one holds of all, whatever the
 * property: that the moves, the beginning and the observer do not tell the parties apart is not believed, but checked.
 */
export class Symmetry<Memory> {
  readonly renamings: Renamings<Memory>;
  readonly #ground: Ground<Memory>;
  readonly #space: Space;
  /** Of every renaming but the one that changes nothing. */
  readonly #images: readonly Image[];
  #given = new Int32Array(0);

  /** Throws if the parties can be told apart. */
  constructor(ground: Ground<Memory>, space: Space, parties: readonly Party[]) {
    this.#ground = ground;
    this.#space = space;
    this.renamings = new Renamings(ground, parties);
    this.#images = this.renamings.changing.map((one) => this.#imageUnder(one));
    const numbers = space.grouping.numbers(ground.start);
    for (const image of this.#images)
      if (
        numbers.some(
          (number, group) => numbers[image.groups[group] ?? 0] !== this.#number(image, group, number),
        )
      )
        throw toldApart(ground);
  }

  #imageUnder(one: NumberedRenaming): Image {
    const { groups } = this.#space.grouping;
    const slots = new SlotImages(this.#ground, one.renaming);
    return {
      ...one,
      slots,
      groups: groups.map((group) => {
        const places = new Set(group.slots.map((slot) => slots.slot(slot)));
        const image = groups.findIndex(
          (other) => other.slots.length === places.size && other.slots.every((slot) => places.has(slot)),
        );
        if (image < 0) throw new Error('what is packed together of one party is not of another');
        return image;
      }),
      numbers: groups.map(() => []),
    };
  }

  #number({ slots, groups, numbers }: Image, group: number, number: number): number {
    const known = numbers[group]?.[number];
    if (known !== undefined) return known;
    const { grouping } = this.#space;
    const from = grouping.group(group);
    const to = grouping.group(groups[group] ?? 0);
    const row: number[] = [];
    for (const [position, at] of from.row(number).entries()) {
      const slot = from.slots[position] ?? 0;
      row[to.slots.indexOf(slots.slot(slot))] = slots.number(slot, at);
    }
    const image = to.number(row);
    const some = numbers[group];
    if (some) some[number] = image;
    return image;
  }

  /**
   * Replaces a row by the one that stands for it, and gives the number of the renaming by which it becomes that one. -1 if the
   * rows have no room for what was met: everything is to be packed anew, and this to be asked again. Numbers are compared, and
   * not the words that they are packed into: which row has the least of these changes whenever everything is packed anew.
   */
  represent(row: Int32Array): number {
    const { layout, grouping } = this.#space;
    const { width, fields } = layout;
    if (this.#given.length !== width) this.#given = new Int32Array(width);
    this.#given.set(row);
    let least = fields.map((field) => fieldAt(this.#given, 0, field));
    const last = grouping.groups.length;
    let best = 0;
    for (const image of this.#images) {
      const numbers: number[] = [];
      for (const [index, field] of fields.entries()) {
        const number = fieldAt(this.#given, 0, field);
        if (index === last) numbers[last] = this.renamings.memory(image.number, number);
        else numbers[image.groups[index] ?? 0] = this.#number(image, index, number);
      }
      this.#space.memories = this.#ground.memories.size;
      if (!this.#space.hasRoom) return -1;
      if (!isLess(numbers, least)) continue;
      least = numbers;
      best = image.number;
    }
    if (best > 0) this.#space.pack(least, row);
    return best;
  }
}
