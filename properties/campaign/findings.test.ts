import { describe, expect, it } from 'vitest';
import { machineOf } from '../../model/machine.js';
import { Oracle } from '../../model/oracle/oracle.js';
import { client, settle } from '../../model/testing.js';
import { profileNamed } from '../../spec/profiles.js';
import type { CallStep, Step } from '../../spec/trace/step.js';
import type { System } from '../commands/system.js';
import { Findings } from './findings.js';

const machine = machineOf(profileNamed('tcp'));

describe('what is found long after the time of a campaign', () => {
  const system: System = {
    open: () => {
      throw new Error('a session was opened');
    },
  };
  const longOver = performance.now() - 3_600_000;
  const over = (known: readonly (readonly Step[])[] = []): Findings =>
    new Findings({ system, machine, runs: 1, seed: 1, maxSteps: 5, known }, longOver);

  /** A refusal after a socket was made, and what else was done. */
  const refuse = async (findings: Findings, before: readonly Step[], step: CallStep): Promise<void> => {
    const steps = [client.WSASocket(), ...before, step];
    const violation = { clauses: [], summary: '', at: steps.length - 1, step, expected: [], rules: [] };
    await findings.take(
      { violation: { ...violation, observed: step.result }, property: null, steps },
      { path: '1', opening: 1, runs: 1 },
      new Oracle(machine),
      () => undefined,
    );
  };

  it('is kept as it is, once of each kind, and no system is asked', async () => {
    const findings = over();
    await refuse(findings, [client.bind(), client.bind()], client.send('a'));
    await refuse(findings, [client.bind()], client.send('b'));
    await refuse(findings, [client.bind()], client.listen(5));
    expect(findings.faults.map(({ found, minimal, confirmed }) => ({ found, minimal, confirmed }))).toEqual([
      { found: 2, minimal: false, confirmed: { seen: 0, of: 0 } },
      { found: 1, minimal: false, confirmed: { seen: 0, of: 0 } },
    ]);
  });

  it('is in doubt if it rests on how long something took', async () => {
    const findings = over();
    await refuse(findings, [settle], client.send('a'));
    expect([findings.faults.length, findings.doubtful.length]).toEqual([0, 1]);
  });

  it('is not taken for a known deviation that only looks like it', async () => {
    const findings = over([[client.WSASocket(), client.send('a')]]);
    await refuse(findings, [], client.send('a'));
    await refuse(findings, [client.bind()], client.send('b'));
    expect([findings.known.map(({ found }) => found), findings.faults.length]).toEqual([[1], 1]);
  });
});
