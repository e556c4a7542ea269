import { expect, it } from 'vitest';
import { machineOf } from '../../model/machine.js';
import { Oracle } from '../../model/oracle/oracle.js';
import { client } from '../../model/testing.js';
import { profileNamed } from '../../spec/profiles.js';
import type { CallStep } from '../../spec/trace/step.js';
import type { System } from '../commands/system.js';
import { Findings } from './findings.js';

const machine = machineOf(profileNamed('tcp'));

it('what is found long after the time of a campaign is kept as it is, once of each kind, and no system is asked', async () => {
  const system: System = {
    open: () => {
      throw new Error('a session was opened');
    },
  };
  const longOver = performance.now() - 3_600_000;
  const findings = new Findings({ system, machine, runs: 1, seed: 1, maxSteps: 5 }, longOver);
  const refuse = async (step: CallStep, made: number): Promise<void> => {
    const steps = [client.WSASocket(), ...Array.from({ length: made }, () => client.bind()), step];
    const violation = { clauses: [], summary: '', at: steps.length - 1, step, expected: [], rules: [] };
    await findings.take(
      { violation: { ...violation, observed: step.result }, property: null, steps },
      { path: '1', opening: 1, runs: 1 },
      new Oracle(machine),
      () => undefined,
    );
  };
  await refuse(client.send('a'), 2);
  await refuse(client.send('b'), 1);
  await refuse(client.listen(5), 1);
  expect(findings.faults.map(({ found, minimal, confirmed }) => ({ found, minimal, confirmed }))).toEqual([
    { found: 2, minimal: false, confirmed: { seen: 0, of: 0 } },
    { found: 1, minimal: false, confirmed: { seen: 0, of: 0 } },
  ]);
});
