import type { Ground } from './ground.js';
import { Grouping } from './grouping.js';
import type { Layout } from './layout.js';
import { fieldAt } from './layout.js';
import { Space } from './space.js';
import { StepTable, tooManyNodes } from './step-table.js';

/** What random walks stand on. */
export type WalkedGround = Pick<Ground<unknown>, 'scope' | 'start' | 'silent' | 'seen'>;

/** How far random walks have come. */
export interface Walked {
  readonly steps: number;
  /** Walks that were begun. */
  readonly walks: number;
  /** Walks that ended where nothing could happen any more. */
  readonly ended: number;
}

/**
 * Random walks through a scope without rests, which nobody watches: each step is any of those that are possible, silent ones
 * included, with equal chances. What each part of a world does is evaluated once, as in a search.
 */
export class Walks {
  readonly #space: Space;
  readonly #table: StepTable;
  readonly #start: readonly number[];
  #layout: Layout;
  #row: Int32Array;
  readonly #stack = new Int32Array(1 << 12);
  readonly #children = new Int32Array(1 << 12);
  #count = 0;

  constructor(ground: WalkedGround, groups: readonly (readonly number[])[]) {
    if (ground.scope.settles) throw new Error('a scope that settles is not walked through');
    const grouping = new Grouping(groups);
    const read = (slot: number): number => ground.start[slot] ?? 0;
    this.#start = grouping.numbers(ground.start);
    this.#table = new StepTable(grouping, [...ground.silent, ...ground.seen], read, 'every step');
    this.#space = new Space(grouping, 1);
    this.#layout = this.#space.layout;
    this.#row = new Int32Array(this.#layout.width);
  }

  /** Takes so many steps, in walks of at most `longest`; `below` gives a random number from 0 to less than its argument. */
  run(steps: number, longest: number, below: (bound: number) => number): Walked {
    let walks = 0;
    let ended = 0;
    let length = longest;
    for (let step = 0; step < steps; step += 1) {
      if (length === longest) {
        walks += 1;
        length = 0;
        this.#space.pack([...this.#start, 0], this.#row);
      }
      const possible = this.#look();
      if (possible === 0) {
        ended += 1;
        length = longest;
      } else {
        this.#take(below(possible));
        length += 1;
      }
    }
    return { steps, walks, ended };
  }

  /** Looks up the children of the row, and says how many steps they have. */
  #look(): number {
    for (;;) {
      const possible = this.#lookUp();
      if (possible >= 0) return possible;
    }
  }

  /** -1 if something was met for the first time. */
  #lookUp(): number {
    const table = this.#table;
    const { roots, groups, counts, next, nextStarts } = table;
    const stack = this.#stack;
    const children = this.#children;
    let possible = 0;
    let count = 0;
    let top = 0;
    for (const root of roots) stack[top++] = root;
    while (top > 0) {
      const node = stack[--top] ?? 0;
      const child = table.child(node, this.#numberOf(groups[node] ?? 0));
      if (child < 0) return this.#meet(node);
      children[count++] = child;
      possible += counts[child] ?? 0;
      const end = nextStarts[child + 1] ?? 0;
      for (let at = nextStarts[child] ?? 0; at < end; at += 1) stack[top++] = next[at] ?? 0;
      if (top > stack.length || count > children.length) throw tooManyNodes();
    }
    this.#count = count;
    return possible;
  }

  /** Finds the steps of a child that was not met before, so that it can be looked up; gives -1. */
  #meet(node: number): number {
    const child = this.#table.meet(node, this.#numberOf);
    if (!this.#widen()) this.#table.pack(this.#layout, child);
    return -1;
  }

  readonly #numberOf = (group: number): number => {
    const field = this.#layout.fields[group];
    return field ? fieldAt(this.#row, 0, field) : 0;
  };

  #take(chosen: number): void {
    const table = this.#table;
    const { counts } = table;
    let left = chosen;
    for (let index = 0; index < this.#count; index += 1) {
      const child = this.#children[index] ?? 0;
      const steps = counts[child] ?? 0;
      if (left < steps) {
        table.apply(child, left, this.#row, this.#row);
        return;
      }
      left -= steps;
    }
  }

  #widen(): boolean {
    const numbers = this.#layout.fields.map((_, group) => this.#numberOf(group));
    if (!this.#space.widen()) return false;
    this.#layout = this.#space.layout;
    this.#row = new Int32Array(this.#layout.width);
    this.#space.pack(numbers, this.#row);
    this.#table.pack(this.#layout, 0);
    return true;
  }
}
