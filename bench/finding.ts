import fc from 'fast-check';
import { medianOf } from '../audit/median.js';
import { maxSteps, randomRuns } from '../audit/random-runs.js';
import { machineOf } from '../model/machine.js';
import { Oracle } from '../model/oracle/oracle.js';
import { Recording } from '../properties/commands/recording.js';
import { steady } from '../properties/commands/steady.js';
import type { System } from '../properties/commands/system.js';
import { properties } from '../properties/index.js';
import type { Fault } from '../providers/faulty/index.js';
import { faultNamed, faultyProvider } from '../providers/faulty/index.js';
import { faultyMachine } from '../providers/faulty/machine.js';
import { plainCommand } from './plain-commands.js';

/** How many runs it takes to find a fault: the median over the seeds, the lower of the two in the middle. */
export interface Finding {
  readonly fault: string;
  /** Of a campaign; `null` if more than half of the seeds missed it. */
  readonly guided: number | null;
  /** Of plain commands; where they had not found it by then, the runs that they were given, as `more than`. */
  readonly plain: number | { readonly moreThan: number };
}

/** Runs after which a campaign counts as having missed a fault. */
const mostGuided = 1_000;

/** Runs of plain commands for each run of a campaign, and besides: no more are needed to see whether it takes five times as many. */
const enough = { times: 5, besides: 20 };

/** Takes the medians of one fault over the seeds from 1 on. */
export async function findingOf(name: string, seeds: number): Promise<Finding> {
  const fault = faultNamed(name);
  const machine = faultyMachine(fault);
  const system = steady((choose) => faultyProvider(fault, choose).open());
  const guided = await medianOf(seeds, mostGuided, (seed, runs) =>
    randomRuns(machine, { seed, runs, properties }),
  );
  const given = enough.times * (guided ?? mostGuided) + enough.besides;
  const plain = await medianOf(seeds, given, (seed, most) => plainly(fault, system, seed, most));
  return { fault: name, guided, plain: plain ?? { moreThan: given } };
}

/** How many runs of plain commands it takes; `null` if it is missed. */
async function plainly(fault: Fault, system: System, seed: number, runs: number): Promise<number | null> {
  const oracle = new Oracle(machineOf(fault.profile));
  const commands = fc.commands([plainCommand(fault.profile)], { maxCommands: maxSteps, size: 'max' });
  const property = fc.asyncProperty(fc.nat(), commands, async (opening, script) => {
    const real = await system.open(opening);
    await fc.asyncModelRun(() => ({ model: new Recording(oracle, properties), real }), script);
  });
  const { failed, numRuns } = await fc.check(property, { seed, numRuns: runs, endOnFailure: true });
  return failed ? numRuns : null;
}
