import type { ErrorCode } from '../../spec/errors.js';
import type { SocketName } from '../../spec/trace/step.js';
import type { Ledger } from './ledger.js';
import { change, changeHalf } from './ledger.js';

/** Codes with which a call reports that a circuit is lost (M-2). */
const lossCodes: ReadonlySet<ErrorCode> = new Set([
  'WSAECONNRESET',
  'WSAECONNABORTED',
  'WSAENETRESET',
  'WSAETIMEDOUT',
]);

/** Whether an error on a connected socket says that its circuit is lost; WSAENOTCONN may say so too (M-2). */
export const tellsLoss = (error: ErrorCode | null): boolean =>
  error !== null && (lossCodes.has(error) || error === 'WSAENOTCONN');

/** The call could only go like this on a connected socket. */
export const proveConnected = (ledger: Ledger, socket: SocketName): Ledger =>
  ledger.accounts[socket]?.phase === 'attempting' ? change(ledger, socket, { phase: 'connected' }) : ledger;

/** An error that a call on a connection has given. */
export function enterError(ledger: Ledger, socket: SocketName, error: ErrorCode): Ledger {
  const phase = ledger.accounts[socket]?.phase;
  if (lossCodes.has(error) || (error === 'WSAENOTCONN' && phase === 'connected'))
    return changeHalf(proveConnected(ledger, socket), socket, { lost: true });
  // M-2: it may say that the circuit is lost already, or that nothing has come of the attempt yet.
  if (error === 'WSAENOTCONN' && hasPeerLeft(ledger, socket))
    return changeHalf(ledger, socket, { lost: true });
  return provesConnection.has(error) ? proveConnected(ledger, socket) : ledger;
}

function hasPeerLeft({ accounts }: Ledger, socket: SocketName): boolean {
  const peer = accounts[socket]?.half?.peer ?? null;
  const { phase, half } = (peer === null ? undefined : accounts[peer]) ?? {};
  return phase === 'closed' || phase === 'closing' || (half?.abort ?? 'no') !== 'no';
}

/** Errors that a send or a receive has on connected sockets only. */
const provesConnection: ReadonlySet<ErrorCode> = new Set([
  'WSAEWOULDBLOCK',
  'WSAEDISCON',
  'WSAESHUTDOWN',
  'WSAEMSGSIZE',
]);
