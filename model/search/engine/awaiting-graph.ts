import type { Step } from '../../../spec/trace/step.js';
import type { Awaited } from './awaiting-edges.js';
import { AwaitingEdges } from './awaiting-edges.js';
import { Children } from './children.js';
import type { Ground } from './ground.js';
import { firstGroups } from './ground.js';
import { Grouping } from './grouping.js';
import type { Field, Layout } from './layout.js';
import { fieldAt } from './layout.js';
import { LocalSteps } from './local-steps.js';
import { roomFor } from './numbers.js';
import { PairTable } from './pair-table.js';
import { Resting } from './resting.js';
import { RowNumbers } from './row-numbers.js';
import { repack, Space } from './space.js';
import { StepTable } from './step-table.js';
import { produceWatched } from './watched-world.js';

/** What the graph stands on. */
export type AwaitingGround = Pick<Ground<unknown>, 'machine' | 'scope' | 'parts' | 'start' | 'resting'>;

/** Whether something is awaited in a state is the last field of its row. */
const awaits = 1;

/**
 * The states of a scope, rests included, and the steps between those in which something is awaited, in typed arrays. States
 * are numbered from 0 in the order in which they are found, those with fewer steps first, silent ones counted.
 */
export class AwaitingGraph {
  readonly edges: AwaitingEdges;
  /** Where the edges of each state begin; after the last one, where they end. */
  starts: Int32Array = new Int32Array(1 << 10);
  /** For each edge, the state to which it leads, and its number among the {@link edges}. */
  targets: Int32Array = new Int32Array(1 << 12);
  numbers: Int32Array = new Int32Array(1 << 12);
  /** For each state, which set of duties has something that is due there. */
  due: Int32Array = new Int32Array(1 << 10);
  readonly dutySets: (readonly number[])[] = [[]];
  /** Every state within the bounds was visited. */
  complete = false;
  /** States in which something is awaited. */
  pending = 0;
  readonly #space: Space;
  readonly #table: StepTable;
  readonly #resting: Resting;
  readonly #rest: number;
  readonly #children = new Children();
  readonly #unions = new PairTable();
  /** For each state, the one from which it was found, and by which edge. */
  #from: Int32Array = new Int32Array(1 << 10);
  #by: Int32Array = new Int32Array(1 << 10);
  #states: RowNumbers;
  #layout: Layout;
  #row: Int32Array;
  #next: Int32Array;
  /** The edges of the state that is looked at, in order, and where each is packed. */
  readonly #packed = new Int32Array(1 << 10);
  #count = 0;
  #edgeCount = 0;

  constructor(ground: AwaitingGround, awaited: Awaited) {
    const { machine, scope, parts, start } = ground;
    this.edges = new AwaitingEdges(awaited);
    this.#rest = this.edges.rest();
    const grouping = new Grouping(firstGroups(ground));
    const watched = { ...machine, produce: produceWatched };
    const actions = this.edges.actions(watched, scope, parts).map((action) => new LocalSteps(parts, action));
    const begin = grouping.numbers(start);
    this.#table = new StepTable(grouping, actions, (slot) => start[slot] ?? 0, 'every step');
    this.#space = new Space(grouping, 2);
    this.#layout = this.#space.layout;
    this.#resting = new Resting(ground, this.#space);
    const { width } = this.#layout;
    this.#states = new RowNumbers(width);
    this.#row = new Int32Array(width);
    this.#next = new Int32Array(width);
    this.#space.pack([...begin, 0], this.#next);
  }

  get states(): number {
    return this.#states.size;
  }

  /** Bytes of the states and the edges. */
  get bytes(): number {
    const { starts, targets, numbers, due } = this;
    const arrays = [starts, targets, numbers, due, this.#from, this.#by];
    return arrays.reduce((sum, { byteLength }) => sum + byteLength, this.#states.bytes);
  }

  /** Draws the graph; it ends when there are more states than `most`. */
  draw(most: number): this {
    this.#visit(0, 0);
    let state = 0;
    for (; state < this.#states.size && this.#states.size <= most; state += 1) this.#expand(state);
    this.complete = state === this.#states.size;
    this.starts = roomFor(this.starts, this.#states.size + 1);
    this.starts.fill(this.#edgeCount, state, this.#states.size + 1);
    this.due = roomFor(this.due, this.#states.size);
    return this;
  }

  /** Whether something is awaited in a state. */
  isPending(state: number): boolean {
    return fieldAt(this.#states.rows, state * this.#layout.width, this.#memoryField) === awaits;
  }

  /** The steps by which a state was found. */
  stepsTo(state: number): readonly Step[] {
    const edges: number[] = [];
    for (let at = state; at > 0; at = this.#from[at] ?? 0) edges.push(this.#by[at] ?? 0);
    return this.stepsOf(edges.reverse());
  }

  /** For each state, how many of the steps by which it was found are seen. */
  get depths(): Int32Array {
    const depths = new Int32Array(this.#states.size);
    for (let state = 1; state < depths.length; state += 1) {
      const isSeen = this.edges.steps[this.#by[state] ?? 0] !== null;
      depths[state] = (depths[this.#from[state] ?? 0] ?? 0) + (isSeen ? 1 : 0);
    }
    return depths;
  }

  stepsOf(edges: readonly number[]): readonly Step[] {
    return edges.flatMap((edge) => this.edges.steps[edge] ?? []);
  }

  get #memoryField(): Field {
    const field = this.#layout.fields.at(-1);
    if (!field) throw new RangeError('a layout without a field for what is awaited');
    return field;
  }

  #expand(state: number): void {
    this.starts = roomFor(this.starts, state + 1);
    this.due = roomFor(this.due, state + 1);
    this.starts[state] = this.#edgeCount;
    this.#load(state);
    this.#lookUp();
    this.#putInOrder();
    const isPending = this.isPending(state);
    const { width } = this.#layout;
    const { packed } = this.#table;
    let duties = 0;
    for (let index = 0; index < this.#count; index += 1) {
      const at = this.#packed[index] ?? 0;
      for (let word = 0; word < width; word += 1)
        this.#next[word] = (this.#row[word] ?? 0) ^ (packed[at + word] ?? 0);
      const edge = packed[at + width] ?? 0;
      this.#go(state, edge, isPending);
      const duty = this.edges.duties[edge] ?? -1;
      if (duty >= 0) duties = this.#with(duties, duty);
    }
    this.due[state] = duties;
    const changes = this.#changesToRest(state);
    for (let at = 0; at < changes.length; at += this.#layout.width) {
      for (let word = 0; word < this.#layout.width; word += 1)
        this.#next[word] = (this.#row[word] ?? 0) ^ (changes[at + word] ?? 0);
      this.#go(state, this.#rest, isPending);
    }
  }

  #lookUp(): void {
    for (;;) {
      const unknown = this.#children.find(this.#table, this.#numberOf);
      if (unknown < 0) return;
      const child = this.#table.meet(unknown, this.#numberOf);
      if (this.#space.widen()) this.#packAnew();
      else this.#table.pack(this.#layout, child);
    }
  }

  /** The children are found in any order, of which what is found must not depend. */
  #putInOrder(): void {
    const { starts, packed } = this.#table;
    const { width } = this.#layout;
    const { ranks } = this.edges;
    const rankAt = (at: number): number => ranks[packed[at + width] ?? 0] ?? 0;
    let count = 0;
    for (let index = 0; index < this.#children.count; index += 1) {
      const child = this.#children.found[index] ?? 0;
      const end = starts[child + 1] ?? 0;
      for (let at = starts[child] ?? 0; at < end; at += width + 1) {
        const rank = rankAt(at);
        let place = count;
        for (; place > 0 && rankAt(this.#packed[place - 1] ?? 0) > rank; place -= 1)
          this.#packed[place] = this.#packed[place - 1] ?? 0;
        this.#packed[place] = at;
        count += 1;
        if (count > this.#packed.length) throw new RangeError('a state with too many steps');
      }
    }
    this.#count = count;
  }

  /** The words by which the row changes when everything comes to rest, one way after the other. */
  #changesToRest(state: number): Int32Array {
    for (;;) {
      const changes = this.#resting.from(this.#row);
      if (changes) return changes;
      this.#packAnew();
      this.#load(state);
    }
  }

  /** Goes by an edge, after which the next row is that of the world alone. */
  #go(state: number, edge: number, isPending: boolean): void {
    const { begins, ends } = this.edges;
    const isPendingThen = isPending ? !ends[edge] : begins[edge] === true;
    const { word, shift } = this.#memoryField;
    const bit = awaits << shift;
    const before = this.#next[word] ?? 0;
    this.#next[word] = isPendingThen ? before | bit : before & ~bit;
    const target = this.#visit(state, edge);
    if (!isPending || !isPendingThen) return;
    const at = this.#edgeCount;
    this.targets = roomFor(this.targets, at + 1);
    this.numbers = roomFor(this.numbers, at + 1);
    this.targets[at] = target;
    this.numbers[at] = edge;
    this.#edgeCount += 1;
  }

  #visit(from: number, edge: number): number {
    const { size } = this.#states;
    const state = this.#states.number(this.#next, 0);
    if (state < size) return state;
    this.#from = roomFor(this.#from, state + 1);
    this.#by = roomFor(this.#by, state + 1);
    this.#from[state] = from;
    this.#by[state] = edge;
    if (this.isPending(state)) this.pending += 1;
    return state;
  }

  /** A set of duties and one more. */
  #with(set: number, duty: number): number {
    const known = this.#unions.get(set, duty);
    if (known >= 0) return known;
    const before = this.dutySets[set] ?? [];
    const union = before.includes(duty) ? set : this.dutySets.push([...before, duty]) - 1;
    this.#unions.set(set, duty, union);
    return union;
  }

  #load(state: number): void {
    const { width } = this.#layout;
    const { rows } = this.#states;
    for (let word = 0; word < width; word += 1) this.#row[word] = rows[state * width + word] ?? 0;
  }

  readonly #numberOf = (group: number): number => {
    const field = this.#layout.fields[group];
    return field ? fieldAt(this.#row, 0, field) : 0;
  };

  /** Packs everything in the new layout of the space. */
  #packAnew(): void {
    const from = this.#layout;
    const to = this.#space.layout;
    const states = new RowNumbers(to.width);
    const row = new Int32Array(to.width);
    for (let state = 0; state < this.#states.size; state += 1) {
      repack(from, this.#states.rows, state * from.width, to, row);
      states.number(row, 0);
    }
    repack(from, this.#row, 0, to, row);
    this.#states = states;
    this.#layout = to;
    this.#row = row;
    this.#next = new Int32Array(to.width);
    for (const table of [this.#table, ...this.#resting.tables]) table.pack(to, 0);
    this.#resting.renew();
  }
}
