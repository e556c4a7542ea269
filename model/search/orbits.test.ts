import { describe, expect, it } from 'vitest';
import { profileNamed } from '../../spec/profiles.js';
import { socketName } from '../../spec/trace/names.js';
import { Keys } from '../key.js';
import { machineOf } from '../machine.js';
import type { SilentTransition } from '../silent.js';
import { connectionsOf, noHint, silentOf } from '../silent.js';
import type { Connection, Socket, World } from '../world.js';
import { connectionId } from '../world.js';
import { explore } from './explore.js';
import {
  accept,
  closesocket,
  connectTo,
  freely,
  listener,
  listening,
  nonblocking,
  socketNamed,
} from './moves.js';
import { indifferent } from './observer.js';
import { reached } from './reached.js';
import { Renaming, renamingsOf } from './renaming.js';
import type { Move, Scope } from './scope.js';

const names = ['client1', 'client2', 'client3', 'client4'].map(socketName);

/** Clients that connect to one listener as often as they like: every move is free, so that a state is a world. */
function freeScope(
  clients: number,
  backlog: number,
  others: (client: (typeof names)[number]) => Move[],
): Scope {
  const some = names.slice(0, clients);
  return {
    name: `${clients} clients, backlog ${backlog}`,
    setup: [...listening(backlog), ...some.flatMap((name) => [...socketNamed(name), nonblocking(name)])],
    moves: [
      ...some.flatMap((name) => [freely(name, connectTo(listener)), ...others(name)]),
      freely(listener, accept(socketName('server'))),
    ],
    alike: some.map((name) => [name]),
    settles: false,
    timers: false,
    room: 4,
  };
}

const alsoClose = (client: (typeof names)[number]): Move[] => [freely(client, closesocket)];
const neverClose = (): Move[] => [];

function remembered<Value extends object>(of: (value: Value) => Value): (value: Value) => Value {
  const known = new WeakMap<Value, Value>();
  return (value) => {
    const image = known.get(value) ?? of(value);
    known.set(value, image);
    return image;
  };
}

/**
 * What a world becomes by a renaming, the lists that stand for sets in the one order in which the rules keep them. Worlds share
 * their parts, and so do their images.
 */
function imagesBy(renaming: Renaming): (world: World) => World {
  const socketOf = remembered((socket: Socket): Socket => {
    const { phase, ...rest } = renaming.of(socket);
    return {
      ...rest,
      phase: phase.is === 'listening' ? { ...phase, queue: phase.queue.toSorted() } : phase,
    };
  });
  const connectionOf = remembered((connection: Connection): Connection => {
    const { behind, ...rest } = renaming.of(connection);
    return { ...rest, behind: behind.toSorted() };
  });
  const renamed = <Value>(values: { readonly [name: string]: Value }, of: (value: Value) => Value) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [renaming.name(name), of(value)]));
  return ({ readings, sockets, connections }) => ({
    readings,
    sockets: renamed(sockets, socketOf),
    connections: renamed(connections, connectionOf),
  });
}

describe('of all states, those that differ only in which client is which', () => {
  it.each([
    ['tcp', 2, 2, 'close', alsoClose, [865, 442]],
    ['osi', 3, 2, 'never close', neverClose, [876, 169]],
    ['tcp', 3, 3, 'never close', neverClose, [1836, 348]],
  ] as const)(
    'are visited once: under %s, %i clients, backlog %i, which %s',
    (profile, clients, backlog, _, others, [states, orbits]) => {
      const machine = machineOf(profileNamed(profile));
      const scope = freeScope(clients, backlog, others);
      const { worlds, complete } = reached(machine, scope, Infinity);
      expect(complete).toBe(true);
      const keys = new Keys();
      const known = new Set(worlds.map((world) => keys.world(world)));
      const imaged = renamingsOf(scope.alike ?? []).map(imagesBy);
      const images = worlds.map((world) => imaged.map((imageOf) => keys.world(imageOf(world))).sort());
      expect(images.flat().filter((image) => !known.has(image))).toEqual([]);
      expect([worlds.length, new Set(images.map(([least]) => least)).size]).toEqual([states, orbits]);
      const goOn = (): boolean => true;
      const some = explore(machine, scope, indifferent, { states: Infinity, goOn }, 'symmetry');
      expect(some.states).toBe(orbits);
    },
  );
});

describe('requests that race', () => {
  it.each([
    ['tcp', 2],
    ['osi', 2],
  ])('find, under %s, a backlog of %i filled by others, no matter by which', (profile, backlog) => {
    const machine = machineOf(profileNamed(profile));
    const scope = freeScope(4, backlog, neverClose);
    const { worlds } = reached(machine, scope, 200);
    const keys = new Keys();
    const arrivals = (world: World, id: string): readonly SilentTransition[] =>
      silentOf('arrival at the server', machine, world, connectionId(id), { ...noHint, races: true });
    const late = worlds.flatMap((world) =>
      connectionsOf(world)
        .filter(
          (id) => arrivals(world, id).length > silentOf('arrival at the server', machine, world, id).length,
        )
        .map((id) => ({ world, id })),
    );
    expect(late.length).toBeGreaterThan(20);
    const inOrder = imagesBy(new Renaming([], []));
    const linesOf = (steps: readonly SilentTransition[], imageOf: (world: World) => World) =>
      steps.map(({ rule, world }) => `${rule} ${keys.world(imageOf(world))}`).sort();
    for (const renaming of renamingsOf(scope.alike ?? []).slice(1, 4)) {
      const imageOf = imagesBy(renaming);
      for (const { world, id } of late) {
        const found = arrivals(imageOf(world), renaming.name(id));
        expect(linesOf(found, inOrder)).toEqual(linesOf(arrivals(world, id), imageOf));
      }
    }
  });
});
