import { Keys } from '../key.js';
import type { Machine } from '../machine.js';
import type { World } from '../world.js';
import type { Counted } from './counted.js';
import { countedSuccessors, noneMade } from './counted.js';
import { indifferent } from './observer.js';
import type { Scope } from './scope.js';
import { afterSetup } from './setup.js';

/** Worlds that a scope leads to, each once, those with fewer steps first. */
export interface Reached {
  readonly worlds: readonly World[];
  /** States that were visited: several may be in the same world, after other moves. */
  readonly states: number;
  /** There are no others. */
  readonly complete: boolean;
}

/** The first so many states of a scope, as the worlds that they are in. */
export function reached(documents: Machine, scope: Scope, most: number): Reached {
  const machine = { ...documents, room: scope.room };
  const keys = new Keys();
  const worlds = new Map<string, World>();
  const seen = new Set<string>();
  const queue: Counted[] = [];
  const visit = ({ world, made }: Counted): void => {
    const key = keys.world(world);
    const state = `${key} ${made.join()}`;
    if (seen.has(state)) return;
    seen.add(state);
    worlds.set(key, worlds.get(key) ?? world);
    queue.push({ world, made });
  };
  visit({ world: afterSetup(machine, scope, indifferent).world, made: noneMade(scope) });
  for (const state of queue) {
    if (seen.size >= most) return { worlds: [...worlds.values()], states: seen.size, complete: false };
    for (const next of countedSuccessors(machine, scope, state, keys)) visit(next);
  }
  return { worlds: [...worlds.values()], states: seen.size, complete: true };
}
