import type { ErrorCode } from '../../../spec/errors.js';
import { errorNumbers } from '../../../spec/errors.js';
import type { LoggedCall } from './calls.js';
import type { Meaning } from './meaning.js';

const leftOut = (name: string, error: ErrorCode): Meaning => ({
  is: 'nothing',
  why: `${name} failed with ${error}, for something that a trace does not tell`,
});
const halfway = (name: string, error: ErrorCode): Meaning => ({
  is: 'unknown',
  why: `${name} failed with ${error}, and the log does not say how far it had got`,
});

/** Calls that do nothing where they refuse one of their arguments, with the errors that say it (ER-02, NE-09, NE-34). */
const undone: Readonly<Record<string, readonly ErrorCode[] | undefined>> = {
  bind: ['WSAEFAULT'],
  setsockopt: ['WSAEFAULT', 'WSAEINVAL'],
  getsockopt: ['WSAEFAULT', 'WSAEINVAL'],
  WSAEventSelect: ['WSAEINVAL'],
  WSAEnumNetworkEvents: ['WSAEFAULT', 'WSAEINVAL'],
};

const SO_ERROR = 0x1007n;
const SO_CONDITIONAL_ACCEPT = 0x3002n;

const isOf = ({ args }: LoggedCall, option: bigint): boolean => BigInt.asIntN(32, args[2] ?? 0n) === option;

/** Asking for SO_ERROR resets it, perhaps also where there is no room for the answer. */
const mayReset = (call: LoggedCall): boolean => call.name === 'getsockopt' && isOf(call, SO_ERROR);

/** A trace has this error itself: SO_CONDITIONAL_ACCEPT comes too late (CA-27). */
const isTold = (call: LoggedCall): boolean =>
  call.name === 'setsockopt' &&
  isOf(call, SO_CONDITIONAL_ACCEPT) &&
  call.lastError === errorNumbers.WSAEINVAL;

/** Calls that may have moved data, or taken a connection, before they met what is wrong with an argument (CA-21). */
const moving: ReadonlySet<string> = new Set([
  'connect',
  'WSAConnect',
  'accept',
  'WSAAccept',
  'send',
  'sendto',
  'recv',
  'recvfrom',
  'WSARecv',
]);

/**
 * What a call means that failed for something which a trace does not tell: its arguments, or a `WSACancelBlockingCall` (ER-05)
 * where its socket was not closed meanwhile. `null` if the trace tells it.
 */
export function unsaidOf(call: LoggedCall, isClosedMeanwhile: () => boolean): Meaning | null {
  const { name, lastError } = call;
  const refused = undone[name]?.find((error) => errorNumbers[error] === lastError);
  if (refused !== undefined && !isTold(call))
    return mayReset(call) ? halfway(name, refused) : leftOut(name, refused);
  if (!moving.has(name)) return null;
  if (lastError === errorNumbers.WSAEFAULT) return halfway(name, 'WSAEFAULT');
  if (lastError !== errorNumbers.WSAEINTR || isClosedMeanwhile()) return null;
  // Cancelling leaves any other call's socket in a state that nothing can be said of.
  return name === 'accept' || name === 'WSAAccept' ? leftOut(name, 'WSAEINTR') : halfway(name, 'WSAEINTR');
}
