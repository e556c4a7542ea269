import { RowNumbers } from '../../model/search/engine/row-numbers.js';
import { componentsOf } from './components.js';

/** States in which something is awaited and the steps between them, in arrays; states and edges are numbers. */
export interface FairGraph {
  readonly states: number;
  /** Where the steps of each state begin; after the last one, where they end. States in which nothing is awaited have none. */
  readonly starts: Int32Array;
  /** For each step, the state to which it leads, and its edge. */
  readonly targets: Int32Array;
  readonly numbers: Int32Array;
  /** For each state, which set of duties has something that is due there, steps to other states included. */
  readonly due: Int32Array;
  readonly dutySets: readonly (readonly number[])[];
  readonly edges: {
    /** For each edge, what it does that must not be put off for ever; -1 where the application chooses. */
    readonly duties: readonly number[];
    /** For each edge, the index of the poll that it is; -1 if it is none. */
    readonly polls: readonly number[];
  };
}

/** A way from a state to itself that may be gone for ever, by its edges. */
export interface FairCycle {
  readonly start: number;
  readonly edges: readonly number[];
}

/** As many as the bits of a number that stays positive. */
const mostWants = 31;

/**
 * For each set of states that lead to each other, a shortest cycle through its first one that makes every poll and is fair, if
 * there is any. Throws if more is due and polled than can be kept in mind.
 */
export function fairCycles(graph: FairGraph, polls: number): readonly FairCycle[] {
  const { of, lists } = componentsOf(graph);
  return lists.flatMap((component) => fairCycle(graph, of, component, polls) ?? []);
}

/**
 * A shortest closed walk in a component that makes every poll and is weakly fair: whatever is due is either done on the
 * way, or not due in some state of the walk.
 */
function fairCycle(graph: FairGraph, of: Int32Array, component: Int32Array, polls: number): FairCycle | null {
  const { starts, targets, numbers, due, dutySets, edges } = graph;
  const start = component[0] ?? 0;
  const own = of[start];
  const taken = new Set<number>();
  const made = new Set<number>();
  const sets = new Set<number>();
  for (const state of component) {
    sets.add(due[state] ?? 0);
    for (let at = starts[state] ?? 0; at < (starts[state + 1] ?? 0); at += 1) {
      if (of[targets[at] ?? 0] !== own) continue;
      const edge = numbers[at] ?? 0;
      taken.add(edges.duties[edge] ?? -1);
      made.add(edges.polls[edge] ?? -1);
    }
  }
  made.delete(-1);
  const dueSomewhere = [...sets].map((set) => dutySets[set] ?? []);
  const wants = [...new Set(dueSomewhere.flat())];
  const always = wants.filter((duty) => dueSomewhere.every((some) => some.includes(duty)));
  if (!always.every((duty) => taken.has(duty)) || made.size < polls) return null;
  if (wants.length + polls > mostWants)
    throw new RangeError(`a fair run has to do ${wants.length + polls} things, of at most ${mostWants}`);
  const bitOf = new Map(wants.map((duty, bit) => [duty, 1 << bit]));
  const seenBy = edges.duties.map((duty, edge) => {
    const poll = edges.polls[edge] ?? -1;
    return (bitOf.get(duty) ?? 0) | (poll < 0 ? 0 : 1 << (wants.length + poll));
  });
  const notDue = dutySets.map((some) =>
    wants.reduce((mask, duty) => (some.includes(duty) ? mask : mask | (bitOf.get(duty) ?? 0)), 0),
  );
  const everything = 2 ** (wants.length + polls) - 1;
  // Each state of the walk: the state of the graph, and what was made or seen not to be due.
  const walks = new RowNumbers(2);
  const row = Int32Array.of(start, notDue[due[start] ?? 0] ?? 0);
  walks.number(row, 0);
  const from: number[] = [-1];
  const by: number[] = [-1];
  for (let walk = 0; walk < walks.size; walk += 1) {
    const state = walks.rows[walk * 2] ?? 0;
    const mask = walks.rows[walk * 2 + 1] ?? 0;
    for (let at = starts[state] ?? 0; at < (starts[state + 1] ?? 0); at += 1) {
      const target = targets[at] ?? 0;
      if (of[target] !== own) continue;
      const edge = numbers[at] ?? 0;
      row[0] = target;
      row[1] = mask | (seenBy[edge] ?? 0) | (notDue[due[target] ?? 0] ?? 0);
      if (target === start && row[1] === everything)
        return { start, edges: [...edgesTo(walk, from, by), edge] };
      const { size } = walks;
      if (walks.number(row, 0) < size) continue;
      from.push(walk);
      by.push(edge);
    }
  }
  return null;
}

/** The edges that have led to a state of a walk. */
function edgesTo(walk: number, from: readonly number[], by: readonly number[]): readonly number[] {
  const edges: number[] = [];
  for (let at = walk; at > 0; at = from[at] ?? 0) edges.push(by[at] ?? 0);
  return edges.reverse();
}
