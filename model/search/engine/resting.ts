import { recordAll } from '../../indications.js';
import { Keys } from '../../key.js';
import { longestAwaited } from '../../parts.js';
import { fewRequests, settlements } from '../../settle.js';
import { everyWorld } from '../../transition.js';
import type { Socket } from '../../world.js';
import { urgent } from './actions.js';
import type { Ground } from './ground.js';
import type { Group } from './group.js';
import { fieldAt, present } from './layout.js';
import { RowNumbers } from './row-numbers.js';
import type { Slot } from './slot.js';
import type { Space } from './space.js';
import { StepTable } from './step-table.js';

/** What coming to rest stands on. */
export type RestingGround = Pick<Ground<unknown>, 'machine' | 'parts' | 'resting'>;

/** The worlds at rest that a `settle` leads to, from the steps of each part. */
export class Resting {
  readonly #ground: RestingGround;
  readonly #space: Space;
  readonly #tables = new Map<number, StepTable>();
  /** For each group: the longest receive that is under way, the requests without an answer, and itself with all indications recorded. */
  readonly #awaited: readonly Known[];
  readonly #requests: readonly Known[];
  readonly #recorded: readonly Known[];
  readonly #keys = new Keys();
  /** Worlds of which it is known where they come to rest. */
  #known: RowNumbers;
  #found: Int32Array[] = [];
  #foundBytes = 0;
  #mask: Int32Array;

  constructor(ground: RestingGround, space: Space) {
    this.#ground = ground;
    this.#space = space;
    this.#known = new RowNumbers(space.layout.width);
    this.#mask = this.#worldMask();
    const { groups } = space.grouping;
    this.#awaited = groups.map((group) => new Known(group, (read) => this.#longestIn(group, read)));
    this.#requests = groups.map((group) => new Known(group, (read) => this.#unansweredIn(group, read)));
    this.#recorded = groups.map((group) => new Known(group, (read) => this.#recordGroup(group, read)));
  }

  #longestIn({ slots }: Group, read: (slot: number) => number): number {
    let most = 0;
    for (const slot of this.#ground.parts.sockets.values()) {
      const socket = slots.includes(slot.index) ? slot.value(read(slot.index)) : null;
      if (socket) most = Math.max(most, longestAwaited(socket));
    }
    return most;
  }

  #unansweredIn({ slots }: Group, read: (slot: number) => number): number {
    let sum = 0;
    for (const { head } of this.#ground.parts.connections.values()) {
      const found = slots.includes(head.index) ? head.value(read(head.index)) : null;
      if (found && found.listener !== null) sum += 1;
    }
    return sum;
  }

  #recordGroup(group: Group, read: (slot: number) => number): number {
    const sockets = new Map([...this.#ground.parts.sockets.values()].map((slot) => [slot.index, slot]));
    return group.number(
      group.slots.map((index) => {
        const slot = sockets.get(index);
        return slot ? this.#recordSocket(slot, read(index)) : read(index);
      }),
    );
  }

  /** The step tables, by which the rows have to be packed anew. */
  get tables(): Iterable<StepTable> {
    return this.#tables.values();
  }

  get bytes(): number {
    return this.#known.bytes + this.#foundBytes;
  }

  /** Forgets what it knows in the terms of a layout that has been replaced. */
  renew(): void {
    this.#known = new RowNumbers(this.#space.layout.width);
    this.#found = [];
    this.#foundBytes = 0;
    this.#mask = this.#worldMask();
  }

  /**
   * The words by which a row changes when everything comes to rest, one way after the other. `null` if there was no room
   * for what was met: then everything is packed anew, and has to be begun again.
   */
  from(row: Int32Array): Int32Array | null {
    const { width } = this.#space.layout;
    const world = new Int32Array(width);
    for (let word = 0; word < width; word += 1) world[word] = (row[word] ?? 0) & (this.#mask[word] ?? 0);
    const number = this.#known.number(world, 0);
    const known = this.#found[number];
    if (known) return known;
    const found = this.#requestsIn(world) <= fewRequests ? this.#closure(world) : this.#plainly(world);
    if (!found) return null;
    this.#found[number] = found;
    this.#foundBytes += found.byteLength;
    return found;
  }

  #closure(world: Int32Array): Int32Array | null {
    const { layout } = this.#space;
    const { width } = layout;
    const seen = new RowNumbers(width);
    const next = new Int32Array(width);
    const rested = new RowNumbers(width);
    seen.number(world, 0);
    for (let number = 0; number < seen.size; number += 1) {
      const at = number * width;
      const table = this.#tableFor(seen.rows, at);
      let rests = true;
      const stack = [...table.roots];
      for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
        const { rows } = seen;
        const numberOf = (group: number): number => this.#numberAt(rows, at, group);
        let child = table.child(node, numberOf(table.groups[node] ?? 0));
        if (child < 0) {
          child = table.meet(node, numberOf);
          if (this.#space.widen()) return null;
          table.pack(layout, child);
        }
        stack.push(...table.next.subarray(table.nextStarts[child], table.nextStarts[child + 1]));
        const { packed, starts } = table;
        const end = starts[child + 1] ?? 0;
        for (let step = starts[child] ?? 0; step < end; step += width + 1) {
          let differs = 0;
          for (let word = 0; word < width; word += 1) {
            const change = packed[step + word] ?? 0;
            differs |= change;
            next[word] = (rows[at + word] ?? 0) ^ change;
          }
          if (differs === 0) continue;
          if (packed[step + width] === urgent) rests = false;
          seen.number(next, 0);
        }
      }
      if (!rests) continue;
      if (!this.#record(seen.rows, at, next)) return null;
      rested.number(next, 0);
    }
    return changesFrom(world, rested.rows, rested.size);
  }

  /** Records all indications that were due; false if there is no room for that. */
  #record(rows: Int32Array, at: number, into: Int32Array): boolean {
    const { grouping } = this.#space;
    const numbers = grouping.groups.map(
      (_, group) => this.#recorded[group]?.at(this.#numberAt(rows, at, group)) ?? 0,
    );
    if (this.#space.widen()) return false;
    this.#packWorld(numbers, into);
    return true;
  }

  #packWorld(numbers: readonly number[], into: Int32Array): void {
    this.#space.pack(numbers, into);
    for (const [word, mask] of this.#mask.entries()) into[word] = (into[word] ?? 0) & mask;
  }

  #recordSocket(slot: Slot<Socket | null>, number: number): number {
    const socket = slot.value(number);
    if (!socket) return number;
    const world = { readings: {}, sockets: { socket }, connections: {} };
    const [after] = everyWorld(this.#ground.machine, world, null, (draft) => {
      for (const one of Object.values(draft.sockets)) recordAll(one);
    });
    return slot.number(after?.world.sockets['socket'] ?? socket);
  }

  /** The same from the whole world, for backlogs that are too long to follow every order of arrivals. */
  #plainly(world: Int32Array): Int32Array | null {
    const { grouping, layout } = this.#space;
    const { width } = layout;
    const read = (slot: number): number => grouping.read(slot, (group) => this.#numberAt(world, 0, group));
    const worlds = settlements(this.#ground.machine, this.#ground.parts.compose(read), this.#keys);
    const numbers = worlds.map((one) => grouping.numbers(this.#ground.parts.split(one)));
    if (this.#space.widen()) return null;
    const rows = new Int32Array(width * numbers.length);
    for (const [index, some] of numbers.entries())
      this.#packWorld(some, rows.subarray(index * width, (index + 1) * width));
    return changesFrom(world, rows, numbers.length);
  }

  /** The table for the length of the longest receive that is under way. */
  #tableFor(rows: Int32Array, at: number): StepTable {
    let most = 0;
    for (const [group, values] of this.#awaited.entries())
      most = Math.max(most, values.at(this.#numberAt(rows, at, group)));
    const known = this.#tables.get(most);
    if (known) return known;
    const { grouping } = this.#space;
    const read = (slot: number): number => grouping.read(slot, (group) => this.#numberAt(rows, at, group));
    const table = new StepTable(grouping, this.#ground.resting(most), read, 'every step');
    this.#tables.set(most, table);
    return table;
  }

  #requestsIn(row: Int32Array): number {
    let sum = 0;
    for (const [group, values] of this.#requests.entries()) sum += values.at(this.#numberAt(row, 0, group));
    return sum;
  }

  #numberAt(rows: Int32Array, at: number, group: number): number {
    const field = this.#space.layout.fields[group];
    return field ? fieldAt(rows, at, field) : 0;
  }

  /** Covers the groups that are parts of the world, and neither counts of moves nor the memory. */
  #worldMask(): Int32Array {
    const { grouping, layout } = this.#space;
    const mask = new Int32Array(layout.width);
    mask[0] = present;
    for (const [index, group] of grouping.groups.entries()) {
      const field = layout.fields[index];
      if (field && group.slots.some((slot) => !this.#ground.parts.made.includes(slot)))
        mask[field.word] = (mask[field.word] ?? 0) | (field.most << field.shift);
    }
    return mask;
  }
}

/** What is to be known of each combination in a group, once. */
class Known {
  readonly #group: Group;
  readonly #find: (read: (slot: number) => number) => number;
  readonly #values: number[] = [];

  constructor(group: Group, find: (read: (slot: number) => number) => number) {
    this.#group = group;
    this.#find = find;
  }

  at(number: number): number {
    return (this.#values[number] ??= this.#find((slot) =>
      this.#group.at(number, this.#group.slots.indexOf(slot)),
    ));
  }
}

function changesFrom(row: Int32Array, rows: Int32Array, count: number): Int32Array {
  const width = row.length;
  const changes = new Int32Array(count * width);
  for (let index = 0; index < changes.length; index += 1)
    changes[index] = (rows[index] ?? 0) ^ (row[index % width] ?? 0);
  return changes;
}
