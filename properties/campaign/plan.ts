import fc from 'fast-check';
import type { Act } from '../commands/act.js';
import { openings } from '../commands/openings.js';
import { lots } from '../commands/pool.js';
import type { Draw } from '../commands/propose.js';

/** What a run does, as far as it is drawn beforehand. */
export interface Plan {
  /** The seed that its session is opened with. */
  readonly opening: number;
  readonly setUp: readonly Act[];
  readonly draws: readonly Draw[];
}

const lot = fc.nat({ max: lots - 1 });

const draw = fc.record({ world: lot, actor: lot, call: lot, argument: lot });

const setUp = fc.oneof(...openings.map(([weight, acts]) => ({ weight, arbitrary: fc.constant(acts) })));

/** Draws the plan of a run of at most so many steps, its set-up not counted. Equal numbers draw equal plans. */
export function planOf(seed: number, index: number, maxSteps: number): Plan {
  const plan = fc.record({
    opening: fc.nat(),
    setUp,
    draws: fc.array(draw, { minLength: 1, maxLength: maxSteps, size: 'max' }),
  });
  const [drawn] = fc.sample(plan, { seed: mixed(seed, index), numRuns: 1 });
  if (!drawn) throw new Error('nothing was drawn');
  return drawn;
}

/** A seed for one of many, unlike those of its neighbours. */
function mixed(seed: number, index: number): number {
  let hash = Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
  return hash ^ (hash >>> 16);
}
