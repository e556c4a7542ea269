import type { Candidate, ReadingKey } from '../spec/readings.js';
import {
  accept,
  answering,
  client,
  closesocket,
  connected,
  connectedBlocking,
  connectTo,
  enumerate,
  freely,
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
  settle,
  shutdown,
  socketNamed,
  upTo,
  WSARecv,
  WSASend,
} from '../model/search/moves.js';
import type { Scope } from '../model/search/scope.js';

/** A scope for one thing that needs a long run, and the readings of a provider with which it shows; the first of the others. */
export interface Nook {
  readonly profile: string;
  readonly readings: { readonly [Key in ReadingKey]?: readonly Candidate[] };
  readonly scope: Scope;
}

const usual = { settles: true, timers: false, room: 4 } as const;

/** A request that is withdrawn while it waits, and one that comes after it. */
const withdrawn: Scope = {
  ...usual,
  name: 'a request that is withdrawn',
  setup: [
    ...listening(2),
    made(listener, register('FD_ACCEPT')),
    ...[client, rival].flatMap(socketNamed),
    ...[client, rival].map(nonblocking),
    made(client, connectTo(listener)),
  ],
  moves: [
    upTo(1, rival, connectTo(listener)),
    freely(client, closesocket),
    freely(listener, accept(server)),
    freely(listener, enumerate),
  ],
};

/** What the listener makes of a request that comes behind the withdrawn one, or after it. */
const passedOver: Scope = {
  ...usual,
  name: 'a request behind one that was withdrawn',
  setup: [...withdrawn.setup, made(rival, connectTo(listener)), made(client, closesocket)],
  moves: [freely(listener, accept(server)), freely(listener, enumerate)],
};
const comesAfter: Scope = {
  ...passedOver,
  name: 'a request after one that was withdrawn',
  setup: [
    ...withdrawn.setup,
    made(client, closesocket),
    made(listener, accept(server)),
    made(listener, enumerate),
    made(listener, accept(server)),
  ],
  moves: [...passedOver.moves, upTo(1, rival, connectTo(listener))],
};

/** The same, and what comes of it if it is accepted all the same. */
const acceptedLate: Scope = {
  ...usual,
  name: 'a request that was withdrawn and is accepted',
  setup: [...listening(1), ...socketNamed(client), nonblocking(client), made(client, connectTo(listener))],
  moves: [freely(client, closesocket), freely(listener, accept(server)), freely(server, recv(1))],
};

/** A request that is deferred again and again, and how its listener learns of it. */
const deferred: Scope = {
  ...usual,
  name: 'a request that is deferred',
  setup: [
    ...listening(2),
    ...[client, rival].flatMap(socketNamed),
    ...[client, rival].map(nonblocking),
    made(client, connectTo(listener)),
  ],
  moves: [
    upTo(1, rival, connectTo(listener)),
    freely(listener, accept(server, 'CF_DEFER')),
    freely(listener, register('FD_ACCEPT')),
    freely(listener, enumerate),
  ],
};

/** A request that stands, though nobody takes it. */
const standing: Scope = {
  ...usual,
  name: 'a request that stands',
  setup: [...listening(1), ...socketNamed(client), nonblocking(client), made(client, connectTo(listener))],
  moves: [freely(client, recv(1)), freely(listener, accept(server))],
};

/** A request that is accepted with a condition function, or without one, and the socket that comes of it. */
const accepted: Scope = {
  ...standing,
  name: 'a request that is accepted',
  moves: [freely(listener, accept(server)), freely(listener, accept(server, null)), freely(server, recv(1))],
};

/** One attempt beside another that waits. */
const attempting: Scope = {
  ...usual,
  name: 'a second attempt',
  setup: [...listening(1), ...socketNamed(client), made(client, connectTo(listener))],
  moves: [upTo(3, client, connectTo(listener)), upTo(1, client, connectTo(client))],
  settles: false,
};

/** A request that an accept has found no descriptor for, and what a later one does with it. */
const shortOfDescriptors: Scope = {
  ...standing,
  name: 'a request that there is no descriptor for',
  moves: [freely(listener, accept(server)), freely(listener, accept(server, 7))],
};

/** An answer that is none of those that are documented. */
const unknownAnswer: Scope = {
  ...usual,
  name: 'an answer that means nothing',
  setup: [
    ...listening(1),
    made(listener, register('FD_ACCEPT')),
    ...socketNamed(client),
    nonblocking(client),
    made(client, connectTo(listener)),
  ],
  moves: [freely(listener, accept(server, 7)), freely(listener, enumerate), freely(client, recv(1))],
};

/** Data that come back with an acceptance, into a buffer of four bytes. */
const answered: Scope = {
  ...usual,
  name: 'an answer to a request',
  setup: [...listening(1), ...socketNamed(client), nonblocking(client)],
  moves: [
    upTo(1, client, register('FD_CONNECT')),
    upTo(1, client, { call: 'WSAConnect', args: { to: listener, calleeDataLen: 4 } }),
    upTo(1, listener, answering('CF_ACCEPT', 'ab')),
    upTo(1, listener, answering('CF_ACCEPT', 'abcdefgh')),
    freely(client, { call: 'CalleeData', args: {} }),
    freely(client, enumerate),
  ],
};

/** The same where the transport looks at the buffer before it sends the request. */
const tooSmall: Scope = {
  ...usual,
  name: 'a buffer that is too small from the start',
  setup: [...listening(1), ...socketNamed(client)],
  moves: [
    freely(client, { call: 'WSAConnect', args: { to: listener, calleeDataLen: 4 } }),
    freely(client, { call: 'bind', args: {} }),
    freely(client, { call: 'listen', args: { backlog: 1 } }),
  ],
  surroundings: 'may fail',
};

/** FD_READ that is told when its data have been read already, and more data. */
const toldLate: Scope = {
  ...usual,
  name: 'FD_READ that is told late',
  setup: [...connected, made(server, register('FD_READ'))],
  moves: [
    upTo(2, client, send('a')),
    ...[recv(1), WSARecv(1), enumerate].map((call) => freely(server, call)),
  ],
};

/** Data that nobody has read when the circuit is reset. */
const unread: Scope = {
  ...usual,
  name: 'unread data when the circuit is lost',
  setup: [...connected, made(client, linger(0))],
  moves: [
    upTo(1, client, send('ab')),
    freely(client, closesocket),
    ...[recv(1), WSARecv(1)].map((call) => freely(server, call)),
  ],
};

/** Both directions end, and are ended again. */
const ended: Scope = {
  ...usual,
  name: 'an end on both sides',
  setup: connected,
  moves: [
    freely(client, shutdown('SD_SEND')),
    freely(server, shutdown('SD_SEND')),
    freely(client, recv(1)),
    freely(client, WSARecv(1)),
    freely(client, recvDisconnect(1)),
  ],
};

/** The same where the network may fail. */
const failing: Scope = {
  ...ended,
  name: 'an end on both sides that the network may fail',
  surroundings: 'may fail',
};

/** Data that come with the end, and are fetched into buffers of several sizes. */
const fetched: Scope = {
  ...usual,
  name: 'data at the end',
  setup: connected,
  moves: [
    upTo(1, server, sendDisconnect('dd')),
    upTo(1, client, shutdown('SD_RECEIVE')),
    ...[recvDisconnect(1), recvDisconnect(4), recv(1)].map((call) => freely(client, call)),
  ],
};

/** A close that lingers over what is on its way. */
const lingering = (mode: 'blocking' | 'nonblocking'): Scope => ({
  ...usual,
  name: `a ${mode} close that lingers`,
  setup: [...(mode === 'blocking' ? connectedBlocking : connected), made(client, linger(5))],
  moves: [
    upTo(1, client, send('ab')),
    freely(client, closesocket),
    ...[recv(2), enumerate].map((call) => freely(server, call)),
  ],
});

/** Sends that wait for room. */
const noRoom: Scope = {
  ...usual,
  name: 'sends that wait for room',
  setup: [...connectedBlocking, made(client, send('a'))],
  moves: [upTo(1, client, send('b')), upTo(1, client, WSASend('c')), freely(server, recv(1))],
  settles: false,
  room: 1,
};

/** A registration on a socket whose connection is over. */
const registeredLate: Scope = {
  ...usual,
  name: 'a registration after a reset',
  setup: [...connected, made(client, linger(0)), made(client, closesocket), settle],
  moves: [freely(server, register('FD_CLOSE')), freely(server, enumerate)],
};

/** A connection that its own end has reset, and what its calls tell of it. */
const resetTold: Scope = {
  ...usual,
  name: 'a reset by the own end',
  setup: [...connected, made(server, sendDisconnect(null))],
  moves: [sendDisconnect(null), recvDisconnect(1), recv(1)].map((call) => freely(server, call)),
};

/** One that the other end has reset, since nobody reads there any more. */
const resetByPeer: Scope = {
  ...usual,
  name: 'a reset by the other end',
  setup: [...connected, made(server, closesocket), made(client, send('a'))],
  moves: [sendDisconnect(null), recv(1)].map((call) => freely(client, call)),
};

/** A nook under a profile, with the first of all other readings. */
export const on = (profile: string, scope: Scope, readings: Nook['readings'] = {}): Nook => ({
  profile,
  readings,
  scope,
});

/** Every nook: each catches a mistake that none before it does. */
export const nooks: readonly Nook[] = [
  on('tcp', withdrawn),
  on('tcp', acceptedLate),
  on('tcp', deferred),
  on('tcp', accepted),
  on('tcp', attempting, { 'AM-04': ['R3'] }),
  on('tcp', shortOfDescriptors, { 'AM-23': ['R2'] }),
  on('tcp', standing, { 'AM-04': ['R3'] }),
  on('tcp', unknownAnswer),
  on('osi', answered),
  on('osi', tooSmall),
  on('tcp', toldLate),
  on('tcp', unread),
  on('tcp', unread, { 'AM-07': ['R2'] }),
  on('tcp', ended),
  on('tcp', ended, { 'AM-26': ['R2'] }),
  on('tcp', failing, { 'AM-26': ['R2'] }),
  on('osi', fetched),
  on('bluetooth', resetTold),
  on('tcp', resetByPeer),
  on('tcp', lingering('blocking')),
  on('tcp', lingering('nonblocking')),
  on('bluetooth', lingering('nonblocking')),
];

/** Nooks that are searched after the corners. */
export const lateNooks: readonly Nook[] = [
  on('tcp', registeredLate),
  on('osi', comesAfter),
  on('osi', passedOver),
  on('bluetooth', lingering('nonblocking'), { 'AM-16': ['R2'] }),
  on('osi', noRoom),
];
