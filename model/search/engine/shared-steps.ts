import type { Layout } from './layout.js';
import { sharedNumbers } from './numbers.js';
import type { StepTable } from './step-table.js';

/** What is known of the steps of a table, in memory that threads share: the arrays mean what they mean there. */
export interface SharedSteps {
  readonly roots: readonly number[];
  readonly groups: Int32Array;
  readonly starts: Int32Array;
  readonly packed: Int32Array;
  readonly nextStarts: Int32Array;
  readonly next: Int32Array;
  readonly counts: Int32Array;
  /** For each child, how often the helper has met it. */
  readonly met: Int32Array;
  /** One more than the child of a root by what is at its group, from `firstStarts` of the root on; 0: none. */
  readonly first: Int32Array;
  readonly firstStarts: Int32Array;
  /** For all other nodes, an open-addressing table: one more than the node, what is at its group, one more than the child. */
  readonly children: Int32Array;
  /** How many children there are of which everything has been written. */
  readonly known: Int32Array;
}

/** Words of an entry in the table of children. */
const entry = 3;

/** Children for which there is room at least. */
const least = 1 << 12;

/**
 * The child of a node for what is at its group; -1 if that is not known here yet. `known`: of so many children the thread that
 * asks has seen that everything was written; of the others it may see a part.
 */
export function sharedChild(steps: SharedSteps, known: number, node: number, number: number): number {
  const { roots, first, firstStarts, children } = steps;
  if (node < roots.length) {
    const child = (first[(firstStarts[node] ?? 0) + number] ?? 0) - 1;
    return child < known ? child : -1;
  }
  const mask = children.length / entry - 1;
  for (let place = hashOf(node, number) & mask; ; place = (place + 1) & mask) {
    const index = place * entry;
    const found = children[index] ?? 0;
    if (found === 0) return -1;
    if (found !== node + 1 || children[index + 1] !== number) continue;
    const child = (children[index + 2] ?? 0) - 1;
    return child < known ? child : -1;
  }
}

/**
 * A copy of a table for the helper, which the search adds to while the helper reads. What is said of a child is written before the
 * child is said to be known.
 */
export class Copy {
  readonly steps: SharedSteps;
  /** Whether there was no room for something, so that a larger copy is needed. */
  isFull = false;
  readonly #table: StepTable;
  readonly #most: { readonly children: number; readonly nodes: number };
  #children = 0;
  #nodes = 0;

  constructor(table: StepTable, { fields }: Layout) {
    const most = { children: roomy(table.steps.length), nodes: roomy(table.nodes) };
    const sizes = table.roots.map((node) => (fields[table.groups[node] ?? 0]?.most ?? 0) + 1);
    const firstStarts = sizes.map((_, root) => sizes.slice(0, root).reduce((sum, size) => sum + size, 0));
    this.#table = table;
    this.#most = most;
    this.steps = {
      roots: table.roots,
      groups: sharedNumbers(most.nodes),
      starts: sharedNumbers(most.children + 1),
      packed: sharedNumbers(roomy(table.starts[table.steps.length] ?? 0)),
      nextStarts: sharedNumbers(most.children + 1),
      next: sharedNumbers(roomy(table.nextStarts[table.steps.length] ?? 0)),
      counts: sharedNumbers(most.children),
      met: sharedNumbers(most.children),
      first: sharedNumbers(sizes.reduce((sum, size) => sum + size, 0)),
      firstStarts: sharedCopy(firstStarts),
      children: sharedNumbers(entry * 2 ** Math.ceil(Math.log2(2 * most.children))),
      known: sharedNumbers(1),
    };
    this.learn();
  }

  get bytes(): number {
    const { groups, starts, packed, nextStarts, next, counts, met, first, children } = this.steps;
    return [groups, starts, packed, nextStarts, next, counts, met, first, children].reduce(
      (sum, { byteLength }) => sum + byteLength,
      0,
    );
  }

  /** Adds what has been packed in the table since. */
  learn(): void {
    const { steps } = this;
    const table = this.#table;
    const { length } = table.steps;
    const [end = 0, nextEnd = 0] = [table.starts[length], table.nextStarts[length]];
    this.isFull ||=
      length > this.#most.children ||
      table.nodes > this.#most.nodes ||
      end > steps.packed.length ||
      nextEnd > steps.next.length;
    if (this.isFull) return;
    copyRange(table.groups, steps.groups, this.#nodes, table.nodes);
    copyRange(table.packed, steps.packed, table.starts[this.#children] ?? 0, end);
    copyRange(table.next, steps.next, table.nextStarts[this.#children] ?? 0, nextEnd);
    copyRange(table.counts, steps.counts, this.#children, length);
    copyRange(table.starts, steps.starts, this.#children, length + 1);
    copyRange(table.nextStarts, steps.nextStarts, this.#children, length + 1);
    for (let child = this.#children; child < length; child += 1) this.#publish(child);
    Atomics.store(steps.known, 0, length);
    this.#nodes = table.nodes;
    this.#children = length;
  }

  #publish(child: number): void {
    const { roots, first, firstStarts, children } = this.steps;
    const node = this.#table.nodeOf[child] ?? 0;
    const number = this.#table.numberOf[child] ?? 0;
    if (node < roots.length) {
      first[(firstStarts[node] ?? 0) + number] = child + 1;
      return;
    }
    const mask = children.length / entry - 1;
    let place = hashOf(node, number) & mask;
    while (children[place * entry] !== 0) place = (place + 1) & mask;
    children.set([node + 1, number, child + 1], place * entry);
  }

  /** Adds how often the helper has met the children to what the table says of them. */
  addMet(): void {
    const { met } = this.steps;
    for (let child = 0; child < this.#children; child += 1) {
      const times = met[child] ?? 0;
      if (times === 0) continue;
      this.#table.met[child] = (this.#table.met[child] ?? 0) + times;
      met[child] = 0;
    }
  }
}

const roomy = (size: number): number => Math.max(least, 2 * size);

function sharedCopy(numbers: readonly number[]): Int32Array {
  const copy = sharedNumbers(numbers.length);
  copy.set(numbers);
  return copy;
}

function copyRange(from: Int32Array, to: Int32Array, begin: number, end: number): void {
  for (let index = begin; index < end; index += 1) to[index] = from[index] ?? 0;
}

function hashOf(one: number, other: number): number {
  const mixed = Math.imul(Math.imul(one, 0x9e3779b1) ^ other, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}
