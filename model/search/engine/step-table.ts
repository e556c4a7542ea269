import type { GroupChange, Grouping } from './grouping.js';
import type { Layout } from './layout.js';
import type { Knowledge, LocalSteps } from './local-steps.js';
import { roomFor } from './numbers.js';
import { PairTable } from './pair-table.js';
import { pairOf } from './regroup.js';

/** A step of a world, as what changes in its groups. */
export interface Step {
  readonly edge: number;
  readonly changes: readonly GroupChange[];
}

/** What is still to be decided about an action. */
interface Open {
  readonly action: LocalSteps;
  readonly knowledge: Exclude<Knowledge, { readonly steps: unknown }>;
}

/** Which steps are packed: all of them, or of those that do the same, or nothing, one or none. */
export type Keep = 'every step' | 'every change';

/** A world looks at more nodes than there is room for. */
export const tooManyNodes = (): RangeError => new RangeError('a world with too many groups to look at');

/**
 * The steps of all worlds by what is at their groups. At a node one group is looked at; what is there decides some actions, and
 * for the others which nodes come next. So a world finds all of its steps by looking at each group once, or a few times.
 */
export class StepTable {
  /** The nodes at which every world begins. */
  readonly roots: readonly number[];
  /** For each node, the group that it looks at. */
  groups: Int32Array = new Int32Array(1 << 6);
  /** For each child, where its packed steps begin, and where its next nodes do; after the last one, where they end. */
  starts: Int32Array = new Int32Array(1 << 6);
  nextStarts: Int32Array = new Int32Array(1 << 6);
  /** Packed steps: the words by which the row of a world changes, and the edge. */
  packed: Int32Array = new Int32Array(1 << 10);
  /** The nodes that come next. */
  next: Int32Array = new Int32Array(1 << 6);
  /** For each child, its steps. */
  readonly steps: (readonly Step[])[] = [];
  /** For each child, how many steps that are. */
  counts: Int32Array = new Int32Array(1 << 6);
  /** For each child, the node that it belongs to, and what is at its group. */
  nodeOf: Int32Array = new Int32Array(1 << 6);
  numberOf: Int32Array = new Int32Array(1 << 6);
  /** For each child, how many worlds have met it. */
  met: Int32Array = new Int32Array(1 << 6);
  readonly #grouping: Grouping;
  readonly #keep: Keep;
  readonly #open: (readonly Open[])[] = [];
  /** For each node, the groups that were looked at before. */
  readonly #before: (readonly number[])[] = [];
  /** For each child, the groups that have been looked at. */
  readonly #paths: (readonly number[])[] = [];
  /** The children of a root by what is at its group. */
  readonly #first: Int32Array[] = [];
  /** The same for all other nodes. */
  readonly #children = new PairTable();
  #stride = 0;

  constructor(
    grouping: Grouping,
    actions: readonly LocalSteps[],
    read: (slot: number) => number,
    keep: Keep,
  ) {
    this.#grouping = grouping;
    this.#keep = keep;
    const open: Open[] = [];
    for (const action of actions) {
      const knowledge = action.root(read);
      if ('slot' in knowledge) open.push({ action, knowledge });
      else if (knowledge.steps.length > 0) throw new Error('a step that looks at nothing');
    }
    this.roots = this.#nodes(open, []);
    this.#first = this.roots.map(() => new Int32Array(0));
  }

  /** The child of a node for what is at its group; -1 if no world has met it yet. */
  child(node: number, number: number): number {
    const first = this.#first[node];
    if (first === undefined) return this.#children.get(node, number);
    return number < first.length ? (first[number] ?? -1) : -1;
  }

  /** How many nodes there are. */
  get nodes(): number {
    return this.#open.length;
  }

  /** Bytes of its numbers. */
  get bytes(): number {
    const { packed, starts, next, nextStarts, counts, nodeOf, numberOf, met, groups } = this;
    const children = this.#first.reduce((sum, { byteLength }) => sum + byteLength, this.#children.bytes);
    return [packed, starts, next, nextStarts, counts, nodeOf, numberOf, met, groups].reduce(
      (sum, { byteLength }) => sum + byteLength,
      children,
    );
  }

  /** Finds the steps of a child that no world has met yet. They have to be packed afterwards. */
  meet(node: number, numberOf: (group: number) => number): number {
    const grouping = this.#grouping;
    const group = this.groups[node] ?? 0;
    const before = [...(this.#before[node] ?? []), group];
    const read = (slot: number): number => grouping.read(slot, numberOf);
    const steps: Step[] = [];
    const open: Open[] = [];
    for (const { action, knowledge } of this.#open[node] ?? []) {
      let now: Knowledge = knowledge;
      while ('slot' in now && before.includes(grouping.groupOf(now.slot)))
        now = action.next(now, read(now.slot), read);
      if ('slot' in now) open.push({ action, knowledge: now });
      else
        for (const { edge, changes } of now.steps)
          steps.push({ edge, changes: grouping.change(changes, numberOf) });
    }
    const child = this.steps.push(steps) - 1;
    this.counts = roomFor(this.counts, child + 1);
    this.counts[child] = steps.length;
    this.#paths.push(before);
    this.#place(node, numberOf(group), child);
    this.#follow(child, this.#nodes(open, before));
    return child;
  }

  #place(node: number, number: number, child: number): void {
    this.nodeOf = roomFor(this.nodeOf, child + 1);
    this.numberOf = roomFor(this.numberOf, child + 1);
    this.nodeOf[child] = node;
    this.numberOf[child] = number;
    const first = this.#first[node];
    if (first === undefined) this.#children.set(node, number, child);
    else {
      const larger = roomFor(first, number + 1, -1);
      larger[number] = child;
      this.#first[node] = larger;
    }
  }

  #follow(child: number, nodes: readonly number[]): void {
    this.met = roomFor(this.met, child + 1);
    this.nextStarts = roomFor(this.nextStarts, child + 2);
    const start = this.nextStarts[child] ?? 0;
    this.next = roomFor(this.next, start + nodes.length);
    this.next.set(nodes, start);
    this.nextStarts[child + 1] = start + nodes.length;
  }

  /** A node for each group that is to be looked at next. */
  #nodes(open: readonly Open[], before: readonly number[]): readonly number[] {
    const byGroup = new Map<number, Open[]>();
    for (const one of open) {
      const group = this.#grouping.groupOf(one.knowledge.slot);
      const some = byGroup.get(group);
      if (some) some.push(one);
      else byGroup.set(group, [one]);
    }
    return [...byGroup].map(([group, some]) => {
      const node = this.#open.push(some) - 1;
      this.#before.push(before);
      this.groups = roomFor(this.groups, node + 1);
      this.groups[node] = group;
      return node;
    });
  }

  /** Packs the steps of the children from this one on: of all of them if the layout is a new one. */
  pack(layout: Layout, from: number): void {
    this.#stride = layout.width + 1;
    for (let child = from; child < this.steps.length; child += 1) {
      this.starts = roomFor(this.starts, child + 2);
      let end = this.starts[child] ?? 0;
      for (const step of this.steps[child] ?? []) {
        this.packed = roomFor(this.packed, end + this.#stride);
        this.#packStep(step, layout, end);
        if (this.#keep === 'every step' || this.#isNew(this.starts[child] ?? 0, end)) end += this.#stride;
      }
      this.starts[child + 1] = end;
    }
  }

  #packStep({ edge, changes }: Step, { width, fields }: Layout, at: number): void {
    this.packed.fill(0, at, at + width);
    for (const { group, from, to } of changes) {
      const field = fields[group];
      if (!field) throw new RangeError(`there is no group ${String(group)}`);
      const place = at + field.word;
      this.packed[place] = (this.packed[place] ?? 0) ^ ((from ^ to) << field.shift);
    }
    this.packed[at + width] = edge;
  }

  /** Whether a packed step changes something, and no other one from `start` on changes the same. */
  #isNew(start: number, at: number): boolean {
    const words = this.packed.subarray(at, at + this.#stride - 1);
    if (words.every((word) => word === 0)) return false;
    for (let other = start; other < at; other += this.#stride)
      if (words.every((word, index) => word === this.packed[other + index])) return false;
    return true;
  }

  /** Counts how often two groups were looked at for the steps of the same child. */
  countTogether(counts: Map<number, number>): void {
    for (const [child, path] of this.#paths.entries()) {
      const met = this.met[child] ?? 0;
      const one = path.at(-1) ?? 0;
      if (met > 0)
        for (const other of path.slice(0, -1)) {
          const pair = pairOf(one, other);
          counts.set(pair, (counts.get(pair) ?? 0) + met);
        }
    }
  }

  /** How many packed steps a child has. */
  kept(child: number): number {
    return ((this.starts[child + 1] ?? 0) - (this.starts[child] ?? 0)) / this.#stride;
  }

  /** The edge of a packed step, by its position among those of a child. */
  edge(child: number, index: number): number {
    return this.packed[(this.starts[child] ?? 0) + (index + 1) * this.#stride - 1] ?? 0;
  }

  /** The row that a packed step leads to. */
  apply(child: number, index: number, row: Int32Array, into: Int32Array): void {
    const at = (this.starts[child] ?? 0) + index * this.#stride;
    for (let word = 0; word < this.#stride - 1; word += 1)
      into[word] = (row[word] ?? 0) ^ (this.packed[at + word] ?? 0);
  }
}
