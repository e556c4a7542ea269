import { callOf } from '../../spec/trace/call-of.js';
import { Keys } from '../key.js';
import type { Step } from '../../spec/trace/step.js';
import type { Machine } from '../machine.js';
import type { World } from '../world.js';
import { emptyWorld } from '../world.js';
import type { Scope } from './scope.js';
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
    startOf(machine, scope, keys).world,
    scope.moves.map(() => 0),
  );
  for (const { world, made } of queue) {
    if (seen.size >= most) return { worlds: [...worlds.values()], complete: false };
    const rests = scope.settles ? settleSuccessors(machine, world, keys) : [];
    for (const next of [...silentSuccessors(machine, world, scope), ...completionSuccessors(world), ...rests])
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

/** Where a scope begins: the set-up with what it gave, of the ways in which it may go the first, and the world after it. */
export function startOf(
  machine: Machine,
  scope: Scope,
  keys: Keys,
): { readonly world: World; readonly steps: readonly Step[] } {
  let world = emptyWorld;
  const steps: Step[] = [];
  for (const step of scope.setup) {
    const [next] =
      'settle' in step
        ? settleSuccessors(machine, world, keys)
        : 'completes' in step
          ? completionSuccessors(world)
          : moveSuccessors(machine, world, { socket: step.socket, call: callOf(step), times: 1 });
    if (!next?.step) throw new Error(`scope ${scope.name}: the set-up cannot make ${JSON.stringify(step)}`);
    ({ world } = next);
    steps.push(next.step);
  }
  return { world, steps };
}
