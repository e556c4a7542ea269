import type { Scope } from '../model/search/scope.js';
import {
  accept,
  client,
  connectTo,
  enumerate,
  freely,
  listener,
  listening,
  made,
  nonblocking,
  recv,
  register,
  server,
  settle,
  socketNamed,
  upTo,
} from '../model/search/moves.js';
import type { Profile } from '../spec/profiles.js';
import { socketName } from '../spec/trace/names.js';
import type { Watched } from './ledger/watch.js';
import type { Property } from './property.js';
import type { Notes } from './records/record.js';
import { watchRecords } from './records.js';

const waiting = socketName('waiting');
const refused = socketName('refused');

/** A request that waits at a listener which is told of requests, and a client that is told what becomes of its own. */
const ground = (profile: Profile): Scope => ({
  name: 'connection-indications',
  setup: [
    ...listening(2),
    made(listener, register('FD_ACCEPT')),
    ...[waiting, client].flatMap(socketNamed),
    nonblocking(waiting),
    made(client, register('FD_CONNECT')),
    made(waiting, connectTo(listener)),
    settle,
    // It shows that the client is connected, where it can be before it is accepted.
    made(waiting, recv(1)),
  ],
  moves: [
    upTo(1, client, connectTo(listener)),
    freely(client, enumerate),
    freely(client, recv(1)),
    freely(listener, accept(server)),
    ...(profile.confirmed === 'on-acceptance' ? [freely(listener, accept(refused, 'CF_REJECT'))] : []),
    freely(listener, enumerate),
  ],
  settles: true,
  timers: false,
  room: 16,
});

/** Requests, and what becomes of them, are indicated to those who are registered. */
export const connectionIndications: Property<Watched<Notes>> = {
  name: 'connection-indications',
  says: 'FD_ACCEPT tells a listener of each request in turn, and FD_CONNECT tells a connector what has become of its own.',
  clauses: ['NE-12', 'NE-14', 'NE-17', 'NE-19', 'NE-20', 'NE-21', 'CN-03', 'CA-12'],
  kind: 'always',
  appliesTo: () => true,
  // AM-04 is open: an indication may be taken back with the request that it tells of.
  under: {},
  ground,
  monitor: watchRecords,
};
