import { describe, expect, it } from 'vitest';
import { profileNamed } from '../../../spec/profiles.js';
import { machineOf } from '../../machine.js';
import { client, closesocket, connected, freely, recv, send, server, shutdown, upTo } from '../moves.js';
import type { Observer } from '../observer.js';
import { indifferent } from '../observer.js';
import type { Scope } from '../scope.js';
import { firstGroups, Ground } from './ground.js';
import { pairOf, regrouped } from './regroup.js';
import { Search } from './search.js';

const limits = { states: Infinity, goOn: () => true };

const scope: Scope = {
  name: 'a conversation',
  setup: connected,
  moves: [
    upTo(1, client, send('a')),
    upTo(1, server, send('b')),
    freely(server, recv(1)),
    freely(client, shutdown('SD_SEND')),
    freely(client, closesocket),
  ],
  settles: true,
  timers: false,
  room: 4,
};

/** Remembers how much was received. */
const counting: Observer<number> = {
  start: 0,
  observe: (count, step) =>
    'call' in step && step.call === 'recv'
      ? { memory: count + 1 > 3 ? 3 : count + 1, triggered: true }
      : { memory: count },
};

function expectTheSame<Memory>(observer: Observer<Memory>): void {
  const machine = { ...machineOf(profileNamed('tcp')), room: scope.room };
  const ground = new Ground(machine, scope, observer, []);
  const sample = new Search(ground, firstGroups(ground), limits).run(60);
  expect(sample).toHaveProperty('together');
  if (!('together' in sample)) return;
  const groups = regrouped(sample);
  expect(groups.length).toBeLessThan(sample.groups.length);
  expect(groups.flat().sort()).toEqual(sample.groups.flat().sort());
  const alone = sample.groups.flat().map((slot) => [slot]);
  const [found, ...others] = [groups, firstGroups(ground), alone].map((some) =>
    new Search(ground, some, limits).run(Infinity),
  );
  expect(others).toEqual([found, found]);
}

describe('what is packed together', () => {
  it('makes no difference to what is found, when nobody watches', () => {
    expectTheSame(indifferent);
  });

  it('makes no difference to what is found, when somebody counts', () => {
    expectTheSame(counting);
  });

  it('is what is mostly looked at together, and not what everybody looks at', () => {
    const states = Int32Array.from(
      Array.from({ length: 4000 }, (_, state) => [
        state % 50,
        state % 50,
        Math.floor(state / 50) % 80,
        state % 7,
        0,
      ]).flat(),
    );
    const together = new Map([
      [pairOf(0, 1), 4000],
      [pairOf(0, 3), 500],
      [pairOf(2, 3), 500],
    ]);
    expect(regrouped({ groups: [[0], [1], [2], [3], [4]], together, states })).toContainEqual([0, 1]);
  });
});
