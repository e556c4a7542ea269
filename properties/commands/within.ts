import { canonical } from '../../model/key.js';
import type { Scope } from '../../model/search/scope.js';
import { callOf } from '../../spec/trace/call-of.js';
import type { Step } from '../../spec/trace/step.js';
import type { Act, Made } from './act.js';
import { settling } from './act.js';
import { featureOf } from './feature.js';
import type { Pool } from './pool.js';
import { choose } from './pool.js';
import type { Draw, Progress } from './propose.js';
import { gladness, glimpse } from './propose.js';

/**
 * What is done next within the bounds of a scope; `null` if there is nothing that could be done. Its set-up is done: it has
 * left the first `begun` steps, which are fewer than the scope names where a call is unsupported, or cannot be made.
 */
export function proposeWithin(scope: Scope, progress: Progress, begun: number, draw: Draw): Act | null {
  const world = glimpse(progress.belief, draw.world);
  const last = progress.steps.at(-1);
  const rests = last === undefined || 'settle' in last;
  const made = callsOf(progress.steps.slice(begun));
  const moves = scope.moves.filter(
    (move) =>
      progress.names.admits(move) &&
      !progress.unsupported.has(featureOf(move.call)) &&
      (move.times === 'any' || made.filter((call) => call === nameOf(move)).length < move.times),
  );
  const pool: Pool<Act> = [
    ...moves.map(
      ({ socket, call }) => [gladness(progress, world, { socket, call }), { socket, call }] as const,
    ),
    [scope.settles && !rests ? usualRest : 0, settling],
  ];
  return choose(pool, draw.actor) ?? null;
}

/** How gladly a run comes to rest beside what else it could do. */
const usualRest = 20;

const nameOf = ({ socket, call }: Made): string => `${socket} ${canonical(call)}`;

const callsOf = (steps: readonly Step[]): readonly string[] =>
  steps.flatMap((step) => ('call' in step ? [nameOf({ socket: step.socket, call: callOf(step) })] : []));
