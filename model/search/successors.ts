import { socketName } from '../../spec/trace/names.js';
import type { CallStep, CompletionStep, Ended, Result, SocketName, Step } from '../../spec/trace/step.js';
import type { CallTransition, Look } from '../call.js';
import { callTransitions, withSocket } from '../call.js';
import type { Keys } from '../key.js';
import type { Machine } from '../machine.js';
import { settlements } from '../settle.js';
import { connectionsOf, silentTransitions } from '../silent.js';
import type { Fired } from '../transition.js';
import type { Prediction, World } from '../world.js';
import type { Move, Scope } from './scope.js';

/** A world that one step leads to; `step` is null where the step is silent. */
export interface Successor extends Fired {
  readonly step: Step | null;
  readonly world: World;
}

/**
 * The result that stands for a prediction when the model itself is the provider; `null` where the documents leave
 * everything open, and an exploration has nothing to learn. An error without a name becomes `WSAEINVAL`; a call that was
 * cancelled says so (ER-05).
 */
export function resultOf(prediction: Prediction | null): Result | null {
  if (prediction === null || prediction === 'anything') return null;
  if ('cancelled' in prediction) return { error: 'WSAEINTR' };
  if (!('error' in prediction)) return prediction;
  const { error, condition } = prediction;
  const ended: Ended = { error: error === '*' ? 'WSAEINVAL' : error };
  return condition ? { ...ended, condition } : ended;
}

/** Every way in which one move may go; the surroundings hold unless it is said that they may fail. */
export function moveSuccessors(
  machine: Machine,
  world: World,
  { socket, call }: Move,
  scope: Pick<Scope, 'surroundings'> = {},
): Successor[] {
  const look: Look = { observed: null, surroundings: scope.surroundings ?? 'hold' };
  return callTransitions(machine, world, socket, call, look).flatMap((transition) =>
    successorOf(transition, socket, call),
  );
}

function successorOf(
  { rule, clauses, prediction, world }: CallTransition,
  socket: SocketName,
  call: Move['call'],
): Successor[] {
  const result = resultOf(prediction);
  if (result === null) return [];
  const step: CallStep = { socket, ...call, result };
  return [{ rule, clauses, step, world }];
}

/** Every silent step. */
export function silentSuccessors(
  machine: Machine,
  world: World,
  { timers }: Pick<Scope, 'timers'>,
): Successor[] {
  return connectionsOf(world).flatMap((id) =>
    silentTransitions(machine, world, id)
      .filter(({ urgency }) => timers || urgency !== 'timer')
      .map(({ rule, clauses, world: next }) => ({ rule, clauses, step: null, world: next })),
  );
}

/** The ends of calls that were under way and have taken effect. */
export const completionSuccessors = (machine: Machine, world: World): Successor[] =>
  Object.keys(world.sockets).flatMap((name) => completionsOn(machine, world, socketName(name)));

/** The same for the calls on one socket. */
export function completionsOn(machine: Machine, world: World, name: SocketName): Successor[] {
  const socket = world.sockets[name];
  if (!socket) return [];
  return socket.outstanding.flatMap(({ call, ended }, index) => {
    const result = resultOf(ended);
    if (result === null || 'pending' in result) return [];
    const outstanding = socket.outstanding.filter((_, other) => other !== index);
    const step: CompletionStep = { socket: name, completes: call.call, result };
    const next = withSocket(machine, world, name, { ...socket, outstanding });
    return [{ rule: `the end of ${call.call}`, clauses: [], step, world: next }];
  });
}

/** The worlds at rest that a `settle` leads to. */
export function settleSuccessors(machine: Machine, world: World, keys: Keys): Successor[] {
  return settlements(machine, world, keys).map((rest) => ({
    rule: 'everything comes to rest',
    clauses: [],
    step: { settle: true },
    world: rest,
  }));
}

/** Whether a move can be made: not on a name that has not begun, nor one that would begin again. */
export function isOffered({ sockets }: World, { socket, call }: Move): boolean {
  if (call.call === 'WSASocket') return !(socket in sockets);
  if (call.call === 'WSAAccept' && call.args.as in sockets) return false;
  return socket in sockets;
}
