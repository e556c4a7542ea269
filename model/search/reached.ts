import { Keys } from '../key.js';
import type { Machine } from '../machine.js';
import { indifferent } from './observer.js';
import type { World } from '../world.js';
import type { Scope } from './scope.js';
import { afterSetup } from './setup.js';
import {
  completionSuccessors,
  isOffered,
  moveSuccessors,
  settleSuccessors,
  silentSuccessors,
} from './successors.js';

/** Worlds that a scope leads to, each once, those with fewer steps first. */
export interface Reached {
  readonly worlds: readonly World[];
  /** There are no others. */
  readonly complete: boolean;
}

interface State {
  readonly world: World;
  readonly made: readonly number[];
}

/** The first so many states of a scope, as the worlds that they are in. */
export function reached(documents: Machine, scope: Scope, most: number): Reached {
  const machine = { ...documents, room: scope.room };
  const keys = new Keys();
  const worlds = new Map<string, World>();
  const seen = new Set<string>();
  const queue: State[] = [];
  const visit = (world: World, made: readonly number[]): void => {
    const key = keys.world(world);
    const state = `${key} ${made.join()}`;
    if (seen.has(state)) return;
    seen.add(state);
    worlds.set(key, worlds.get(key) ?? world);
    queue.push({ world, made });
  };
  visit(
    afterSetup(machine, scope, indifferent).world,
    scope.moves.map(() => 0),
  );
  for (const { world, made } of queue) {
    if (seen.size >= most) return { worlds: [...worlds.values()], complete: false };
    const rests = scope.settles ? settleSuccessors(machine, world, keys) : [];
    for (const next of [
      ...silentSuccessors(machine, world, scope),
      ...completionSuccessors(machine, world),
      ...rests,
    ])
      visit(next.world, made);
    for (const [index, move] of scope.moves.entries()) {
      const before = made[index] ?? 0;
      if ((move.times !== 'any' && before >= move.times) || !isOffered(world, move)) continue;
      const after = move.times === 'any' ? made : made.with(index, before + 1);
      for (const next of moveSuccessors(machine, world, move, scope)) visit(next.world, after);
    }
  }
  return { worlds: [...worlds.values()], complete: true };
}
