import { socketName } from '../../../spec/trace/names.js';
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
} from '../moves.js';
import type { Scope } from '../scope.js';

const client2 = socketName('client2');
const server2 = socketName('server2');

/** Two conversations that have nothing to do with each other: many states, and few situations. */
export const shortConversations: Scope = {
  name: 'two short conversations',
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
  moves: [[client, server] as const, [client2, server2] as const].flatMap(([from, to]) => [
    upTo(1, from, send('a')),
    freely(to, recv(4)),
    freely(from, shutdown('SD_SEND')),
    freely(to, shutdown('SD_SEND')),
    freely(from, closesocket),
    freely(to, closesocket),
  ]),
  settles: false,
  timers: false,
  room: 4,
};
