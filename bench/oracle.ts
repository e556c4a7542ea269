import { machineOf } from '../model/machine.js';
import { Oracle } from '../model/oracle/oracle.js';
import { profileNamed } from '../spec/profiles.js';
import { longTrace } from './long-trace.js';

for (const [length, connections] of [
  [2_000, 10],
  [10_000, 10],
  [10_000, 50],
] as const) {
  const trace = longTrace(length, connections, 1);
  const oracle = new Oracle(machineOf(profileNamed('tcp')));
  const start = performance.now();
  let belief = oracle.start;
  let hypotheses = 0;
  let possibilities = 0;
  for (const [at, step] of trace.entries()) {
    belief = oracle.follow(belief, step);
    if (belief.length === 0) throw new Error(`step ${String(at)} was refused: ${JSON.stringify(step)}`);
    hypotheses = Math.max(hypotheses, belief.length);
    for (const { clusters } of belief)
      for (const { parts } of clusters) possibilities = Math.max(possibilities, parts.length);
  }
  const seconds = (performance.now() - start) / 1000;
  console.log(
    `${String(length)} steps, ${String(connections)} connections: ${seconds.toFixed(1)} s, ` +
      `${(length / seconds).toFixed(0)} steps/s, at most ${String(hypotheses)} hypotheses ` +
      `and ${String(possibilities)} possibilities of one cluster`,
  );
}
