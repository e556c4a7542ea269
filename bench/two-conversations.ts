import {
  accept,
  client,
  closesocket,
  connectTo,
  freely,
  linger,
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

const client2 = socketName('client2');
const server2 = socketName('server2');

/** Data both ways, every end of a connection, and a reset. */
const conversation = (from: SocketName, to: SocketName): readonly Move[] => [
  upTo(1, from, send('a')),
  upTo(1, to, send('b')),
  ...[from, to].flatMap((end) => [
    freely(end, recv(4)),
    freely(end, shutdown('SD_SEND')),
    freely(end, closesocket),
  ]),
  upTo(1, from, linger(0)),
];

/** Two connections that stand, each with everything that may happen to it: millions of states. */
export const twoConversations: Scope = {
  name: 'two conversations',
  setup: [
    ...listening(2),
    ...[client, client2].flatMap((name) => [...socketNamed(name), nonblocking(name)]),
    made(client, connectTo(listener)),
    settle,
    made(listener, accept(server)),
    made(client2, connectTo(listener)),
    settle,
    made(listener, accept(server2)),
    settle,
  ],
  moves: [...conversation(client, server), ...conversation(client2, server2)],
  settles: false,
  timers: false,
  room: 4,
};
