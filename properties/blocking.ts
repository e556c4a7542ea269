import type { Scope } from '../model/search/scope.js';
import {
  client,
  closesocket,
  connectedBlocking,
  freely,
  linger,
  made,
  recv,
  recvDisconnect,
  send,
  sendDisconnect,
  server,
  shutdown,
  upTo,
} from '../model/search/moves.js';
import type { CallName } from '../spec/trace/step.js';
import type { Watched } from './ledger/watch.js';
import type { Property } from './property.js';
import { watchWaits } from './waits.js';

/** A client that blocks and lingers, and its server that does not block. */
const ground: Scope = {
  name: 'blocking',
  setup: [...connectedBlocking, made(client, linger(5))],
  moves: [
    upTo(1, client, send('a')),
    freely(client, shutdown('SD_SEND')),
    freely(client, shutdown('SD_RECEIVE')),
    freely(client, sendDisconnect(null)),
    freely(client, recvDisconnect(4)),
    freely(client, closesocket),
    freely(server, recv(4)),
  ],
  settles: false,
  timers: false,
  room: 16,
};

/** The calls that the property speaks of. */
const calls: ReadonlySet<CallName> = new Set([
  'shutdown',
  'WSASendDisconnect',
  'WSARecvDisconnect',
  'closesocket',
]);

/** The calls that must not block do not, whatever SO_LINGER says. */
export const blocking: Property<Watched<null>> = {
  name: 'blocking',
  says: 'Shutdown, SendDisconnect and RecvDisconnect never block, and closing only on a blocking socket that lingers, or has data to hand over where nothing ends in grace.',
  clauses: ['GS-10', 'DD-11', 'LG-03', 'LG-04', 'LG-05'],
  kind: 'always',
  appliesTo: () => true,
  under: {},
  ground: () => ground,
  monitor: (profile) => watchWaits(profile, calls),
};
