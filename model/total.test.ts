import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallName } from '../spec/trace/step.js';
import { socketName } from '../spec/trace/names.js';
import { callTransitions } from './call.js';
import { canonical } from './key.js';
import { connectionsOf, silentTransitions } from './silent.js';
import type { Documents } from './testing.js';
import { bluetooth, client, client2, documents, listening, osi, tcp, worldsAfter } from './testing.js';
import { anything, choosingBy, everyCall, freshName, walked } from './walks.js';
import type { World } from './world.js';

const transports = [
  { transport: 'tcp', on: tcp },
  { transport: 'osi', on: osi },
  { transport: 'bluetooth', on: bluetooth },
  { transport: 'a narrow tcp', on: documents('tcp', { room: 2 }) },
] as const;

/** Lists of numbers by which a walk chooses. */
const chances = fc.array(fc.nat({ max: 9999 }), { minLength: 40, maxLength: 160 });

/** The worlds of a random run that starts from a listener with two clients. */
function worldsOfRun({ machine }: Documents, worlds: readonly World[], numbers: readonly number[]) {
  const terrain = { machine, worlds, offers: anything, length: 30, timers: 'expire' } as const;
  return walked(terrain, choosingBy(numbers)).worlds;
}

/** The documents call each of these calls one that never blocks, or leave it no reason to. */
const neverBlocks: readonly CallName[] = [
  'WSASocket',
  'bind',
  'listen',
  'ioctlsocket',
  'setsockopt',
  'getsockopt',
  'WSAEventSelect',
  'WSAEnumNetworkEvents',
  'CalleeData',
  'shutdown',
  'WSASendDisconnect',
  'WSARecvDisconnect',
];

describe.each(transports)('in every world that $transport comes to', ({ on }) => {
  const worlds = worldsAfter(on, [listening, client.WSASocket(), client2.WSASocket()]);
  const inEveryWorld = (holds: (world: World) => void) => {
    fc.assert(
      fc.property(chances, (numbers) => {
        const seen = worldsOfRun(on, worlds, numbers);
        for (const world of new Set([seen.at(-1), seen.at(seen.length / 2)])) if (world) holds(world);
      }),
      { numRuns: 8, seed: 1 },
    );
  };

  it('every call on every socket has a result', () => {
    inEveryWorld((world) => {
      const as = freshName(world);
      for (const name of [...Object.keys(world.sockets), 'nobody'])
        for (const call of everyCall(as).filter((one) => one.call !== 'WSASocket')) {
          const given = callTransitions(on.machine, world, socketName(name), call);
          const predicted = given.filter(({ prediction }) => prediction !== null);
          if (predicted.length === 0) throw new Error(`nothing comes of ${name}: ${canonical(call)}`);
        }
    });
  });

  it('the same call in the same world gives the same', () => {
    inEveryWorld((world) => {
      const before = canonical(world);
      for (const name of Object.keys(world.sockets))
        for (const call of everyCall(freshName(world))) {
          const give = () =>
            canonical(callTransitions(on.machine, deepFrozen(world), socketName(name), call));
          expect(give()).toBe(give());
        }
      expect(canonical(world)).toBe(before);
    });
  });

  it('the same delivery in the same world does the same', () => {
    inEveryWorld((world) => {
      const before = canonical(world);
      for (const id of connectionsOf(world)) {
        const give = () => canonical(silentTransitions(on.machine, deepFrozen(world), id));
        expect(give()).toBe(give());
      }
      expect(canonical(world)).toBe(before);
    });
  });

  it('what never blocks is never pending, and does not fail with WSAEWOULDBLOCK', () => {
    inEveryWorld((world) => {
      for (const name of Object.keys(world.sockets))
        for (const call of everyCall(freshName(world)).filter((one) => neverBlocks.includes(one.call)))
          for (const { prediction } of callTransitions(on.machine, world, socketName(name), call))
            if (prediction !== 'anything' && prediction !== null) {
              expect(prediction).not.toHaveProperty('pending');
              expect(prediction).not.toHaveProperty('error', 'WSAEWOULDBLOCK');
            }
    });
  });

  it('nothing is pending on a socket that does not block', () => {
    inEveryWorld((world) => {
      for (const [name, { mode }] of Object.entries(world.sockets))
        if (mode === 'nonblocking')
          for (const call of everyCall(freshName(world)).filter((one) => one.call !== 'WSASocket'))
            for (const { prediction } of callTransitions(on.machine, world, socketName(name), call))
              expect(prediction).not.toEqual({ pending: true });
    });
  });
});

function deepFrozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFrozen(part);
  }
  return value;
}
