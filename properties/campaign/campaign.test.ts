import { describe, expect, it } from 'vitest';
import { machineOf } from '../../model/machine.js';
import { faultNamed, faultyProvider } from '../../providers/faulty/index.js';
import { socketName } from '../../spec/trace/names.js';
import { actsOf } from '../commands/act.js';
import { canonicalTrace } from '../commands/identity.js';
import { steady } from '../commands/steady.js';
import { runCampaign } from './campaign.js';
import { Novelty } from './novelty.js';
import { planOf, usualSetUp } from './plan.js';

const fault = faultNamed('shutdown-closes-both');
const plain = faultNamed('group-unsupported');
const fresh = { maxSteps: 20, usual: usualSetUp, beginnings: [] };
const options = {
  system: steady((choose) => faultyProvider(fault, choose).open()),
  machine: machineOf(fault.profile),
  runs: 32,
  maxSteps: 20,
  seed: 2,
  stopAfter: 1,
};

describe('a campaign', () => {
  it('is the same however many sessions there are side by side', async () => {
    const alone = await runCampaign(options);
    expect(alone.faults).toHaveLength(1);
    expect(await runCampaign({ ...options, sessions: 5 })).toEqual(alone);
  });

  it('runs what was found earlier first', async () => {
    const usual = {
      ...options,
      system: steady((choose) => faultyProvider(plain, choose).open()),
      machine: machineOf(plain.profile),
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

  it('ends at once when it is interrupted, and tells what it has', async () => {
    const report = await runCampaign({ ...options, signal: AbortSignal.abort() });
    expect(report).toMatchObject({ ended: 'interrupted', runs: 0, faults: [], failure: null });
  });
});

describe('what a run does', () => {
  it('depends on its number, and on nothing else', () => {
    expect(planOf(1, 7, fresh)).toEqual(planOf(1, 7, fresh));
    expect(planOf(1, 7, fresh).draws).not.toEqual(planOf(1, 8, fresh).draws);
  });

  it('may go on from where something new was seen', () => {
    const novelty = new Novelty();
    const s = socketName('s');
    const made = { socket: s, call: 'WSASocket', args: {}, result: { ok: {} } } as const;
    const bound = { socket: s, call: 'bind', args: {}, result: { ok: {} } } as const;
    novelty.add([made, bound]);
    novelty.add([made]);
    novelty.add([made, bound, bound, bound]);
    expect(novelty.beginnings.map((acts) => acts.length)).toEqual([2, 3]);
    const setUps = Array.from(
      { length: 20 },
      (_, index) => planOf(1, index, { ...fresh, beginnings: novelty.beginnings }).setUp,
    );
    expect(setUps).toContainEqual(novelty.beginnings[1]);
  });
});
