import type { Machine } from '../machine.js';
import type { ConnectionId } from '../world.js';
import { Ground } from './engine/ground.js';
import { UnknownConnection } from './engine/parts.js';
import type { Observer } from './observer.js';
import type { Scope } from './scope.js';

/** Searches a scope on a ground of its own; a connection that nobody expected makes it begin anew with a place for it. */
export function onGround<Memory, Found>(
  machine: Machine,
  scope: Scope,
  observer: Observer<Memory>,
  search: (ground: Ground<Memory>) => Found,
): Found {
  const connections: ConnectionId[] = [];
  for (;;)
    try {
      return search(new Ground({ ...machine, room: scope.room }, scope, observer, connections));
    } catch (error) {
      if (!(error instanceof UnknownConnection) || connections.includes(error.id)) throw error;
      connections.push(error.id);
    }
}
