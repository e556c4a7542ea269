import type { Scope } from '../model/search/scope.js';
import {
  client,
  closesocket,
  connected,
  enumerate,
  freely,
  made,
  recv,
  register,
  send,
  server,
  shutdown,
  upTo,
} from '../model/search/moves.js';
import { closesGracefully } from '../spec/profiles.js';
import { endsOf, mayBeReset } from './ledger/evidence.js';
import type { Watched } from './ledger/watch.js';
import { watch } from './ledger/watch.js';
import type { Property } from './property.js';

/** A client that sends and ends, and a server that is told and reads. */
const ground: Scope = {
  name: 'fd-close-last',
  setup: [...connected, made(server, register('FD_CLOSE', 'FD_READ'))],
  moves: [
    upTo(2, client, send('ab')),
    freely(client, shutdown('SD_SEND')),
    freely(client, closesocket),
    freely(server, recv(1)),
    freely(server, enumerate),
  ],
  settles: true,
  timers: false,
  room: 16,
};

/** A graceful FD_CLOSE is held back until all received data have been read. */
export const fdCloseLast: Property<Watched<null>> = {
  name: 'fd-close-last',
  says: 'In a graceful close FD_CLOSE is held back until all received data have been read.',
  clauses: ['NE-23', 'NE-22', 'GS-14'],
  kind: 'always',
  // It speaks of graceful closes (NE-23): where no end is graceful there are none (GS-17).
  appliesTo: closesGracefully,
  // R3 promises nothing of the kind.
  under: { 'AM-02': ['R1', 'R2'] },
  ground: () => ground,
  monitor: (profile) =>
    watch(profile, null, (notes, { happening, before }) => {
      if (happening.is !== 'ended' || happening.call !== 'WSAEnumNetworkEvents') return { notes };
      const { socket, result } = happening;
      if (!('ok' in result) || result.ok.events?.FD_CLOSE !== 0) return { notes };
      const ends = endsOf(before, socket);
      if (!ends || ends.own.lost || ends.own.receiving !== 'open' || mayBeReset(profile, ends))
        return { notes };
      const unread = ends.peer.half.sent.length > 0;
      if (unread) return { broken: `FD_CLOSE was indicated to ${socket} before it has read all data` };
      return { notes, triggered: true };
    }),
};
