import type { Draft } from 'immer';
import type { ErrorCode } from '../spec/errors.js';
import type { NetworkEvent } from '../spec/events.js';
import type { CallName, SocketName } from '../spec/trace/step.js';
import type { Profile } from '../spec/profiles.js';
import { closesGracefully, isStream } from '../spec/profiles.js';
import { allow, indicate, indicateAgain, raise, under, unsettle } from './indications.js';
import type { Stage } from './rule.js';
import type { Connection, ConnectionId, End, Item, Loss, Side, Socket, World } from './world.js';
import { peerOf } from './world.js';

/** The socket in a draft of a world, or `undefined` if it is not there. */
export const socketIn = (world: Draft<World>, name: SocketName | null): Draft<Socket> | undefined =>
  name === null ? undefined : world.sockets[name];

/** The socket of one end, while its handle is open. */
export function socketOf(
  world: Draft<World>,
  connection: Draft<Connection>,
  side: Side,
): Draft<Socket> | undefined {
  if (!connection.ends[side].open) return undefined;
  return socketIn(world, side === 'client' ? connection.client : connection.server);
}

/** An end before anything was sent or received. */
export const freshEnd: End = {
  open: true,
  sending: 'open',
  receiving: 'open',
  unread: [],
  ended: null,
  lost: null,
  awaitsRoom: false,
};

/** Puts an item on the wire to `side`; adjacent data of a byte stream flow together, and no answer goes to a connector that has given up. */
export function put(profile: Profile, connection: Draft<Connection>, side: Side, item: Draft<Item>): void {
  const wire = connection.wires[side];
  const last = wire.at(-1);
  if (last?.is === 'reset') return;
  const forAttempt = item.is === 'confirmation' || item.is === 'refusal';
  if (forAttempt && !connection.ends[side].open) return;
  if (isStream(profile) && item.is === 'data' && last?.is === 'data') last.bytes += item.bytes;
  else wire.push(item);
}

/** Ends the sending direction of `side`: no more data will follow, and the peer is told (GS-01, GS-09, DD-02). */
export function endSending(
  profile: Profile,
  connection: Draft<Connection>,
  side: Side,
  data: string | null = null,
): void {
  const end = connection.ends[side];
  if (end.sending === 'ended') return;
  end.sending = 'ended';
  end.awaitsRoom = false;
  put(profile, connection, peerOf(side), { is: 'end', data });
}

/**
 * Resets the circuit from `side`: what is on its way there is dropped, what it sent may be overtaken (AS-02, AS-03). Disconnect
 * data may go along (AM-28).
 */
export function abort(
  profile: Profile,
  connection: Draft<Connection>,
  side: Side,
  by: 'abort' | 'stack',
  data: string | null = null,
): void {
  const end = connection.ends[side];
  if (end.lost) return;
  end.lost = { by: 'self', told: false };
  end.awaitsRoom = false;
  connection.wires[side] = connection.wires[side].filter((item) => item.is === 'request');
  if (connection.ends[peerOf(side)].lost) return;
  put(profile, connection, peerOf(side), { is: 'reset', by, ...(data === null ? {} : { data }) });
}

/**
 * The same while the socket of `side` is open: whether FD_CLOSE tells it of a reset of its own is said nowhere (GS-15, NE-22).
 */
export function abortOpen(
  profile: Profile,
  socket: Draft<Socket> | undefined,
  connection: Draft<Connection>,
  side: Side,
  by: 'abort' | 'stack',
  data: string | null = null,
): void {
  if (connection.ends[side].lost) return;
  abort(profile, connection, side, by, data);
  if (!socket) return;
  unsettle(socket, 'FD_WRITE');
  allow(socket, 'FD_CLOSE', 'WSAECONNRESET');
  allow(socket, 'FD_CLOSE', 'WSAECONNABORTED', under('AM-06', 'R1'));
  if (!closesGracefully(profile)) allow(socket, 'FD_CLOSE', 0, under('AM-31', 'R2'));
}

/** The circuit of `side` is gone: calls and `FD_CLOSE` tell it (AS-01, AS-06, NE-22 (4)). */
export function lose(
  profile: Profile,
  world: Draft<World>,
  connection: Draft<Connection>,
  side: Side,
  by: Loss['by'],
  data?: string,
): void {
  const end = connection.ends[side];
  if (end.lost) return;
  end.lost = { by, told: false, ...(data === undefined ? {} : { data }) };
  end.awaitsRoom = false;
  if (by !== 'network')
    connection.wires[peerOf(side)] = connection.wires[peerOf(side)].filter((item) => item.is === 'request');
  const socket = socketOf(world, connection, side);
  if (!socket) return;
  indicateLoss(profile, socket, by);
  if (!socket.errors.includes('WSAECONNRESET')) socket.errors.push('WSAECONNRESET');
  if (!socket.errors.includes('WSAECONNABORTED')) socket.errors.push('WSAECONNABORTED');
}

/**
 * `FD_CLOSE` for a lost circuit, with each code that a reading gives it (AM-06, AM-31). A loss by the network it may tell, or
 * not: no page has it arise from anything but the remote side (NE-22, NE-27).
 */
function indicateLoss(profile: Profile, socket: Draft<Socket>, by: Loss['by']): void {
  // NE-21 has FD_WRITE arise with the connection, and says nothing of one over which nothing can be sent any more.
  unsettle(socket, 'FD_WRITE');
  if (by === 'network') {
    allow(socket, 'FD_CLOSE', 'WSAECONNABORTED', under('AM-06', 'R1'));
    allow(socket, 'FD_CLOSE', 'WSAENETDOWN', under('AM-06', 'R1'));
    allow(socket, 'FD_CLOSE', 'WSAECONNRESET', under('AM-06', 'R2'));
    return;
  }
  raise(socket, 'FD_CLOSE', 'WSAECONNRESET');
  raise(socket, 'FD_CLOSE', 'WSAECONNABORTED', under('AM-06', 'R1'));
  if (!closesGracefully(profile)) raise(socket, 'FD_CLOSE', 0, under('AM-31', 'R2'));
}

/**
 * `FD_CLOSE` for a graceful end, at the latest when everything has been read; while data are unread it may come under
 * AM-02/R3 alone, which promises neither (GS-14, GS-16, NE-22, NE-23).
 */
export function indicateEnd(socket: Draft<Socket>, end: Draft<End>): void {
  if (end.unread.length > 0) allow(socket, 'FD_CLOSE', 0, under('AM-02', 'R3'));
  else raise(socket, 'FD_CLOSE');
}

/**
 * A connection attempt has an outcome: 0, or why it failed (CN-01, CN-03, CN-07). Whether FD_CONNECT tells a failure that the
 * call itself has told is open (AM-08c).
 */
export function finishAttempt(
  world: Draft<World>,
  id: ConnectionId,
  connection: Draft<Connection>,
  outcome: 0 | ErrorCode,
): void {
  const socket = socketOf(world, connection, 'client');
  if (socket?.phase.is !== 'connecting') return;
  const { implicitly = false } = socket.phase;
  const waiting = socket.outstanding.find(({ call, ended }) => call.call === 'WSAConnect' && ended === null);
  if (waiting)
    waiting.ended = outcome === 0 ? { ok: { calleeData: connection.calleeData } } : { error: outcome };
  if (outcome !== 0) {
    failAttempt(socket, outcome, {
      implicitly,
      at: waiting !== undefined && socket.mode === 'nonblocking' ? 'the call' : 'its time',
    });
    return;
  }
  socket.phase = { is: 'connected', connection: id, side: 'client' };
  socket.told = socket.told.filter((event) => event !== 'FD_CONNECT');
  raise(socket, 'FD_CONNECT');
  raise(socket, 'FD_WRITE');
  socket.failed = null;
}

/** An attempt has failed, and the socket has the address that it had, or that the attempt has given it (CN-07, CN-08). */
export function failAttempt(
  socket: Draft<Socket>,
  reason: ErrorCode,
  { implicitly, at }: { readonly implicitly: boolean; readonly at: 'the call' | 'its time' },
): void {
  socket.phase = { is: 'bound', ...(implicitly ? { doubtful: true } : {}) };
  socket.failed = reason;
  tellFailure(socket, reason, at);
}

/**
 * FD_CONNECT and SO_ERROR tell why an attempt has failed (CN-03, NE-19); the event, if the call has told it already, under
 * AM-08c/R2 only. What SO_ERROR has not given yet it may still give first, since no other call clears it, and it is not always
 * set at once (ER-06).
 */
export function tellFailure(socket: Draft<Socket>, reason: ErrorCode, at: 'the call' | 'its time'): void {
  socket.told = socket.told.filter((event) => event !== 'FD_CONNECT');
  if (at === 'its time') raise(socket, 'FD_CONNECT', reason);
  else (isListed(reason) ? raise : allow)(socket, 'FD_CONNECT', reason, under('AM-08c', 'R2'));
  socket.errors = [...new Set([...socket.errors, reason])].sort();
}

/** FD_CONNECT has no code for the other reasons with which a call may fail: whether it gives theirs is open (NE-20). */
const isListed = (reason: ErrorCode): boolean => listed.has(reason);

const listed: ReadonlySet<ErrorCode> = new Set([
  'WSAEAFNOSUPPORT',
  'WSAECONNREFUSED',
  'WSAEFAULT',
  'WSAENETUNREACH',
  'WSAENOBUFS',
  'WSAETIMEDOUT',
]);

/**
 * What holds already when an event is registered is recorded at once; what was reported before, under AM-08b/R1 only
 * (NE-16, NE-18, NE-21, NE-22 (1)).
 */
export function indicateStanding(stage: Readable, socket: Draft<Socket>, end: Draft<End>): void {
  const repeated = (event: NetworkEvent) => (socket.told.includes(event) ? under('AM-08b', 'R1') : null);
  if (end.receiving === 'open' && (end.unread.length > 0 || end.lost?.arriving !== undefined))
    if (end.lost) allow(socket, 'FD_READ', 0, under('AM-07', 'R2'));
    else indicateAgain(socket, 'FD_READ');
  if (end.lost === null && end.sending === 'ended') allow(socket, 'FD_WRITE', 0, repeated('FD_WRITE'));
  if (end.lost === null && end.sending === 'open') {
    if (!end.awaitsRoom) indicate(socket, 'FD_WRITE', 0, repeated('FD_WRITE'));
    if (end.awaitsRoom || socket.sentSince) allow(socket, 'FD_WRITE');
  }
  if (end.lost === null && end.ended === null) return;
  if (end.lost === null && end.receiving !== 'open') allow(socket, 'FD_CLOSE');
  else if (socket.told.includes('FD_CLOSE')) {
    if (socket.registration?.mask.includes('FD_CLOSE') !== true) return;
    for (const code of codesOfClose(stage, end)) indicate(socket, 'FD_CLOSE', code, repeated('FD_CLOSE'));
  } else if (end.lost) indicateLoss(stage.model.profile, socket, end.lost.by);
  else indicateEnd(socket, end);
}

/** What an effect needs that depends on the transport, and on how the documents are read. */
type Readable = Pick<Stage<CallName>, 'model' | 'reading'>;

/** With which code FD_CLOSE may tell once more of a circuit that has ended or was lost (AM-06, AM-31). */
function codesOfClose({ model, reading }: Readable, { lost }: Draft<End>): readonly (0 | ErrorCode)[] {
  if (!lost) return [0];
  const looksLost =
    lost.by === 'network' ||
    closesGracefully(model.profile) ||
    reading('AM-31', { always: ['R1'], maybe: ['R2'] }) === 'always';
  return looksLost ? lossCodes : [0, ...lossCodes];
}

const lossCodes = ['WSAECONNRESET', 'WSAECONNABORTED'] as const;

/** Removes what nobody can tell any more: connections that both sides have left, and what a closed end had kept. */
export function forget(world: Draft<World>, id: ConnectionId): void {
  const connection = world.connections[id];
  if (!connection) return;
  const { client, server } = connection.ends;
  for (const end of [client, server])
    if (!end.open) {
      end.unread = [];
      if (end.lost) {
        delete end.lost.arriving;
        delete end.lost.data;
      }
      end.ended = end.ended && { data: null };
    }
  const pending = connection.listener !== null;
  if (client.open || server.open || pending) return;
  const quiet = connection.wires.client.length === 0 && connection.wires.server.length === 0;
  if (quiet || (client.lost && server.lost)) delete world.connections[id];
}
