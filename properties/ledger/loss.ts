import type { ErrorCode } from '../../spec/errors.js';
import type { SocketName } from '../../spec/trace/step.js';
import type { Half, Ledger } from './ledger.js';
import { change, changeHalf, forget } from './ledger.js';

/** Codes with which a call reports that a circuit is lost (M-2). */
const lossCodes: ReadonlySet<ErrorCode> = new Set([
  'WSAECONNRESET',
  'WSAECONNABORTED',
  'WSAENETRESET',
  'WSAETIMEDOUT',
]);

/** Codes with which the network may lose a circuit that stands: no property holds one of them against it (AS-07, AS-08, AS-09). */
export const byNetwork: ReadonlySet<ErrorCode | 0 | null> = new Set([
  'WSAECONNABORTED',
  'WSAETIMEDOUT',
  'WSAENETRESET',
] as const);

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

/** A code of SO_ERROR, or of FD_CLOSE, that tells of a loss by the network (ER-06, NE-27). */
export function enterTold(ledger: Ledger, socket: SocketName, code: ErrorCode | 0 | undefined): Ledger {
  const { phase, half } = ledger.accounts[socket] ?? {};
  if (!half || (phase !== 'connected' && phase !== 'attempting')) return ledger;
  if (code === undefined || (!byNetwork.has(code) && code !== 'WSAENETDOWN')) return ledger;
  if (isSurelyReset(ledger, half)) return ledger;
  // It may be how this attempt, or one before it, has failed (CN-07).
  if (phase === 'attempting' && code === 'WSAETIMEDOUT') return forget(ledger, socket);
  return changeHalf(proveConnected(ledger, socket), socket, { lost: true });
}

/** The circuit was reset, or its attempt denied, before the network could lose it. */
function isSurelyReset({ accounts }: Ledger, { abort, denied, peer }: Half): boolean {
  const other = peer === null ? null : accounts[peer]?.half;
  return abort === 'yes' || denied === 'told' || (other?.abort === 'yes' && other.over === 'told');
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
