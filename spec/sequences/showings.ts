import { socketName } from '../trace/names.js';
import type { SocketName } from '../trace/step.js';
import type { Order, Showing } from './sequence.js';

/** The sockets that act in the sequences. */
export const actors = {
  client: socketName('client'),
  laterClient: socketName('client2'),
  listener: socketName('listener'),
  server: socketName('server'),
} as const;

/** Each of these before the next. */
export const chain = (...ids: readonly string[]): readonly Order[] =>
  ids.flatMap((id, index) => {
    const next = ids[index + 1];
    return next === undefined ? [] : [[id, next] as const];
  });

/** The result of a call that gives nothing but its success. */
export const ok = { ok: {} } as const;

/** The socket is closed. */
export const closed = (socket: SocketName): readonly Showing[] => [
  { socket, does: { call: 'closesocket', args: {} }, answers: ok },
];

/** The socket says that it has nothing more to send. */
export const stopped = (socket: SocketName): readonly Showing[] => [
  { socket, does: { call: 'shutdown', args: { how: 'SD_SEND' } }, answers: ok },
];

/** The socket learns of the orderly end of its peer. */
export const toldOfEnd = (socket: SocketName): readonly Showing[] => [{ socket, sees: { FD_CLOSE: 0 } }];

/** A receive of zero bytes, which means the end on a byte stream. */
export const zeroBytes = (socket: SocketName): Showing => ({
  socket,
  requires: 'byte-stream',
  does: { call: 'recv', args: { len: 64 } },
  answers: { ok: { data: '' } },
});

/** The socket asks the listener for a connection. */
export const connects = (socket: SocketName): readonly Showing[] => [
  { socket, does: { call: 'WSAConnect', args: { to: actors.listener } } },
];
