import { socketName } from '../../spec/trace/names.js';
import type { SocketName } from '../../spec/trace/step.js';
import type { Move, Scope } from './scope.js';
import {
  accepts,
  client,
  closesocket,
  connectTo,
  enumerate,
  freely,
  linger,
  listener,
  listening,
  made,
  nonblocking,
  recv,
  register,
  send,
  server,
  shutdown,
  socketNamed,
  upTo,
} from './moves.js';

const secondClient = socketName('client2');
const secondServer = socketName('server2');

/** A client that does not block. */
const clientNamed = (name: SocketName) => [...socketNamed(name), nonblocking(name)];

/** Data both ways, and every orderly way to end a connection. */
const conversation = (clientName: SocketName, serverName: SocketName): readonly Move[] => [
  upTo(1, clientName, send('a')),
  upTo(1, serverName, send('b')),
  freely(clientName, recv(4)),
  freely(serverName, recv(4)),
  freely(clientName, shutdown('SD_SEND')),
  freely(serverName, shutdown('SD_SEND')),
  freely(clientName, closesocket),
  freely(serverName, closesocket),
];

/** The three decisions about a request. */
const decisions = (as: SocketName): readonly Move[] => [
  accepts(as, 'CF_ACCEPT'),
  accepts(as, 'CF_REJECT'),
  accepts(as, 'CF_DEFER'),
];

const notified = (name: SocketName): readonly Move[] => [
  upTo(1, name, register('FD_READ', 'FD_CLOSE')),
  freely(name, enumerate),
];

/** One client, from its request to every end of the connection. */
export const small: Scope = {
  name: 'small',
  setup: [...listening(1), ...clientNamed(client)],
  moves: [
    upTo(1, client, connectTo(listener)),
    ...decisions(server),
    ...conversation(client, server),
    ...notified(server),
  ],
  settles: false,
  timers: true,
  room: 4,
};

/** Two clients and a backlog of one: the ground of deferral. */
export const medium: Scope = {
  name: 'medium',
  setup: [
    ...listening(1),
    made(listener, register('FD_ACCEPT')),
    ...clientNamed(client),
    ...clientNamed(secondClient),
  ],
  moves: [
    upTo(1, client, connectTo(listener)),
    upTo(1, secondClient, connectTo(listener)),
    ...decisions(server),
    freely(listener, enumerate),
  ],
  settles: false,
  timers: false,
  room: 4,
};

/** Two clients with everything: what a minute reaches of it. */
const large: Scope = {
  name: 'large',
  setup: medium.setup,
  moves: [
    ...medium.moves,
    accepts(secondServer, 'CF_ACCEPT'),
    ...conversation(client, server),
    ...notified(server),
    upTo(1, client, linger(0)),
    freely(secondClient, closesocket),
    freely(listener, closesocket),
  ],
  settles: true,
  timers: true,
  room: 1,
};

const scopes: readonly Scope[] = [small, medium, large];

/** The scope of that name. Throws if there is none, naming those that there are. */
export function scopeNamed(name: string): Scope {
  const found = scopes.find((scope) => scope.name === name);
  if (!found)
    throw new Error(`there is no scope "${name}"; expected ${scopes.map((scope) => scope.name).join(', ')}`);
  return found;
}
