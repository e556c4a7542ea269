import { expect, it } from 'vitest';
import { machineOf } from '../../model/machine.js';
import type { Oracle } from '../../model/oracle/oracle.js';
import { faultNamed, faultyProvider } from '../../providers/faulty/index.js';
import type { Profile } from '../../spec/profiles.js';
import { steady } from '../commands/steady.js';
import { runCampaign } from './campaign.js';
import { RememberingOracle } from './remembering.js';

/** One mistake of each kind; `bench/runs-to-find.ts` drives all of them. */
const usual = [
  'accept-skips-condition',
  'answer-buffer-missing',
  'blocking-connect-does-not-wait',
  'connect-connected-succeeds',
  'data-duplicated',
  'data-reordered',
  'defer-drops-request',
  'defer-says-would-block',
  'disconn-on-stream-end',
  'fd-close-code-zero-on-reset',
  'fd-connect-missing',
  'graceful-close-resets',
  'group-unsupported',
  'linger-zero-graceful',
  'one-event-at-a-time',
  'receive-waits-for-full-buffer',
  'reject-says-try-again',
  'reset-seen-as-end',
  'send-after-reset-succeeds',
  'send-disconnect-starts-nothing',
  'shutdown-closes-both',
  'shutdown-closes-socket',
];

/** What is documented of a transport is the same for all of its faults: each situation is thought through once. */
const oracles = new Map<Profile, Oracle>();

function oracleOf(profile: Profile): Oracle {
  const oracle = oracles.get(profile) ?? new RememberingOracle(machineOf(profile));
  oracles.set(profile, oracle);
  return oracle;
}

it.each(usual)('a campaign finds %s', async (name) => {
  const fault = faultNamed(name);
  const oracle = oracleOf(fault.profile);
  const { faults } = await runCampaign({
    system: steady((choose) => faultyProvider(fault, choose).open()),
    machine: oracle.machine,
    oracle,
    runs: 300,
    maxSteps: 40,
    seed: 5,
    stopAfter: 1,
    replays: 0,
    confirmations: 0,
  });
  expect(faults).toHaveLength(1);
});
