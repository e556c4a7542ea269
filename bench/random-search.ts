import { asked, chosenFrom } from '../audit/asked.js';
import { median } from '../audit/median.js';
import { machineOf } from '../model/machine.js';
import { runRandom } from '../properties/commands/run.js';
import { steady } from '../properties/commands/steady.js';
import { faultNamed, faultyProvider, faults } from '../providers/faulty/index.js';

/** Runs after which a fault counts as missed. */
const runs = 2_000;

/** The most commands of a run. */
const maxSteps = 40;

const names = faults.map(({ name }) => name);
const chosen = asked(() => chosenFrom(process.argv.slice(2), names, 'faulty provider')).map(faultNamed);
const needed: number[] = [];
for (const fault of chosen) {
  const start = performance.now();
  const { violations } = await runRandom({
    system: steady((choose) => faultyProvider(fault, choose).open()),
    machine: machineOf(fault.profile),
    runs,
    maxSteps,
    seed: 1,
    replays: 0,
  });
  const [found] = violations;
  needed.push(found?.runs ?? Infinity);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${fault.name}: ${found ? `run ${String(found.runs)}` : 'not found'}, ${seconds} s`);
}
const missed = needed.filter((one) => one === Infinity).length;
const middle = median(needed);
console.log(
  `${String(needed.length - missed)} of ${String(chosen.length)} faults found within ${String(runs)} runs, ` +
    `median of all: ${Number.isFinite(middle) ? String(middle) : 'not found'}`,
);
if (missed > 0) process.exitCode = 1;
