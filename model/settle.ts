import type { Keys } from './key.js';
import { recordAll } from './indications.js';
import type { Machine } from './machine.js';
import { connectionsOf, silentTransitions } from './silent.js';
import { everyWorld } from './transition.js';
import type { ConnectionId, World } from './world.js';

/**
 * Every world at rest that `world` may have come to: nothing is in flight, no call under way could end, and every
 * indication that was due is recorded. No timer expires on the way.
 */
export function settlements(machine: Machine, world: World, keys: Keys): World[] {
  let worlds: readonly World[] = [world];
  for (;;) {
    const before = worlds.map((one) => keys.world(one)).join();
    for (const id of new Set(worlds.flatMap(connectionsOf)))
      worlds = distinct(
        worlds.flatMap((one) => atRest(machine, one, id, keys)),
        keys,
      );
    if (worlds.map((one) => keys.world(one)).join() === before) break;
  }
  return distinct(
    worlds.flatMap((one) => recorded(machine, one)),
    keys,
  );
}

function recorded(machine: Machine, world: World): World[] {
  return everyWorld(machine, world, null, (draft) => {
    for (const socket of Object.values(draft.sockets)) recordAll(socket);
  }).map((next) => next.world);
}

/** The worlds in which one connection has come to rest. */
function atRest(machine: Machine, world: World, id: ConnectionId, keys: Keys): World[] {
  const seen = new Map([[keys.world(world), world]]);
  const resting: World[] = [];
  for (const [key, one] of seen) {
    let rests = true;
    for (const { urgency, world: next } of silentTransitions(machine, one, id)) {
      if (urgency === 'timer') continue;
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
export function distinct(worlds: readonly World[], keys: Keys): World[] {
  return [...new Map(worlds.map((world) => [keys.world(world), world])).values()];
}
