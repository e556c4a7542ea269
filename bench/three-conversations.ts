import {
  accept,
  client,
  closesocket,
  connectTo,
  freely,
  listener,
  listening,
  made,
  nonblocking,
  recv,
  send,
  server,
  settle,
  shutdown,
  socketNamed,
  upTo,
} from '../model/search/moves.js';
import type { Move, Scope } from '../model/search/scope.js';
import { socketName } from '../spec/trace/names.js';
import type { SocketName } from '../spec/trace/step.js';

const ends = [
  [client, server],
  [socketName('client2'), socketName('server2')],
  [socketName('client3'), socketName('server3')],
] as const;

/** Data one way, and every orderly end of a connection. */
const conversation = (from: SocketName, to: SocketName): readonly Move[] => [
  upTo(2, from, send('a')),
  freely(to, recv(4)),
  ...[from, to].flatMap((end) => [freely(end, shutdown('SD_SEND')), freely(end, closesocket)]),
];

/** Three connections that stand: tens of millions of states, and few situations. */
export const threeConversations: Scope = {
  name: 'three conversations',
  setup: [
    ...listening(ends.length),
    ...ends.flatMap(([from]) => [...socketNamed(from), nonblocking(from)]),
    ...ends.flatMap(([from, to]) => [made(from, connectTo(listener)), settle, made(listener, accept(to))]),
    settle,
  ],
  moves: ends.flatMap(([from, to]) => conversation(from, to)),
  settles: false,
  timers: false,
  room: 4,
};
