import { expect, it } from 'vitest';
import { machineOf } from '../../model/machine.js';
import { faultNamed, faultyProvider } from '../../providers/faulty/index.js';
import { steady } from '../commands/steady.js';
import { runCampaign } from './campaign.js';

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

it.each(usual)('a campaign finds %s', async (name) => {
  const fault = faultNamed(name);
  const { faults } = await runCampaign({
    system: steady((choose) => faultyProvider(fault, choose).open()),
    machine: machineOf(fault.profile),
    runs: 300,
    maxSteps: 40,
    seed: 5,
    stopAfter: 1,
    replays: 0,
    confirmations: 0,
  });
  expect(faults).toHaveLength(1);
});
