import type { ErrorCode } from '../../spec/errors.js';
import type { Profile } from '../../spec/profiles.js';
import { isStream } from '../../spec/profiles.js';
import type { SocketName } from '../../spec/trace/step.js';
import { isUnderWay } from './evidence.js';
import type { Ending } from './happening.js';
import { errorOf, sendCalls } from './happening.js';
import type { Ledger } from './ledger.js';
import { changeHalf, forget } from './ledger.js';
import { byNetwork, enterError, proveConnected } from './loss.js';
import { resetByReading } from './resets.js';

type Sent = Extract<Ending, { call: 'send' | 'WSASend' }>;
type Received = Extract<Ending, { call: 'recv' | 'WSARecv' }>;

/** A send that is under way: its data may be received before it is seen to end. */
export const enterSending = (profile: Profile, ledger: Ledger, socket: SocketName, data: string): Ledger =>
  append(profile, proveConnected(ledger, socket), socket, data);

/** `send`. */
export function enterSent(profile: Profile, ledger: Ledger, ending: Sent): Ledger {
  const { socket, args, result, late } = ending;
  const error = errorOf(ending);
  const sent = 'ok' in result ? result.ok.sent : undefined;
  if (late)
    return error === null && (sent ?? args.data.length) === args.data.length
      ? ledger
      : forget(ledger, socket);
  if (error !== null) return enterFailed(profile, ledger, ending, error);
  if (sent === undefined) return forget(ledger, socket);
  const connected = proveConnected(ledger, socket);
  if (sent === 0 && isStream(profile)) return connected;
  const after = handOver(profile, connected, socket, args.data.slice(0, sent));
  const peer = after.accounts[socket]?.half?.peer ?? null;
  return peer === null ? after : resetByReading(profile, after, peer);
}

/** Of what a send hands over that waits until the network cuts it off, the peer may receive some (IO-09). */
function enterFailed(profile: Profile, ledger: Ledger, { socket, args }: Sent, error: ErrorCode): Ledger {
  const { mode, half } = ledger.accounts[socket] ?? {};
  const after = enterError(ledger, socket, error);
  const couldSend = half?.lost === false && half.graceful === 'no' && half.abort === 'no';
  return couldSend && mode !== 'nonblocking' && args.data !== '' && byNetwork.has(error)
    ? handOver(profile, after, socket, args.data)
    : after;
}

/** Whose data go first beside a send that is under way, nobody says. */
const handOver = (profile: Profile, ledger: Ledger, socket: SocketName, data: string): Ledger =>
  isUnderWay(ledger, socket, ...sendCalls) ? forget(ledger, socket) : append(profile, ledger, socket, data);

function append(profile: Profile, ledger: Ledger, socket: SocketName, data: string): Ledger {
  const half = ledger.accounts[socket]?.half;
  if (!half) return ledger;
  return changeHalf(ledger, socket, {
    sent: isStream(profile) ? [half.sent.join('') + data] : [...half.sent, data],
  });
}

/** `recv`: what was received is no longer owed; data that nobody sent leave nothing known. */
export function enterReceived(profile: Profile, ledger: Ledger, ending: Received): Ledger {
  const { socket, result } = ending;
  const error = errorOf(ending);
  if (error !== null) return enterError(ledger, socket, error);
  const data = 'ok' in result ? result.ok.data : undefined;
  if (typeof data !== 'string') return forget(ledger, socket);
  const connected = proveConnected(ledger, socket);
  const peer = connected.accounts[socket]?.half?.peer ?? null;
  const half = peer === null ? null : connected.accounts[peer]?.half;
  if (!half || peer === null) return connected;
  const left = isStream(profile) ? afterBytes(half.sent, data) : afterMessage(half.sent, data);
  if (!left) return forget(connected, socket);
  const taken = isStream(profile) ? data.length : half.sent.length - left.length;
  return changeHalf(connected, peer, { sent: left, arrived: Math.max(half.arrived - taken, 0) });
}

function afterBytes(sent: readonly string[], data: string): readonly string[] | null {
  if (data === '') return sent;
  const all = sent.join('');
  if (!all.startsWith(data)) return null;
  return all === data ? [] : [all.slice(data.length)];
}

/** A receive of nothing takes an empty message, or tells the end (AM-21). */
function afterMessage([first, ...rest]: readonly string[], data: string): readonly string[] | null {
  if (first === data) return rest;
  return data === '' && first === undefined ? [] : null;
}
