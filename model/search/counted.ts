import type { Keys } from '../key.js';
import type { Machine } from '../machine.js';
import type { World } from '../world.js';
import type { Scope } from './scope.js';
import type { Successor } from './successors.js';
import {
  completionSuccessors,
  isOffered,
  moveSuccessors,
  settleSuccessors,
  silentSuccessors,
} from './successors.js';

/** A world, and how often each move of a scope was made on the way to it. */
export interface Counted {
  readonly world: World;
  readonly made: readonly number[];
}

/** Before any move of a scope was made. */
export const noneMade = ({ moves }: Scope): Counted['made'] => moves.map(() => 0);

/** What a run may go on with within a scope: silent steps, ends of calls, rests, and the moves that it may still make. */
export function* countedSuccessors(
  machine: Machine,
  scope: Scope,
  from: Counted,
  keys: Keys,
): Generator<Successor & Counted> {
  const { world, made } = from;
  for (const next of silentSuccessors(machine, world, scope)) yield { ...next, made };
  for (const next of completionSuccessors(machine, world)) yield { ...next, made };
  if (scope.settles) for (const next of settleSuccessors(machine, world, keys)) yield { ...next, made };
  yield* countedMoves(machine, scope, from);
}

/** Every way in which the moves may go that can be made, and not so often yet that they may be made no more. */
export function* countedMoves(
  machine: Machine,
  scope: Scope,
  { world, made }: Counted,
): Generator<Successor & Counted> {
  for (const [index, move] of scope.moves.entries()) {
    const before = made[index] ?? 0;
    if ((move.times !== 'any' && before >= move.times) || !isOffered(world, move)) continue;
    const after = move.times === 'any' ? made : made.with(index, before + 1);
    for (const next of moveSuccessors(machine, world, move, scope)) yield { ...next, made: after };
  }
}
