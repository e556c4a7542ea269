import { expect, it } from 'vitest';
import { machineOf } from '../../model/machine.js';
import { faultNamed, faultyProvider } from '../../providers/faulty/index.js';
import { runRandom } from './run.js';
import { steady } from './steady.js';

/** One mistake of each kind; all of them are in the benchmark of the random search. */
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

it.each(usual)('random commands find %s', async (name) => {
  const fault = faultNamed(name);
  const report = await runRandom({
    system: steady((choose) => faultyProvider(fault, choose).open()),
    machine: machineOf(fault.profile),
    runs: 300,
    maxSteps: 40,
    seed: 1,
    replays: 0,
  });
  expect(report.violations).toHaveLength(1);
});
