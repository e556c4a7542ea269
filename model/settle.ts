import type { Keys } from './key.js';
import { recordAll } from './indications.js';
import type { Machine } from './machine.js';
import { awaitedLengths } from './parts.js';
import { connectionsOf, noHint, silentTransitions } from './silent.js';
import { everyWorld } from './transition.js';
import type { ConnectionId, World } from './world.js';

/** Whether connection attempts and lingering closes may have timed out before everything came to rest. */
export type Timers = 'still run' | 'may have expired';

/** Up to so many requests that nobody has answered, every order of their arrivals is followed. */
export const fewRequests = 3;

/**
 * Every world at rest that `world` may have come to: nothing is in flight, no call under way could end, and every
 * indication that was due is recorded. Coming to rest expires no timer; whether one has expired before is another
 * question. With more than {@link fewRequests} requests in a backlog or on their way to it, attempts are taken not to have timed
 * out.
 */
export function settlements(
  machine: Machine,
  world: World,
  keys: Keys,
  timers: Timers = 'still run',
): World[] {
  const requests = connectionsOf(world).filter((id) => world.connections[id]?.listener !== null);
  const resting =
    requests.length <= fewRequests
      ? atRest(machine, world, connectionsOf, keys, timers)
      : oneByOne(machine, world, requests, keys);
  return distinct(
    resting.flatMap((one) => recorded(machine, one)),
    keys,
  );
}

/** Brings connection after connection to rest; which request arrives first matters where an accept waits for one. */
function oneByOne(machine: Machine, world: World, requests: readonly ConnectionId[], keys: Keys): World[] {
  const awaited = Object.values(world.sockets).some(({ outstanding }) =>
    outstanding.some(({ call, ended }) => call.call === 'WSAAccept' && ended === null),
  );
  const starts = awaited ? requests : requests.slice(0, 1);
  return starts.flatMap((first) => {
    let worlds: readonly World[] = [world];
    for (;;) {
      const before = worlds.map((one) => keys.world(one)).join();
      for (const id of new Set([first, ...worlds.flatMap(connectionsOf)]))
        worlds = distinct(
          worlds.flatMap((one) => atRest(machine, one, () => [id], keys, 'still run')),
          keys,
        );
      if (worlds.map((one) => keys.world(one)).join() === before) return worlds;
    }
  });
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
  timers: Timers,
): World[] {
  const seen = new Map([[keys.world(world), world]]);
  const resting: World[] = [];
  for (const [key, one] of seen) {
    let rests = true;
    for (const id of ids(one))
      for (const { urgency, world: next } of silentTransitions(machine, one, id, {
        ...noHint,
        races: true,
        unread: awaitedLengths(one),
      })) {
        if (urgency === 'later' || (urgency === 'timer' && timers === 'still run')) continue;
        const nextKey = keys.world(next);
        if (nextKey === key) continue;
        if (urgency === 'due') rests = false;
        if (!seen.has(nextKey)) seen.set(nextKey, next);
      }
    if (rests) resting.push(one);
  }
  return resting;
}

/** The worlds without repetitions. */
function distinct(worlds: readonly World[], keys: Keys): World[] {
  return [...new Map(worlds.map((world) => [keys.world(world), world])).values()];
}
