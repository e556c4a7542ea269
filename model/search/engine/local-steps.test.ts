import { describe, expect, it } from 'vitest';
import { profileNamed } from '../../../spec/profiles.js';
import { freshSocket } from '../../call.js';
import { machineOf } from '../../machine.js';
import { client, send, server } from '../moves.js';
import { moveSuccessors } from '../successors.js';
import type { Action } from './local-steps.js';
import { LocalSteps } from './local-steps.js';
import { Parts } from './parts.js';
import { produceWatched } from './watched-world.js';

const machine = { ...machineOf(profileNamed('tcp')), produce: produceWatched };

/** Sending on a socket that is not connected. */
const sending: Action = {
  owner: client,
  bound: null,
  ways: (world) =>
    moveSuccessors(machine, world, { socket: client, call: send('a'), times: 'any' }).map((next, edge) => ({
      edge,
      world: next.world,
    })),
};

const start = { readings: {}, sockets: { client: freshSocket, server: freshSocket }, connections: {} };

describe('what a rule looks at', () => {
  it('is the socket that it is called on, and no other one', () => {
    const parts = new Parts([client, server], [], 0);
    const numbers = parts.split(start);
    const steps = new LocalSteps(parts, sending);
    const known = steps.root((slot) => numbers[slot] ?? 0);
    expect('slot' in known && known.slot).toBe(parts.socket(client).index);
    const { index } = parts.socket(server);
    const listening = parts.socket(server).number({ ...freshSocket, phase: { is: 'bound' } });
    const elsewhere = (slot: number): number => (slot === index ? listening : (numbers[slot] ?? 0));
    if ('slot' in known) steps.next(known, numbers[known.slot] ?? 0, elsewhere);
    expect(steps.evaluations).toBe(1);
  });

  it('decides what it does: a rule that gives something else for the same is the fault of the model', () => {
    const parts = new Parts([client, server], [], 0);
    const numbers = parts.split(start);
    const read = (slot: number): number => numbers[slot] ?? 0;
    let times = 0;
    const steps = new LocalSteps(parts, {
      owner: client,
      bound: null,
      ways: (world) => {
        times += 1;
        const found = world.sockets[times === 1 ? client : server];
        return found ? [] : [{ edge: 0, world }];
      },
    });
    const known = steps.root(read);
    expect(() => 'slot' in known && steps.next(known, 17, read)).toThrow('the model is at fault');
  });
});
