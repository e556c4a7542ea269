import type { World } from '../world.js';
import type { Move } from './scope.js';

/** Whether a run may make the move: not on a name that has not begun, and none that would begin a name twice. */
export function isOffered({ sockets }: World, { socket, call }: Move): boolean {
  if (call.call === 'WSASocket') return !(socket in sockets);
  if (call.call === 'WSAAccept' && call.args.as in sockets) return false;
  return socket in sockets;
}
