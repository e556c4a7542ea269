import type { Draft } from 'immer';
import type { Call, SocketName } from '../spec/trace/step.js';
import type { World } from './world.js';

/** The documents leave open what becomes of a socket: its calls under way may end in any way (CN-13, CN-15, CL-07). */
export function openSocket(world: Draft<World>, name: SocketName): void {
  const socket = world.sockets[name];
  if (!socket || socket.phase.is === 'closed') return;
  socket.phase = { is: 'unspecified' };
  for (const entry of socket.outstanding) {
    if (entry.ended !== null) continue;
    entry.ended = 'anything';
    openAccepted(world, name, entry.call);
  }
}

/** An accept of which everything is left open may have made its socket. */
export function openAccepted(world: Draft<World>, name: SocketName, call: Call): void {
  const socket = world.sockets[name];
  if (!socket || call.call !== 'WSAAccept' || call.args.as in world.sockets) return;
  world.sockets[call.args.as] = {
    ...socket,
    phase: { is: 'unspecified' },
    outstanding: [],
    acceptedFrom: name,
  };
}
