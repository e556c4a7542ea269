import type { SocketName } from '../../spec/trace/step.js';
import type { Keys } from '../key.js';
import type { Machine } from '../machine.js';
import type { Hint } from '../silent.js';
import { connectionsOf, noHint, silentTransitions } from '../silent.js';
import type { ConnectionId, World } from '../world.js';

/** How many answers are kept before the memory is emptied. */
const remembered = 20_000;

/**
 * What may have happened in silence before a step. Only the connections that the step can feel are followed, one at a
 * time: what goes on elsewhere can as well happen later.
 */
export class Reach {
  readonly #machine: Machine;
  readonly #keys: Keys;
  readonly #memory = new Map<string, readonly World[]>();

  constructor(machine: Machine, keys: Keys) {
    this.#machine = machine;
    this.#keys = keys;
  }

  /** Every world that silent steps of the connection `id` lead to, `world` itself first. */
  along(world: World, id: ConnectionId, hint: Hint = noHint): readonly World[] {
    if (hint.unread !== null || hint.ended !== null) return this.#follow(world, id, hint);
    const key = `${id}|${this.#keys.world(world)}`;
    const known = this.#memory.get(key);
    if (known) return known;
    const found = this.#follow(world, id, hint);
    if (this.#memory.size >= remembered) this.#memory.clear();
    this.#memory.set(key, found);
    return found;
  }

  /** The same for each of several connections, without repetitions. */
  alongAny(world: World, ids: readonly ConnectionId[], hint: Hint = noHint): readonly World[] {
    const [only, ...more] = ids;
    if (only === undefined) return [world];
    if (more.length === 0) return this.along(world, only, hint);
    const found = new Map([[this.#keys.world(world), world]]);
    for (const id of ids)
      for (const next of this.along(world, id, hint)) found.set(this.#keys.world(next), next);
    return [...found.values()];
  }

  #follow(world: World, id: ConnectionId, hint: Hint): readonly World[] {
    const found = new Map([[this.#keys.world(world), world]]);
    for (const one of found.values())
      for (const { world: next } of silentTransitions(this.#machine, one, id, hint)) {
        const key = this.#keys.world(next);
        if (!found.has(key)) found.set(key, next);
      }
    return [...found.values()];
  }
}

/** The connections whose silent steps a call on `name` can feel. */
export function feltBy(world: World, name: SocketName, looksAtBacklog: boolean): readonly ConnectionId[] {
  const phase = world.sockets[name]?.phase;
  if (phase?.is === 'connecting' || phase?.is === 'connected') return [phase.connection];
  if (phase?.is !== 'listening' || !looksAtBacklog) return [];
  return connectionsOf(world).filter((id) => world.connections[id]?.listener === name);
}
