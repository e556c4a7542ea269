import fc from 'fast-check';
import { callNames } from '../../spec/trace/names.js';
import type { CallName } from '../../spec/trace/step.js';
import type { Act } from '../commands/act.js';
import { openings } from '../commands/openings.js';
import { lots } from '../commands/pool.js';
import type { Draw } from '../commands/propose.js';

/** What a run does, as far as it is drawn beforehand. */
export interface Plan {
  /** The seed that its session is opened with. */
  readonly opening: number;
  readonly setUp: readonly Act[];
  /** Calls that it does without, so that others come more often, and further. */
  readonly shunned: ReadonlySet<string>;
  readonly draws: readonly Draw[];
}

const lot = fc.nat({ max: lots - 1 });

const draw = fc.record({ world: lot, actor: lot, call: lot, argument: lot });

/** The usual ways to begin. */
export const usualSetUp: fc.Arbitrary<readonly Act[]> = fc.oneof(
  ...openings.map(([weight, acts]) => ({ weight, arbitrary: fc.constant(acts) })),
);

/** Without these there is no connection. */
const needed: ReadonlySet<CallName> = new Set(['WSASocket', 'bind', 'listen', 'WSAConnect', 'WSAAccept']);

const shunnable = callNames.filter((name) => !needed.has(name));

const shunned = fc.oneof(
  { weight: 1, arbitrary: fc.constant<CallName[]>([]) },
  { weight: 1, arbitrary: fc.subarray(shunnable) },
);

/** What a run may be. */
interface Possible {
  /** The most steps, the set-up not counted. */
  readonly maxSteps: number;
  readonly usual: fc.Arbitrary<readonly Act[]>;
  /** What other runs began with: one may go on from there. */
  readonly beginnings: readonly (readonly Act[])[];
}

/**
 * Draws the plan of a run: it begins in a usual way, or goes on from one of `beginnings`, whole or in part. Equal numbers
 * and possibilities draw equal plans.
 */
export function planOf(seed: number, index: number, { maxSteps, usual, beginnings }: Possible): Plan {
  const plan = fc.record({
    opening: fc.nat(),
    usual,
    from: lot,
    whole: fc.boolean(),
    length: lot,
    goesOn: fc.boolean(),
    shunned,
    draws: fc.array(draw, { minLength: 1, maxLength: maxSteps, size: 'max' }),
  });
  const [drawn] = fc.sample(plan, { seed: mixed(seed, index), numRuns: 1 });
  if (!drawn) throw new Error('nothing was drawn');
  const earlier = beginnings[drawn.from % Math.max(beginnings.length, 1)];
  const part = earlier && (drawn.whole ? earlier : earlier.slice(0, 1 + (drawn.length % earlier.length)));
  return {
    opening: drawn.opening,
    setUp: drawn.goesOn && part ? part : drawn.usual,
    shunned: new Set<string>(drawn.shunned),
    draws: drawn.draws,
  };
}

/** A seed for one of many, unlike those of its neighbours. */
function mixed(seed: number, index: number): number {
  let hash = Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
  return hash ^ (hash >>> 16);
}
