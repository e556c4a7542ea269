import type { NetworkEvent } from '../../spec/events.js';
import { socketName } from '../../spec/trace/names.js';
import type { Call, SocketName } from '../../spec/trace/step.js';
import type { Act } from './act.js';
import { settling } from './act.js';
import type { Pool } from './pool.js';

const listener = socketName('listener');
const client = socketName('client');
const client2 = socketName('client2');
const server = socketName('server');

const everyEvent: readonly NetworkEvent[] = ['FD_READ', 'FD_WRITE', 'FD_ACCEPT', 'FD_CONNECT', 'FD_CLOSE'];

const made = (socket: SocketName, ...calls: readonly Call[]): readonly Act[] =>
  calls.map((call) => ({ socket, call }));

const fresh: Call = { call: 'WSASocket', args: {} };
const watching: Call = { call: 'WSAEventSelect', args: { events: everyEvent } };
const nonblocking: Call = { call: 'ioctlsocket', args: { nonblocking: true } };
const connecting: Call = { call: 'WSAConnect', args: { to: listener } };
const accepting: Call = { call: 'WSAAccept', args: { as: server, condition: null } };

const listening = made(listener, fresh, { call: 'bind', args: {} }, { call: 'listen', args: { backlog: 5 } });

const connected: readonly Act[] = [
  ...listening,
  ...made(client, fresh, connecting),
  ...made(listener, accepting),
  settling,
];

const lingering: readonly Act[] = [
  ...connected,
  ...made(
    client,
    { call: 'setsockopt', args: { option: 'SO_LINGER', onoff: true, linger: 1 } },
    { call: 'send', args: { data: 'a' } },
  ),
];

const watched: readonly Act[] = [
  ...listening,
  ...made(listener, watching),
  ...made(client, fresh, watching, connecting),
  settling,
  ...made(listener, accepting),
];

const waitedFor: readonly Act[] = [
  ...listening,
  ...made(listener, watching),
  ...made(client, fresh, nonblocking, connecting),
  ...made(client2, fresh, nonblocking, connecting),
];

const accepted: readonly Act[] = [...watched, ...made(server, watching), settling];

const deferred: readonly Act[] = [
  ...listening,
  ...made(listener, watching),
  ...made(client, fresh, nonblocking, connecting),
  settling,
  ...made(
    listener,
    { call: 'WSAEnumNetworkEvents', args: {} },
    { call: 'WSAAccept', args: { as: server, condition: 'CF_DEFER' } },
  ),
];

const behindDeferred: readonly Act[] = [
  ...deferred,
  settling,
  ...made(listener, { call: 'WSAEnumNetworkEvents', args: {} }),
  ...made(client2, fresh, nonblocking, connecting),
];

const sent: readonly Act[] = [...connected, ...made(client, { call: 'send', args: { data: 'ab' } })];

const ended: readonly Act[] = [
  ...connected,
  ...made(client, { call: 'shutdown', args: { how: 'SD_SEND' } }),
  settling,
];

const disconnected: readonly Act[] = [
  ...connected,
  ...made(client, { call: 'WSASendDisconnect', args: { data: 'ab' } }),
];

const aborting = made(
  client,
  { call: 'setsockopt', args: { option: 'SO_LINGER', onoff: true, linger: 0 } },
  { call: 'closesocket', args: {} },
);

/** How a run may begin, so that short ones come far: what is interesting begins with two sockets and a connection. */
export const openings: Pool<readonly Act[]> = [
  [3, []],
  [2, listening],
  [3, connected],
  [1, lingering],
  [3, watched],
  [2, waitedFor],
];

/** The length of the longest of them. */
export const longestOpening = Math.max(...openings.map(([, acts]) => acts.length));

/** Further ones, which begin where something was put off, or has ended. */
export const lateOpenings: Pool<readonly Act[]> = [
  [1, accepted],
  [2, deferred],
  [1, behindDeferred],
  [0.7, sent],
  [0.7, ended],
  [0.7, disconnected],
  [0.7, [...connected, ...aborting]],
  [0.7, [...watched, ...aborting]],
];
