import type { Draft } from 'immer';
import type { Call } from '../spec/trace/step.js';
import type { DraftLink } from './rule.js';
import type { Prediction, Socket } from './world.js';

/** How a call ends that was cancelled: a receive may still have been given a part of `data` (CL-05, ER-05). */
function cancelled(call: Call, data: string): Prediction {
  if (isReceive(call)) return { cancelled: data };
  return call.call === 'WSAAccept' || call.call === 'WSAConnect' ? { cancelled: null } : 'anything';
}

/** The calls under way on a socket without a connection are cancelled. */
export function cancelCalls(socket: Draft<Socket>): void {
  for (const entry of socket.outstanding) entry.ended ??= cancelled(entry.call, '');
}

/** The receives under way are cancelled, or have had what was received and not read, or on its way. */
export function cancelReceives(socket: Draft<Socket>, { end, connection, side }: DraftLink): void {
  const inFlight = connection.wires[side].map((item) => (item.is === 'data' ? item.bytes : ''));
  const data = [...end.unread, ...(end.lost?.arriving ?? inFlight)].join('');
  for (const entry of socket.outstanding)
    if (isReceive(entry.call)) entry.ended ??= cancelled(entry.call, data);
}

/** Data meet a direction that was shut for receiving: a receive that was under way may still have been given them. */
export function arriveLate(socket: Draft<Socket> | undefined, bytes: string): void {
  for (const { ended } of socket?.outstanding ?? [])
    if (ended !== null && typeof ended === 'object' && 'cancelled' in ended && ended.cancelled !== null)
      ended.cancelled += bytes;
}

/** Whether a call is one of those that receive. */
export const isReceive = ({ call }: Call): boolean => call === 'recv' || call === 'WSARecv';
