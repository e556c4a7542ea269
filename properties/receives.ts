import type { ErrorCode } from '../spec/errors.js';
import type { Profile } from '../spec/profiles.js';
import { closesGracefully, isStream } from '../spec/profiles.js';
import type { SocketName } from '../spec/trace/step.js';
import type { Ends } from './ledger/evidence.js';
import { endsOf, isUnderWay, mayBeReset, mayHaveEnded, mayHaveReset } from './ledger/evidence.js';
import { tellsLoss } from './ledger/loss.js';
import type { Moment } from './ledger/watch.js';

/** What a receive shows of a connection. */
export interface Shown {
  readonly socket: SocketName;
  readonly call: 'recv' | 'WSARecv';
  readonly is: 'data' | 'end' | 'loss' | 'nothing' | 'another error';
  readonly error: ErrorCode | null;
  /** The two ends before it; `null` if nobody has accepted the socket, or too little is known. */
  readonly ends: Ends | null;
}

/**
 * What a receive shows; `null` for every other step, and where another receive is pending on the socket and may have
 * taken what this one should have. That a receive blocks shows nothing: it may take its time.
 */
export function shownBy(profile: Profile, { happening, before, after }: Moment): Shown | null {
  if (happening.is !== 'ended') return null;
  if (happening.call !== 'recv' && happening.call !== 'WSARecv') return null;
  const { socket, call } = happening;
  if (isUnderWay(after, socket, 'recv', 'WSARecv')) return null;
  const ends = endsOf(before, socket);
  const { result } = happening;
  if ('error' in result) return { socket, call, is: kindOf(result.error), error: result.error, ends };
  const { data } = result.ok;
  if (typeof data !== 'string') return null;
  if (data !== '') return { socket, call, is: 'data', error: null, ends };
  // IO-06: where it is not known what was sent, an empty message looks like the end.
  if (!isStream(profile) && !ends) return null;
  const empties = isStream(profile) || ends?.peer.half.sent[0] !== '';
  return { socket, call, is: empties ? 'end' : 'data', error: null, ends };
}

function kindOf(error: ErrorCode): Shown['is'] {
  if (error === 'WSAEWOULDBLOCK') return 'nothing';
  if (error === 'WSAEDISCON') return 'end';
  return tellsLoss(error) ? 'loss' : 'another error';
}

/**
 * An end of data that nobody has made, also where a loss was told before; how a receive under way ends when one's own side stops
 * receiving is open.
 */
export function inventedEnd(profile: Profile, { is, socket, ends }: Shown): string | null {
  if (is !== 'end' || ends?.own.receiving !== 'open' || mayHaveEnded(ends)) return null;
  // AM-31: without a graceful close, a release may look orderly, and so may a loss.
  if (
    !closesGracefully(profile) &&
    (ends.own.lost || mayBeReset(profile, ends) || mayHaveReset(profile, ends))
  )
    return null;
  return `${socket} was told of an end that ${ends.peer.name} has not made`;
}

/** A reset that nobody has caused; one's own may be told as well (AS-05, ER-08). */
export function inventedReset(profile: Profile, { error, socket, ends }: Shown): string | null {
  if (error !== 'WSAECONNRESET' || !ends || ends.own.lost || ends.own.abort !== 'no') return null;
  if (mayBeReset(profile, ends) || mayHaveReset(profile, ends)) return null;
  return `${socket} was told of a reset that ${ends.peer.name} has not caused`;
}

/** An end of data that overtakes data. Without a graceful close an abort may look orderly, and takes data along (AM-31). */
export function prematureEnd(profile: Profile, { is, socket, ends }: Shown): string | null {
  if (is !== 'end' || !ends || ends.own.lost || !closesGracefully(profile)) return null;
  const { sent } = ends.peer.half;
  if (sent.length === 0) return null;
  const owed = JSON.stringify(isStream(profile) ? sent.join('') : sent);
  return `${socket} was told of the end before it has received ${owed}`;
}

/** Data that the peer has not sent. */
export function strayData(
  profile: Profile,
  { happening }: Moment,
  { is, socket, ends }: Shown,
): string | null {
  if (is !== 'data' || !ends || ends.own.lost || happening.is !== 'ended' || !('ok' in happening.result))
    return null;
  const data = happening.result.ok.data ?? '';
  const { sent } = ends.peer.half;
  const whole = isStream(profile) ? sent.join('').startsWith(data) : sent[0] === data;
  const owed = JSON.stringify(isStream(profile) ? sent.join('') : sent);
  return whole ? null : `${socket} received ${JSON.stringify(data)} where ${owed} was sent`;
}

/**
 * Nothing to receive, though the peer has gone or has ended, and this end can see it: not once it has reset the circuit itself,
 * as each end of its own does where nothing ends in grace, and which may take its time (GS-17, CL-09).
 */
export function missedEnd({ is, socket, ends }: Shown): string | null {
  if (is !== 'nothing' || ends?.peer.half.over !== 'told' || ends.own.receiving !== 'open') return null;
  if (ends.own.abort !== 'no') return null;
  return `${socket} has nothing to receive, though ${ends.peer.name} has ended`;
}

/** An abort that is told as a graceful end, or not at all. */
export function missedAbort(profile: Profile, { is, socket, ends }: Shown): string | null {
  if (!ends || !isSurelyAborted(ends)) return null;
  const mistold = is === 'nothing' || (is === 'end' && closesGracefully(profile));
  return mistold ? `${socket} was not told that ${ends.peer.name} has reset the circuit` : null;
}

/**
 * The peer has reset the circuit, has not ended it in grace before, and this end can see it by now. An attempt that has timed
 * out instead tells that it is not connected, as no end that stands does (CN-07, IO-03).
 */
export const isSurelyAborted = ({ own, peer }: Ends): boolean =>
  peer.half.abort === 'yes' &&
  peer.half.graceful === 'no' &&
  peer.half.over === 'told' &&
  own.receiving === 'open' &&
  own.abort === 'no' &&
  !own.lost &&
  !peer.half.lost;
