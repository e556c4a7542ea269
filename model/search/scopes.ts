import type { NetworkEvent } from '../../spec/events.js';
import { socketName } from '../../spec/trace/names.js';
import type { Call, CallStep, SocketName, Step } from '../../spec/trace/step.js';
import type { Move, Scope } from './scope.js';

/** The listener of every scope. */
export const listener = socketName('listener');

/** The sockets of the first client, and of the connection that is accepted first. */
export const client = socketName('client');
/** @see client */
export const server = socketName('server');

/** A call that a set-up makes, whatever it gives. */
export const made = (socket: SocketName, call: Call): CallStep => ({ socket, ...call });

/** A call that a run may make as often as it likes. */
export const freely = (socket: SocketName, call: Call): Move => ({ socket, call, times: 'any' });

/** A call that a run may make so many times. */
export const upTo = (times: number, socket: SocketName, call: Call): Move => ({ socket, call, times });

/** A listener that is ready for requests. */
export const listening = (backlog: number): Step[] => [
  made(listener, { call: 'WSASocket', args: {} }),
  made(listener, { call: 'bind', args: {} }),
  made(listener, { call: 'listen', args: { backlog } }),
  made(listener, { call: 'ioctlsocket', args: { nonblocking: true } }),
];

/** A socket that may connect. */
export const socketNamed = (name: SocketName): Step[] => [made(name, { call: 'WSASocket', args: {} })];

const everyEvent: readonly NetworkEvent[] = ['FD_ACCEPT', 'FD_CLOSE', 'FD_CONNECT', 'FD_READ', 'FD_WRITE'];

/** A registration for every event, and the enumeration of what was recorded. */
const notified = (name: SocketName): Move[] => [
  upTo(1, name, { call: 'WSAEventSelect', args: { events: everyEvent } }),
  freely(name, { call: 'WSAEnumNetworkEvents', args: {} }),
];

/** One way to accept the request at the head. */
export const accepts = (as: SocketName, condition: 'CF_ACCEPT' | 'CF_REJECT' | 'CF_DEFER' | null): Move =>
  freely(listener, { call: 'WSAAccept', args: { as, condition } });

/** Everything that may be done at one end of a connection: one byte sent, all manners of ending. */
const ends = (name: SocketName, byte: string): Move[] => [
  upTo(1, name, { call: 'send', args: { data: byte } }),
  freely(name, { call: 'recv', args: { len: 4 } }),
  freely(name, { call: 'shutdown', args: { how: 'SD_SEND' } }),
  freely(name, { call: 'closesocket', args: {} }),
];

/** One client: setup, data, every end. */
export const small: Scope = {
  name: 'small',
  setup: [
    ...listening(1),
    ...socketNamed(client),
    made(client, { call: 'ioctlsocket', args: { nonblocking: true } }),
  ],
  moves: [
    upTo(1, client, { call: 'WSAConnect', args: { to: listener } }),
    accepts(server, 'CF_ACCEPT'),
    accepts(server, 'CF_REJECT'),
    accepts(server, 'CF_DEFER'),
    upTo(1, client, { call: 'setsockopt', args: { option: 'SO_LINGER', onoff: true, linger: 0 } }),
    ...ends(client, 'a'),
    ...ends(server, 'b'),
    freely(server, { call: 'shutdown', args: { how: 'SD_RECEIVE' } }),
    ...notified(server),
    freely(listener, { call: 'closesocket', args: {} }),
  ],
  settles: false,
  timers: true,
  room: 4,
};
