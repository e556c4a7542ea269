import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Keys } from '../key.js';
import { actor, client, client2, listener, listening, server, tcp, worldsAfter } from '../testing.js';
import type { Cluster } from './cluster.js';
import type { Part } from './part.js';
import { clusterOf, join, split } from './belief.js';

/** A socket of its own, told apart by how long it lingers. */
function alone(name: string, seconds: number): Part {
  const [world] = worldsAfter(tcp, [actor(name).WSASocket(), actor(name).lingers(seconds)]);
  if (!world) throw new Error('a socket may linger');
  return world;
}

const together = (one: Part, other: Part): Part => ({
  sockets: { ...one.sockets, ...other.sockets },
  connections: { ...one.connections, ...other.connections },
});

const keysOf = (keys: Keys, parts: readonly Part[]): readonly string[] =>
  parts.map((part) => keys.parts(part)).sort();

/** What two sockets may be together: any combinations of a few values. */
const combinations = fc.uniqueArray(fc.tuple(fc.nat({ max: 2 }), fc.nat({ max: 2 })), {
  minLength: 1,
  selector: ([one, other]) => one * 3 + other,
});

describe('split and join', () => {
  it('keep exactly the possibilities that there are', () => {
    fc.assert(
      fc.property(combinations, (pairs) => {
        const keys = new Keys();
        const parts = pairs.map(([one, other]) => together(alone('one', one), alone('other', other)));
        const clusters = split(parts, keys);
        expect(keysOf(keys, join(clusters))).toEqual(keysOf(keys, parts));
      }),
    );
  });

  it('separate sockets of which all combinations are possible', () => {
    const keys = new Keys();
    const parts = [0, 1, 2].flatMap((one) =>
      [3, 4].map((other) => together(alone('one', one), alone('other', other))),
    );
    const sizes = split(parts, keys).map((cluster) => cluster.parts.length);
    expect(sizes.sort()).toEqual([2, 3]);
  });

  it('leave together what is known only together', () => {
    const keys = new Keys();
    const parts = [0, 1].map((value) => together(alone('one', value), alone('other', value)));
    expect(split(parts, keys)).toHaveLength(1);
  });

  it('join nothing to one possibility in which nothing is', () => {
    expect(join([])).toEqual([{ sockets: {}, connections: {} }]);
  });

  it('keep a connection with its sockets, and with the listener until it is accepted', () => {
    const namesOf = (cluster: Cluster) => cluster.parts.flatMap(({ sockets }) => Object.keys(sockets)).sort();
    const groups = (...trace: Parameters<typeof worldsAfter>[1]) => {
      const worlds = worldsAfter(tcp, trace);
      return split(worlds, new Keys()).map(namesOf).sort();
    };
    const request = [listening, client.WSASocket(), client2.WSASocket(), client.WSAConnect(listener)];
    expect(groups(request)).toEqual([['client', 'listener'], ['client2']]);
    expect(groups(request, listener.accept(server))).toEqual([
      ['client', 'server'],
      ['client2'],
      ['listener'],
    ]);
  });
});

describe('a cluster', () => {
  it('holds each possibility once, and has the key of its possibilities', () => {
    const keys = new Keys();
    const one = clusterOf([alone('one', 0), alone('one', 1), alone('one', 0)], keys, false);
    const other = clusterOf([alone('one', 1), alone('one', 0)], keys, true);
    expect(one.parts).toHaveLength(2);
    expect(one.shape.key).toBe(other.shape.key);
    expect(clusterOf([alone('one', 2)], keys, false).shape.key).not.toBe(one.shape.key);
  });
});
