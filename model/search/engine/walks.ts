import type { Ground } from './ground.js';
import { Grouping } from './grouping.js';
import type { Layout } from './layout.js';
import { fieldAt } from './layout.js';
import { Space } from './space.js';
import { StepTable } from './step-table.js';

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
  readonly #tables: readonly StepTable[];
  readonly #start: readonly number[];
  #layout: Layout;
  #row: Int32Array;
  readonly #stack = new Int32Array(1 << 12);
  readonly #children = new Int32Array(1 << 12);
  /** The table of each child. */
  readonly #owners = new Int32Array(1 << 12);
  #count = 0;

  constructor(ground: WalkedGround, groups: readonly (readonly number[])[]) {
    if (ground.scope.settles) throw new Error('a scope that settles is not walked through');
    const grouping = new Grouping(groups);
    const read = (slot: number): number => ground.start[slot] ?? 0;
    this.#start = grouping.numbers(ground.start);
    this.#tables = [ground.silent, ground.seen].map(
      (actions) => new StepTable(grouping, actions, read, 'every step'),
    );
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

  /** -1 if everything was packed anew. */
  #lookUp(): number {
    const stack = this.#stack;
    let possible = 0;
    let count = 0;
    for (const [owner, table] of this.#tables.entries()) {
      let top = 0;
      for (const root of table.roots) stack[top++] = root;
      while (top > 0) {
        const node = stack[--top] ?? 0;
        const number = this.#numberOf(table.groups[node] ?? 0);
        let child = table.child(node, number);
        if (child < 0) {
          child = table.meet(node, this.#numberOf);
          if (this.#widen()) return -1;
          table.pack(this.#layout, child);
        }
        this.#owners[count] = owner;
        this.#children[count++] = child;
        possible += table.counts[child] ?? 0;
        const end = table.nextStarts[child + 1] ?? 0;
        for (let next = table.nextStarts[child] ?? 0; next < end; next += 1)
          stack[top++] = table.next[next] ?? 0;
      }
    }
    this.#count = count;
    return possible;
  }

  readonly #numberOf = (group: number): number => {
    const field = this.#layout.fields[group];
    return field ? fieldAt(this.#row, 0, field) : 0;
  };

  #take(chosen: number): void {
    let left = chosen;
    for (let index = 0; index < this.#count; index += 1) {
      const child = this.#children[index] ?? 0;
      const table = this.#tables[this.#owners[index] ?? 0];
      const steps = table?.counts[child] ?? 0;
      if (left < steps) {
        table?.apply(child, left, this.#row, this.#row);
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
    for (const table of this.#tables) table.pack(this.#layout, 0);
    return true;
  }
}
