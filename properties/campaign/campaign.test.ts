import { describe, expect, it, vi } from 'vitest';
import { machineOf } from '../../model/machine.js';
import { corners } from '../../model/search/corners.js';
import { freely, made, recv } from '../../model/search/moves.js';
import { faultNamed, faultyProvider } from '../../providers/faulty/index.js';
import { referenceProvider } from '../../providers/reference.js';
import type { Candidate } from '../../spec/readings.js';
import { socketName } from '../../spec/trace/names.js';
import type { Act } from '../commands/act.js';
import { actsOf, settling } from '../commands/act.js';
import { canonicalTrace } from '../commands/identity.js';
import { impartial } from '../commands/propose.js';
import { steady } from '../commands/steady.js';
import type { System } from '../commands/system.js';
import { deferral } from '../deferral.js';
import { properties } from '../index.js';
import type { SealedProperty } from '../property.js';
import { sealed } from '../property.js';
import { runCampaign } from './campaign.js';
import { Experience } from './experience.js';
import { Novelty } from './novelty.js';
import { planOf, usualSetUp } from './plan.js';
import { play } from './play.js';
import { RememberingOracle } from './remembering.js';

const fault = faultNamed('shutdown-closes-both');
const plain = faultNamed('group-unsupported');
const fresh = { maxSteps: 20, usual: usualSetUp, beginnings: [] };
const alone = {
  system: steady((choose) => faultyProvider(fault, choose).open()),
  machine: machineOf(fault.profile),
  runs: 32,
  maxSteps: 20,
  seed: 2,
  stopAfter: 1,
};
/** The same, by an oracle that knows what the others have met. */
const options = { ...alone, oracle: new RememberingOracle(alone.machine) };

/** A property that nothing ever holds of. */
const anxious = sealed({
  ...deferral,
  name: 'anxious',
  says: 'Nothing is called.',
  under: {},
  monitor: () => ({ start: null, observe: () => ({ broken: 'something was called' }) }),
});

/** What a single run stands on, but for what it favours. */
const stage = {
  system: options.system,
  oracle: options.oracle,
  properties: [],
  unsupported: new Set<string>(),
  isOver: () => false,
};

describe('a campaign', () => {
  it('is the same however many sessions there are side by side', async () => {
    const report = await runCampaign(alone);
    expect(report.faults).toHaveLength(1);
    expect(await runCampaign({ ...alone, sessions: 5 })).toEqual(report);
  });

  it('runs what was found earlier first', async () => {
    const usual = {
      ...options,
      system: steady((choose) => faultyProvider(plain, choose).open()),
      runs: 64,
    };
    const { faults } = await runCampaign(usual);
    expect(faults).toHaveLength(1);
    const corpus = faults.map(({ steps }) => actsOf(steps));
    const again = await runCampaign({ ...usual, runs: 1, corpus });
    expect(again.faults.map(({ path }) => path)).toEqual(['corpus 1']);
    expect(again.faults.map(({ steps }) => canonicalTrace(steps))).toEqual(
      faults.map(({ steps }) => canonicalTrace(steps)),
    );
  });

  it('holds against nobody what a property objects to, and the documents allow', async () => {
    const { name: property } = anxious;
    const system = steady((choose) => referenceProvider(options.machine.profile, choose).open());
    const report = await runCampaign({ ...options, system, properties: [anxious], runs: 6 });
    expect(report).toMatchObject({ faults: [], runs: 6, ended: 'all runs' });
    expect(report.objections).toEqual([{ property, broken: 'something was called', path: '1' }]);
  });

  it('says which properties are not claimed of it, as readings that are allowed go another way', async () => {
    const system = steady((choose) => referenceProvider(options.machine.profile, choose).open());
    const careful: SealedProperty = { ...anxious, under: { 'AM-01': ['R1'] } };
    const unclaimedUnder = async (candidates: readonly Candidate[]): Promise<readonly string[]> => {
      const machine = machineOf(options.machine.profile, { readings: { 'AM-01': candidates } });
      const report = await runCampaign({ ...alone, system, machine, properties: [careful], runs: 1 });
      return [...report.unclaimed];
    };
    // Broken where it is not claimed, not claimed at all, and claimed.
    expect(await unclaimedUnder(['R1', 'R3'])).toEqual(['anxious']);
    expect(await unclaimedUnder(['R3'])).toEqual(['anxious']);
    expect(await unclaimedUnder(['R1'])).toEqual([]);
  });

  it('says of a fault which properties it breaks', async () => {
    const { faults, objections } = await runCampaign({ ...options, seed: 3, properties });
    expect(faults).toMatchObject([{ property: null, breaks: ['misuse'] }]);
    expect(objections).toEqual([]);
  });

  it('goes by what its runs have done so far', async () => {
    const few = { ...options, runs: 20, stopAfter: 21, replays: 0, confirmations: 0 };
    const experienced = await runCampaign(few);
    const add = vi.spyOn(Experience.prototype, 'add').mockImplementation(() => undefined);
    try {
      const forgetful = await runCampaign(few);
      expect(add).toHaveBeenCalled();
      expect(forgetful.outcomes).not.toEqual(experienced.outcomes);
    } finally {
      add.mockRestore();
    }
  });

  it('confines runs only to scopes of which the system has a call', async () => {
    const lonely = socketName('lonely');
    const setup = [made(lonely, { call: 'WSASocket', args: {} })];
    const moves = [freely(lonely, recv(1))];
    const scope = { name: 'a lonely socket', setup, moves, settles: true, timers: false, room: 4 };
    const alike = properties.map((property) => ({ ...property, ground: () => scope }));
    const comesToIt = async (missing: string): Promise<boolean> => {
      let seen = false;
      const open: System['open'] = async (opening) => {
        const session = await options.system.open(opening);
        return {
          call: (socket, call) => {
            seen ||= socket === lonely;
            return call.call === missing ? { result: 'unsupported' } : session.call(socket, call);
          },
          settle: () => session.settle(),
          close: () => session.close(),
        };
      };
      await runCampaign({
        ...options,
        system: { open },
        properties: alike,
        stopAfter: 33,
        replays: 0,
        confirmations: 0,
      });
      return seen;
    };
    expect(await comesToIt('send')).toBe(true);
    expect(await comesToIt('recv')).toBe(false);
  });

  it('ends at once when it is interrupted, and tells what it has', async () => {
    const report = await runCampaign({ ...options, signal: AbortSignal.abort() });
    expect(report).toMatchObject({ ended: 'interrupted', runs: 0, faults: [], failure: null });
  });
});

describe('earlier counterexamples', () => {
  /** The last act of a counterexample is what is wrong: a run that made it once more would end there. */
  const refusedAfter = (acts: readonly Act[]): readonly Act[] => [...acts, { settle: true }];

  it('are gone on from in the runs after them, as they were, in part, and changed', () => {
    const s = socketName('s');
    const acts: readonly Act[] = [
      { socket: s, call: { call: 'WSASocket', args: {} } },
      { socket: s, call: { call: 'listen', args: { backlog: 5 } } },
      { socket: s, call: { call: 'closesocket', args: {} } },
    ];
    const { beginnings } = new Novelty([refusedAfter(acts)]);
    const plans = Array.from({ length: 40 }, (_, index) => planOf(1, index, { ...fresh, beginnings }));
    const after = plans.filter(({ from }) => from === beginnings[0]?.[1]).map(({ setUp }) => setUp);
    expect(after).toContainEqual(acts);
    expect(after.some(({ length }) => length < acts.length)).toBe(true);
    expect(after.some(({ length }) => length > acts.length)).toBe(true);
  });

  it('are neither changed nor cut short of a set-up that every run has to begin with', () => {
    const s = socketName('s');
    const calls = ['bind', 'closesocket', 'WSAEnumNetworkEvents'] as const;
    const acts: readonly Act[] = calls.map((call) => ({ socket: s, call: { call, args: {} } }));
    const { beginnings } = new Novelty([refusedAfter(acts)]);
    const plans = Array.from({ length: 40 }, (_, index) =>
      planOf(1, index, { ...fresh, beginnings, bound: 2 }),
    );
    const after = plans.filter(({ from }) => from === beginnings[0]?.[1]).map(({ setUp }) => setUp);
    expect(new Set(after.map(({ length }) => length))).toEqual(new Set([2, 3]));
    for (const setUp of after) expect(setUp).toEqual(acts.slice(0, setUp.length));
  });

  it('that others have gone on from are less likely than those that nobody has', () => {
    const s = socketName('s');
    const one: readonly Act[] = [{ socket: s, call: { call: 'WSASocket', args: {} } }];
    const other: readonly Act[] = [{ settle: true }];
    const novelty = new Novelty([refusedAfter(one), refusedAfter(other)]);
    const [first] = novelty.beginnings;
    if (first) novelty.use(first[1]);
    expect(novelty.beginnings).toEqual([
      [0.5, one],
      [1, other],
    ]);
  });
});

describe('what a run does', () => {
  it('depends on its number, and on nothing else', () => {
    expect(planOf(1, 7, fresh)).toEqual(planOf(1, 7, fresh));
    expect(planOf(1, 7, fresh).draws).not.toEqual(planOf(1, 8, fresh).draws);
  });

  it('is up to what is favoured if it is curious, and to nothing of the kind if not', async () => {
    const plan = planOf(1, 7, fresh);
    const shutdown = (what: string): number => (what.includes('shutdown') ? 1000 : 1);
    const played = async (curious: boolean, favour: (what: string) => number): Promise<readonly string[]> =>
      (await play({ ...plan, shunned: new Set(), curious }, { ...stage, favour })).occasions;
    expect(await played(true, shutdown)).not.toEqual(await played(true, impartial));
    expect(await played(false, shutdown)).toEqual(await played(false, impartial));
  });

  it('may be confined to a scope, so that it comes deep into one corner', async () => {
    const [ground] = corners(options.machine.profile).filter(({ name }) => name === 'rivals');
    if (!ground) throw new Error('there are no rivals');
    const plans = Array.from({ length: 20 }, (_, index) => planOf(1, index, { ...fresh, grounds: [ground] }));
    const confined = plans.filter(({ within }) => within === ground);
    expect(confined.length).toBeGreaterThan(0);
    expect(confined.length).toBeLessThan(plans.length);
    const allowed = [
      ...actsOf(ground.setup),
      settling,
      ...ground.moves.map(({ socket, call }) => ({ socket, call })),
    ];
    for (const plan of confined) {
      const { recording } = await play(plan, { ...stage, favour: impartial });
      const acts = actsOf(recording.steps);
      expect(acts.length).toBeGreaterThan(ground.setup.length);
      for (const act of acts) expect(allowed).toContainEqual(act);
    }
  });

  it('is confined to a scope in one of four runs, and to the first no oftener than to the others', () => {
    const some = corners(options.machine.profile);
    const grounds = [some, some, some].flatMap((alike) => alike.map((ground) => ({ ...ground })));
    const plans = Array.from({ length: 1600 }, (_, index) =>
      planOf(1, index, { ...fresh, maxSteps: 1, grounds }),
    );
    const places = plans.flatMap(({ within }) => (within ? [grounds.indexOf(within)] : []));
    expect(Math.abs(places.length - 400)).toBeLessThan(40);
    const early = places.filter((place) => place < some.length).length;
    expect(Math.abs(early / places.length - 1 / 3)).toBeLessThan(0.1);
  });

  it('may go on from where something new was seen', () => {
    const novelty = new Novelty();
    const s = socketName('s');
    const made = { socket: s, call: 'WSASocket', args: {}, result: { ok: {} } } as const;
    const bound = { socket: s, call: 'bind', args: {}, result: { ok: {} } } as const;
    novelty.add([made, bound]);
    novelty.add([made]);
    novelty.add([made, bound, bound, bound]);
    expect(novelty.beginnings.map(([, acts]) => acts.length)).toEqual([2, 3]);
    const setUps = Array.from(
      { length: 20 },
      (_, index) => planOf(1, index, { ...fresh, beginnings: novelty.beginnings }).setUp,
    );
    expect(setUps).toContainEqual(novelty.beginnings[1]?.[1]);
  });
});
