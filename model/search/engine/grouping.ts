import { Group } from './group.js';

/** Which places are packed together. */
export class Grouping {
  readonly groups: readonly Group[];
  readonly #groupOf: readonly number[];
  readonly #positionOf: readonly number[];

  /** `slots`: the places of each group; together they are all places, each once. */
  constructor(slots: readonly (readonly number[])[]) {
    this.groups = slots.map((some) => new Group(some));
    const groupOf: number[] = [];
    const positionOf: number[] = [];
    for (const [group, some] of slots.entries())
      for (const [position, slot] of some.entries()) {
        groupOf[slot] = group;
        positionOf[slot] = position;
      }
    this.#groupOf = groupOf;
    this.#positionOf = positionOf;
  }

  /** The group that a place belongs to. */
  groupOf(slot: number): number {
    const group = this.#groupOf[slot];
    if (group === undefined) throw new RangeError(`the place ${String(slot)} is in no group`);
    return group;
  }

  group(index: number): Group {
    const group = this.groups[index];
    if (!group) throw new RangeError(`there is no group ${String(index)}`);
    return group;
  }

  /** What is at a place of a world, of which the numbers of its groups are given. */
  read(slot: number, numberOf: (group: number) => number): number {
    const group = this.groupOf(slot);
    return this.group(group).at(numberOf(group), this.#positionOf[slot] ?? 0);
  }

  /** The numbers of the groups of a world that is given place by place. */
  numbers(at: ArrayLike<number>): number[] {
    return this.groups.map((group) => group.number(group.slots.map((slot) => at[slot] ?? 0)));
  }

  /** What changes in the groups if places change; `numberOf` is how they were. */
  change(
    changes: readonly (readonly [slot: number, number: number])[],
    numberOf: (group: number) => number,
  ): GroupChange[] {
    const rows = new Map<number, number[]>();
    for (const [slot, number] of changes) {
      const group = this.groupOf(slot);
      const row = rows.get(group) ?? [...this.group(group).row(numberOf(group))];
      row[this.#positionOf[slot] ?? 0] = number;
      rows.set(group, row);
    }
    return [...rows].map(([group, row]) => ({
      group,
      from: numberOf(group),
      to: this.group(group).number(row),
    }));
  }
}

/** A group has another number than before. */
export interface GroupChange {
  readonly group: number;
  readonly from: number;
  readonly to: number;
}
