import type { Draft } from 'immer';
import { isWithdrawn, knowsItIsConnected } from './attempts.js';
import { abort, forget, put, socketIn } from './connections.js';
import { allow, renew, unsettle } from './indications.js';
import type { Model } from './model.js';
import type { Choices } from './rule.js';
import type { Connection, ConnectionId, Listening, Socket, World } from './world.js';

/** The requests that may be at the head: first come, first served, as far as the order is known (CA-01). */
export function heads(world: World, { queue, deferred }: Listening): readonly ConnectionId[] {
  if (deferred !== null) return [deferred];
  return queue.filter((id) => !world.connections[id]?.behind.some((earlier) => queue.includes(earlier)));
}

/** The same for the requests that nobody has withdrawn. */
export function standingHeads(world: World, listening: Listening): readonly ConnectionId[] {
  const queue = listening.queue.filter((id) => !isWithdrawn(world.connections[id]));
  const deferred = queue.find((id) => id === listening.deferred) ?? null;
  return heads(world, { ...listening, queue, deferred });
}

/** Takes a request from the backlog; whether it was deferred no longer matters. */
export function dequeue(world: Draft<World>, id: ConnectionId): void {
  const connection = world.connections[id];
  const listener = socketIn(world, connection?.listener ?? null);
  if (!connection || listener?.phase.is !== 'listening') return;
  if (listener.phase.queue.includes(id)) markLate(world, connection, listener.phase);
  connection.listener = null;
  listener.phase.queue = listener.phase.queue.filter((queued) => queued !== id);
  if (listener.phase.deferred === id) listener.phase.deferred = null;
  for (const other of Object.values(world.connections))
    if (other.behind.includes(id)) other.behind = other.behind.filter((earlier) => earlier !== id);
}

/**
 * A place becomes free: requests that are in flight may have met a full backlog before, filled by what is queued and by
 * the others that are in flight.
 */
function markLate(
  world: Draft<World>,
  { listener }: Draft<Connection>,
  { queue, capacity }: Draft<Listening>,
): void {
  const inFlight = Object.entries(world.connections).filter(
    ([id, other]) => other.listener === listener && !queue.some((queued) => queued === id),
  );
  if (queue.length + inFlight.length - 1 < capacity.atLeast) return;
  for (const [, other] of inFlight) if (!other.confirmed) other.missed = 'backlog full';
}

/**
 * Requests have left the backlog of a listener without being decided about: what FD_ACCEPT tells of may have gone with them, or
 * is told of those that remain (NE-16, NE-17); with the one that was deferred goes the silence that it imposed (CA-12).
 */
export function indicateRest(
  world: World,
  listener: Draft<Socket>,
  deferredBefore: ConnectionId | null,
): void {
  if (listener.phase.is !== 'listening') return;
  const { deferred, queue } = listener.phase;
  if (deferred === null && standingHeads(world, listener.phase).length > 0) renew(listener, 'FD_ACCEPT');
  else unsettle(listener, 'FD_ACCEPT');
  if (deferred !== deferredBefore && queue.length > 0) allow(listener, 'FD_ACCEPT');
}

/** How a connector learns that nobody will serve its request. */
export type Denial = 'refused' | 'reset' | 'silence';

/** Drops a request: its connector is refused, reset, or left to its own timer. */
export function deny(model: Model, world: Draft<World>, id: ConnectionId, denial: Denial): void {
  const connection = world.connections[id];
  if (!connection) return;
  dequeue(world, id);
  connection.listener = null;
  connection.wires.server = connection.wires.server.filter(({ is }) => is !== 'request');
  denyAttempt(model, connection, denial);
  connection.ends.server.open = false;
  forget(world, id);
}

function denyAttempt({ profile }: Model, connection: Draft<Connection>, denial: Denial): void {
  if (denial === 'reset') {
    abort(profile, connection, 'server', 'stack');
    return;
  }
  connection.wires.client = [];
  connection.wires.server = [];
  connection.confirmed = false;
  connection.ends.server.lost ??= { by: 'self', told: false };
  if (denial === 'refused') put(profile, connection, 'client', { is: 'refusal', data: null });
}

/** The listener goes away, or no longer has room for a request that it had queued (LS-08, CL-01). */
export function abandon(
  model: Model,
  world: Draft<World>,
  id: ConnectionId,
  { oneOf }: Pick<Choices, 'oneOf'>,
): void {
  const connection = world.connections[id];
  if (!connection) return;
  const known = knowsItIsConnected(connection);
  deny(
    model,
    world,
    id,
    known
      ? 'reset'
      : oneOf<Denial>(connection.confirmed ? ['reset', 'refused', 'silence'] : ['refused', 'silence']),
  );
}
