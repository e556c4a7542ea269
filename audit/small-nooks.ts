import {
  accept,
  client,
  closesocket,
  connected,
  connectedBlocking,
  connectTo,
  enumerate,
  freely,
  getsockopt,
  linger,
  listener,
  listening,
  made,
  nonblocking,
  recv,
  recvDisconnect,
  register,
  rival,
  send,
  sendDisconnect,
  server,
  shutdown,
  socketNamed,
  upTo,
  WSARecv,
  WSASend,
} from '../model/search/moves.js';
import type { Scope } from '../model/search/scope.js';
import type { Nook } from './nooks.js';
import { on } from './nooks.js';

const usual = { settles: false, timers: false, room: 4 } as const;

/** A byte for each call that sends, in surroundings that may fail. */
const sending: Scope = {
  ...usual,
  name: 'two bytes that are sent',
  setup: connected,
  moves: [upTo(1, client, send('a')), upTo(1, client, WSASend('b'))],
  surroundings: 'may fail',
};

/** Receives that wait while the peer ends. */
const receivesWaiting: Scope = {
  ...usual,
  name: 'receives that wait',
  setup: connectedBlocking,
  moves: [
    ...[recv(1), WSARecv(1)].map((call) => upTo(1, client, call)),
    upTo(1, server, shutdown('SD_SEND')),
  ],
};

/** Receives after the end of data, and after the own direction was shut down. */
const receiving: Scope = {
  ...usual,
  name: 'the end of data',
  setup: [
    ...connected,
    made(server, register('FD_READ', 'FD_CLOSE')),
    made(client, send('a')),
    made(client, WSASend('b')),
  ],
  moves: [
    upTo(1, client, shutdown('SD_SEND')),
    upTo(1, server, shutdown('SD_RECEIVE')),
    ...[recv(1), WSARecv(1), enumerate].map((call) => freely(server, call)),
  ],
};

/** What is kept of an attempt that was refused. */
const refusedAttempt: Scope = {
  ...usual,
  name: 'an attempt that is refused',
  setup: [
    ...listening(1),
    ...socketNamed(client),
    made(client, register('FD_CONNECT')),
    made(client, connectTo(listener)),
  ],
  moves: [
    freely(listener, accept(server, 'CF_REJECT')),
    freely(listener, closesocket),
    ...[enumerate, getsockopt('SO_ERROR')].map((call) => freely(client, call)),
  ],
};

/** Requests of which one finds the backlog full. */
const fullBacklog: Scope = {
  ...usual,
  name: 'a backlog that is full',
  setup: [
    ...listening(1),
    ...[client, rival].flatMap(socketNamed),
    ...[client, rival].map(nonblocking),
    made(client, connectTo(listener)),
  ],
  moves: [upTo(1, rival, connectTo(listener)), freely(rival, recv(1))],
};

/** What SO_ERROR says of a circuit that its own end has reset. */
const ownReset: Scope = {
  ...usual,
  name: 'SO_ERROR after the own reset',
  setup: connected,
  moves: [shutdown('SD_SEND'), getsockopt('SO_ERROR')].map((call) => freely(client, call)),
};

/** A fetch of disconnect data where the transport has none. */
const fetching: Scope = {
  ...usual,
  name: 'a fetch of disconnect data',
  setup: connected,
  moves: [upTo(1, client, send('a')), ...[recvDisconnect(1), recv(1)].map((call) => freely(server, call))],
};

/** Sockets in a group and in none. */
const inGroup: Scope = {
  ...usual,
  name: 'a socket in a group',
  setup: [],
  moves: [{ group: 1 }, {}].map((args) => freely(client, { call: 'WSASocket', args })),
};

/** Disconnect data that fit, and others that do not, on a direction that may be down. */
const disconnecting: Scope = {
  ...usual,
  name: 'disconnect data',
  setup: connected,
  moves: [
    ...[null, 'd', 'd'.repeat(33)].map((data) => upTo(1, client, sendDisconnect(data))),
    freely(server, recv(1)),
  ],
};

/** A close that blocks while the receiver has not taken all data. */
const lingering: Scope = {
  ...usual,
  name: 'a close that waits for the receiver',
  setup: [...connectedBlocking, made(client, linger(5)), made(client, send('a'))],
  moves: [freely(client, closesocket), freely(server, recv(1))],
};

/**
 * Nooks that are searched to their end: in each a mistake does something else than the documents say, and nothing that they do not
 * allow, which no other ground shows of it.
 */
export const smallNooks: readonly Nook[] = [
  on('tcp', sending),
  on('osi', receivesWaiting),
  on('osi', receiving),
  on('osi', refusedAttempt),
  on('tcp', fullBacklog),
  on('bluetooth', ownReset),
  on('osi', disconnecting),
  on('tcp', disconnecting, { 'AM-12': ['R2'] }),
  on('tcp', fetching, { 'AM-12': ['R2'] }),
  on('tcp', inGroup),
  on('bluetooth', lingering),
];
