import { describe, expect, it } from 'vitest';
import { profileNamed } from '../../spec/profiles.js';
import { socketName } from '../../spec/trace/names.js';
import { machineOf } from '../machine.js';
import { checkTrace } from '../oracle/check-trace.js';
import { explore } from './explore.js';
import {
  accept,
  closesocket,
  connectTo,
  freely,
  linger,
  listener,
  listening,
  made,
  nonblocking,
  socketNamed,
  upTo,
} from './moves.js';
import type { Observer } from './observer.js';
import { indifferent } from './observer.js';
import type { Scope } from './scope.js';

const clients = ['client1', 'client2'].map(socketName);
const server = socketName('server');

const alike: Scope = {
  name: 'two clients that are alike',
  setup: [...listening(1), ...clients.flatMap((name) => [...socketNamed(name), nonblocking(name)])],
  moves: [
    ...clients.flatMap((name) => [upTo(1, name, connectTo(listener)), freely(name, closesocket)]),
    freely(listener, accept(server)),
  ],
  alike: clients.map((name) => [name]),
  settles: false,
  timers: false,
  room: 4,
};

const trio = ['client1', 'client2', 'client3'].map(socketName);

/** Three clients, which have nothing to do with each other. */
const three: Scope = {
  ...alike,
  name: 'three clients that are alike',
  setup: trio.flatMap((name) => [...socketNamed(name), nonblocking(name)]),
  moves: trio.flatMap((name) => [upTo(1, name, linger(0)), freely(name, closesocket)]),
  alike: trio.map((name) => [name]),
};

/** Three clients that ask one listener and do not close. */
const connectors: Scope = {
  ...alike,
  name: 'three clients that connect',
  setup: [...listening(1), ...trio.flatMap((name) => [...socketNamed(name), nonblocking(name)])],
  moves: [...trio.map((name) => upTo(1, name, connectTo(listener))), freely(listener, accept(server))],
  alike: trio.map((name) => [name]),
};

const limits = { states: Infinity, goOn: () => true };

const machine = machineOf(profileNamed('tcp'));

/** The sockets that have asked for something, and those that are closed, in this order. */
interface Done {
  readonly asked: readonly string[];
  readonly closed: readonly string[];
}

/**
 * Breaks when so many clients have asked, and are closed in the same order, but for the first one, which is closed last: it is
 * overtaken, so that it takes the place of others on the way.
 */
const untilAllIsOver = (clients: number): Observer<Done> => ({
  start: { asked: [], closed: [] },
  observe: (done, step) => {
    if (!('call' in step) || done.closed.includes(step.socket)) return { memory: done };
    const added = (names: readonly string[], calls: readonly string[]): readonly string[] =>
      calls.includes(step.call) && !names.includes(step.socket) ? [...names, step.socket] : names;
    const asked = added(done.asked, ['WSAConnect', 'setsockopt']);
    const closed = added(done.closed, ['closesocket']);
    const isOver =
      asked.length === clients && closed.join() === [...asked.slice(1), ...asked.slice(0, 1)].join();
    return isOver ? { broken: 'all is over' } : { memory: { asked, closed } };
  },
});

/** Has eyes for one client alone. */
const partial: Observer<number> = {
  start: 0,
  observe: (count, step) => ({
    memory: 'call' in step && step.call === 'closesocket' && step.socket === clients[0] ? 1 : count,
  }),
};

describe('a search that takes clients that are alike for each other', () => {
  it.each([
    ['tcp', 3536, 1792],
    ['osi', 1275, 653],
  ])('fires the same rules in about half as many states, under %s', (profile, states, orbits) => {
    const all = explore(machineOf(profileNamed(profile)), alike, indifferent, limits);
    const some = explore(machineOf(profileNamed(profile)), alike, indifferent, limits, 'symmetry');
    expect(some).toMatchObject({ complete: true, depth: all.depth });
    expect([...some.fired.keys()].sort()).toEqual([...all.fired.keys()].sort());
    expect([all.states, some.states]).toEqual([states, orbits]);
  });

  it('visits about a sixth of the states of three clients', () => {
    const all = explore(machine, connectors, indifferent, limits);
    const some = explore(machine, connectors, indifferent, limits, 'symmetry');
    expect([all.states, some.states]).toEqual([11538, 2034]);
  });

  it.each([alike, three])(
    'finds a run that is as short, and that the documents allow, of $name',
    async (scope) => {
      const observer = untilAllIsOver(scope === three ? 3 : 2);
      const all = explore(machine, scope, observer, limits).counterexample;
      const some = explore(machine, scope, observer, limits, 'symmetry').counterexample;
      expect(some?.reason).toBe('all is over');
      expect(some?.steps.length).toBe(all?.steps.length);
      const steps = (some?.steps ?? []).map((step, at) => ({ step, at, line: at + 2 }));
      expect((await checkTrace(machine, steps)).violation).toBeNull();
      const { start, observe } = observer;
      let memory = start;
      for (const { step } of steps.slice(0, -1)) {
        const observation = observe(memory, step);
        if ('memory' in observation) ({ memory } = observation);
      }
      expect(steps.slice(-1).map(({ step }) => observe(memory, step))).toEqual([{ broken: 'all is over' }]);
    },
  );

  it('refuses an observer that tells them apart', () => {
    expect(() => explore(machine, alike, partial, limits, 'symmetry')).toThrow('tells parties apart');
  });

  it.each([
    ['moves', { ...alike, moves: alike.moves.slice(1) }, 'its moves tell parties apart'],
    [
      'a beginning',
      { ...alike, setup: [...alike.setup, made(socketName('client1'), closesocket)] },
      'at the beginning',
    ],
    ['names', { ...alike, alike: [[socketName('client')], [socketName('server')]] }, 'no word of the model'],
  ])('refuses %s that tell them apart', (_, scope, message) => {
    expect(() => explore(machine, scope, indifferent, limits, 'symmetry')).toThrow(message);
  });
});
