import { describe, expect, it } from 'vitest';
import { profileNamed } from '../../spec/profiles.js';
import { socketName } from '../../spec/trace/names.js';
import type { Step } from '../../spec/trace/step.js';
import type { Machine } from '../machine.js';
import { machineOf } from '../machine.js';
import type { CallRules } from '../rule.js';
import { checkTrace } from '../oracle/check-trace.js';
import { explore } from './explore.js';
import {
  accept,
  closesocket,
  connectTo,
  freely,
  listener,
  listening,
  made,
  nonblocking,
  recv,
  send,
  settle,
  shutdown,
  socketNamed,
  upTo,
} from './moves.js';
import type { Observer } from './observer.js';
import { indifferent } from './observer.js';
import { oneByOne } from './one-by-one.js';
import type { Scope } from './scope.js';

const clients = ['client1', 'client2'].map(socketName);
const servers = ['server1', 'server2'].map(socketName);
const parties = [
  [socketName('client1'), socketName('server1')],
  [socketName('client2'), socketName('server2')],
] as const;

/** Those who arrive, each for himself. */
const callersAndServer = [[socketName('client1')], [socketName('client2')], [socketName('server1')]] as const;

const callers = clients.flatMap((name) => [...socketNamed(name), nonblocking(name)]);

/** Two connections that stand, each with data, an orderly end, and one that may be a reset. */
const standing: Scope = {
  name: 'two connections that stand',
  setup: [
    ...listening(2),
    ...callers,
    ...parties.flatMap(([client, server]) => [
      made(client, connectTo(listener)),
      settle,
      made(listener, accept(server)),
      settle,
    ]),
  ],
  moves: [
    ...clients.flatMap((name) => [upTo(1, name, send('a')), freely(name, shutdown('SD_SEND'))]),
    ...servers.flatMap((name) => [freely(name, recv(4)), freely(name, closesocket)]),
  ],
  alike: parties,
  settles: false,
  timers: false,
  room: 4,
};

/** Two clients that ask one listener, leave, and the one that is accepted. */
const arriving: Scope = {
  name: 'two clients that arrive',
  setup: [...listening(1), ...callers],
  moves: [
    ...clients.flatMap((name) => [upTo(1, name, connectTo(listener)), freely(name, closesocket)]),
    freely(listener, accept(socketName('server1'))),
    freely(socketName('server1'), recv(4)),
  ],
  alike: clients.map((name) => [name]),
  settles: false,
  timers: false,
  room: 4,
};

const limits = { states: Infinity, goOn: () => true };
const tcp = machineOf(profileNamed('tcp'));
const osi = machineOf(profileNamed('osi'));

/** Breaks when the calls on a socket have given these results, in this order, with others in between. */
const until = (...awaited: readonly string[]): Observer<number> => ({
  start: 0,
  observe: (seen, step) => {
    if (!('result' in step) || JSON.stringify(step.result) !== awaited[seen]) return { memory: seen };
    return seen + 1 < awaited.length ? { memory: seen + 1, triggered: true } : { broken: awaited.join() };
  },
});

const error = (code: string): string => JSON.stringify({ error: code });
const received = (data: string): string => JSON.stringify({ ok: { data } });

/** Whether a run breaks what an observer looks at by its last step, and not before. */
function breaksLast<Memory>({ start, observe }: Observer<Memory>, steps: readonly Step[]): boolean {
  let memory = start;
  for (const [at, step] of steps.entries()) {
    const observation = observe(memory, step);
    if ('broken' in observation) return at === steps.length - 1;
    ({ memory } = observation);
  }
  return false;
}

const both = 'symmetry and partial order';

/** The name of a rule that makes one connection depend on the other. */
const gossip = 'a receive minds the other connection';

describe('a search that follows connections apart', () => {
  it.each([
    ['two connections that stand', 'tcp', standing, 'partial order', 3057, 107],
    ['two connections that stand', 'osi', standing, both, 4345, 54],
    ['two clients that arrive', 'osi', arriving, both, 1707, 229],
  ] as const)(
    'fires every rule in far fewer states: %s, under %s',
    (_, profile, scope, reduction, states, fewer) => {
      const machine = machineOf(profileNamed(profile));
      const all = explore(machine, scope, indifferent, limits);
      const some = explore(machine, scope, indifferent, limits, reduction);
      expect(some).toMatchObject({ complete: true, stopped: false });
      expect([...some.fired.keys()].sort()).toEqual([...all.fired.keys()].sort());
      expect([all.states, some.states]).toEqual([states, fewer]);
    },
  );

  it.each([
    ['data and then the end', standing, parties, [received('a'), received('')]],
    ['an end without data', standing, parties, [received('')]],
    ['data after the end', standing, parties, [received(''), received('a')]],
    ['a reset', standing, parties, [error('WSAECONNRESET')]],
    ['a client that has gone', arriving, callersAndServer, [error('WSAEWOULDBLOCK'), error('WSAENOTSOCK')]],
  ] as const)(
    'finds a shortest run to %s, or none, as the full one does',
    async (_, scope, assigned, results) => {
      const machine = scope === standing ? tcp : osi;
      const observer = oneByOne(assigned, until(...results));
      const all = explore(machine, scope, observer, limits);
      for (const reduction of ['partial order', both] as const) {
        const some = explore(machine, scope, observer, limits, reduction);
        expect(some.counterexample?.steps.length).toBe(all.counterexample?.steps.length);
        expect([some.complete, some.triggered > 0]).toEqual([all.complete, all.triggered > 0]);
        if (!some.counterexample) continue;
        const { steps } = some.counterexample;
        expect(breaksLast(observer, steps)).toBe(true);
        const lines = steps.map((step, at) => ({ step, at, line: at + 2 }));
        expect((await checkTrace(machine, lines)).violation).toBeNull();
      }
    },
  );

  it('leaves nothing out while an observer may remember anything of everyone', () => {
    const { start, observe } = until(received('a'), received(''), received('b'));
    const all = explore(tcp, standing, { start, observe }, limits);
    const some = explore(tcp, standing, { start, observe }, limits, 'partial order');
    expect(some).toEqual(all);
  });

  it.each<[string, CallRules<'recv'>]>([
    [
      'tells what has become of the other one',
      [
        {
          name: gossip,
          clauses: [],
          when: ({ name, world }) => name !== 'server1' && world.sockets['server1']?.phase.is === 'closed',
          then: () => ({ error: 'WSAENETRESET' }),
        },
      ],
    ],
    [
      'changes the other one',
      [
        {
          name: gossip,
          clauses: [],
          when: ({ name, world }) => name === 'server2' && world.sockets['server1']?.linger.onoff === false,
          then: ({ world }) => {
            const other = world.sockets['server1'];
            if (other) other.linger = { onoff: true, seconds: 0 };
            return { error: 'WSAENETRESET' };
          },
        },
      ],
    ],
    [
      'allows something once the other one has been closed and has narrowed a reading',
      [
        {
          name: 'a receive follows one reading',
          clauses: [],
          when: ({ name }) => name === 'server1',
          then: ({ reading }) => {
            reading('AM-01', { one: ['R1'], others: ['R2', 'R3'] });
            return { error: 'WSAEINTR' };
          },
        },
        {
          name: gossip,
          clauses: [],
          when: ({ name, world }) => {
            const isClosed = world.sockets['server1']?.phase.is === 'closed';
            const isNarrow = world.readings['AM-01']?.join() === 'R1';
            return name === 'server2' && isClosed && isNarrow;
          },
          then: () => ({ error: 'WSAENETRESET' }),
        },
      ],
    ],
  ])('leaves connections together where a receive %s', (_, more) => {
    const { rules } = tcp;
    const calls = { ...rules.calls, recv: [...more, ...rules.calls.recv] };
    const machine: Machine = { ...tcp, rules: { ...rules, calls } };
    const all = explore(machine, standing, indifferent, limits);
    const some = explore(machine, standing, indifferent, limits, 'partial order');
    expect([...some.fired.keys()]).toContain(gossip);
    expect(some).toEqual(all);
  });

  it('is complete with as many states as there may be, and stops before one more', () => {
    const within = (states: number) =>
      explore(tcp, standing, indifferent, { ...limits, states }, 'partial order');
    expect(within(107)).toMatchObject({ states: 107, complete: true, stopped: false });
    expect(within(106)).toMatchObject({ states: 106, complete: false, stopped: true });
  });

  it.each(['nobody', 'someone who finds a fault'] as const)(
    'claims nothing if it is stopped while it is examined, watched by %s',
    (watcher) => {
      const explored = (goOn: () => boolean) =>
        watcher === 'nobody'
          ? explore(tcp, standing, indifferent, { ...limits, goOn }, 'partial order')
          : explore(
              tcp,
              standing,
              oneByOne(parties, until(received('a'), received(''))),
              { ...limits, goOn },
              'partial order',
            );
      let asked = 0;
      const whole = explored(() => (asked += 1) > 0);
      expect(whole.counterexample === null).toBe(watcher === 'nobody');
      let left = asked;
      const { states, transitions } = whole;
      expect(explored(() => (left -= 1) > 0)).toMatchObject({
        states,
        transitions,
        complete: false,
        stopped: true,
        counterexample: null,
      });
    },
  );

  it('is refused where a scope settles', () => {
    const scope = { ...standing, settles: true };
    expect(() => explore(tcp, scope, indifferent, limits, 'partial order')).toThrow('settles');
  });
});
