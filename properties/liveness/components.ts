/** Steps between states, in arrays: those of each state stand together. */
export interface Steps {
  readonly states: number;
  /** Where the steps of each state begin; after the last one, where they end. */
  readonly starts: Int32Array;
  readonly targets: Int32Array;
}

/** The sets of states that lead to each other, each with a number. */
export interface Components {
  /** For each state, the number of its component. */
  readonly of: Int32Array;
  /** The states of the components that have a step within, in ascending order. */
  readonly lists: readonly Int32Array[];
}

/** Finds the strongly connected components (Tarjan, without recursion), and those in which something may go on for ever. */
export function componentsOf({ states, starts, targets }: Steps): Components {
  const of = new Int32Array(states).fill(-1);
  /** The position of each state in the order in which they are entered, from 1; 0 before that. */
  const order = new Int32Array(states);
  const low = new Int32Array(states);
  /** The states that are in no component yet. */
  const open = new Int32Array(states);
  /** The states that are being looked at, and for each the next of its steps. */
  const path = new Int32Array(states);
  const next = new Int32Array(states);
  let opened = 0;
  let entered = 0;
  let count = 0;
  for (let root = 0; root < states; root += 1) {
    if (order[root] !== 0) continue;
    let top = 0;
    path[0] = root;
    while (top >= 0) {
      const state = path[top] ?? 0;
      if (order[state] === 0) {
        entered += 1;
        order[state] = entered;
        low[state] = entered;
        open[opened] = state;
        opened += 1;
        next[state] = starts[state] ?? 0;
      }
      const at = next[state] ?? 0;
      if (at < (starts[state + 1] ?? 0)) {
        const target = targets[at] ?? 0;
        if (order[target] === 0) {
          // The same step is looked at again when its state has been left.
          top += 1;
          path[top] = target;
          continue;
        }
        next[state] = at + 1;
        if (of[target] === -1) low[state] = Math.min(low[state] ?? 0, low[target] ?? 0);
        continue;
      }
      top -= 1;
      if (low[state] !== order[state]) continue;
      for (let last = -1; last !== state;) {
        opened -= 1;
        last = open[opened] ?? 0;
        of[last] = count;
      }
      count += 1;
    }
  }
  return { of, lists: listsOf({ states, starts, targets }, of, count) };
}

function listsOf({ states, starts, targets }: Steps, of: Int32Array, count: number): readonly Int32Array[] {
  const sizes = new Int32Array(count);
  const goesOn = new Uint8Array(count);
  for (let state = 0; state < states; state += 1) {
    const own = of[state] ?? 0;
    sizes[own] = (sizes[own] ?? 0) + 1;
    for (let at = starts[state] ?? 0; at < (starts[state + 1] ?? 0); at += 1)
      if (of[targets[at] ?? 0] === own) goesOn[own] = 1;
  }
  const lists = new Map<number, Int32Array>();
  const filled = new Int32Array(count);
  for (let state = 0; state < states; state += 1) {
    const own = of[state] ?? 0;
    if (goesOn[own] === 0) continue;
    const list = lists.get(own) ?? new Int32Array(sizes[own] ?? 0);
    lists.set(own, list);
    list[filled[own] ?? 0] = state;
    filled[own] = (filled[own] ?? 0) + 1;
  }
  return [...lists.values()];
}
