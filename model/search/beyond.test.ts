import { describe, expect, it } from 'vitest';
import { profileNamed } from '../../spec/profiles.js';
import { socketName } from '../../spec/trace/names.js';
import type { Step } from '../../spec/trace/step.js';
import { machineOf } from '../machine.js';
import { Oracle } from '../oracle/oracle.js';
import type { Beyond } from './beyond.js';
import { exploreBeyond } from './beyond.js';
import type { Limits, Reduction } from './explore.js';
import { explore } from './explore.js';
import {
  client,
  closesocket,
  connected,
  connectTo,
  freely,
  listener,
  listening,
  made,
  nonblocking,
  recv,
  send,
  server,
  shutdown,
  socketNamed,
  upTo,
} from './moves.js';
import type { Observer } from './observer.js';
import { indifferent } from './observer.js';
import type { Scope } from './scope.js';

const machine = machineOf(profileNamed('tcp'));
const unlimited: Limits = { states: Infinity, goOn: () => true };

/** Numbers that are random enough for a walk (Marsaglia's xorshift). */
function randomFrom(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % bound;
  };
}

const walking = (walks: number) => ({
  longest: 60,
  below: randomFrom(7),
  goOn: (progress: { readonly walks: number }) => progress.walks < walks,
});

const conversation: Scope = {
  name: 'data and an end, with rests in between',
  setup: connected,
  moves: [
    upTo(1, client, send('a')),
    freely(server, recv(4)),
    freely(client, shutdown('SD_SEND')),
    freely(client, closesocket),
  ],
  settles: true,
  timers: false,
  room: 4,
};

/** Is broken by the end of the data, once a rest has come after data were received. */
const untilTheEnd: Observer<string> = {
  start: 'nothing',
  observe: (memory, step) => {
    const data = dataOf(step);
    if (data === 'a') return { memory: 'data', triggered: true };
    if (memory === 'data' && 'settle' in step) return { memory: 'rest' };
    return memory === 'rest' && data === '' ? { broken: 'the end has come' } : { memory };
  },
};

const dataOf = (step: Step): unknown =>
  'call' in step && step.call === 'recv' && step.result && 'ok' in step.result
    ? step.result.ok.data
    : undefined;

/** Whether the documents allow that run, and its last step, and no other one, breaks what is observed. */
function isRun(steps: readonly Step[], scope: Scope, observer: Observer<string>): boolean {
  const oracle = new Oracle({ ...machine, room: scope.room });
  let belief = oracle.start;
  let memory = observer.start;
  for (const [at, step] of steps.entries()) {
    belief = oracle.follow(belief, step);
    if (belief.length === 0) return false;
    const observation = observer.observe(memory, step);
    if ('broken' in observation) return at === steps.length - 1;
    ({ memory } = observation);
  }
  return false;
}

describe('walks from the frontier', () => {
  const shortest = explore(machine, conversation, untilTheEnd, unlimited).counterexample?.steps.length ?? 0;

  it.each<[string, Limits]>([
    ['of steps', { ...unlimited, depth: 2 }],
    ['of states', { ...unlimited, states: 12 }],
    ['of time', { ...unlimited, goOn: () => false }],
    ['of memory', { ...unlimited, bytes: 0 }],
  ])('find a fault beyond a limit %s, in a run of the model', (_, limits) => {
    const { exploration, beyond } = exploreBeyond(machine, conversation, untilTheEnd, limits, walking(2000));
    expect(exploration).toMatchObject({ complete: false, counterexample: null });
    const steps = beyond?.counterexample?.steps ?? [];
    expect(beyond?.counterexample?.reason).toBe('the end has come');
    expect(steps.length).toBeGreaterThanOrEqual(shortest);
    expect(isRun(steps, conversation, untilTheEnd)).toBe(true);
    expect(exploration.triggered + (beyond?.triggered ?? 0)).toBeGreaterThan(0);
  });

  it('are not needed where the search comes to its end', () => {
    const { exploration, beyond } = exploreBeyond(machine, conversation, indifferent, unlimited, walking(1));
    expect(exploration.complete).toBe(true);
    expect(beyond).toBeNull();
  });

  it('let rules fire that the search has not seen, and none that it would not see', () => {
    const { exploration, beyond } = exploreBeyond(
      machine,
      conversation,
      indifferent,
      { ...unlimited, depth: 1 },
      walking(200),
    );
    const all = explore(machine, conversation, indifferent, unlimited).fired;
    const met = new Set([...exploration.fired.keys(), ...(beyond?.fired.keys() ?? [])]);
    expect([...met].sort()).toEqual([...all.keys()].sort());
    expect(exploration.fired.size).toBeLessThan(met.size);
    expect(beyond).toMatchObject({ walks: 200, counterexample: null });
  });

  it('are the same walks for the same random numbers', () => {
    const walked = (): Beyond | null =>
      exploreBeyond(machine, conversation, indifferent, { ...unlimited, depth: 1 }, walking(50)).beyond;
    expect(walked()).toEqual(walked());
  });

  it('make room for a connection that no state before the frontier has', () => {
    const scope: Scope = {
      name: 'an attempt that is refused, and another one',
      setup: [...socketNamed(listener), made(listener, { call: 'bind', args: {} })].concat([
        ...socketNamed(client),
        nonblocking(client),
      ]),
      moves: [
        upTo(2, client, connectTo(listener)),
        freely(listener, { call: 'listen', args: { backlog: 1 } }),
      ],
      settles: true,
      timers: false,
      room: 4,
    };
    const second: Observer<string> = {
      start: 'none',
      observe: (memory, step) =>
        'call' in step && step.call === 'WSAConnect' && step.result && 'error' in step.result
          ? step.result.error === 'WSAEWOULDBLOCK'
            ? memory === 'one'
              ? { broken: 'a second attempt' }
              : { memory: 'one' }
            : { memory }
          : { memory },
    };
    const limits = { ...unlimited, depth: 1 };
    const { exploration, beyond } = exploreBeyond(machine, scope, second, limits, walking(500));
    expect(exploration.counterexample).toBeNull();
    expect(beyond?.counterexample?.reason).toBe('a second attempt');
  });

  it.each<Reduction>(['none', 'symmetry'])(
    'go on under the reduction %s with the names of a run',
    (reduction) => {
      const clients = [socketName('client1'), socketName('client2')];
      const scope: Scope = {
        name: 'two clients of a listener',
        setup: [...listening(2), ...clients.flatMap((name) => [...socketNamed(name), nonblocking(name)])],
        moves: clients.flatMap((name) => [upTo(1, name, connectTo(listener)), upTo(1, name, closesocket)]),
        settles: false,
        timers: false,
        alike: clients.map((name) => [name]),
        room: 4,
      };
      const bothClosed: Observer<string> = {
        start: '0',
        observe: (memory, step) => {
          if (!('call' in step) || step.call !== 'closesocket') return { memory };
          return memory === '1' ? { broken: 'both are closed' } : { memory: '1' };
        },
      };
      const limits = { ...unlimited, depth: 1 };
      const found = exploreBeyond(machine, scope, bothClosed, limits, walking(500), reduction);
      const steps = found.beyond?.counterexample?.steps ?? [];
      expect(found.exploration.counterexample).toBeNull();
      expect(isRun(steps, scope, bothClosed)).toBe(true);
    },
  );
});
