import type { Machine } from '../machine.js';
import type { Awaited } from './engine/awaiting-edges.js';
import { AwaitingGraph } from './engine/awaiting-graph.js';
import { indifferent } from './observer.js';
import { onGround } from './on-ground.js';
import type { Scope } from './scope.js';

export type { Awaited } from './engine/awaiting-edges.js';
export type { AwaitingGraph } from './engine/awaiting-graph.js';

/** The graph of a scope in whose states something may be awaited; it ends when there are more states than `most`. */
export const awaitingGraph = (
  machine: Machine,
  scope: Scope,
  awaited: Awaited,
  most: number,
): AwaitingGraph =>
  onGround(machine, scope, indifferent, (ground) => new AwaitingGraph(ground, awaited).draw(most));
