import { RowNumbers } from '../../model/search/engine/row-numbers.js';
import type { Step } from '../../spec/trace/step.js';
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
  /** For each state, how many steps are seen before it is reached. */
  readonly depths: Int32Array;
  readonly edges: {
    /** For each edge, the step that is seen; `null` if none is. */
    readonly steps: readonly (Step | null)[];
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

/** Edges that are looked at for one set of states, after which it is left at the shortest cycle that was found. */
const mostLooks = 1 << 22;

/**
 * For each set of states that lead to each other, a cycle that makes every poll and is fair, if there is any: of all of them
 * one with the fewest steps that are seen before it and in it. In a very large set, of those through its first states. Throws if
 * more is due and polled than can be kept in mind.
 */
export function fairCycles(graph: FairGraph, polls: number): readonly FairCycle[] {
  const { of, lists } = componentsOf(graph);
  return lists.flatMap((component) => {
    const fairness = fairnessIn(graph, of, component, polls);
    return fairness ? (leastCycle(graph, of, component, fairness) ?? []) : [];
  });
}

/** What a closed walk in a component has to do, one bit each. */
interface Fairness {
  readonly everything: number;
  /** What each edge does of it. */
  readonly seenBy: readonly number[];
  /** What is not due where some set of duties is. */
  readonly notDue: readonly number[];
}

/**
 * What makes a closed walk in a component fair: it makes every poll, and whatever is due is either done on the way, or not due
 * in some state of the walk. `null` if none is.
 */
function fairnessIn(
  { starts, targets, numbers, due, dutySets, edges }: FairGraph,
  of: Int32Array,
  component: Int32Array,
  polls: number,
): Fairness | null {
  const own = of[component[0] ?? 0];
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
  return {
    everything: 2 ** (wants.length + polls) - 1,
    seenBy: edges.duties.map((duty, edge) => {
      const poll = edges.polls[edge] ?? -1;
      return (bitOf.get(duty) ?? 0) | (poll < 0 ? 0 : 1 << (wants.length + poll));
    }),
    notDue: dutySets.map((some) =>
      wants.reduce((mask, duty) => (some.includes(duty) ? mask : mask | (bitOf.get(duty) ?? 0)), 0),
    ),
  };
}

/** Of the fair cycles through any state of a component, one with the fewest steps that are seen, those before it counted. */
function leastCycle(
  graph: FairGraph,
  of: Int32Array,
  component: Int32Array,
  fairness: Fairness,
): FairCycle | null {
  let least: FairCycle | null = null;
  let fewest = Infinity;
  const looks = { left: mostLooks };
  for (const start of component) {
    const depth = graph.depths[start] ?? 0;
    if (least && looks.left <= 0) break;
    looks.left -= 1;
    const found = cycleThrough(graph, of, start, fairness, fewest - depth, looks);
    if (!found) continue;
    least = { start, edges: found.edges };
    fewest = depth + found.seen;
  }
  return least;
}

/** A fair cycle through a state with the fewest steps that are seen; `null` if these are not fewer than `below`. */
function cycleThrough(
  { starts, targets, numbers, due, edges }: FairGraph,
  of: Int32Array,
  start: number,
  { everything, seenBy, notDue }: Fairness,
  below: number,
  looks: { left: number },
): { readonly edges: readonly number[]; readonly seen: number } | null {
  const own = of[start];
  // Each state of the walk: the state of the graph, and what was made or seen not to be due.
  const walks = new RowNumbers(2);
  const row = Int32Array.of(start, notDue[due[start] ?? 0] ?? 0);
  walks.number(row, 0);
  const from: number[] = [-1];
  const by: number[] = [-1];
  /** For each walk, how many of its steps are seen. */
  const seen: number[] = [0];
  let level = [0];
  for (let steps = 0; steps < below && level.length > 0; steps += 1) {
    const further: number[] = [];
    let closed: readonly number[] | null = null;
    // What is not seen leads to walks of the same level, behind those that are there.
    for (const walk of level) {
      if (seen[walk] !== steps) continue;
      const state = walks.rows[walk * 2] ?? 0;
      const mask = walks.rows[walk * 2 + 1] ?? 0;
      const end = starts[state + 1] ?? 0;
      for (let at = starts[state] ?? 0; at < end; at += 1) {
        const target = targets[at] ?? 0;
        if (of[target] !== own) continue;
        looks.left -= 1;
        const edge = numbers[at] ?? 0;
        const then = edges.steps[edge] === null ? steps : steps + 1;
        row[0] = target;
        row[1] = mask | (seenBy[edge] ?? 0) | (notDue[due[target] ?? 0] ?? 0);
        if (target === start && row[1] === everything) {
          if (then === steps) return { edges: [...edgesTo(walk, from, by), edge], seen: then };
          closed ??= [...edgesTo(walk, from, by), edge];
          continue;
        }
        const { size } = walks;
        const next = walks.number(row, 0);
        if (next < size && (seen[next] ?? 0) <= then) continue;
        from[next] = walk;
        by[next] = edge;
        seen[next] = then;
        (then === steps ? level : further).push(next);
      }
    }
    if (closed) return steps + 1 < below ? { edges: closed, seen: steps + 1 } : null;
    level = further;
  }
  return null;
}

/** The edges that have led to a state of a walk. */
function edgesTo(walk: number, from: readonly number[], by: readonly number[]): readonly number[] {
  const edges: number[] = [];
  for (let at = walk; at > 0; at = from[at] ?? 0) edges.push(by[at] ?? 0);
  return edges.reverse();
}
