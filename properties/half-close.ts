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
} from '../model/search/moves.js';
import type { Profile } from '../spec/profiles.js';
import { closesGracefully } from '../spec/profiles.js';
import type { Ends } from './ledger/evidence.js';
import { endsOf, mayBeReset, mayHaveReset } from './ledger/evidence.js';
import { errorOf } from './ledger/happening.js';
import { byNetwork } from './ledger/loss.js';
import type { Moment, Watched } from './ledger/watch.js';
import { watch } from './ledger/watch.js';
import type { Property } from './property.js';
import { inventedEnd, shownBy } from './receives.js';

/** A client that stops sending and goes on receiving, and a server that goes on sending. */
const ground: Scope = {
  name: 'half-close',
  setup: connected,
  moves: [
    upTo(1, client, send('a')),
    freely(client, shutdown('SD_SEND')),
    freely(client, sendDisconnect(null)),
    freely(client, recv(4)),
    freely(server, recv(4)),
    upTo(1, server, send('b')),
    freely(server, shutdown('SD_SEND')),
    freely(server, closesocket),
  ],
  settles: true,
  timers: false,
  room: 16,
};

/** After its own end of data an endpoint still receives, and its peer still sends. */
export const halfClose: Property<Watched<null>> = {
  name: 'half-close',
  says: 'After it has stopped sending an endpoint still receives all that its peer sends, and its peer can still send.',
  clauses: ['GS-13', 'IO-11', 'GS-03', 'GS-11'],
  kind: 'always',
  // An abort ends both directions (GS-17), and half-close is not required of every transport (GS-13).
  appliesTo: (profile) => profile.halfClose && closesGracefully(profile),
  under: {},
  ground: () => ground,
  monitor: (profile) =>
    watch(profile, null, (notes, moment) => {
      const received = stillReceives(profile, moment);
      const sent = stillSends(profile, moment);
      const broken = received.broken ?? sent.broken;
      if (broken !== null) return { broken };
      return received.seen || sent.seen ? { notes, triggered: true } : { notes };
    }),
};

interface Look {
  readonly broken: string | null;
  readonly seen: boolean;
}

const unseen: Look = { broken: null, seen: false };

const stands = (profile: Profile, ends: Ends): boolean =>
  !ends.own.lost &&
  ends.own.abort === 'no' &&
  ends.own.receiving === 'open' &&
  !mayBeReset(profile, ends) &&
  !mayHaveReset(profile, ends);

function stillReceives(profile: Profile, moment: Moment): Look {
  const shown = shownBy(profile, moment);
  if (shown?.ends?.own.graceful !== 'yes' || !stands(profile, shown.ends)) return unseen;
  const { ends } = shown;
  const { is, socket, error } = shown;
  // The network may lose it whoever has stopped sending.
  if (byNetwork.has(error)) return unseen;
  if (is === 'loss' || (is === 'another error' && error !== 'WSAEMSGSIZE'))
    return { broken: `${socket} cannot receive (${error ?? ''}) after it has stopped sending`, seen: false };
  if (is === 'nothing' && ends.peer.half.arrived > 0)
    return { broken: `${socket} has stopped sending, and what has arrived is lost`, seen: false };
  return { broken: inventedEnd(profile, shown), seen: is === 'data' };
}

function stillSends(profile: Profile, { happening, before }: Moment): Look {
  if (happening.is !== 'ended' || (happening.call !== 'send' && happening.call !== 'WSASend')) return unseen;
  const ends = endsOf(before, happening.socket);
  if (ends?.own.graceful !== 'no' || ends.peer.half.graceful !== 'yes' || !stands(profile, ends))
    return unseen;
  // The peer may have ended before this end has learnt that its attempt succeeded.
  const { account, peer } = ends;
  if (account.phase !== 'connected' || peer.account.phase !== 'connected' || peer.half.receiving !== 'open')
    return unseen;
  const error = errorOf(happening);
  // Nor must a message be sent that is too long (IO-07).
  if (byNetwork.has(error) || error === 'WSAEMSGSIZE') return unseen;
  if (error === null || error === 'WSAEWOULDBLOCK') return { broken: null, seen: error === null };
  return {
    broken: `${happening.socket} cannot send (${error}) after ${ends.peer.name} has stopped sending`,
    seen: false,
  };
}
