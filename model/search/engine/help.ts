import type { Round } from './helper.js';
import { cell, handful, stage } from './helper.js';
import { setShared } from './shared-bits.js';
import { sharedChild } from './shared-steps.js';
import { tooManyNodes } from './step-table.js';

/** With less room than this for states that it finds, the helper ends its round. */
const spare = 1 << 14;

/** Takes steps of the states of a round, for as long as there are any that nobody has taken. */
export function help(round: Round): void {
  const { control, number } = round;
  const at = (reached: number): number => number * 4 + reached;
  const offered = at(stage.offered);
  // The search may have done everything by now.
  if (Atomics.compareExchange(control, cell.stage, offered, at(stage.begun)) !== offered) return;
  let reached: number = stage.failed;
  try {
    new Helping(round).run();
    reached = stage.over;
  } finally {
    Atomics.store(control, cell.stage, at(reached));
    Atomics.notify(control, cell.stage);
  }
}

/** The inner loop of the helper: that of `Narrow`, on shared memory. */
class Helping {
  readonly #round: Round;
  readonly #stack = new Int32Array(1 << 10);
  readonly #children = new Int32Array(1 << 10);
  #found = 0;
  #left = 0;
  #taken = 0;

  constructor(round: Round) {
    this.#round = round;
  }

  run(): void {
    const { control, begin, end, left, found } = this.#round;
    const handfuls = Math.ceil((end - begin) / handful);
    let mine = 0;
    while (this.#left + handful <= left.length && this.#found + spare <= found.length) {
      if (Atomics.add(control, cell.claimed, 1) >= handfuls) break;
      mine += 1;
      const from = begin + (handfuls - mine) * handful;
      this.#take(from, Math.min(end, from + handful));
    }
    control[cell.byHelper] = mine;
    control[cell.found] = this.#found;
    control[cell.taken] = this.#taken;
  }

  /** Takes the steps of these states. One that has met what is not known is left as it is: nothing of it was taken yet. */
  #take(begin: number, end: number): void {
    const { rows, first, visited, shift, found, from, by, steps, shifts, masks } = this.#round;
    const { roots, groups, next, nextStarts, packed, starts, met, counts } = steps;
    const known = Atomics.load(steps.known, 0);
    const stack = this.#stack;
    const children = this.#children;
    let size = this.#found;
    let taken = 0;
    for (let state = begin; state < end; state += 1) {
      const row = rows[state - first] ?? 0;
      let count = 0;
      let top = 0;
      let room = 2 * (found.length - size);
      for (const root of roots) stack[top++] = root;
      while (top > 0 && room >= 0) {
        const node = stack[--top] ?? 0;
        const group = groups[node] ?? 0;
        const number = (row >>> (shifts[group] ?? 0)) & (masks[group] ?? 0);
        const child = sharedChild(steps, known, node, number);
        if (child < 0) {
          room = -1;
          break;
        }
        children[count++] = child;
        room -= (starts[child + 1] ?? 0) - (starts[child] ?? 0);
        const last = nextStarts[child + 1] ?? 0;
        for (let at = nextStarts[child] ?? 0; at < last; at += 1) stack[top++] = next[at] ?? 0;
        if (top > stack.length || count > children.length) throw tooManyNodes();
      }
      if (room < 0) {
        this.#leave(state);
        continue;
      }
      for (let index = 0; index < count; index += 1) {
        const child = children[index] ?? 0;
        met[child] = (met[child] ?? 0) + 1;
        taken += counts[child] ?? 0;
        const last = starts[child + 1] ?? 0;
        for (let step = starts[child] ?? 0; step < last; step += 2) {
          const word = row ^ (packed[step] ?? 0);
          if (!setShared(visited, word, shift)) continue;
          found[size] = word;
          from[size] = state;
          by[size] = packed[step + 1] ?? 0;
          size += 1;
        }
      }
    }
    this.#found = size;
    this.#taken += taken;
  }

  #leave(state: number): void {
    const { control, left } = this.#round;
    left[this.#left++] = state;
    Atomics.store(control, cell.left, this.#left);
  }
}
