import type { Step } from '../../spec/trace/step.js';
import { Keys } from '../key.js';
import type { Machine } from '../machine.js';
import type { Counted } from './counted.js';
import { countedSuccessors, noneMade } from './counted.js';
import { indifferent } from './observer.js';
import type { Scope } from './scope.js';
import { afterSetup } from './setup.js';

interface Place extends Counted {
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
  const visit = ({ world, made }: Counted, steps: readonly Step[], to: Place[]): void => {
    const key = `${keys.world(world)} ${made.join()}`;
    if (seen.has(key) || seen.size >= most) return;
    seen.add(key);
    to.push({ world, made, steps });
  };
  visit({ world: start.world, made: noneMade(scope) }, [], level);
  for (; level.length > 0; level = next, next = [])
    for (const place of level)
      for (const after of countedSuccessors(machine, scope, place, keys)) {
        if (!after.step) {
          visit(after, place.steps, level);
          continue;
        }
        const steps = [...place.steps, after.step];
        const label = labelOf(after.step);
        if (label !== null && !found.has(label)) found.set(label, [...start.steps, ...steps]);
        visit(after, steps, next);
      }
  return found;
}
