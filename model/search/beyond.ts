import type { Machine } from '../machine.js';
import { connectionId } from '../world.js';
import type { Frontier } from './engine/frontier.js';
import { firstGroups, Ground } from './engine/ground.js';
import { UnknownConnection } from './engine/parts.js';
import { Walks } from './engine/walks.js';
import type { Counterexample, Exploration, Limits, Reduction } from './exploration.js';
import { measuredOn } from './measured.js';
import type { Observer } from './observer.js';
import { onGround } from './on-ground.js';
import type { Scope } from './scope.js';

/** How walks go on where a search has ended. */
export interface Walking {
  /** Steps of the longest walk beyond the frontier, silent ones included. */
  readonly longest: number;
  /** A random number from 0 to less than `bound`. */
  readonly below: (bound: number) => number;
  /** Asked before each walk; there are no more when the answer is no. */
  readonly goOn: (progress: WalkProgress) => boolean;
}

/** How far walks have come. */
export interface WalkProgress {
  readonly walks: number;
  /** Steps beyond the frontier, silent ones included. */
  readonly steps: number;
  /** Calls, completions and settles of the longest walk, what comes before the frontier not counted. */
  readonly depth: number;
}

/** What walks have found. */
export interface Beyond extends WalkProgress {
  /** How often each rule could have fired in the states that were met. */
  readonly fired: ReadonlyMap<string, number>;
  /** How often the observer was triggered. */
  readonly triggered: number;
  /** A whole run from the beginning on, without detours, but not a shortest one. It ends the walks. */
  readonly counterexample: Counterexample | null;
}

/**
 * A search, and the walks beyond it; `null` if it has left nothing, or found a counterexample, or followed connections apart: its
 * states are shares then, from which no walk can go on.
 */
export interface ExploredBeyond {
  readonly exploration: Exploration;
  readonly beyond: Beyond | null;
}

/**
 * Explores a scope; where a limit ends that, random walks go on from its frontier: each from any state there, on steps
 * that were evaluated before. They show what is wrong, and never that nothing is.
 */
export const exploreBeyond = <Memory>(
  machine: Machine,
  scope: Scope,
  observer: Observer<Memory>,
  limits: Limits,
  walking: Walking,
  reduction: Reduction = 'none',
): ExploredBeyond =>
  onGround(machine, scope, observer, (ground) => {
    const { exploration, frontier } = measuredOn(ground, limits, reduction);
    const goesOn = !exploration.complete && !exploration.counterexample && frontier.size > 0;
    return { exploration, beyond: goesOn ? walkedFrom(frontier, ground, observer, walking) : null };
  });

function walkedFrom<Memory>(
  frontier: Frontier<Memory>,
  found: Ground<Memory>,
  observer: Observer<Memory>,
  { longest, below, goOn }: Walking,
): Beyond {
  let ground = found;
  let walks = new Walks(ground, frontier.groups);
  const used = [walks];
  let progress = { walks: 0, steps: 0, depth: 0 };
  let counterexample: Counterexample | null = null;
  while (!counterexample && goOn(progress)) {
    const index = below(frontier.size);
    try {
      const end = walks.from(frontier.place(index), longest, below);
      if (typeof end === 'object')
        counterexample = { steps: frontier.run(index, walks.steps), reason: end.broken };
    } catch (error) {
      // It has come further than the search, which has made no place for this connection; the next walks have one.
      if (!(error instanceof UnknownConnection) || ground.parts.connections.has(error.id)) throw error;
      const { machine, scope, parts } = ground;
      const connections = [...parts.connections.keys(), error.id].map(connectionId);
      ground = new Ground(machine, scope, observer, connections);
      walks = new Walks(ground, firstGroups(ground));
      used.push(walks);
    }
    progress = {
      walks: progress.walks + 1,
      steps: progress.steps + walks.length,
      depth: Math.max(progress.depth, walks.depth),
    };
  }
  return {
    ...progress,
    fired: added(used.map(({ fired }) => fired)),
    triggered: used.reduce((sum, { triggered }) => sum + triggered, 0),
    counterexample,
  };
}

function added(counts: readonly ReadonlyMap<string, number>[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const [name, count] of counts.flatMap((some) => [...some]))
    sums.set(name, (sums.get(name) ?? 0) + count);
  return sums;
}
