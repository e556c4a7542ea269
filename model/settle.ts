import type { Keys } from './key.js';
import { recordAll } from './indications.js';
import type { Machine } from './machine.js';
import { awaitedLengths } from './parts.js';
import { connectionsOf, noHint, silentTransitions } from './silent.js';
import { TooMany } from './too-many.js';
import { everyWorld } from './transition.js';
import type { ConnectionId, World } from './world.js';

/**
 * Of which world the rest is sought: one that is explored, or one that stands for whatever may have come of it in silence. Then
 * connection attempts and lingering closes may have timed out before, and how much the receives under way have taken of
 * much data is left to be seen.
 */
export type Standing = 'for itself' | 'for all that may have come of it';

/** Up to so many requests that nobody has answered, every order of their arrivals is followed. */
export const fewRequests = 3;

/** So many worlds are followed on the way to rest, where one stands for all that may have come of it. */
const mostWorlds = 2_000;

/** So many orders of arrivals are followed where there are more. */
const mostOrders = 60;

/**
 * Every world at rest that `world` may have come to: nothing is in flight, no call under way could end, and every
 * indication that was due is recorded. Coming to rest expires no timer; whether one has expired before is another
 * question. Throws {@link TooMany} where that may be too many worlds. With more than {@link fewRequests} requests in a backlog or on their way to it, attempts are taken not to have timed
 * out.
 */
export function settlements(
  machine: Machine,
  world: World,
  keys: Keys,
  standing: Standing = 'for itself',
): World[] {
  const requests = connectionsOf(world).filter((id) => world.connections[id]?.listener !== null);
  const resting =
    requests.length <= fewRequests
      ? atRest(machine, world, connectionsOf, keys, standing)
      : oneByOne(machine, world, requests, keys);
  return distinct(
    resting.flatMap((one) => recorded(machine, one)),
    keys,
  );
}

/**
 * Brings connection after connection to rest; which requests arrive first matters where accepts wait for them. With too many
 * orders of these, nothing is concluded from the rest: what may have happened before can as well happen later.
 */
function oneByOne(machine: Machine, world: World, requests: readonly ConnectionId[], keys: Keys): World[] {
  const starts = beginnings(requests, acceptsUnderWay(world));
  return starts === null ? [world] : starts.flatMap((start) => inOrder(machine, world, start, keys));
}

function inOrder(machine: Machine, world: World, start: readonly ConnectionId[], keys: Keys): World[] {
  let worlds: World[] = [world];
  for (;;) {
    const before = worlds.map((one) => keys.world(one)).join();
    for (const id of new Set([...start, ...worlds.flatMap(connectionsOf)]))
      worlds = distinct(
        worlds.flatMap((one) => atRest(machine, one, () => [id], keys, 'for itself')),
        keys,
      );
    if (worlds.map((one) => keys.world(one)).join() === before) return worlds;
  }
}

const acceptsUnderWay = ({ sockets }: World): number =>
  Object.values(sockets)
    .flatMap(({ outstanding }) => outstanding)
    .filter(({ call, ended }) => call.call === 'WSAAccept' && ended === null).length;

/** Every choice of `count` requests, in order; `null` if there are too many. */
function beginnings(
  requests: readonly ConnectionId[],
  count: number,
): readonly (readonly ConnectionId[])[] | null {
  let found: readonly (readonly ConnectionId[])[] = [[]];
  for (let chosen = 0; chosen < Math.min(count, requests.length); chosen += 1) {
    found = found.flatMap((some) => requests.filter((id) => !some.includes(id)).map((id) => [...some, id]));
    if (found.length > mostOrders) return null;
  }
  return found;
}

function recorded(machine: Machine, world: World): World[] {
  return everyWorld(machine, world, null, (draft) => {
    for (const socket of Object.values(draft.sockets)) recordAll(socket);
  }).map((next) => next.world);
}

/** The worlds in which some connections have come to rest. */
function atRest(
  machine: Machine,
  world: World,
  ids: (world: World) => readonly ConnectionId[],
  keys: Keys,
  standing: Standing,
): World[] {
  const itself = standing === 'for itself';
  const seen = new Map([[keys.world(world), world]]);
  const resting: World[] = [];
  for (const [key, one] of seen) {
    let rests = true;
    for (const id of ids(one))
      for (const { urgency, world: next } of silentTransitions(machine, one, id, {
        ...noHint,
        races: true,
        unread: awaitedLengths(one),
        receives: itself ? 'take' : 'take later',
      })) {
        if (urgency === 'later' || (urgency === 'timer' && itself)) continue;
        const nextKey = keys.world(next);
        if (nextKey === key) continue;
        if (urgency === 'due') rests = false;
        if (!seen.has(nextKey)) seen.set(nextKey, next);
        if (!itself && seen.size > mostWorlds) throw new TooMany();
      }
    if (rests) resting.push(one);
  }
  return resting;
}

/** The worlds without repetitions. */
function distinct(worlds: readonly World[], keys: Keys): World[] {
  return [...new Map(worlds.map((world) => [keys.world(world), world])).values()];
}
