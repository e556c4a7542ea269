import type { Draft } from 'immer';
import { allow, under } from './indications.js';
import type { DraftLink } from './rule.js';
import type { Socket } from './world.js';

/**
 * An end learns by itself that its circuit is lost, by `lose`: what it has been sent may have arrived before, and be read
 * still (AM-07).
 */
export function loseWhileDataArrive(
  socket: Draft<Socket>,
  { connection, side, end }: DraftLink,
  lose: () => void,
): void {
  const arriving = connection.wires[side].flatMap((item) => (item.is === 'data' ? [item.bytes] : []));
  lose();
  if (end.lost === null || end.receiving !== 'open' || arriving.length === 0) return;
  end.lost.arriving = arriving;
  allow(socket, 'FD_READ', 0, socket.told.includes('FD_READ') ? under('AM-08a', 'R2') : null);
}
