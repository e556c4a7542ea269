import { closesGracefully, isMessageOriented, isTcp } from '../spec/profiles.js';
import { loseWhileDataArrive } from './arriving.js';
import { cancelReceives } from './cancelled.js';
import { abortOpen, endSending } from './connections.js';
import { allow, lapse, unsettle } from './indications.js';
import type { Model } from './model.js';
import type { Choices, DraftLink, Outcome } from './rule.js';
import type { Draft } from 'immer';
import type { End, Socket } from './world.js';

/** Ends the sending direction: gracefully where the transport can, else by an abort (GS-01, GS-17). */
export function stopSending(
  { profile }: Model,
  socket: Draft<Socket>,
  link: DraftLink,
  data: string | null = null,
): void {
  const { connection, side } = link;
  // NE-21 has FD_WRITE arise with the connection, and says nothing of one that cannot send any more.
  unsettle(socket, 'FD_WRITE');
  if (closesGracefully(profile)) endSending(profile, connection, side, data);
  else
    loseWhileDataArrive(socket, link, () => {
      abortOpen(profile, socket, connection, side, 'abort', data);
    });
  connection.ends[side].sending = 'ended';
}

/**
 * Shuts the receiving direction. What was received and not read is dropped; where `resets`, such data abort the
 * circuit (AS-05). How a receive that is under way ends is not said (IO-02 is about those that come afterwards). Whether a graceful end is still indicated afterwards is nowhere said (AM-09, AM-32).
 */
export function stopReceiving(
  { profile }: Model,
  socket: Draft<Socket>,
  link: DraftLink,
  by: 'SD_RECEIVE' | 'SD_BOTH' | 'WSARecvDisconnect',
  resets: () => boolean,
): void {
  const { end, connection, side } = link;
  if (end.receiving !== 'open') return;
  cancelReceives(socket, link);
  end.receiving = by;
  if (end.lost) delete end.lost.arriving;
  if (end.unread.length === 0) return;
  end.unread = [];
  end.discarded = true;
  lapse(socket, 'FD_READ');
  if (end.ended) allow(socket, 'FD_CLOSE', 0);
  if (resets()) abortOpen(profile, socket, connection, side, 'stack');
}

/**
 * Whether data that meet a shut receiving direction reset the circuit, by the call that shut it: AS-05 for SD_RECEIVE
 * on TCP, AM-10 for `WSARecvDisconnect`, AM-09 for SD_BOTH. Message-oriented transports drop them.
 */
export function unwantedDataReset(
  { profile }: Model,
  by: Exclude<End['receiving'], 'open'>,
  when: 'unread' | 'arriving',
  { oneOf, reading }: Choices,
): boolean {
  if (isMessageOriented(profile)) return false;
  if (!isTcp(profile)) return oneOf([true, false]);
  if (by === 'SD_RECEIVE') return true;
  if (by === 'WSARecvDisconnect') return reading('AM-10', { reset: ['R1'], accepted: ['R2'] }) === 'reset';
  if (when === 'unread') return reading('AM-09', { reset: ['R1'], graceful: ['R2', 'R3'] }) === 'reset';
  const later = reading('AM-09', { open: ['R1'], graceful: ['R2'], reset: ['R3'] });
  return later === 'reset' || (later === 'open' && oneOf([true, false]));
}

/** Both directions are down. */
const isAllDown = ({ sending, receiving }: End): boolean => sending === 'ended' && receiving !== 'open';

/** Asking again for what is down already changes nothing, or fails once both directions are down (AM-26). */
export function repeatShutdown(end: End, { reading, oneOf }: Choices, ok: Outcome = { ok: {} }): Outcome {
  if (!isAllDown(end)) return ok;
  if (reading('AM-26', { idempotent: ['R1'], refused: ['R2'] }) === 'idempotent') return ok;
  return { error: oneOf(['WSAENOTCONN', 'WSAESHUTDOWN']) };
}
