import { socketName } from '../../spec/trace/names.js';
import type { Call, SettableOption } from '../../spec/trace/step.js';
import type { Profile } from '../../spec/profiles.js';
import { carriesConnectData, carriesDisconnectData } from '../../spec/profiles.js';
import type { Scope } from './scope.js';
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
  settle,
  shutdown,
  socketNamed,
  upTo,
  WSARecv,
  WSASend,
} from './moves.js';

const plain = socketName('plain');
const other = socketName('other');

const bind: Call = { call: 'bind', args: {} };
const listen = (backlog: number): Call => ({ call: 'listen', args: { backlog } });
const set = (args: SettableOption): Call => ({ call: 'setsockopt', args });
const fionbio = (on: boolean): Call => ({ call: 'ioctlsocket', args: { nonblocking: on } });
const calleeData: Call = { call: 'CalleeData', args: {} };
const connectWith = (callerData: string, calleeDataLen: number): Call => ({
  call: 'WSAConnect',
  args: { to: listener, callerData, calleeDataLen },
});

/** Everything that is out of place on a socket without a connection, or in it. */
const lonely: Scope = {
  name: 'a socket alone',
  setup: socketNamed(plain),
  moves: [
    ...[bind, listen(2), listen(1000), closesocket, enumerate].map((call) => freely(plain, call)),
    freely(other, { call: 'WSASocket', args: { group: 1 } }),
    freely(other, { call: 'WSASocket', args: {} }),
    upTo(1, plain, accept(other)),
    upTo(1, plain, connectTo(plain)),
    ...[send('a'), WSASend('a'), recv(1), WSARecv(1), shutdown('SD_BOTH')].map((call) => freely(plain, call)),
    ...[sendDisconnect(null), sendDisconnect('a'), recvDisconnect(1)].map((call) => freely(plain, call)),
  ],
  settles: false,
  timers: false,
  surroundings: 'may fail',
  room: 4,
};

/** The options of a socket in each of its states. */
const options: Scope = {
  name: 'options',
  setup: socketNamed(plain),
  moves: [
    ...[bind, listen(2), closesocket, fionbio(true), fionbio(false)].map((call) => freely(plain, call)),
    ...[register('FD_ACCEPT'), register()].map((call) => freely(plain, call)),
    ...[linger(5), linger(null)].map((call) => freely(plain, call)),
    ...[true, false].map((value) => freely(plain, set({ option: 'SO_DONTLINGER', value }))),
    freely(plain, set({ option: 'SO_CONDITIONAL_ACCEPT', value: true })),
    ...(['SO_LINGER', 'SO_DONTLINGER', 'SO_CONDITIONAL_ACCEPT', 'SO_ACCEPTCONN', 'SO_ERROR'] as const).map(
      (option) => freely(plain, getsockopt(option)),
    ),
  ],
  settles: false,
  timers: false,
  room: 4,
};

/** A connector that watches its attempt, and a backlog of one that somebody else may fill. */
const attempts: Scope = {
  name: 'attempts',
  setup: [
    ...listening(1),
    ...[client, rival].flatMap(socketNamed),
    nonblocking(rival),
    made(client, register('FD_CONNECT', 'FD_WRITE', 'FD_CLOSE')),
  ],
  moves: [
    upTo(1, rival, connectTo(listener)),
    upTo(1, client, connectTo(listener)),
    freely(listener, accept(server)),
    freely(listener, closesocket),
    ...[enumerate, closesocket, getsockopt('SO_ERROR'), calleeData, listen(1)].map((call) =>
      freely(client, call),
    ),
  ],
  settles: false,
  timers: true,
  room: 4,
};

/** An attempt that the network may fail, and how it is told. */
const unreachable: Scope = {
  name: 'unreachable address',
  setup: [...listening(1), ...socketNamed(client), made(client, register('FD_CONNECT'))],
  moves: [
    upTo(1, client, connectTo(listener)),
    ...[getsockopt('SO_ERROR'), enumerate, bind, listen(1)].map((call) => freely(client, call)),
  ],
  settles: false,
  timers: true,
  surroundings: 'may fail',
  room: 4,
};

/** Data that go along with an attempt, and what may be wrong with them. */
const connectData = ({ limits }: Profile): Scope => ({
  name: 'connect data',
  setup: [...listening(1), ...socketNamed(client)],
  moves: [
    upTo(1, client, fionbio(true)),
    upTo(1, client, connectWith('c', 4)),
    upTo(1, client, connectWith('', 0)),
    upTo(1, client, connectWith('c'.repeat(limits.connectData + 1), 4)),
    upTo(1, listener, answering('CF_ACCEPT', 'ab')),
    upTo(1, listener, answering('CF_ACCEPT', 'a'.repeat(8))),
    upTo(1, listener, answering('CF_REJECT', 'r')),
    freely(client, calleeData),
  ],
  settles: true,
  timers: false,
  surroundings: 'may fail',
  room: 4,
});

/** The backlog: what each answer does to the request at its head, and how it is told. */
const answers: Scope = {
  name: 'answers',
  setup: [
    ...listening(1),
    made(listener, register('FD_ACCEPT')),
    ...socketNamed(client),
    nonblocking(client),
    made(client, connectTo(listener)),
  ],
  moves: [
    ...(['CF_ACCEPT', 'CF_REJECT', 'CF_DEFER', 7, null] as const).map((condition) =>
      freely(listener, accept(server, condition)),
    ),
    freely(listener, enumerate),
    freely(client, closesocket),
    freely(client, recv(1)),
  ],
  settles: true,
  timers: false,
  room: 4,
};

/** Two requests, of which one is behind the other, and a backlog that shrinks or goes. */
const rivals: Scope = {
  name: 'rivals',
  setup: [
    ...listening(2),
    made(listener, register('FD_ACCEPT')),
    ...[client, rival].flatMap(socketNamed),
    ...[client, rival].map(nonblocking),
    made(client, connectTo(listener)),
    settle,
    made(rival, connectTo(listener)),
    settle,
  ],
  moves: [
    ...(['CF_ACCEPT', 'CF_DEFER'] as const).map((condition) => freely(listener, accept(server, condition))),
    freely(listener, enumerate),
    freely(listener, listen(1)),
    freely(listener, closesocket),
    freely(rival, recv(1)),
  ],
  settles: true,
  timers: false,
  room: 4,
};

/** A connection whose server watches, reads in each way, and may stop. */
const reading = (profile: Profile): Scope => ({
  name: 'reading',
  setup: [...connected, made(server, register('FD_READ', 'FD_CLOSE'))],
  moves: [
    upTo(1, client, send('a')),
    upTo(1, client, WSASend('b')),
    freely(client, shutdown('SD_SEND')),
    ...(carriesDisconnectData(profile) ? [freely(client, sendDisconnect('d'))] : []),
    freely(client, closesocket),
    freely(server, enumerate),
    ...[recv(1), WSARecv(4)].map((call) => freely(server, call)),
    ...[shutdown('SD_RECEIVE'), recvDisconnect(4)].map((call) => freely(server, call)),
  ],
  settles: true,
  timers: false,
  room: 4,
});

/** The ends that an endpoint may put to a connection, each after another. */
const ending = ({ limits }: Profile): Scope => ({
  name: 'ending',
  setup: connected,
  moves: [
    freely(client, linger(0)),
    freely(client, linger(5)),
    upTo(1, client, send('a')),
    ...(['SD_SEND', 'SD_RECEIVE', 'SD_BOTH'] as const).map((how) => freely(client, shutdown(how))),
    ...[sendDisconnect(null), sendDisconnect('d'), recvDisconnect(1), recvDisconnect(null)].map((call) =>
      freely(client, call),
    ),
    freely(client, sendDisconnect('d'.repeat(limits.disconnectData + 1))),
    freely(client, set({ option: 'SO_CONDITIONAL_ACCEPT', value: true })),
    freely(client, closesocket),
    freely(server, closesocket),
    freely(server, recv(4)),
  ],
  settles: true,
  timers: false,
  room: 4,
});

/** Calls that come too late, at an end that has stopped or learnt of a loss. */
const late: Scope = {
  name: 'too late',
  setup: connected,
  moves: [
    freely(client, linger(0)),
    freely(client, closesocket),
    freely(server, shutdown('SD_BOTH')),
    ...[send('a'), WSASend('a')].map((call) => upTo(1, server, call)),
    ...[recv(1), WSARecv(1), sendDisconnect(null), recvDisconnect(1)].map((call) => freely(server, call)),
    ...[getsockopt('SO_ERROR'), listen(1), connectTo(listener), accept(other), bind].map((call) =>
      freely(server, call),
    ),
    freely(server, closesocket),
  ],
  settles: true,
  timers: false,
  room: 4,
};

/** Less room than is sent: sends that find none, and FD_WRITE. */
const crowded = (call: 'send' | 'WSASend'): Scope => ({
  name: `no room for ${call}`,
  setup: [...connected, made(client, register('FD_WRITE')), settle, made(client, enumerate)],
  moves: [
    upTo(2, client, call === 'send' ? send('ab') : WSASend('ab')),
    freely(client, enumerate),
    upTo(2, server, recv(2)),
    freely(server, closesocket),
  ],
  settles: true,
  timers: false,
  room: 1,
});

/** Calls that wait, and are cut off. */
const blocking: Scope = {
  name: 'blocking calls',
  setup: [...socketNamed(listener), made(listener, bind), made(listener, listen(1)), ...socketNamed(client)],
  moves: [
    upTo(1, client, connectTo(listener)),
    upTo(1, listener, accept(server)),
    upTo(2, server, send('ab')),
    freely(server, linger(5)),
    upTo(1, client, recv(1)),
    ...[client, server, listener].map((name) => freely(name, closesocket)),
  ],
  settles: false,
  timers: true,
  room: 1,
};

/** A circuit that the network may drop, and how it is told. */
const dropped: Scope = {
  name: 'dropped circuit',
  setup: [...connected, made(server, register('FD_READ', 'FD_CLOSE'))],
  moves: [
    ...[recv(1), shutdown('SD_SEND'), recvDisconnect(1)].map((call) => freely(server, call)),
    upTo(1, server, send('a')),
    freely(server, getsockopt('SO_ERROR')),
    freely(server, enumerate),
    freely(server, closesocket),
    freely(client, recv(1)),
  ],
  settles: false,
  timers: false,
  surroundings: 'may fail',
  room: 4,
};

/** What has a twin of another name, where the surroundings fail, or a buffer is too short. */
const twins: Scope = {
  name: 'twins',
  setup: connectedBlocking,
  moves: [
    upTo(2, client, WSASend('ab')),
    upTo(1, client, WSARecv(1)),
    upTo(1, server, WSASend('ab')),
    upTo(1, server, sendDisconnect('dd')),
    ...[recvDisconnect(1), closesocket, fionbio(true), linger(5), register('FD_WRITE')].map((call) =>
      freely(client, call),
    ),
  ],
  settles: true,
  timers: false,
  surroundings: 'may fail',
  room: 1,
};

/**
 * Small scopes that lead into every corner of the model together: each rule that can fire in an exploration fires in one
 * of them.
 */
export const corners = (profile: Profile): readonly Scope[] => [
  lonely,
  options,
  attempts,
  unreachable,
  ...(carriesConnectData(profile) || profile.profile === 'tcp' ? [connectData(profile)] : []),
  answers,
  rivals,
  reading(profile),
  ending(profile),
  late,
  crowded('send'),
  crowded('WSASend'),
  blocking,
  dropped,
  twins,
];
