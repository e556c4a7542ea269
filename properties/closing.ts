import type { Scope } from '../model/search/scope.js';
import {
  accept,
  client,
  closesocket,
  connectTo,
  freely,
  listener,
  listening,
  made,
  nonblocking,
  recv,
  register,
  send,
  server,
  shutdown,
  socketNamed,
  upTo,
} from '../model/search/moves.js';
import type { Profile } from '../spec/profiles.js';
import { closesGracefully } from '../spec/profiles.js';
import { socketName } from '../spec/trace/names.js';
import { closesBesideSend, isUnattended, surelyEnded } from './ledger/evidence.js';
import { errorOf } from './ledger/happening.js';
import type { Moment, Watched } from './ledger/watch.js';
import { watch } from './ledger/watch.js';
import type { Property } from './property.js';
import type { Shown } from './receives.js';
import { inventedReset, missedAbort, missedEnd, prematureEnd, shownBy } from './receives.js';

const gone = socketName('gone');

/** A client that connects, a listener that may accept it, and any of them closing at any time. */
const ground: Scope = {
  name: 'closing',
  setup: [
    ...listening(1),
    ...[client, gone].flatMap(socketNamed),
    nonblocking(client),
    made(gone, closesocket),
  ],
  moves: [
    upTo(1, client, connectTo(listener)),
    freely(listener, accept(server)),
    upTo(1, client, send('a')),
    freely(client, recv(4)),
    freely(client, shutdown('SD_BOTH')),
    freely(client, closesocket),
    freely(server, recv(4)),
    freely(server, closesocket),
    freely(listener, closesocket),
    freely(gone, { call: 'getsockopt', args: { option: 'SO_LINGER' } }),
    freely(gone, register('FD_CLOSE')),
  ],
  settles: true,
  timers: false,
  room: 16,
};

/** Closing implies a shutdown sequence if none has happened yet, and the handle is gone. */
export const closing: Property<Watched<null>> = {
  name: 'closing',
  says: 'Closing gives the handle back, so that every call on it fails with WSAENOTSOCK, and shuts the connection down if nothing has done so before; a listener takes its backlog along.',
  clauses: ['CL-01', 'CL-02', 'CL-03', 'CL-04', 'CL-08', 'CA-29', 'ER-04', 'GS-11', 'NE-34'],
  kind: 'always',
  appliesTo: () => true,
  under: {},
  ground: () => ground,
  monitor: (profile) =>
    watch(profile, null, (notes, moment) => {
      const gone = handleIsGone(moment);
      const shown = shownBy(profile, moment);
      const broken =
        gone.broken ??
        closeFails(moment) ??
        (shown && shutsDown(profile, shown)) ??
        deniedByClose(profile, moment);
      if (broken !== null) return { broken };
      const told = shown?.ends?.peer.account.phase === 'closed' && shown.is !== 'data';
      return gone.seen || told ? { notes, triggered: true } : { notes };
    }),
};

function handleIsGone({ happening, before, after }: Moment): {
  readonly broken: string | null;
  readonly seen: boolean;
} {
  const quiet = { broken: null, seen: false };
  if (happening.is !== 'ended' && happening.is !== 'pending') return quiet;
  if (happening.call === 'WSASocket' || happening.call === 'CalleeData') return quiet;
  if (happening.is === 'ended' && happening.late) return quiet;
  const { socket, call } = happening;
  const phase = before.accounts[socket]?.phase;
  const error = happening.is === 'ended' ? errorOf(happening) : null;
  const isGone = phase === undefined || phase === 'closed';
  // ER-08: which is said first of a handle that is gone and an option that the provider does not know is open.
  const isUnknown = 'option' in happening.args && happening.args.option === 'SO_CONDITIONAL_ACCEPT';
  if (isGone && isUnknown && error === 'WSAENOPROTOOPT') return quiet;
  if (isGone && error !== 'WSAENOTSOCK')
    return {
      broken: `${call} on ${socket}, which is no socket, does not fail with WSAENOTSOCK`,
      seen: false,
    };
  const stands = phase !== 'unknown' && after.accounts[socket]?.phase !== 'unknown';
  if (!isGone && stands && error === 'WSAENOTSOCK')
    return { broken: `${call} says that ${socket} is no socket, and nobody has closed it`, seen: false };
  return { broken: null, seen: phase === 'closed' };
}

/** CL-08: an error that the connection has met is none of closing. */
function closeFails({ happening, before }: Moment): string | null {
  if (happening.is !== 'ended' || happening.call !== 'closesocket') return null;
  const error = errorOf(happening);
  if (error === null || error === 'WSAENOTSOCK' || error === 'WSAEWOULDBLOCK') return null;
  if (before.accounts[happening.socket]?.phase === 'unknown' || closesBesideSend(before, happening))
    return null;
  return `closing ${happening.socket} failed with ${error}`;
}

function shutsDown(profile: Profile, shown: Shown): string | null {
  const { ends, is, error, socket } = shown;
  if (ends?.peer.account.phase !== 'closed') return null;
  const failed = is === 'loss' || (is === 'another error' && error !== 'WSAEMSGSIZE');
  if (failed && surelyEnded(profile, ends) && ends.own.receiving === 'open')
    return `${socket} got ${error ?? ''}, though ${ends.peer.name} has closed gracefully`;
  return (
    prematureEnd(profile, shown) ??
    missedEnd(shown) ??
    missedAbort(profile, shown) ??
    inventedReset(profile, shown)
  );
}

/** A client that was connected while it waited learns that nobody will accept it. */
function deniedByClose(profile: Profile, { happening, before }: Moment): string | null {
  if (happening.is !== 'ended' || (happening.call !== 'recv' && happening.call !== 'WSARecv')) return null;
  const { half } = before.accounts[happening.socket] ?? {};
  if (half?.denied !== 'told' || half.receiving !== 'open' || !isUnattended(before, happening.socket))
    return null;
  const error = errorOf(happening);
  // AM-31: without a graceful close a reset may look orderly.
  const told = error === null ? !closesGracefully(profile) : error !== 'WSAEWOULDBLOCK';
  return !told ? `${happening.socket} was not told that nobody will accept it` : null;
}
