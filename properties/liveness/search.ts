import type { Machine } from '../../model/machine.js';
import { awaitingGraph } from '../../model/search/awaiting.js';
import type { Eventually, Lasso } from './eventually.js';
import { fairCycles } from './fair.js';

/** What the search for a run without end has found. */
export interface LivenessCheck {
  /** A fair run in which what must come never comes; `null` if there is none. */
  readonly lasso: Lasso | null;
  /** Every state within the bounds was visited. */
  readonly complete: boolean;
  readonly states: number;
  /** States in which something has begun that has to end. */
  readonly pending: number;
}

/**
 * Looks for a fair run in which what must come never comes: a cycle of states in which it is awaited, that makes every
 * poll, and in which nothing that is due in all of its states is put off for ever.
 */
export function findLasso(documents: Machine, property: Eventually, most: number): LivenessCheck {
  const scope = property.ground(documents.profile);
  const graph = awaitingGraph(documents, scope, property, most);
  const { complete, states, pending } = graph;
  let lasso: Lasso | null = null;
  for (const { start, edges } of fairCycles(graph, property.polls.length)) {
    const found = { prefix: [...scope.setup, ...graph.stepsTo(start)], cycle: graph.stepsOf(edges) };
    if (!lasso || lengthOf(found) < lengthOf(lasso)) lasso = found;
  }
  return { lasso, complete, states, pending };
}

const lengthOf = ({ prefix, cycle }: Lasso): number => prefix.length + cycle.length;
