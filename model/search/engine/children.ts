import type { StepTable } from './step-table.js';
import { tooManyNodes } from './step-table.js';

/** Looks up which steps a world has: the children of a table that belong to what is at its groups. */
export class Children {
  readonly found = new Int32Array(1 << 12);
  count = 0;
  readonly #stack = new Int32Array(1 << 12);

  get all(): Int32Array {
    return this.found.subarray(0, this.count);
  }

  /** Looks all of them up, and gives -1; or the node that has no child yet for what is there. */
  find(table: StepTable, numberOf: (group: number) => number): number {
    const { roots, groups, next, nextStarts } = table;
    const { found } = this;
    const stack = this.#stack;
    let count = 0;
    let top = 0;
    for (const root of roots) stack[top++] = root;
    while (top > 0) {
      const node = stack[--top] ?? 0;
      const child = table.child(node, numberOf(groups[node] ?? 0));
      if (child < 0) return node;
      found[count++] = child;
      const end = nextStarts[child + 1] ?? 0;
      for (let at = nextStarts[child] ?? 0; at < end; at += 1) stack[top++] = next[at] ?? 0;
      if (top > stack.length || count > found.length) throw tooManyNodes();
    }
    this.count = count;
    return -1;
  }
}
