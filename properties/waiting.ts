import type { Scope } from '../model/search/scope.js';
import {
  accept,
  connectTo,
  freely,
  listener,
  made,
  nonblocking,
  recv,
  server,
  socketNamed,
  upTo,
} from '../model/search/moves.js';
import { socketName } from '../spec/trace/names.js';
import type { CallName } from '../spec/trace/step.js';
import type { Watched } from './ledger/watch.js';
import type { Property } from './property.js';
import { watchWaits } from './waits.js';

const patient = socketName('patient');
const hasty = socketName('hasty');

/** A listener and a client that block, and a client that does not. */
const ground: Scope = {
  name: 'waiting',
  setup: [
    ...socketNamed(listener),
    made(listener, { call: 'bind', args: {} }),
    made(listener, { call: 'listen', args: { backlog: 2 } }),
    ...[patient, hasty].flatMap(socketNamed),
    nonblocking(hasty),
  ],
  moves: [
    upTo(1, patient, connectTo(listener)),
    upTo(1, hasty, connectTo(listener)),
    upTo(1, listener, accept(server)),
    upTo(1, server, recv(1)),
    freely(hasty, recv(1)),
  ],
  settles: false,
  timers: false,
  room: 16,
};

/** The calls that the property speaks of. */
const calls: ReadonlySet<CallName> = new Set(['WSAConnect', 'WSAAccept', 'recv']);

/** The calls that have to wait do so on blocking sockets, and on no others. */
export const waiting: Property<Watched<null>> = {
  name: 'waiting',
  says: 'Connecting, accepting, sending and receiving wait for what is not there yet on a blocking socket, and say that they would block on another one.',
  clauses: ['CN-01', 'CN-02', 'CA-15', 'IO-04', 'IO-05', 'NE-04'],
  kind: 'always',
  appliesTo: () => true,
  under: {},
  ground: () => ground,
  monitor: (profile) => watchWaits(profile, calls),
};
