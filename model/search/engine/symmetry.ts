import type { Party, Renaming } from '../renaming.js';
import { renamingsOf } from '../renaming.js';
import type { Ground } from './ground.js';
import { fieldAt } from './layout.js';
import { broken } from './memories.js';
import { SlotImages } from './slot-images.js';
import type { Space } from './space.js';

/** Under one renaming: what becomes of the parts, the groups and the memories. */
interface Image {
  readonly renaming: Renaming;
  readonly slots: SlotImages;
  /** The group that each group becomes. */
  readonly groups: readonly number[];
  /** For each group, what its numbers become in that group. */
  readonly numbers: readonly number[][];
  readonly memories: number[];
}

/**
 * States that differ only in which of several parties is which: the row with the least numbers among them stands for all. A run
 * from one of them is a run from any other with the names exchanged, so that what holds of one holds of all, whatever the
 * property: that the moves, the beginning and the observer do not tell the parties apart is not believed, but checked.
 */
export class Symmetry<Memory> {
  readonly #ground: Ground<Memory>;
  readonly #space: Space;
  readonly #unchanged: Renaming | undefined;
  /** Of every renaming but the one that changes nothing. */
  readonly #images: readonly Image[];
  #given = new Int32Array(0);

  /** Throws if the parties can be told apart. */
  constructor(ground: Ground<Memory>, space: Space, parties: readonly Party[]) {
    this.#ground = ground;
    this.#space = space;
    const [unchanged, ...renamings] = renamingsOf(parties);
    this.#unchanged = unchanged;
    this.#images = renamings.map((renaming) => this.#imageUnder(renaming));
    const numbers = space.grouping.numbers(ground.start);
    for (const image of this.#images)
      if (
        this.#memory(image, ground.memory) !== ground.memory ||
        numbers.some(
          (number, group) => numbers[image.groups[group] ?? 0] !== this.#number(image, group, number),
        )
      )
        throw new Error(`scope ${ground.scope.name}: at the beginning its parties can be told apart`);
  }

  /** How many renamings there are. */
  get size(): number {
    return this.#images.length + 1;
  }

  #imageUnder(renaming: Renaming): Image {
    const { groups } = this.#space.grouping;
    const slots = new SlotImages(this.#ground, renaming);
    return {
      renaming,
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
      memories: [],
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

  #memory({ renaming, memories }: Image, memory: number): number {
    const { memories: all } = this.#ground;
    return (memories[memory] ??= all.number(renaming.of(all.memory(memory))));
  }

  /**
   * Replaces a row by the one that stands for it, and gives the number of the renaming by which it becomes that one. -1 if the
   * rows have no room for what was met: everything is to be packed anew, and this to be asked again.
   */
  represent(row: Int32Array): number {
    const { layout, grouping } = this.#space;
    const { width, fields } = layout;
    if (this.#given.length !== width) this.#given = new Int32Array(width);
    this.#given.set(row);
    let least = fields.map((field) => fieldAt(this.#given, 0, field));
    const last = grouping.groups.length;
    let best = 0;
    for (const [at, image] of this.#images.entries()) {
      const numbers: number[] = [];
      for (const [index, field] of fields.entries()) {
        const number = fieldAt(this.#given, 0, field);
        if (index === last) numbers[last] = this.#memory(image, number);
        else numbers[image.groups[index] ?? 0] = this.#number(image, index, number);
      }
      this.#space.memories = this.#ground.memories.size;
      if (!this.#space.hasRoom) return -1;
      if (!isLess(numbers, least)) continue;
      least = numbers;
      best = at + 1;
    }
    if (best > 0) this.#space.pack(least, row);
    return best;
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

/**
 * Whether the numbers in a row come before those in another one. The words that they are packed into would not do: which row
 * has the least changes whenever everything is packed anew.
 */
function isLess(one: readonly number[], other: readonly number[]): boolean {
  for (const [index, number] of one.entries()) {
    const difference = number - (other[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
