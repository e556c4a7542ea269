import type { Machine } from '../machine.js';
import { followedApart } from './engine/apart.js';
import type { Frontier } from './engine/frontier.js';
import { noFrontier } from './engine/frontier.js';
import type { Ground } from './engine/ground.js';
import { firstGroups } from './engine/ground.js';
import { regrouped } from './engine/regroup.js';
import { Search } from './engine/search.js';
import type { Exploration, Limits, Reduction } from './exploration.js';
import type { Observer } from './observer.js';
import { onGround } from './on-ground.js';
import type { Scope } from './scope.js';

/** An exploration, the bytes that its states took, and where it has not gone on. */
export interface Measured<Memory> {
  readonly exploration: Exploration;
  readonly bytes: number;
  readonly frontier: Frontier<Memory>;
}

/** After so many states it is known which parts are looked at together. */
const enough = 1 << 14;

/** Explores a scope, and measures what that takes. */
export const measured = <Memory>(
  machine: Machine,
  scope: Scope,
  observer: Observer<Memory>,
  limits: Limits,
  reduction: Reduction = 'none',
): Measured<Memory> => onGround(machine, scope, observer, (ground) => measuredOn(ground, limits, reduction));

/** The same on a ground that is there. */
export function measuredOn<Memory>(
  ground: Ground<Memory>,
  limits: Limits,
  reduction: Reduction = 'none',
): Measured<Memory> {
  // The states of shares are no states of the whole, from which walks could go on.
  if (reduction === 'partial order') return { ...followedApart(ground, limits, []), frontier: noFrontier };
  if (reduction === 'symmetry and partial order')
    return { ...followedApart(ground, limits, ground.scope.alike ?? []), frontier: noFrontier };
  if (reduction === 'symmetry') return searched(new Search(ground, firstGroups(ground), limits, reduction));
  const { bits: _, ...exact } = limits;
  const first = new Search(ground, firstGroups(ground), exact);
  const found = first.run(enough);
  if ('complete' in found) return { exploration: found, bytes: first.bytes, frontier: first.frontier };
  return searched(new Search(ground, regrouped(found), limits));
}

function searched<Memory>(search: Search<Memory>): Measured<Memory> {
  const exploration = search.run(Infinity);
  if (!('complete' in exploration)) throw new Error('a search has ended before its end');
  return { exploration, bytes: search.bytes, frontier: search.frontier };
}
