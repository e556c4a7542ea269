import type { ErrorCode } from '../../spec/errors.js';
import { isStream } from '../../spec/profiles.js';
import type { Call, Ended, SocketName } from '../../spec/trace/step.js';
import { unreachable } from '../attempts.js';
import { callTransitions, draftLinkOf, linkOf } from '../call.js';
import { leaveOpen } from '../calls/preconditions.js';
import { isSend, isSendUnderWay } from '../calls/send.js';
import { isReceive } from '../cancelled.js';
import type { Machine } from '../machine.js';
import type { End, Outstanding, World } from '../world.js';
import type { Possibility } from './possibility.js';

/**
 * How a call under way may have been ended by its surroundings (ER-04, ER-05, AS-07, CN-07). `world` is the one without it. An
 * attempt that the network fails is one that comes to nothing, for another reason than a time-out.
 */
export function failuresOf(
  machine: Machine,
  world: World,
  name: SocketName,
  entry: Outstanding,
  result: Ended,
): readonly Possibility[] {
  if (!('error' in result)) return [];
  const { call, ended } = entry;
  const rule = `${call.call} is ended by its surroundings`;
  if (call.call === 'WSAConnect') {
    const timedOut =
      ended !== null && typeof ended === 'object' && 'error' in ended && ended.error === 'WSAETIMEDOUT';
    const failed = timedOut && attemptCodes.has(result.error);
    if (result.error === 'WSAEINTR' && (ended === null || timedOut))
      return [
        {
          rule,
          clauses: ['ER-05'],
          prediction: { error: 'WSAEINTR' },
          world: leftOpen(machine, world, name),
        },
      ];
    if (!failed) return [];
    const prediction = { error: result.error };
    return [
      { rule, clauses: ['CN-07', 'ER-04'], prediction, world: failedBy(machine, world, name, result.error) },
    ];
  }
  const unreceived = beforeReceiving(machine, world, name, entry, result.error);
  if (ended !== null && !isSendUnderWay(entry) && unreceived === null) return [];
  const look = { observed: result, surroundings: 'fail' as const };
  const isCut = isSendUnderWay(entry) && shortages.has(result.error);
  const before = isCut ? leftOpen(machine, world, name) : (unreceived ?? world);
  return callTransitions(machine, before, name, leftOf(entry, result.error), look).flatMap(
    ({ prediction, ...failed }) => (prediction === null ? [] : [{ ...failed, prediction }]),
  );
}

/** What sets an attempt that its surroundings have failed apart from one that timed out is the reason that SO_ERROR gives (CN-03). */
const failedBy = (machine: Machine, world: World, name: SocketName, reason: ErrorCode): World =>
  machine.produce(world, (draft) => {
    const self = draft.sockets[name];
    if (!self) return;
    self.errors = [...new Set(self.errors.map((code) => (code === 'WSAETIMEDOUT' ? reason : code)))].sort();
    if (self.failed === 'WSAETIMEDOUT') self.failed = reason;
  });

/** On a circuit that goes on, nobody says how much has arrived of a send that has waited and failed: ER-04 says no more than that it may fail. */
const leftOpen = (machine: Machine, world: World, name: SocketName): World =>
  machine.produce(world, (draft) => {
    const self = draft.sockets[name];
    if (self) leaveOpen({ name, world: draft, link: draftLinkOf(draft, self) });
  });

/**
 * A completion may be reported late: a receive that would have had what has come by now may have failed before it came. Then that
 * is there to be read, or was lost with the circuit. `null` where it has ended otherwise, or others may have noticed.
 */
function beforeReceiving(
  machine: Machine,
  world: World,
  name: SocketName,
  { call, ended }: Outstanding,
  error: ErrorCode,
): World | null {
  const self = world.sockets[name];
  const end = self && linkOf(world, self)?.end;
  const given = isReceive(call) ? givenBy(ended) : null;
  if (given === null || !end || end.lost || end.receiving !== 'open') return null;
  if (self.registration !== null || self.outstanding.some((other) => isReceive(other.call))) return null;
  return machine.produce(world, (draft) => {
    const socket = draft.sockets[name];
    const link = socket && draftLinkOf(draft, socket);
    if (!link) return;
    if (losses.has(error)) {
      link.end.unread = [];
      link.end.ended = null;
    } else link.end.unread = putBack(machine, given, end);
  });
}

/** The data that a receive has been taken to give, none where it tells of their end; `null`: neither. */
function givenBy(ended: Outstanding['ended']): string | null {
  if (ended === null || typeof ended !== 'object') return null;
  if ('error' in ended) return ended.error === 'WSAEDISCON' ? '' : null;
  return 'ok' in ended ? (ended.ok.data ?? null) : null;
}

function putBack({ profile }: Machine, given: string, { unread, ended }: End): string[] {
  if (given === '' && (isStream(profile) || ended !== null)) return [...unread];
  return isStream(profile) ? [given + unread.join('')] : [given, ...unread];
}

/** What a send under way has sent is in flight already, and goes out no second time when it loses its circuit. */
function leftOf(entry: Outstanding, error: ErrorCode): Call {
  const { call } = entry;
  if (!isSend(call) || !isSendUnderWay(entry) || !losses.has(error)) return call;
  return { ...call, args: { ...call.args, data: '' } };
}

/** How any call tells that the network subsystem has failed it, has no buffers, or is busy (ER-04). */
const shortages: ReadonlySet<ErrorCode> = new Set(['WSAENETDOWN', 'WSAENOBUFS', 'WSAEINPROGRESS']);

/** How the network tells that it has lost a circuit (AS-07 … AS-09). */
export const losses: ReadonlySet<ErrorCode> = new Set(['WSAECONNABORTED', 'WSAETIMEDOUT', 'WSAENETRESET']);

const attemptCodes: ReadonlySet<ErrorCode> = new Set([...unreachable, 'WSAENETDOWN', 'WSAENOBUFS']);
