import type { Draft } from 'immer';
import type { RuleBook } from '../../model/machine.js';
import type { Outcome, Stage } from '../../model/rule.js';
import type { ConnectionId, Prediction, Socket } from '../../model/world.js';
import type { NetworkEvent } from '../../spec/events.js';
import type { ConditionReport } from '../../spec/trace/step.js';
import type { Effect } from './fault.js';
import { changeEffect } from './fault.js';

/** Takes an event back from the record of a socket, as if it had not arisen. */
export function silence(socket: Draft<Socket> | undefined, event: NetworkEvent): void {
  if (!socket?.registration) return;
  socket.registration.indications = socket.registration.indications.filter(
    (indication) => indication.event !== event,
  );
}

/** The outcome of a call, with another error if it has failed. */
export const failingWith = (outcome: Outcome, error: ErrorCode): Outcome =>
  typeof outcome === 'object' && 'error' in outcome ? { ...outcome, error } : outcome;

type ErrorCode = Extract<Prediction, { error: unknown }>['error'];

/** The outcome of an accept, of which the condition function was given something else. */
export function giving(outcome: Outcome, change: (given: Given) => ConditionReport): Outcome {
  if (typeof outcome === 'string' || !('condition' in outcome) || !outcome.condition.called) return outcome;
  return { ...outcome, condition: change(outcome.condition) };
}

type Given = Extract<ConditionReport, { called: true }>;

/** The requests in the backlog of the listener that accepts. */
export const queueOf = ({ self }: Pick<Stage<'WSAAccept'>, 'self'>): ConnectionId[] =>
  self.phase.is === 'listening' ? [...self.phase.queue] : [];

/** The rule of CF_ACCEPT. */
export const acceptingAsked = 'CF_ACCEPT makes a socket with the properties of the listener';

/** The rule of an accept without a condition function. */
export const acceptingUnasked = 'without a condition function the request at the head is accepted';

/** The rules under which a socket is accepted. */
export const accepting = [acceptingUnasked, acceptingAsked] as const;

/** The rule of CF_REJECT. */
export const rejecting = 'CF_REJECT refuses the request';

/** The rule of CF_DEFER. */
export const deferring = 'CF_DEFER leaves the request where it is, and its successors silent';

/** The rules under which an attempt to connect is started. */
export const connecting = [
  'a blocking connect waits for the outcome',
  'a nonblocking connect goes on after it would block',
  'a nonblocking connect may have its outcome at once',
] as const;

/** The rule of a receive that finds data. */
export const receiving = 'a byte stream gives what is there, a message-oriented transport one whole message';

/** The rule of a receive that finds the end of the data. */
export const receivingEnd =
  'the graceful end comes after all data: zero bytes on byte streams, WSAEDISCON by message';

/** The rule of a receive that finds nothing. */
export const receivingNothing = 'nothing to receive: a receive waits, or would block';

/** The rule book in which some rules of both `recv` and `WSARecv` do something else. */
export const changeReceives = (
  rules: RuleBook,
  names: readonly string[],
  change: <Name extends 'recv' | 'WSARecv'>(documented: Effect<Name>) => Effect<Name>,
): RuleBook => changeEffect(changeEffect(rules, 'recv', names, change), 'WSARecv', names, change);

/** The same for `send` and `WSASend`. */
export const changeSends = (
  rules: RuleBook,
  names: readonly string[],
  change: <Name extends 'send' | 'WSASend'>(documented: Effect<Name>) => Effect<Name>,
): RuleBook => changeEffect(changeEffect(rules, 'send', names, change), 'WSASend', names, change);

/** The rule of a send that goes well. */
export const sending = 'data go out, in whole if there is surely room';

/** The rule of SD_SEND. */
export const shuttingSend = 'SD_SEND starts a graceful shutdown';

/** The rule of a close without lingering. */
export const closing = 'without lingering, close returns at once and shuts down gracefully in the background';

/** The rule of the peer's end of data when it arrives. */
export const arrivingEnd = 'the end of data has arrived, and FD_CLOSE tells it when nothing is left to read';

/** The rule of a registration. */
export const registering =
  'a registration replaces the earlier one, makes the socket nonblocking, and records what holds already';
