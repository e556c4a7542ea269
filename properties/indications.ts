import type { Scope } from '../model/search/scope.js';
import {
  accept,
  client,
  connected,
  enumerate,
  freely,
  made,
  recv,
  register,
  send,
  server,
  socketNamed,
  upTo,
} from '../model/search/moves.js';
import type { Profile } from '../spec/profiles.js';
import { isStream } from '../spec/profiles.js';
import { socketName } from '../spec/trace/names.js';
import type { Watched } from './ledger/watch.js';
import type { Property } from './property.js';
import type { Notes } from './records/record.js';
import { watchRecords } from './records.js';

const ear = socketName('ear');
const nobody = socketName('nobody');

/** A server that registers, again and not at all, and reads in part what its client has sent; and a listener that its registration has made nonblocking. */
const ground = (profile: Profile): Scope => ({
  name: 'indications',
  setup: [
    ...connected,
    ...socketNamed(ear),
    made(ear, { call: 'bind', args: {} }),
    made(ear, { call: 'listen', args: { backlog: 1 } }),
    made(ear, register('FD_ACCEPT')),
  ],
  moves: [
    upTo(1, client, send('ab')),
    freely(server, register('FD_READ', 'FD_WRITE')),
    freely(server, register()),
    freely(server, recv(1)),
    // On a byte stream a send of nothing is a send all the same, and leaves nothing behind.
    isStream(profile) ? freely(server, send('')) : upTo(1, server, send('x')),
    freely(server, enumerate),
    freely(ear, accept(nobody)),
  ],
  settles: true,
  timers: false,
  room: 16,
});

/** An event is recorded once until it is re-enabled, again while its condition holds, and never lost. */
export const indications: Property<Watched<Notes>> = {
  name: 'indications',
  says: 'An event is reported once until it is re-enabled, and again after that while its condition holds; only nominated events are, only for a cause, and none is lost.',
  clauses: [
    'NE-01',
    'NE-03',
    'NE-04',
    'NE-05',
    'NE-06',
    'NE-07',
    'NE-08',
    'NE-09',
    'NE-11',
    'NE-12',
    'NE-13',
    'NE-14',
    'NE-16',
    'NE-18',
    'NE-21',
  ],
  kind: 'always',
  appliesTo: () => true,
  // AM-08 is open: a new arrival, and a new registration, may have an event reported again that was reported before.
  under: {},
  ground,
  monitor: watchRecords,
};
