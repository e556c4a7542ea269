import type { Layout } from './layout.js';
import type { Log } from './log.js';
import type { RowLog } from './row-log.js';
import type { StepTable } from './step-table.js';
import { tooManyNodes } from './step-table.js';
import type { Visited } from './visited.js';

/** The states of a search: their rows, and how each was found. */
export interface Found {
  readonly visited: Visited;
  readonly rows: RowLog;
  readonly from: Log;
  readonly by: Log;
}

/**
 * The inner loop of a search whose rows are one word each, while nobody watches and every situation was met before. It is
 * what `Search` does, with nothing between the words and the tables.
 */
export class Narrow {
  /** Where the groups of a table stand in a row. */
  readonly shifts: Int32Array;
  readonly masks: Int32Array;
  /** Steps that were taken, those included that change nothing or do the same as others. */
  taken = 0;
  readonly #stack = new Int32Array(1 << 10);
  readonly #children = new Int32Array(1 << 10);

  constructor({ fields }: Layout) {
    this.shifts = Int32Array.from(fields, ({ shift }) => shift);
    this.masks = Int32Array.from(fields, ({ most }) => most);
  }

  /**
   * Takes the steps of a table from `begin` on, and gives the state where it has stopped: `end`, one whose situation was not
   * met before, or the first one after so many states were found.
   */
  run(
    table: StepTable,
    begin: number,
    end: number,
    most: number,
    { visited, rows, from, by }: Found,
  ): number {
    const { roots, groups, next, nextStarts, packed, starts, met, counts } = table;
    const { shifts, masks } = this;
    const stack = this.#stack;
    const children = this.#children;
    const { first } = rows;
    let words = rows.rows;
    let taken = 0;
    let state = begin;
    search: for (; state < end && rows.end <= most; state += 1) {
      const row = words[state - first] ?? 0;
      let count = 0;
      let top = 0;
      for (const root of roots) stack[top++] = root;
      while (top > 0) {
        const node = stack[--top] ?? 0;
        const group = groups[node] ?? 0;
        const child = table.child(node, (row >>> (shifts[group] ?? 0)) & (masks[group] ?? 0));
        if (child < 0) break search;
        children[count++] = child;
        const last = nextStarts[child + 1] ?? 0;
        for (let at = nextStarts[child] ?? 0; at < last; at += 1) stack[top++] = next[at] ?? 0;
        if (top > stack.length || count > children.length) throw tooManyNodes();
      }
      for (let index = 0; index < count; index += 1) {
        const child = children[index] ?? 0;
        met[child] = (met[child] ?? 0) + 1;
        taken += counts[child] ?? 0;
        const last = starts[child + 1] ?? 0;
        for (let step = starts[child] ?? 0; step < last; step += 2) {
          const word = row ^ (packed[step] ?? 0);
          if (!visited.addWord(word)) continue;
          rows.pushWord(word);
          from.push(state);
          by.push(packed[step + 1] ?? 0);
        }
      }
      words = rows.rows;
    }
    this.taken += taken;
    return state;
  }
}
