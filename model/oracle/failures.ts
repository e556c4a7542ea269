import type { ErrorCode } from '../../spec/errors.js';
import type { Call, Ended, SocketName } from '../../spec/trace/step.js';
import { unreachable } from '../attempts.js';
import { callTransitions } from '../call.js';
import { isSendUnderWay } from '../calls/send.js';
import type { Machine } from '../machine.js';
import type { Outstanding, World } from '../world.js';
import type { Possibility } from './possibility.js';

/**
 * How a call under way may have been ended by its surroundings (ER-04, AS-07, CN-07). `world` is the one without it. An
 * attempt that the network fails is one that comes to nothing: what sets it apart from a time-out is its code alone.
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
    return failed ? [{ rule, clauses: ['CN-07', 'ER-04'], prediction: { error: result.error }, world }] : [];
  }
  if (ended !== null && !isSendUnderWay(entry)) return [];
  const look = { observed: result, surroundings: 'fail' as const };
  return callTransitions(machine, world, name, leftOf(entry, result.error), look).flatMap(
    ({ prediction, ...failed }) => (prediction === null ? [] : [{ ...failed, prediction }]),
  );
}

/** What a send under way has sent is in flight already, and goes out no second time; a message that is too long never is. */
function leftOf(entry: Outstanding, error: ErrorCode): Call {
  const { call } = entry;
  const isSend = call.call === 'send' || call.call === 'WSASend';
  if (!isSend || !isSendUnderWay(entry) || error === 'WSAEMSGSIZE') return call;
  return { ...call, args: { ...call.args, data: '' } };
}

const attemptCodes: ReadonlySet<ErrorCode> = new Set([...unreachable, 'WSAENETDOWN', 'WSAENOBUFS']);
