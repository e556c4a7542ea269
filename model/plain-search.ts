import { isStream } from '../spec/profiles.js';
import { callOf } from '../spec/trace/call-of.js';
import type { CallName, CallStep, CompletionStep, Ended, SocketName, Step } from '../spec/trace/step.js';
import { callTransitions } from './call.js';
import { recordAll } from './indications.js';
import { Keys } from './key.js';
import type { Machine } from './machine.js';
import { matches } from './oracle/match.js';
import { connectionsOf, silentTransitions } from './silent.js';
import { everyWorld } from './transition.js';
import { placesIn, splitAt } from './walks.js';
import { emptyWorld } from './world.js';
import type { World } from './world.js';

/** The worlds of a search, each under its own key. */
type Found = ReadonlyMap<string, World>;

/** What a search stands on. */
interface Ground {
  readonly machine: Machine;
  readonly keys: Keys;
  /** The most worlds. */
  readonly most: number;
}

/**
 * The number of the first step that no run of the model explains, by a search that keeps every world and knows no
 * shortcut; `null` if there is none, `'too many'` beyond so many worlds.
 */
export function searched(machine: Machine, trace: readonly Step[], most: number): number | null | 'too many' {
  const ground = { machine, keys: new Keys(), most };
  let worlds = foundAmong(ground, [emptyWorld]);
  for (const [index, step] of trace.entries()) {
    const before = everySilent(ground, worlds);
    if (!before) return 'too many';
    const next: World[] = [];
    for (const world of before.values()) {
      const after = 'settle' in step ? rested(ground, world) : afterStep(ground, world, step);
      if (!after) return 'too many';
      next.push(...after);
    }
    if (next.length === 0) return index;
    worlds = foundAmong(ground, next);
  }
  return null;
}

const foundAmong = ({ keys }: Ground, worlds: readonly World[]): Found =>
  new Map(worlds.map((world) => [keys.world(world), world]));

/** Everything that may happen in silence, in every order and with every part of what is in flight. */
function everySilent({ machine, keys, most }: Ground, worlds: Found): Found | null {
  const seen = new Map(worlds);
  for (const world of seen.values()) {
    if (seen.size > most) return null;
    const apart = isStream(machine.profile) ? everyPart(world) : [];
    const silent = connectionsOf(world).flatMap((id) =>
      silentTransitions(machine, world, id).map(({ world: next }) => next),
    );
    for (const next of [...apart, ...silent]) {
      const key = keys.world(next);
      if (!seen.has(key)) seen.set(key, next);
    }
  }
  return seen;
}

/** The world at rest that this one is, if it is at rest. */
function rested({ machine, keys }: Ground, world: World): readonly World[] {
  const key = keys.world(world);
  const rests = connectionsOf(world).every((id) =>
    silentTransitions(machine, world, id).every(
      ({ urgency, world: next }) => urgency !== 'due' || keys.world(next) === key,
    ),
  );
  if (!rests) return [];
  return everyWorld(machine, world, null, (draft) => {
    for (const socket of Object.values(draft.sockets)) recordAll(socket);
  }).map((next) => next.world);
}

function afterStep(ground: Ground, world: World, step: CallStep | CompletionStep): readonly World[] | null {
  if ('completes' in step) return ended(world, step.socket, step.completes, step.result);
  const { result } = step;
  const look = { observed: result ?? null, surroundings: 'may fail' as const };
  const next: World[] = [];
  for (const { prediction, world: after } of callTransitions(
    ground.machine,
    world,
    step.socket,
    callOf(step),
    look,
  )) {
    const goesOn = prediction === null || (prediction !== 'anything' && 'pending' in prediction);
    if (prediction !== null && matches(prediction, result)) next.push(after);
    if (!goesOn || (result && 'pending' in result)) continue;
    const later = everySilent(ground, foundAmong(ground, [after]));
    if (!later) return null;
    for (const one of later.values()) next.push(...ended(one, step.socket, step.call, result));
  }
  return next;
}

/** The worlds after a call that was under way has been seen to end. */
function ended(world: World, name: SocketName, call: CallName, result: Ended | undefined): readonly World[] {
  const socket = world.sockets[name];
  if (!socket) return [];
  return socket.outstanding.flatMap((one, index) => {
    if (one.call.call !== call || one.ended === null || !matches(one.ended, result)) return [];
    const outstanding = socket.outstanding.filter((_, other) => other !== index);
    return [{ ...world, sockets: { ...world.sockets, [name]: { ...socket, outstanding } } }];
  });
}

/** The world with data of a byte stream that have fallen apart, at each place where they may. */
function everyPart(world: World): readonly World[] {
  return Object.entries(world.connections).flatMap(([id, connection]) =>
    (['client', 'server'] as const).flatMap((side) =>
      placesIn(connection, side).map((at) => ({
        ...world,
        connections: { ...world.connections, [id]: splitAt(connection, side, at) },
      })),
    ),
  );
}
