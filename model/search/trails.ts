import type { Step } from '../../spec/trace/step.js';
import { Keys } from '../key.js';
import type { Machine } from '../machine.js';
import type { World } from '../world.js';
import { indifferent } from './observer.js';
import type { Scope } from './scope.js';
import { afterSetup } from './setup.js';
import {
  completionSuccessors,
  isOffered,
  moveSuccessors,
  settleSuccessors,
  silentSuccessors,
} from './successors.js';

interface Place {
  readonly world: World;
  readonly made: readonly number[];
  readonly steps: readonly Step[];
}

/**
 * For each label that a step may have, a shortest run of a scope to such a step, if it is among the first so many
 * states; the run begins with the set-up.
 */
export function trailsTo(
  documents: Machine,
  scope: Scope,
  most: number,
  labelOf: (step: Step) => string | null,
): ReadonlyMap<string, readonly Step[]> {
  const machine = { ...documents, room: scope.room };
  const keys = new Keys();
  const start = afterSetup(machine, scope, indifferent);
  const found = new Map<string, readonly Step[]>();
  const seen = new Set<string>();
  let level: Place[] = [];
  let next: Place[] = [];
  const visit = (world: World, made: readonly number[], steps: readonly Step[], to: Place[]): void => {
    const key = `${keys.world(world)} ${made.join()}`;
    if (seen.has(key) || seen.size >= most) return;
    seen.add(key);
    to.push({ world, made, steps });
  };
  const take = (from: Place, step: Step | null, world: World, made: readonly number[]): void => {
    if (!step) {
      visit(world, made, from.steps, level);
      return;
    }
    const steps = [...from.steps, step];
    const label = labelOf(step);
    if (label !== null && !found.has(label)) found.set(label, [...start.steps, ...steps]);
    visit(world, made, steps, next);
  };
  visit(
    start.world,
    scope.moves.map(() => 0),
    [],
    level,
  );
  for (; level.length > 0; level = next, next = [])
    for (const place of level) {
      const { world, made } = place;
      for (const { step, world: after } of silentSuccessors(machine, world, scope))
        take(place, step, after, made);
      for (const { step, world: after } of completionSuccessors(machine, world))
        take(place, step, after, made);
      if (scope.settles)
        for (const { step, world: after } of settleSuccessors(machine, world, keys))
          take(place, step, after, made);
      for (const [index, move] of scope.moves.entries()) {
        const before = made[index] ?? 0;
        if ((move.times !== 'any' && before >= move.times) || !isOffered(world, move)) continue;
        const counted = move.times === 'any' ? made : made.with(index, before + 1);
        for (const { step, world: after } of moveSuccessors(machine, world, move, scope))
          take(place, step, after, counted);
      }
    }
  return found;
}
