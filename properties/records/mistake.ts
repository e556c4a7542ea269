import type { NetworkEvent } from '../../spec/events.js';
import type { Profile } from '../../spec/profiles.js';
import { isUnderWay } from '../ledger/evidence.js';
import type { Ledger } from '../ledger/ledger.js';
import type { Moment } from '../ledger/watch.js';
import type { Enumeration, Notes } from './record.js';
import { surelyStands } from './at-rest.js';
import { blank, eventsIn, isKnown } from './record.js';

/** Events that may tell that the network subsystem has failed, whatever else there is to tell (NE-17, NE-18). */
const mayFail: ReadonlySet<NetworkEvent> = new Set(['FD_ACCEPT', 'FD_READ', 'FD_WRITE']);

/** Events that tell of nothing any more once the connection is lost. */
const ofTransfers: ReadonlySet<NetworkEvent> = new Set(['FD_READ', 'FD_WRITE']);

/** What an enumeration has that it must not have, or lacks, or a call that blocks where a registration forbids it (NE-04). */
export function mistake(profile: Profile, { records }: Notes, { happening, before }: Moment): string | null {
  if (happening.is !== 'ended' && happening.is !== 'pending') return null;
  const { socket, call } = happening;
  const account = before.accounts[socket];
  if (!account || !isKnown(account)) return null;
  if (happening.is === 'pending')
    return account.mask.length > 0 ? `${call} blocks on ${socket}, which is registered for events` : null;
  if (happening.call !== 'WSAEnumNetworkEvents') return null;
  const events = eventsIn(happening);
  if (!events) return null;
  const codes = 'ok' in happening.result ? happening.result.ok.events : undefined;
  const record = records[socket] ?? blank;
  for (const event of events) {
    if (!account.mask.includes(event))
      return `${event} was indicated to ${socket}, which is not registered for it`;
    // The property about FD_CLOSE says what that may tell.
    if (event === 'FD_CLOSE') continue;
    if (record.cause[event] === undefined && !(mayFail.has(event) && codes?.[event] === 'WSAENETDOWN'))
      return `${event} was indicated to ${socket}, and there is nothing to tell`;
    if (record.reported.includes(event) && record.again[event] === undefined)
      return `${event} was indicated to ${socket} again, and nothing has enabled it since`;
  }
  const gone = !surelyStands(profile, before, socket);
  const lost = record.due.find((event) => !events.includes(event) && !(gone && ofTransfers.has(event)));
  if (lost !== undefined) return `${lost} was not indicated to ${socket}`;
  return falseConnect(profile, happening, before);
}

/** FD_CONNECT tells of success before anybody has accepted, where acceptance is what confirms. */
function falseConnect(profile: Profile, { socket, result }: Enumeration, ledger: Ledger): string | null {
  const { half, asked = null, phase } = ledger.accounts[socket] ?? {};
  const code = 'ok' in result ? result.ok.events?.FD_CONNECT : undefined;
  if (code !== 0 || profile.confirmed !== 'on-acceptance' || phase !== 'attempting') return null;
  if (half?.peer !== null || asked === null || isUnderWay(ledger, asked, 'WSAAccept')) return null;
  return ledger.accounts[asked]?.phase === 'unknown'
    ? null
    : `FD_CONNECT told ${socket} of success, and ${asked} has not accepted it`;
}

/** Requests that were not told of, and turn out not to have been withdrawn. */
export function shownUntold({ untold }: Notes, { before, after }: Moment): string | null {
  for (const [listener, names] of Object.entries(untold)) {
    const open = names.filter((name) => after.accounts[name]?.phase === 'attempting');
    const shown = names.filter(
      (name) => before.accounts[name]?.phase === 'attempting' && after.accounts[name]?.phase === 'connected',
    );
    if (open.length === 0 && shown.length > 0 && shown.length === names.length)
      return `FD_ACCEPT did not tell ${listener} of ${shown.join(' and ')}`;
  }
  return null;
}
