import type { Profile } from '../../spec/profiles.js';
import type { SocketName } from '../../spec/trace/step.js';
import { isUnderWay } from '../ledger/evidence.js';
import { errorOf } from '../ledger/happening.js';
import type { Ledger } from '../ledger/ledger.js';
import { isStanding, namesOf, unaccepted } from '../ledger/ledger.js';
import type { Moment } from '../ledger/watch.js';
import { unlikeOptions, unlikeRegistration } from './likeness.js';
import type { Accept, Notes } from './notes.js';
import { isAlone, skippedBy } from './notes.js';

/** How a moment breaks the property. */
export function mistake(profile: Profile, notes: Notes, moment: Moment): string | null {
  const early = confirmedEarly(profile, notes, moment);
  const { happening, before } = moment;
  const passed = shownPassed(notes, moment) ?? overfull(profile, notes, moment);
  if (early !== null || passed !== null || happening.is === 'settled' || happening.is === 'nothing')
    return early ?? passed;
  const account = before.accounts[happening.socket];
  if (!account || account.phase === 'unknown') return null;
  const blocks =
    happening.is === 'pending' && account.acceptedFrom !== null && account.mode === 'nonblocking';
  if (blocks) return `${happening.socket} blocks, and the listener that accepted it does not`;
  if (happening.is !== 'ended') return null;
  if (happening.call === 'WSAAccept') return misaccepted(notes, happening, moment);
  if (happening.call === 'WSAEnumNetworkEvents') return unlikeRegistration(notes, happening, before);
  return happening.call === 'getsockopt' ? unlikeOptions(notes, happening, before) : null;
}

function misaccepted(notes: Notes, ending: Accept, { before }: Moment): string | null {
  const { socket, args, result } = ending;
  const error = errorOf(ending);
  const { condition } = result;
  if (before.accounts[socket]?.phase !== 'listening') return null;
  if (condition?.called && args.condition === null)
    return `${socket} has no condition function, and it was asked`;
  if (error === null) {
    if (condition?.called === false && args.condition !== null) return `${socket} accepted without asking`;
    if (args.condition !== null && args.condition !== 'CF_ACCEPT')
      return `${socket} accepted, and the condition function has not`;
  } else {
    const broken = misfailed(notes, ending, error, before);
    if (broken !== null) return broken;
  }
  const caller = condition?.called ? condition.callerId : undefined;
  return caller && isAlone(ending, before) ? misoffered(notes, socket, caller, before) : null;
}

/** An accept that takes or would take a request fails only if that was withdrawn (CA-16, CA-17). */
function misfailed(
  notes: Notes,
  { socket, args, result }: Accept,
  error: string,
  before: Ledger,
): string | null {
  const here = unaccepted(before, socket).find(
    (name) => notes.waiting.includes(name) && isStanding(before, name),
  );
  if (error === 'WSAEWOULDBLOCK')
    return here === undefined || isUnderWay(before, socket, 'WSAAccept')
      ? null
      : `${socket} finds nothing to accept, and ${here} is waiting`;
  if (error === 'WSAEACCES' || error === 'WSAECONNRESET') return null;
  const plain = args.condition === null;
  const overrun = error === 'WSAEINVAL' && !plain && args.calleeData !== undefined;
  if ((plain && notes.deferring.includes(socket)) || (!plain && args.condition !== 'CF_ACCEPT') || overrun)
    return null;
  return result.condition?.called === true || plain || error === 'WSAEINVAL'
    ? `${socket} could not accept (${error})`
    : null;
}

function misoffered(notes: Notes, socket: SocketName, caller: SocketName, before: Ledger): string | null {
  const account = before.accounts[caller];
  if (!account || (account.phase !== 'unknown' && account.asked !== socket))
    return `${socket} was offered ${caller}, which has not asked for a connection`;
  if (account.half?.peer) return `${socket} was offered ${caller}, which it has accepted already`;
  if (notes.passed.includes(caller)) return `${socket} was offered ${caller} after those that came later`;
  const skipped = skippedBy(notes, before, caller).find((name) => isStanding(before, name));
  return skipped === undefined ? null : `${socket} was offered ${caller} before ${skipped}, which came first`;
}

/** One that was passed over has been withdrawn; it breaks the order if it is connected all the same. */
function shownPassed({ passed }: Notes, { before, after }: Moment): string | null {
  const shown = passed.find(
    (name) => before.accounts[name]?.phase === 'attempting' && after.accounts[name]?.phase === 'connected',
  );
  return shown === undefined ? null : `${shown} is connected, and others were accepted before it`;
}

function confirmedEarly(profile: Profile, { conditional }: Notes, { before, after }: Moment): string | null {
  for (const name of namesOf(after.accounts)) {
    const account = after.accounts[name];
    if (account === before.accounts[name] || account?.phase !== 'connected' || account.half?.peer !== null)
      continue;
    const { asked } = account;
    if (asked === null || before.accounts[name]?.phase === 'connected') continue;
    if (after.accounts[asked]?.phase === 'unknown' || isUnderWay(after, asked, 'WSAAccept')) continue;
    if (profile.confirmed === 'on-acceptance' || conditional.includes(asked))
      return `${name} is connected before ${asked} has accepted it`;
  }
  return null;
}

/** More connections stand in a backlog than the transport lets it hold. */
function overfull(profile: Profile, { alive }: Notes, { after }: Moment): string | null {
  for (const asked of new Set(alive.map((name) => after.accounts[name]?.asked ?? null))) {
    const count = alive.filter((name) => after.accounts[name]?.asked === asked).length;
    if (asked !== null && count > profile.limits.backlog)
      return `${String(count)} connections wait at ${asked}, whose backlog holds ${String(profile.limits.backlog)}`;
  }
  return null;
}
