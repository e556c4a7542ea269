import { describe, expect, it } from 'vitest';
import type { Machine } from '../../model/machine.js';
import { documents } from '../../model/testing.js';
import { bytesFaults } from '../../providers/faulty/bytes.js';
import { deferralFaults } from '../../providers/faulty/deferral.js';
import type { Fault } from '../../providers/faulty/fault.js';
import { faultyMachine } from '../../providers/faulty/machine.js';
import { machineProvider } from '../../providers/reference.js';
import { printStep } from '../../spec/trace/print.js';
import type { Step } from '../../spec/trace/step.js';
import { actsOf } from './act.js';
import { canonicalTrace, faultOf } from './identity.js';
import { replayOn } from './replay.js';
import type { Finding, RandomOptions } from './report.js';
import { runRandom } from './run.js';
import { steady } from './steady.js';
import { timesSeen } from './times-seen.js';

const faultNamed = (name: string): Fault => {
  const fault = [...bytesFaults, ...deferralFaults].find((one) => one.name === name);
  if (!fault) throw new Error(`there is no fault ${name}`);
  return fault;
};

const systemOf = (machine: Machine) => steady((choose) => machineProvider('a test', machine, choose).open());

const found = async (
  fault: Fault,
  options: Pick<RandomOptions, 'seed'> & Partial<RandomOptions>,
): Promise<readonly [Finding, ...Finding[]]> => {
  const { machine, oracle } = documents(fault.profile);
  const system = systemOf(faultyMachine(fault));
  const report = await runRandom({
    runs: 500,
    maxSteps: 25,
    attempts: 8,
    machine,
    oracle,
    system,
    ...options,
  });
  const [first, ...more] = report.violations;
  if (!first) throw new Error(`${fault.name} was not found in ${report.runs} runs`);
  return [first, ...more];
};

const lines = (steps: readonly Step[] = []): readonly string[] => steps.map(printStep);

const duplicating = faultNamed('data-duplicated');
const duplicated = found(duplicating, { seed: 2 });
const dropping = faultNamed('defer-drops-request');
const dropped = found(dropping, { seed: 2 });

describe('a fault', () => {
  it.each([
    [duplicating.name, duplicating, duplicated],
    [dropping.name, dropping, dropped],
  ])('like %s is found, and shrunk until no single step can go', async (_, fault, findings) => {
    const [finding] = await findings;
    const replay = replayOn(systemOf(faultyMachine(fault)), documents(fault.profile).oracle, []);
    const acts = actsOf(finding.steps);
    expect(finding.minimal).toBe(true);
    expect(lines((await replay(acts, finding.opening))?.steps)).toEqual(lines(finding.steps));
    expect(await timesSeen(finding, replay, [finding.opening, finding.opening])).toBe(2);
    for (const index of acts.keys())
      for (const opening of Array(7).keys()) {
        const trial = await replay(acts.toSpliced(index, 1), opening);
        const same = trial?.accusation && faultOf(trial.accusation) === faultOf(finding);
        expect(same ? lines(trial.steps) : null).toBeNull();
      }
  });

  it('has the same trace, whichever run has found it', async () => {
    const all = [await duplicated, await found(duplicating, { seed: 3 })];
    const traces = new Set(all.map(([{ steps }]) => canonicalTrace(steps)));
    expect([...traces]).toEqual([
      [
        '{"socket":"listener","call":"WSASocket"}',
        '{"socket":"listener","call":"bind"}',
        '{"socket":"listener","call":"listen","args":{"backlog":1}}',
        '{"socket":"client","call":"WSASocket"}',
        '{"socket":"client","call":"WSAConnect","args":{"to":"listener"}}',
        '{"socket":"listener","call":"WSAAccept","args":{"as":"server","condition":null}}',
        '{"socket":"client","call":"send","args":{"data":"a"}}',
        '{"socket":"server","call":"recv","args":{"len":2},"result":{"ok":{"data":"aa"}}}',
      ].join('\n'),
    ]);
  });

  it('is found again from the seed and the path', async () => {
    const [first] = await duplicated;
    const again = await found(duplicating, { seed: first.seed, path: first.path });
    expect(again).toEqual([{ ...first, runs: 1 }]);
  });

  it('does not hide others: the search goes on for distinct ones', async () => {
    const findings = await found(duplicating, { seed: 6, runs: 40, maxSteps: 20, stopAfter: 3 });
    const traces = findings.map(({ steps }) => canonicalTrace(steps));
    expect(new Set(traces).size).toBe(traces.length);
    expect(findings[0].found).toBeGreaterThan(1);
  });
});
