import { describe, expect, it } from 'vitest';
import { documents } from '../../model/testing.js';
import { machineProvider } from '../../providers/reference.js';
import { callNames } from '../../spec/trace/names.js';
import { printStep } from '../../spec/trace/print.js';
import { properties } from '../index.js';
import { runRandom } from './run.js';
import { steady } from './steady.js';

describe('a provider that does what the documents say', () => {
  it.each([
    { profile: 'tcp', surroundings: 'hold', seed: 1, manner: {} },
    { profile: 'osi', surroundings: 'may fail', seed: 7, manner: { mayFailAfter: 4 } },
  ])(
    'is never accused under $profile, in surroundings that $surroundings',
    async ({ profile, seed, manner }) => {
      const { machine, oracle } = documents(profile);
      const report = await runRandom({
        system: steady((choose) => machineProvider('a test', machine, choose, manner).open()),
        machine,
        oracle,
        properties,
        runs: 150,
        maxSteps: 25,
        seed,
        attempts: 12,
      });
      expect(report.violations.map(({ steps }) => steps.map(printStep))).toEqual([]);
      expect(report.runs).toBe(150);
      expect(report.callsRun / report.callsGenerated).toBeGreaterThan(0.95);
      expect(report.steps).toBeGreaterThanOrEqual(report.callsRun);
      expect(report.states).toBeGreaterThan(500);
      expect(report.triggered.size).toBeGreaterThan(15);
      const calls = [...report.outcomes.keys()].map((outcome) => outcome.replace(/ → .*/u, ''));
      expect([...new Set(calls)].sort()).toEqual([...callNames].sort());
      expect(report.outcomes.size).toBeGreaterThan(45);
    },
    60_000,
  );
});
