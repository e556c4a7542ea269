import type { Observer } from '../model/search/observer.js';
import { carriesDisconnectData, closesGracefully } from '../spec/profiles.js';
import type { Profile } from '../spec/profiles.js';
import type { CallName } from '../spec/trace/step.js';
import { closesBesideSend, mayLinger } from './ledger/evidence.js';
import { errorOf } from './ledger/happening.js';
import type { Account } from './ledger/ledger.js';
import type { Moment, Watched } from './ledger/watch.js';
import { watch } from './ledger/watch.js';

/** The calls that wait for something on a blocking socket, and would block on another one. */
const waits: ReadonlySet<CallName> = new Set([
  'WSAConnect',
  'WSAAccept',
  'send',
  'WSASend',
  'recv',
  'WSARecv',
]);

/** Watches which calls wait; its trigger is the end of one of `calls`, or that one waits. */
export const watchWaits = (profile: Profile, calls: ReadonlySet<CallName>): Observer<Watched<null>> =>
  watch(profile, null, (notes, moment) => {
    const broken = mistake(profile, moment);
    if (broken !== null) return { broken };
    const { happening } = moment;
    const speaks = happening.is === 'ended' || happening.is === 'pending';
    return speaks && calls.has(happening.call) ? { notes, triggered: true } : { notes };
  });

function mistake(profile: Profile, { happening, before }: Moment): string | null {
  if (happening.is !== 'ended' && happening.is !== 'pending') return null;
  const { socket, call } = happening;
  const account = before.accounts[socket];
  if (!account || account.phase === 'unknown' || account.phase === 'closing') return null;
  if (closesBesideSend(before, happening)) return null;
  if (happening.is === 'pending')
    return mayWait(profile, account, call) ? null : `${call} blocks on ${socket}, where it never may`;
  if (errorOf(happening) !== 'WSAEWOULDBLOCK' || mayWouldBlock(profile, account, call)) return null;
  return `${call} on ${socket} says that it would block`;
}

const mayWait = (profile: Profile, account: Account, call: CallName): boolean =>
  account.mode !== 'nonblocking' &&
  (waits.has(call) || (call === 'closesocket' && (mayLinger(account) || mayDelay(profile, account))));

/** Where nothing ends in grace, closing may wait until the receiver has taken what was sent (CL-09). */
const mayDelay = (profile: Profile, { half }: Account): boolean =>
  !closesGracefully(profile) && half !== null && half.sent.length > 0;

function mayWouldBlock(profile: Profile, account: Account, call: CallName): boolean {
  // CN-04: while an attempt is under way, another one may fail so on any socket.
  if (call === 'WSAConnect' && account.phase === 'attempting') return true;
  if (waits.has(call)) return account.mode !== 'blocking';
  if (call === 'closesocket') return account.mode !== 'blocking' && mayLinger(account);
  // AM-12: errors that no page names, of a fetch before any notice and of data that are too long.
  return call === 'WSARecvDisconnect' || (call === 'WSASendDisconnect' && carriesDisconnectData(profile));
}
