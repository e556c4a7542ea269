import type { NetworkEvent } from '../../spec/events.js';
import { socketName } from '../../spec/trace/names.js';
import type {
  Call,
  CallStep,
  ConditionAnswer,
  ReadableOption,
  ShutdownHow,
  SocketName,
  Step,
} from '../../spec/trace/step.js';
import type { Move } from './scope.js';

/** The listener of every scope. */
export const listener = socketName('listener');

/** The sockets of the first client, and of the connection that is accepted first. */
export const client = socketName('client');
/** @see client */
export const server = socketName('server');

/** Another client, for the places that there are. */
export const rival = socketName('rival');

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

/** `FIONBIO`. */
export const nonblocking = (name: SocketName): CallStep =>
  made(name, { call: 'ioctlsocket', args: { nonblocking: true } });

/** Calls that grounds are made of. */
export const send = (data: string): Call => ({ call: 'send', args: { data } });
export const WSASend = (data: string): Call => ({ call: 'WSASend', args: { data } });
export const recv = (len: number): Call => ({ call: 'recv', args: { len } });
export const WSARecv = (len: number): Call => ({ call: 'WSARecv', args: { len } });
export const shutdown = (how: ShutdownHow): Call => ({ call: 'shutdown', args: { how } });
export const sendDisconnect = (data: string | null): Call => ({ call: 'WSASendDisconnect', args: { data } });
export const recvDisconnect = (len: number | null): Call => ({ call: 'WSARecvDisconnect', args: { len } });
export const closesocket: Call = { call: 'closesocket', args: {} };
export const connectTo = (to: SocketName): Call => ({ call: 'WSAConnect', args: { to } });
export const accept = (as: SocketName, condition: ConditionAnswer | null = 'CF_ACCEPT'): Call => ({
  call: 'WSAAccept',
  args: { as, condition },
});
/** An acceptance, or another answer, with callee data. */
export const answering = (condition: ConditionAnswer, calleeData: string): Call => ({
  call: 'WSAAccept',
  args: { as: server, condition, calleeData },
});
export const register = (...events: readonly NetworkEvent[]): Call => ({
  call: 'WSAEventSelect',
  args: { events },
});
export const enumerate: Call = { call: 'WSAEnumNetworkEvents', args: {} };
export const getsockopt = (option: ReadableOption): Call => ({ call: 'getsockopt', args: { option } });
/** `SO_LINGER`; `null` turns it off. */
export const linger = (seconds: number | null): Call => ({
  call: 'setsockopt',
  args: { option: 'SO_LINGER', onoff: seconds !== null, linger: seconds ?? 0 },
});

/** Everything that is due happens. */
export const settle: Step = { settle: true };

/** A connection of {@link client} and {@link server} that do not block; a receive has shown the client that it stands. */
export const connected: readonly Step[] = [
  ...listening(1),
  ...socketNamed(client),
  nonblocking(client),
  made(client, connectTo(listener)),
  settle,
  made(listener, accept(server)),
  settle,
  made(client, recv(1)),
];

/** The same, with a client that blocks. */
export const connectedBlocking: readonly Step[] = [
  ...listening(1),
  ...socketNamed(client),
  made(client, connectTo(listener)),
  settle,
  made(listener, accept(server)),
  settle,
  { socket: client, completes: 'WSAConnect', result: { ok: {} } },
];

/** One way to accept the request at the head. */
export const accepts = (as: SocketName, condition: 'CF_ACCEPT' | 'CF_REJECT' | 'CF_DEFER' | null): Move =>
  freely(listener, { call: 'WSAAccept', args: { as, condition } });
