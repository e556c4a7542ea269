import { z } from 'zod';
import { checkProperty, isClaimedOf } from '../properties/check.js';
import { properties } from '../properties/index.js';
import type { SealedProperty } from '../properties/property.js';
import { faultNamed } from '../providers/faulty/index.js';
import { faultyMachine } from '../providers/faulty/machine.js';
import type { Fault } from '../providers/faulty/fault.js';
import { isOfSetUp } from './hunt.js';
import { medianOf } from './median.js';
import { mostRuns, randomRuns } from './random-runs.js';

/** Which properties catch a fault, and how long that takes each engine. */
export const faultRow = z.strictObject({
  fault: z.string(),
  caught: z
    .array(
      z
        .strictObject({
          property: z.string(),
          /** Calls, completions and settles of a shortest run in which it catches the fault, the set-up included. */
          steps: z.number(),
        })
        .readonly(),
    )
    .readonly(),
  /** Random runs until it is found, the median over the seeds; `null` where most have missed it. */
  runs: z.number().nullable(),
});
export type FaultRow = Readonly<z.infer<typeof faultRow>>;

/** Whether the property that has to catch a fault does: that others do is not enough. */
export const isCaught = ({ fault, caught }: FaultRow): boolean =>
  caught.some(({ property }) => property === faultNamed(fault).caughtBy);

/** States of each ground that are searched: of the one that must catch the fault all, of the others the first. */
const allStates = 100_000;
const firstStates = 2_000;

/** How many seeds random runs are made with. */
const seeds = 3;

/** Searches for one fault. */
export async function rowOf(name: string): Promise<FaultRow> {
  return { fault: name, caught: caughtBy(name), runs: await runsToFind(name) };
}

function caughtBy(name: string): FaultRow['caught'] {
  const fault = faultNamed(name);
  return properties
    .filter((property) => isClaimedOf(property, fault.profile))
    .flatMap((property) => {
      const steps = stepsTo(property, fault);
      return steps === null ? [] : [{ property: property.name, steps }];
    });
}

/** Steps of a shortest run that breaks a property; `null` if none does, or if the fault cannot come to where its runs begin. */
function stepsTo(property: SealedProperty, fault: Fault): number | null {
  const states = property.name === fault.caughtBy ? allStates : firstStates;
  const { rules } = faultyMachine(fault);
  try {
    const { exploration } = checkProperty(property, fault.profile, rules, { states, goOn: () => true });
    return exploration.counterexample?.steps.length ?? null;
  } catch (error) {
    if (!isOfSetUp(error)) throw error;
    return null;
  }
}

function runsToFind(name: string): Promise<number | null> {
  const machine = faultyMachine(faultNamed(name));
  return medianOf(seeds, mostRuns, (seed, runs) => randomRuns(machine, { seed, runs, properties }));
}
