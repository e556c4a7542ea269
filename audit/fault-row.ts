import { machineOf } from '../model/machine.js';
import { checkProperty, isClaimedOf } from '../properties/check.js';
import { runCampaign } from '../properties/campaign/campaign.js';
import { steady } from '../properties/commands/steady.js';
import { properties } from '../properties/index.js';
import { faultNamed, faultyProvider } from '../providers/faulty/index.js';
import { faultyMachine } from '../providers/faulty/machine.js';
import { median } from './median.js';

/** Which properties catch a fault, and how long that takes each engine. */
export interface FaultRow {
  readonly fault: string;
  /** Calls, completions and settles of a shortest run in which a property catches it, the set-up included. */
  readonly caught: readonly { readonly property: string; readonly steps: number }[];
  /** Random runs until it is found, the median over the seeds; `null` where some seed has missed it. */
  readonly runs: number | null;
}

/** States of each ground that are searched: of the one that must catch the fault all, of the others the first. */
const allStates = 100_000;
const firstStates = 2_000;

/** Random runs within which a fault has to be found, and the most commands of each. */
const mostRuns = 2_000;
const maxSteps = 40;

const seeds = [1, 2, 3];

/** The row of one fault. */
export async function faultRow(name: string): Promise<FaultRow> {
  return { fault: name, caught: caughtBy(name), runs: await runsToFind(name) };
}

function caughtBy(name: string): FaultRow['caught'] {
  const fault = faultNamed(name);
  const { rules } = faultyMachine(fault);
  return properties
    .filter((property) => property.kind === 'always' && isClaimedOf(property, fault.profile))
    .flatMap((property) => {
      const states = property.name === fault.caughtBy ? allStates : firstStates;
      const limits = { states, goOn: () => true };
      const { exploration } = checkProperty(property, fault.profile, rules, limits);
      const steps = exploration.counterexample?.steps.length;
      return steps === undefined ? [] : [{ property: property.name, steps }];
    });
}

async function runsToFind(name: string): Promise<number | null> {
  const fault = faultNamed(name);
  const needed: number[] = [];
  for (const seed of seeds) {
    const { faults } = await runCampaign({
      system: steady((choose) => faultyProvider(fault, choose).open()),
      machine: machineOf(fault.profile),
      runs: mostRuns,
      maxSteps,
      seed,
      stopAfter: 1,
      replays: 0,
      confirmations: 0,
    });
    const [found] = faults;
    if (!found) return null;
    needed.push(found.runs);
  }
  return median(needed);
}
