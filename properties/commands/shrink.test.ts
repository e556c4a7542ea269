import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { profileNamed } from '../../spec/profiles.js';
import { callNames, socketName } from '../../spec/trace/names.js';
import type { Call, CallStep, SocketName, Step } from '../../spec/trace/step.js';
import type { Act, Made } from './act.js';
import { settling } from './act.js';
import { canonicalTrace } from './identity.js';
import { areAdmissible } from './names.js';
import { openings } from './openings.js';
import { callPools } from './pools.js';
import { withCanonicalNames } from './rename.js';
import type { Replay, Trial } from './replay.js';
import type { Patience } from './shrink.js';
import { shrink, shrinkUntilFailure } from './shrink.js';
import { compareCalls, simplerCalls } from './simplify.js';

const alice = socketName('alice');
const bob = socketName('bob');
const carol = socketName('carol');
const dave = socketName('dave');

const made = (socket: SocketName, call: Call): Made => ({ socket, call });
const socketOf = (name: SocketName): Made => made(name, { call: 'WSASocket', args: {} });
const sends = (name: SocketName, data: string): Made => made(name, { call: 'send', args: { data } });
const receives = (name: SocketName, len: number): Made => made(name, { call: 'recv', args: { len } });

const stepOf = ({ socket, call }: Made): CallStep => ({ ...call, socket, result: { ok: {} } });

/** A system on which whatever is done goes well, until `isWrong` of what was done. */
const replayUntil =
  (isWrong: (done: readonly Act[]) => boolean): Replay =>
  (acts) => {
    const steps: Step[] = [];
    for (const [index, act] of acts.entries()) {
      const step: Step = 'settle' in act ? { settle: true } : stepOf(act);
      steps.push(step);
      if (isWrong(acts.slice(0, index + 1))) return Promise.resolve(accused(steps, step));
    }
    return Promise.resolve({ steps, accusation: null });
  };

const accused = (steps: readonly Step[], step: Step): Trial => ({
  steps,
  accusation: {
    property: { name: 'harmony', says: 'All is well.' },
    violation: {
      clauses: [],
      summary: 'All is not well.',
      at: steps.length - 1,
      step,
      expected: [],
      observed: undefined,
      rules: [],
    },
  },
});

const shrunkBy = async (
  acts: readonly Act[],
  isWrong: (done: readonly Act[]) => boolean,
  patience: Patience = { seeds: [0] },
) => {
  const replay = replayUntil(isWrong);
  const found = await replay(acts, 0);
  if (!found?.accusation) throw new Error('nothing is wrong with it');
  return await shrink({ ...found.accusation, steps: found.steps }, replay, patience);
};

const calls = (acts: readonly Act[], name: Call['call']): number =>
  acts.filter((act) => 'call' in act && act.call.call === name).length;

const sentIn = (acts: readonly Act[]): number =>
  acts.reduce(
    (sum, act) => ('call' in act && act.call.call === 'send' ? sum + act.call.args.data.length : sum),
    0,
  );

describe('a counterexample', () => {
  const long: readonly Act[] = [
    socketOf(alice),
    socketOf(bob),
    settling,
    sends(alice, 'hello'),
    receives(bob, 64),
    settling,
    sends(bob, 'world'),
    receives(alice, 64),
    sends(alice, 'again'),
    settling,
    receives(bob, 8),
  ];

  it('loses every step, byte and actor that the fault can do without', async () => {
    const { steps, complete } = await shrunkBy(long, (done) => sentIn(done) >= 3 && calls(done, 'recv') >= 1);
    expect(canonicalTrace(steps).split('\n')).toEqual([
      '{"socket":"client","call":"WSASocket"}',
      '{"socket":"client","call":"send","args":{"data":"aaa"}}',
      '{"socket":"client","call":"recv","args":{"len":1},"result":{"ok":{}}}',
    ]);
    expect(complete).toBe(true);
  });

  it('names a listener rather than a socket that it has accepted', async () => {
    const connects = (name: SocketName, to: SocketName): Made =>
      made(name, { call: 'WSAConnect', args: { to } });
    const acts = [
      ...[socketOf(alice), made(alice, { call: 'bind', args: {} })],
      ...[socketOf(bob), connects(bob, alice)],
      made(alice, { call: 'WSAAccept', args: { as: dave, condition: null } }),
      ...[socketOf(carol), connects(carol, dave), sends(carol, 'a')],
    ];
    const whoDoes = (done: readonly Act[], name: Call['call']): readonly SocketName[] =>
      done.flatMap((act) => ('call' in act && act.call.call === name ? [act.socket] : []));
    const { steps } = await shrunkBy(acts, (done) => {
      const senders = whoDoes(done, 'send');
      const connected = whoDoes(done, 'WSAConnect').some((name) => senders.includes(name));
      return connected && whoDoes(done, 'bind').some((name) => !senders.includes(name));
    });
    expect(
      canonicalTrace(steps)
        .split('\n')
        .map((line) => line.replace(/,"result".*/u, '}')),
    ).toEqual([
      '{"socket":"listener","call":"WSASocket"}',
      '{"socket":"listener","call":"bind"}',
      '{"socket":"client","call":"WSASocket"}',
      '{"socket":"client","call":"WSAConnect","args":{"to":"listener"}}',
      '{"socket":"client","call":"send","args":{"data":"a"}}',
    ]);
  });

  it('keeps a settle that matters', async () => {
    const { steps } = await shrunkBy(long, (done) => done.includes(settling) && calls(done, 'recv') >= 1);
    expect(steps).toContainEqual({ settle: true });
    expect(steps).toHaveLength(3);
  });

  it('loses two steps that need each other, and nothing else needs', async () => {
    const { steps } = await shrunkBy(
      long,
      (done) => calls(done, 'recv') >= 1 && calls(done, 'send') % 2 === 0 && calls(done, 'send') < 3,
    );
    expect(steps.map((step) => ('call' in step ? step.call : ''))).toEqual(['WSASocket', 'recv']);
  });

  it('is told in the usual order: what is set up comes first', async () => {
    const unruly: readonly Act[] = [
      socketOf(carol),
      socketOf(alice),
      sends(carol, 'a'),
      made(alice, { call: 'bind', args: {} }),
      made(alice, { call: 'listen', args: { backlog: 5 } }),
      receives(carol, 1),
    ];
    const { steps } = await shrunkBy(unruly, (done) =>
      ['listen', 'send', 'recv', 'bind'].every((name) =>
        done.some((act) => 'call' in act && act.call.call === name),
      ),
    );
    expect(steps.map((step) => ('call' in step ? `${step.socket} ${step.call}` : ''))).toEqual([
      'listener WSASocket',
      'listener bind',
      'listener listen',
      'listener send',
      'listener recv',
    ]);
  });

  it('stays as it is when patience has run out', async () => {
    const isWrong = (done: readonly Act[]): boolean => calls(done, 'recv') >= 3;
    const none = await shrunkBy(long, isWrong, { seeds: [0], replays: 0 });
    expect(none).toMatchObject({ replays: 0, complete: false });
    expect(none.steps).toHaveLength(long.length);
    const few = await shrunkBy(long, isWrong, { seeds: [0], replays: 7 });
    expect(few).toMatchObject({ replays: 7, complete: false });
  });

  it('is tried in sessions of every seed', async () => {
    const seeds: number[] = [];
    const found = accused(
      long.map((act) => ('settle' in act ? act : stepOf(act))),
      stepOf(receives(bob, 8)),
    );
    if (!found.accusation) return;
    const replay: Replay = (acts, seed) => {
      seeds.push(seed);
      const steps = acts.map((act): Step => ('settle' in act ? { settle: true } : stepOf(act)));
      const [last] = steps.slice(-1);
      const isShown = seed === 7 && last !== undefined && acts.length > 1;
      return Promise.resolve(isShown ? accused(steps, last) : { steps, accusation: null });
    };
    const { seed, steps } = await shrink({ ...found.accusation, steps: found.steps }, replay, {
      seeds: [3, 7],
    });
    expect(seed).toBe(7);
    expect(steps).toHaveLength(2);
    expect(new Set(seeds)).toEqual(new Set([3, 7]));
  });

  it('stands as far as it came when the system fails on the way', async () => {
    const isWrong = (done: readonly Act[]): boolean => calls(done, 'recv') >= 3;
    const replay = replayUntil(isWrong);
    const found = await replay(long, 0);
    if (!found?.accusation) throw new Error('nothing is wrong with it');
    let asked = 0;
    const failing: Replay = (acts, seed) => {
      asked += 1;
      return asked > 3 ? Promise.reject(new Error('it is gone')) : replay(acts, seed);
    };
    const counterexample = { ...found.accusation, steps: found.steps };
    const shrunk = await shrinkUntilFailure(counterexample, failing, { seeds: [0] });
    expect(asked).toBe(4);
    expect(shrunk.complete).toBe(false);
    expect(shrunk.violation).toEqual(expect.objectContaining({ summary: 'All is not well.' }));
  });
});

const arbitraryCall: fc.Arbitrary<Call> = fc
  .tuple(fc.constantFrom(...callNames), fc.constantFrom('tcp', 'osi'), fc.nat())
  .map(([name, profile, lot]) => {
    const pool = callPools[name]({
      profile: profileNamed(profile),
      role: lot % 2 === 0 ? 'listener' : 'connection',
      targets: [[1, alice]],
      accepted: bob,
      bytes: (length) => 'xyz'.repeat(length).slice(0, length),
    });
    const chosen = pool[lot % pool.length];
    if (!chosen) throw new Error(`${name} has no arguments`);
    return chosen[1];
  });

describe('a simpler call', () => {
  it('is simpler, so that simplifying ends', () => {
    fc.assert(
      fc.property(arbitraryCall, (call) => {
        let steps = 0;
        for (let at = call; ; steps += 1) {
          const [simplest] = simplerCalls(at);
          if (simplest === undefined) break;
          expect(compareCalls(simplest, at)).toBeLessThan(0);
          at = simplest;
        }
        expect(steps).toBeLessThan(8);
      }),
    );
  });

  it('keeps its actors, and gives a name to whom it accepts', () => {
    fc.assert(
      fc.property(arbitraryCall, (call) => {
        for (const simpler of simplerCalls(call)) {
          if (simpler.call === 'WSAConnect') expect(simpler.args.to).toBe(alice);
          if (simpler.call === 'WSAAccept') expect(simpler.args.as).toBe(bob);
          if (simpler.call === 'recv') expect(simpler.args.len).toBeGreaterThan(0);
        }
      }),
    );
  });

  it.each<[Call, Call]>([
    [
      { call: 'WSASend', args: { data: 'hello' } },
      { call: 'send', args: { data: 'a' } },
    ],
    [
      { call: 'WSARecv', args: { len: 64 } },
      { call: 'recv', args: { len: 1 } },
    ],
    [
      { call: 'WSASendDisconnect', args: { data: 'bye' } },
      { call: 'shutdown', args: { how: 'SD_SEND' } },
    ],
    [
      { call: 'listen', args: { backlog: 0 } },
      { call: 'listen', args: { backlog: 1 } },
    ],
    [
      { call: 'WSAConnect', args: { to: alice, callerData: 'hello', calleeDataLen: 32 } },
      { call: 'WSAConnect', args: { to: alice } },
    ],
    [
      { call: 'WSAEventSelect', args: { events: ['FD_CLOSE', 'FD_READ'] } },
      { call: 'WSAEventSelect', args: { events: ['FD_READ'] } },
    ],
  ])('for %j is first of all %j', (call, simplest) => {
    expect(simplerCalls(call)[0]).toEqual(simplest);
  });
});

describe('names', () => {
  it('become those of the cast', () => {
    const acts: readonly Act[] = [
      socketOf(carol),
      socketOf(alice),
      made(alice, { call: 'bind', args: {} }),
      made(carol, { call: 'WSAConnect', args: { to: alice } }),
      made(alice, { call: 'WSAAccept', args: { as: bob, condition: null } }),
      receives(bob, 1),
    ];
    const renamed = withCanonicalNames(acts);
    expect(renamed.map((act) => ('call' in act ? act.socket : ''))).toEqual([
      'client',
      'listener',
      'listener',
      'client',
      'listener',
      'server',
    ]);
    expect(renamed[3]).toMatchObject({ call: { args: { to: 'listener' } } });
    expect(renamed[4]).toMatchObject({ call: { args: { as: 'server' } } });
    expect(withCanonicalNames(renamed)).toEqual(renamed);
  });

  it('have to be made before they are used', () => {
    expect(areAdmissible([socketOf(alice), receives(alice, 1)])).toBe(true);
    expect(areAdmissible([receives(alice, 1), socketOf(alice)])).toBe(false);
    const connects = made(alice, { call: 'WSAConnect', args: { to: bob } });
    expect(areAdmissible([socketOf(alice), socketOf(bob), connects])).toBe(false);
  });

  it('are used as they should in every opening', () => {
    for (const [, acts] of openings) expect(areAdmissible(acts)).toBe(true);
  });
});
