import type { Scope } from '../model/search/scope.js';
import {
  client,
  closesocket,
  connected,
  freely,
  recv,
  send,
  sendDisconnect,
  server,
  shutdown,
  upTo,
  WSARecv,
} from '../model/search/moves.js';
import type { Profile } from '../spec/profiles.js';
import { isMessageOriented, isStream } from '../spec/profiles.js';
import { surelyEnded } from './ledger/evidence.js';
import { byNetwork } from './ledger/loss.js';
import type { Moment, Watched } from './ledger/watch.js';
import { watch } from './ledger/watch.js';
import type { Property } from './property.js';
import type { Shown } from './receives.js';
import { inventedEnd, missedEnd, prematureEnd, shownBy } from './receives.js';

/** A client ends in every graceful way, with data before it and data unread; the server receives through both calls. */
const ground: Scope = {
  name: 'graceful',
  setup: connected,
  moves: [
    upTo(1, client, send('a')),
    freely(client, shutdown('SD_SEND')),
    freely(client, shutdown('SD_BOTH')),
    freely(client, sendDisconnect(null)),
    freely(client, closesocket),
    upTo(1, server, send('b')),
    freely(server, recv(4)),
    freely(server, WSARecv(4)),
  ],
  settles: true,
  timers: false,
  room: 16,
};

/** The graceful end of the peer is seen as the transport shows it, after all data, and only if the peer has ended. */
export const graceful: Property<Watched<null>> = {
  name: 'graceful',
  says: 'A graceful end is received as zero bytes on byte streams and as WSAEDISCON on message-oriented transports, after all data and only if there is one; and it is always received.',
  clauses: ['GS-01', 'GS-02', 'GS-05', 'GS-06', 'GS-07', 'GS-08', 'GS-09', 'DD-02'],
  kind: 'always',
  appliesTo: () => true,
  // AM-21 is open: where plain `recv` gives zero bytes on every transport, only `WSARecv` is asked for more.
  under: {},
  ground: () => ground,
  monitor: (profile) =>
    watch(profile, null, (notes, moment) => {
      const shown = shownBy(profile, moment);
      if (!shown) return { notes };
      const broken =
        wrongKind(profile, shown) ??
        inventedEnd(profile, shown) ??
        prematureEnd(profile, shown) ??
        missedEnd(shown) ??
        deniedEnd(profile, shown, moment);
      if (broken !== null) return { broken };
      return shown.is === 'end' ? { notes, triggered: true } : { notes };
    }),
};

function wrongKind(profile: Profile, { is, error, call, socket }: Shown): string | null {
  if (is !== 'end') return null;
  if (error === 'WSAEDISCON')
    return isStream(profile) ? `${socket} got WSAEDISCON, and its transport is a byte stream` : null;
  return isMessageOriented(profile) && call === 'WSARecv'
    ? `${socket} received zero bytes, and its transport is message-oriented`
    : null;
}

/** An error where the peer has only ended gracefully, and nothing else has happened. */
function deniedEnd(
  profile: Profile,
  { is, error, socket, ends }: Shown,
  { happening }: Moment,
): string | null {
  if (!ends || !surelyEnded(profile, ends) || ends.own.receiving !== 'open') return null;
  // The network may cut off what this end still sends, or have lost the circuit before, which a receive that waits is told late.
  const late = happening.is === 'ended' && happening.late;
  if (byNetwork.has(error) && (late || ends.own.sent.length > 0)) return null;
  const fails = is === 'loss' || (is === 'another error' && error !== 'WSAEMSGSIZE');
  return fails ? `${socket} got ${error ?? 'an error'}, though ${ends.peer.name} has ended gracefully` : null;
}
