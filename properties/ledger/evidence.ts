import type { Profile } from '../../spec/profiles.js';
import { isStream } from '../../spec/profiles.js';
import type { SocketName } from '../../spec/trace/step.js';
import type { Made } from './happening.js';
import { sendCalls } from './happening.js';
import type { Account, Half, Ledger } from './ledger.js';

/** One end of a connection seen from the other: what the socket, and its peer, have done. */
export interface Ends {
  readonly account: Account;
  readonly own: Half;
  readonly peer: {
    readonly name: SocketName;
    readonly account: Account;
    readonly half: Half;
    /** One of its calls is under way, and may have met that the network has lost the circuit, which is told later (AS-07). */
    readonly waits: boolean;
  };
}

/** Both ends of an open socket's connection; `null` if there is none, or too little is known of it. */
export function endsOf(ledger: Ledger, name: SocketName): Ends | null {
  const { accounts } = ledger;
  const account = accounts[name];
  const peerName = account?.half?.peer ?? null;
  const peer = peerName === null ? undefined : accounts[peerName];
  if (!account?.half || !isOpen(account) || peerName === null || !peer?.half) return null;
  const waits = ledger.underWay.some(({ socket }) => socket === peerName);
  return { account, own: account.half, peer: { name: peerName, account: peer, half: peer.half, waits } };
}

const isOpen = ({ phase }: Account): boolean => phase === 'connected' || phase === 'attempting';

/** Whether a call of this kind is pending on the socket: it may take effect at any time. */
export const isUnderWay = ({ underWay }: Ledger, name: SocketName, ...calls: readonly string[]): boolean =>
  underWay.some(({ socket, call }) => socket === name && calls.includes(call));

/** A close beside a send under way: what comes of it is undefined, and nobody says how much of the data has gone (CL-07). */
export const closesBesideSend = (ledger: Ledger, { socket, call }: Pick<Made, 'socket' | 'call'>): boolean =>
  call === 'closesocket' && isUnderWay(ledger, socket, ...sendCalls);

/** Whether a connector is connected, and nobody has accepted it, nor may an accept under way have done so. */
export function isUnaccepted(ledger: Ledger, name: SocketName): boolean {
  const { phase, half, asked = null } = ledger.accounts[name] ?? {};
  if (phase !== 'connected' || half?.peer !== null) return false;
  return asked === null || !isUnderWay(ledger, asked, 'WSAAccept');
}

/** Whether that is so, and none of its own calls can have done anything to the circuit. */
export function isUnattended(ledger: Ledger, name: SocketName): boolean {
  const half = ledger.accounts[name]?.half;
  return half?.lost === false && half.abort === 'no' && isUnaccepted(ledger, name);
}

/** Whether a close of the socket may wait by its linger options (M-1). */
export const mayLinger = ({ linger }: Account): boolean => linger === 'wait' || linger === 'unknown';

const hasLeft = ({ phase }: Account): boolean => phase === 'closing' || phase === 'closed';

/** An attempt that has not shown to be connected may time out at any moment, and is withdrawn then. */
export const mayTimeOut = ({ phase }: Account): boolean => phase === 'attempting';

/**
 * Whether the stack of the peer may answer data with a reset: they meet an endpoint that is gone, that was closed with data
 * unread, or, on byte streams, one that receives no more (AS-05, AM-09 … AM-11, AM-30).
 */
export const mayAnswerWithReset = (profile: Profile, { peer }: Ends): boolean =>
  hasLeft(peer.account) || (isStream(profile) && peer.half.receiving !== 'open');

/** Whether that may have happened to what was sent. */
export const mayMeetReset = (profile: Profile, ends: Ends): boolean =>
  ends.own.sent.length > 0 && mayAnswerWithReset(profile, ends);

/** Whether anything has happened that may reset the circuit at this end (AS-01 … AS-05). */
export const mayBeReset = (profile: Profile, ends: Ends): boolean =>
  ends.peer.half.abort !== 'no' ||
  // It may have lost the circuit to the network, and then its stack may have told this end.
  ends.peer.half.lost ||
  ends.peer.waits ||
  mayTimeOut(ends.peer.account) ||
  mayMeetReset(profile, ends);

/** Whether this end may itself have reset the circuit, though its socket is open (AS-05, GS-17). */
export const mayHaveReset = (profile: Profile, { own, peer }: Ends): boolean =>
  own.abort !== 'no' || (isStream(profile) && own.receiving !== 'open' && peer.half.sent.length > 0);

/** Whether the peer may have ended its sending direction. */
export const mayHaveEnded = ({ peer }: Ends): boolean => peer.half.graceful !== 'no';

/** Whether the end of the peer has surely arrived, and nothing that is still to be read hides it (NE-23). */
export const hasNotice = ({ peer }: Ends): boolean =>
  peer.half.graceful === 'yes' && peer.half.over === 'told' && peer.half.sent.length === 0;

/** Whether this end may still receive. */
export const mayReceive = ({ own }: Ends): boolean => own.receiving === 'open' || own.receiving === 'perhaps';

/**
 * Whether the network may still lose the circuit at an end that has not seen it lost: not once both sides have ended, and this
 * one has seen it (AS-07, GS-20).
 */
export const mayBeCutOff = (own: Half, ends: Ends | null): boolean =>
  own.graceful !== 'yes' || ends?.peer.half.graceful !== 'yes' || ends.peer.half.over !== 'told';

/** Whether the circuit surely ends, or has ended, in grace alone, and this end can see it by now. */
export const surelyEnded = (profile: Profile, ends: Ends): boolean =>
  ends.peer.half.graceful === 'yes' &&
  ends.peer.half.over === 'told' &&
  !mayTimeOut(ends.account) &&
  !ends.own.lost &&
  !ends.peer.half.lost &&
  !mayBeReset(profile, ends) &&
  !mayHaveReset(profile, ends);
