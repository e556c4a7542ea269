import fc from 'fast-check';
import { callNames } from '../../spec/trace/names.js';
import type { Scope } from '../../model/search/scope.js';
import type { CallName } from '../../spec/trace/step.js';
import type { Act } from '../commands/act.js';
import { actsOf } from '../commands/act.js';
import { lateOpenings, openings } from '../commands/openings.js';
import type { Pool } from '../commands/pool.js';
import { choose, lots } from '../commands/pool.js';
import type { Draw } from '../commands/propose.js';
import { scattered } from '../commands/scattered.js';
import { arbitraryChange, changed } from './change.js';

/** What a run does, as far as it is drawn beforehand. */
export interface Plan {
  /** The seed that its session is opened with. */
  readonly opening: number;
  readonly setUp: readonly Act[];
  /** What it goes on from, if it does: one of the beginnings that there were. */
  readonly from: readonly Act[] | null;
  /** Whether it looks for what has been seen least. */
  readonly curious: boolean;
  /** A scope to whose calls it is confined, so that it comes deep into one corner; `null`: it is not. */
  readonly within: Scope | null;
  /** Calls that it does without, so that others come more often, and further. */
  readonly shunned: ReadonlySet<string>;
  readonly draws: readonly Draw[];
}

const lot = fc.nat({ max: lots - 1 });

const draw = fc.record({ world: lot, actor: lot, call: lot, argument: lot });

/** The usual ways to begin. */
export const usualSetUp: fc.Arbitrary<readonly Act[]> = fc.oneof(
  ...[...openings, ...lateOpenings].map(([weight, acts]) => ({
    weight: Math.round(10 * weight),
    arbitrary: fc.constant(acts),
  })),
);

/** Without these there is no connection. */
const needed: ReadonlySet<CallName> = new Set(['WSASocket', 'bind', 'listen', 'WSAConnect', 'WSAAccept']);

const shunnable = callNames.filter((name) => !needed.has(name));

const shunned = fc.oneof(
  { weight: 1, arbitrary: fc.constant<CallName[]>([]) },
  { weight: 1, arbitrary: fc.subarray(shunnable) },
);

/** Of so many runs one is confined to a scope. */
const runsPerConfined = 4;

/** What a run may be. */
interface Possible {
  /** The most steps, the set-up not counted. */
  readonly maxSteps: number;
  readonly usual: fc.Arbitrary<readonly Act[]>;
  /** What other runs began with, each with its weight: one may go on from there. */
  readonly beginnings: Pool<readonly Act[]>;
  /** Scopes to which a run may be confined (none). */
  readonly grounds?: readonly Scope[];
  /** The length of a set-up that every run has to begin with, without any change of what follows (none). */
  readonly bound?: number;
}

/**
 * Draws the plan of a run: it begins in a usual way, or goes on from one of `beginnings`, whole or in part, as it was or
 * changed; or it is confined to one of the grounds. Equal numbers and possibilities draw equal plans.
 */
export function planOf(seed: number, index: number, possible: Possible): Plan {
  const { maxSteps, usual, beginnings, bound, grounds = [] } = possible;
  const plan = fc.record({
    opening: fc.nat(),
    usual,
    from: lot,
    whole: fc.boolean(),
    length: lot,
    goesOn: fc.boolean(),
    changes: fc.oneof(fc.constant([]), fc.array(arbitraryChange, { minLength: 1, maxLength: 3 })),
    curious: fc.boolean(),
    shunned,
    draws: fc.array(draw, { minLength: 1, maxLength: maxSteps, size: 'max' }),
    // Biased, they would fall on the first and the last more often than on the others.
    confined: fc.noBias(fc.nat({ max: runsPerConfined - 1 })).map((one) => one === 0),
    ground: fc.noBias(lot),
  });
  const [drawn] = fc.sample(plan, { seed: mixed(seed, index), numRuns: 1 });
  if (!drawn) throw new Error('nothing was drawn');
  const { opening, curious, draws } = drawn;
  const within = drawn.confined ? grounds[drawn.ground % grounds.length] : undefined;
  if (within) {
    const setUp = actsOf(within.setup);
    return { opening, from: null, setUp, curious, within, shunned: new Set<string>(), draws };
  }
  const earlier = choose(beginnings, drawn.from);
  const goesOn = drawn.goesOn && earlier !== undefined;
  const length = Math.max(1 + (drawn.length % (earlier?.length ?? 1)), bound ?? 0);
  const part = drawn.whole ? earlier : earlier?.slice(0, length);
  const changes = bound === undefined ? drawn.changes : [];
  return {
    opening,
    from: goesOn ? earlier : null,
    setUp: goesOn && part ? changed(part, changes) : drawn.usual,
    curious,
    within: null,
    shunned: new Set<string>(drawn.shunned),
    draws,
  };
}

/** A seed for one of many, unlike those of its neighbours. */
const mixed = (seed: number, index: number): number =>
  scattered(Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b));
