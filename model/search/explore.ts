import type { Machine } from '../machine.js';
import { measured } from './measured.js';
import type { Exploration, Limits, Reduction } from './exploration.js';
import type { Observer } from './observer.js';
import type { Scope } from './scope.js';

export type { Counterexample, Exploration, Limits, Progress, Reduction } from './exploration.js';

/**
 * Visits every state within the bounds of a scope, those with fewer steps first, so that a counterexample has as few
 * as any. A state is a world, the bounded moves made so far, and what the observer remembers.
 */
export const explore = <Memory>(
  machine: Machine,
  scope: Scope,
  observer: Observer<Memory>,
  limits: Limits,
  reduction: Reduction = 'none',
): Exploration => measured(machine, scope, observer, limits, reduction).exploration;
