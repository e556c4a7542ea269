import { describe, expect, it } from 'vitest';
import { machineOf } from '../../model/machine.js';
import { machineProvider } from '../../providers/reference.js';
import { profileNamed } from '../../spec/profiles.js';
import { callNames } from '../../spec/trace/names.js';
import { printStep } from '../../spec/trace/print.js';
import { deferral } from '../deferral.js';
import { sealed } from '../property.js';
import { runRandom } from './run.js';
import { steady } from './steady.js';

describe('a provider that does what the documents say', () => {
  it.each([
    ['tcp', 1],
    ['osi', 6],
  ])(
    'is never accused under %s',
    async (profile, seed) => {
      const machine = machineOf(profileNamed(profile));
      const report = await runRandom({
        system: steady((choose) => machineProvider('a test', machine, choose).open()),
        machine,
        properties: [sealed(deferral)],
        runs: 300,
        maxSteps: 25,
        seed,
        attempts: 12,
      });
      expect(report.violations.map(({ steps }) => steps.map(printStep))).toEqual([]);
      expect(report.runs).toBe(300);
      expect(report.callsRun / report.callsGenerated).toBeGreaterThan(0.95);
      expect(report.steps).toBeGreaterThanOrEqual(report.callsRun);
      expect(report.states).toBeGreaterThan(500);
      expect(report.triggered.get('deferral')).toBeGreaterThan(0);
      const calls = [...report.outcomes.keys()].map((outcome) => outcome.replace(/ → .*/u, ''));
      expect([...new Set(calls)].sort()).toEqual([...callNames].sort());
      expect(report.outcomes.size).toBeGreaterThan(70);
    },
    60_000,
  );
});
