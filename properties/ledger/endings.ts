import type { Profile } from '../../spec/profiles.js';
import { carriesDisconnectData, closesGracefully } from '../../spec/profiles.js';
import type { SocketName } from '../../spec/trace/step.js';
import { deny } from './attempts.js';
import { isUnderWay } from './evidence.js';
import type { Ending } from './happening.js';
import { errorOf } from './happening.js';
import type { Half, Ledger } from './ledger.js';
import { atLeast, change, changeHalf, each, forget, freshAccount, surely, unaccepted } from './ledger.js';
import { enterError, proveConnected } from './loss.js';
import { resetByReading } from './resets.js';

type Shutdown = Extract<Ending, { call: 'shutdown' | 'WSASendDisconnect' | 'WSARecvDisconnect' }>;

/** `shutdown`, `WSASendDisconnect` and `WSARecvDisconnect`. */
export function enterShutdown(profile: Profile, ledger: Ledger, ending: Shutdown): Ledger {
  const { socket } = ending;
  const error = errorOf(ending);
  if (error === null) {
    const connected = proveConnected(ledger, socket);
    const half = connected.accounts[socket]?.half;
    if (!half) return connected;
    if (half.lost) return changeHalf(connected, socket, afterLoss(profile, half, ending));
    // AM-12: what comes of disconnect data that are too long is open.
    const ends = isTooLong(profile, ending) ? perhapsEnded : ended;
    const changes = { ...(sends(ending) ? ends(profile, half) : {}), ...(receives(ending) ?? {}) };
    return resetByReading(profile, changeHalf(connected, socket, shutFirst(half, changes)), socket);
  }
  const half = ledger.accounts[socket]?.half;
  if (!half) return ledger;
  // AM-12: of data that are too long any error may be told, and what the call has begun is open.
  if (isTooLong(profile, ending))
    return changeHalf(enterError(ledger, socket, error), socket, perhapsEnded(profile, half));
  if (error === 'WSAECONNRESET' || error === 'WSAECONNABORTED') return enterError(ledger, socket, error);
  // AM-26, M-2: it may say that both directions are down, or that the circuit is lost.
  if (error === 'WSAENOTCONN') {
    const told = enterError(ledger, socket, error);
    return ending.call === 'WSARecvDisconnect' ? changeHalf(told, socket, perhapsShut(half)) : told;
  }
  // AM-12: what a call that fails has begun is open.
  if (ending.call === 'WSASendDisconnect' && error !== 'WSAESHUTDOWN')
    return changeHalf(ledger, socket, perhapsEnded(profile, half));
  if (ending.call === 'WSARecvDisconnect' && error !== 'WSAESHUTDOWN')
    return changeHalf(ledger, socket, perhapsShut(half));
  return ledger;
}

const perhapsShut = (half: Half): Partial<Half> => shutFirst(half, { receiving: 'perhaps' });

/** A circuit that is lost may be shut down like one that stands (GS-20). */
const afterLoss = (profile: Profile, half: Half, ending: Shutdown): Partial<Half> => ({
  ...(sends(ending) ? perhapsEnded(profile, half) : {}),
  ...(receives(ending) ? perhapsShut(half) : {}),
});

/** Disconnect data for which the transport has no room. */
export const isTooLong = (profile: Profile, ending: Ending): boolean =>
  ending.call === 'WSASendDisconnect' &&
  carriesDisconnectData(profile) &&
  (ending.args.data ?? '').length > profile.limits.disconnectData;

const sends = (ending: Shutdown): boolean =>
  ending.call === 'WSASendDisconnect' || (ending.call === 'shutdown' && ending.args.how !== 'SD_RECEIVE');

function receives(ending: Shutdown): Pick<Half, 'receiving'> | null {
  if (ending.call === 'WSARecvDisconnect') return { receiving: 'shut' };
  if (ending.call !== 'shutdown' || ending.args.how === 'SD_SEND') return null;
  return { receiving: ending.args.how === 'SD_RECEIVE' ? 'SD_RECEIVE' : 'shut' };
}

/** What was shut stays as it was shut first. */
function shutFirst({ receiving }: Half, changes: Partial<Half>): Partial<Half> {
  if (changes.receiving === undefined || receiving === 'open') return changes;
  return { ...changes, receiving: receiving === 'perhaps' ? changes.receiving : receiving };
}

function ended(profile: Profile, half: Half): Partial<Half> {
  if (half.graceful === 'yes' || half.abort === 'yes') return {};
  const how = closesGracefully(profile) ? ({ graceful: 'yes' } as const) : ({ abort: 'yes' } as const);
  return { ...how, over: surely(half) };
}

function perhapsEnded(profile: Profile, { graceful, abort }: Half): Partial<Half> {
  return closesGracefully(profile)
    ? { graceful: atLeast(graceful, 'may') }
    : { abort: atLeast(abort, 'may') };
}

/** `closesocket` that has ended. */
export function enterClose(profile: Profile, ledger: Ledger, ending: Ending): Ledger {
  const { socket, late } = ending;
  const account = ledger.accounts[socket];
  if (errorOf(ending) !== null || !account || account.phase === 'unknown') return ledger;
  const denied = account.phase === 'listening' ? withoutListener(ledger, socket) : ledger;
  const { half } = account;
  const left = half && {
    ...half,
    ...(late ? waited(half) : leaving(profile, account.phase, account.linger, half)),
  };
  const { asked, acceptedFrom } = account;
  const closed = change(denied, socket, {
    ...freshAccount,
    phase: 'closed',
    asked,
    acceptedFrom,
    half: left,
  });
  return { ...closed, underWay: closed.underWay.filter((made) => made.socket !== socket) };
}

/** A listener takes its backlog along, but for what an accept under way has taken before (CL-01, CL-05). */
const withoutListener = (ledger: Ledger, listener: SocketName): Ledger =>
  each(ledger, unaccepted(ledger, listener), isUnderWay(ledger, listener, 'WSAAccept') ? forget : deny);

/** `closesocket` that is pending: it lingers, and may end in a reset (LG-05, AS-04). */
export function enterClosing(profile: Profile, ledger: Ledger, socket: SocketName): Ledger {
  const half = ledger.accounts[socket]?.half;
  if (ledger.accounts[socket]?.phase === 'unknown') return ledger;
  const closing = change(ledger, socket, { phase: 'closing' });
  if (!half || half.lost) return closing;
  // Where nothing ends in grace it resets the circuit once it has waited, and no sooner (CL-09, GS-17).
  const begun = closesGracefully(profile) ? ended(profile, half) : {};
  return changeHalf(closing, socket, { ...begun, abort: atLeast(half.abort, 'may') });
}

/** How a connection is left by a close that has waited. */
const waited = (half: Half): Partial<Half> => (half.lost ? {} : { over: surely(half) });

/** How a connection is left by a close that returns at once (M-1). */
function leaving(profile: Profile, phase: string, linger: string, half: Half): Partial<Half> {
  if (half.lost) return {};
  if (phase === 'attempting') return eitherWay(half);
  if (!closesGracefully(profile)) return { abort: 'yes', over: surely(half) };
  if (linger === 'background') return ended(profile, half);
  if (linger === 'wait') return { ...ended(profile, half), abort: atLeast(half.abort, 'may') };
  if (linger === 'unknown' || half.graceful === 'may') return eitherWay(half);
  // AM-27: whether a reset follows one's own end of data is open.
  if (half.graceful === 'yes') return { abort: atLeast(half.abort, 'may') };
  return { abort: 'yes', over: surely(half) };
}

const eitherWay = (half: Half): Partial<Half> => ({
  graceful: atLeast(half.graceful, 'may'),
  abort: atLeast(half.abort, 'may'),
  over: surely(half),
});
