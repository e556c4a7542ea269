import type { Machine } from '../machine.js';
import type { ConnectionId } from '../world.js';
import { firstGroups, Ground } from './engine/ground.js';
import { UnknownConnection } from './engine/parts.js';
import { regrouped } from './engine/regroup.js';
import { Search } from './engine/search.js';
import type { Exploration, Limits } from './exploration.js';
import type { Observer } from './observer.js';
import type { Scope } from './scope.js';

export type { Counterexample, Exploration, Limits, Progress } from './exploration.js';

/**
 * Visits every state within the bounds of a scope, those with fewer steps first, so that a counterexample has as few
 * as any. A state is a world, the bounded moves made so far, and what the observer remembers.
 */
export function explore<Memory>(
  machine: Machine,
  scope: Scope,
  observer: Observer<Memory>,
  limits: Limits,
): Exploration {
  const connections: ConnectionId[] = [];
  for (;;)
    try {
      return exploreOn(new Ground({ ...machine, room: scope.room }, scope, observer, connections), limits);
    } catch (error) {
      if (!(error instanceof UnknownConnection) || connections.includes(error.id)) throw error;
      connections.push(error.id);
    }
}

/** After so many states it is known which parts are looked at together. */
const enough = 1 << 14;

function exploreOn<Memory>(ground: Ground<Memory>, limits: Limits): Exploration {
  const found = new Search(ground, firstGroups(ground), limits).run(enough);
  if ('complete' in found) return found;
  const again = new Search(ground, regrouped(found), limits).run(Infinity);
  if ('complete' in again) return again;
  throw new Error('a search has ended before its end');
}
