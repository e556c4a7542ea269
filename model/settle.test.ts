import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Keys } from './key.js';
import { settlements } from './settle.js';
import { connectionsOf, silentTransitions } from './silent.js';
import type { Documents, Trace } from './testing.js';
import { client, connected, listener, listening, osi, server, settle, tcp, worldsAfter } from './testing.js';
import { anything, choosingBy, walked } from './walks.js';
import type { World } from './world.js';

const chances = fc.array(fc.nat({ max: 9999 }), { minLength: 20, maxLength: 80 });

const indicationsIn = ({ sockets }: World) =>
  Object.values(sockets).flatMap(({ registration }) => registration?.indications ?? []);

/** Silent steps that are due, and change something. */
function dueIn({ machine }: Documents, world: World): readonly string[] {
  const keys = new Keys();
  return connectionsOf(world).flatMap((id) =>
    silentTransitions(machine, world, id)
      .filter(({ urgency, world: next }) => urgency === 'due' && keys.world(next) !== keys.world(world))
      .map(({ rule }) => rule),
  );
}

describe.each([
  { transport: 'tcp', on: tcp },
  { transport: 'osi', on: osi },
])('a settle on $transport', ({ on }) => {
  const start = worldsAfter(on, [listening, client.WSASocket()]);

  it('leaves nothing that is due, whatever came before', () => {
    fc.assert(
      fc.property(chances, (numbers) => {
        const terrain = {
          machine: on.machine,
          worlds: start,
          offers: anything,
          length: 12,
          timers: 'none',
        } as const;
        const world = walked(terrain, choosingBy(numbers)).worlds.at(-1);
        if (!world) return;
        const rested = settlements(on.machine, world, new Keys());
        expect(rested.length).toBeGreaterThan(0);
        for (const rest of rested) {
          expect(dueIn(on, rest)).toEqual([]);
          expect(indicationsIn(rest).filter(({ status }) => status === 'due')).toEqual([]);
        }
      }),
      { numRuns: 40, seed: 1 },
    );
  });

  it('changes nothing where everything rests already', () => {
    for (const world of worldsAfter(on, [connected, settle])) {
      const keys = new Keys();
      const rested = settlements(on.machine, world, keys);
      expect(rested.map((rest) => keys.world(rest))).toEqual([keys.world(world)]);
    }
  });

  it('may be repeated', () => {
    const trace: Trace = [connected, client.send('ab'), settle];
    on.allows(trace, settle, settle, server.recv(8, { data: 'ab' }));
  });
});

describe('a settle', () => {
  it('has delivered what was in flight, in both directions', () => {
    tcp.allows(
      [connected, client.send('ab'), server.send('cd'), settle],
      [client.nonblocking(), server.nonblocking()],
      [client.recv(8, { data: 'cd' }), server.recv(8, { data: 'ab' })],
    );
    tcp.refuses(connected, client.send('ab'), settle, server.nonblocking(), server.recv(8, 'WSAEWOULDBLOCK'));
  });

  it('has ended the calls that could end', () => {
    const trace: Trace = [connected, server.recv(8, 'pending'), client.send('ab'), settle];
    tcp.allows(trace, server.completes('recv', { data: 'ab' }));
    tcp.refuses(trace, server.completes('recv', { data: 'b' }));
    tcp.refuses(trace, server.completes('recv', 'WSAEWOULDBLOCK'));
  });

  it('lets a request wait that nobody accepts', () => {
    osi.allows(
      [listening, client.WSASocket(), client.WSAConnect(listener, 'pending'), settle, settle],
      [listener.accept(server), client.completes('WSAConnect', 'ok')],
    );
  });

  it('concludes nothing from what has not happened yet without it', () => {
    const trace: Trace = [connected, server.WSAEventSelect('FD_READ'), client.send('ab')];
    tcp.allows(trace, server.WSAEnumNetworkEvents({}), server.recv(8, 'WSAEWOULDBLOCK'));
    tcp.refuses(trace, settle, server.WSAEnumNetworkEvents({}));
  });
});
