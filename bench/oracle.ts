import { machineOf } from '../model/machine.js';
import { Oracle } from '../model/oracle/oracle.js';
import { PlainSteps } from '../model/oracle/plain-steps.js';
import { profileNamed } from '../spec/profiles.js';
import type { Step } from '../spec/trace/step.js';
import { timedOutConnectors, watchedSockets } from './hard-traces.js';
import { longTrace } from './long-trace.js';

const machine = machineOf(profileNamed('tcp'));

/** Follows a trace, all readings open, and prints how many steps a second of processor time it took. */
function follow(name: string, trace: readonly Step[], oracle: Oracle): void {
  const start = process.cpuUsage();
  let belief = oracle.start;
  let hypotheses = 0;
  let possibilities = 0;
  for (const [at, step] of trace.entries()) {
    belief = oracle.follow(belief, step);
    if (belief.length === 0) throw new Error(`step ${String(at)} was refused: ${JSON.stringify(step)}`);
    hypotheses = Math.max(hypotheses, belief.length);
    for (const { summary } of belief) possibilities = Math.max(possibilities, summary.most);
  }
  const { user, system } = process.cpuUsage(start);
  const seconds = (user + system) / 1e6;
  console.log(
    `${name}: ${String(trace.length)} steps in ${seconds.toFixed(2)} s, ${(trace.length / seconds).toFixed(0)} steps/s, ` +
      `at most ${String(hypotheses)} hypotheses and ${String(possibilities)} possibilities of one cluster`,
  );
}

const plain = (): Oracle => new Oracle(machine, new PlainSteps(machine));
const remembering = (): Oracle => new Oracle(machine);

follow('10 connections, each step by the rules', longTrace(5_000, 10, 1), plain());
for (const [length, connections] of [
  [10_000, 10],
  [100_000, 10],
  [200_000, 10],
  [100_000, 50],
] as const)
  follow(`${String(connections)} connections`, longTrace(length, connections, 1), remembering());
follow('50 connections that are watched, each step by the rules', watchedSockets(50, 4), plain());
follow('50 connections that are watched', watchedSockets(50, 4), remembering());
follow('50 connections that are watched', watchedSockets(50, 40), remembering());
follow('6 connectors that time out, each step by the rules', timedOutConnectors(6), plain());
follow('6 connectors that time out', timedOutConnectors(6), remembering());
