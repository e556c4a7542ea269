import type { Draft } from 'immer';
import { isMessageOriented } from '../spec/profiles.js';
import { socketOf } from './connections.js';
import { allow, raise, reEnable, unsettle } from './indications.js';
import type { Model } from './model.js';
import type { Link } from './rule.js';
import type { Connection, End, Side, Socket, World } from './world.js';
import { peerOf } from './world.js';

/** Bytes that `link`'s end has sent and its peer's application has not read. */
export function bytesOutstanding({
  connection,
  side,
  peer,
}: Pick<Link, 'connection' | 'side' | 'peer'>): number {
  let bytes = 0;
  for (const item of connection.wires[peerOf(side)]) if (item.is === 'data') bytes += item.bytes.length;
  for (const message of peer.unread) bytes += message.length;
  return bytes;
}

/** Whether data that were sent have not reached the peer yet. */
export const hasUnsent = ({ connection, side }: Pick<Link, 'connection' | 'side'>): boolean =>
  connection.wires[peerOf(side)].some(({ is }) => is === 'data');

/** Bytes that surely can arrive at an end without anything being read; for a message, if there is none, whatever its length. */
export function sureRoom({ room, profile }: Model, { unread }: End): number {
  if (unread.length === 0 && isMessageOriented(profile)) return Infinity;
  let bytes = 0;
  for (const message of unread) bytes += message.length;
  return bytes === 0 ? Math.max(room, 1) : Math.max(room - bytes, 0);
}

/**
 * Whether an end keeps data that its application will never take: accepted in silence, and not acknowledged, they may fill the
 * window (DD-15, AM-10/R2). Of how much of it they leave, no page says anything.
 */
export const keepsUntaken = ({ discarded, lost }: End): boolean => discarded === true && lost === null;

/** Whether a send of `length` bytes surely finds room: at once, and for all of it (NE-21, IO-04). */
export function surelyHasRoom(
  model: Model,
  link: Pick<Link, 'connection' | 'side' | 'peer'>,
  length: number,
): boolean {
  if (keepsUntaken(link.peer)) return length === 0;
  const bytes = bytesOutstanding(link);
  return bytes === 0 ? length <= Math.max(model.room, 1) : bytes + length <= model.room;
}

/**
 * A send has found no room: `FD_WRITE` is enabled, and what it told is no more. It tells when there is room again: for certain
 * once the peer has read everything, maybe as soon as the stack has passed something on (NE-12, NE-14, NE-21).
 */
export function awaitRoom(socket: Draft<Socket>, end: Draft<End>): void {
  end.awaitsRoom = true;
  socket.sentSince = false;
  reEnable(socket, 'FD_WRITE');
  unsettle(socket, 'FD_WRITE');
  allow(socket, 'FD_WRITE');
}

/** The application at `reader` has taken data: a sender that awaits room is told when there is some (NE-21). */
export function grantRoom(world: Draft<World>, connection: Draft<Connection>, reader: Side): void {
  const side = peerOf(reader);
  const end = connection.ends[side];
  if (!end.awaitsRoom) return;
  const socket = socketOf(world, connection, side);
  if (!socket) return;
  const bytes = bytesOutstanding({ connection, side, peer: connection.ends[reader] });
  if (bytes > 0) {
    allow(socket, 'FD_WRITE');
    return;
  }
  end.awaitsRoom = false;
  raise(socket, 'FD_WRITE');
}
