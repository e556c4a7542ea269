import { z } from 'zod';
import { documentedRules } from '../model/machine.js';
import { groundNamed } from './grounds.js';
import type { Caught } from './hunt.js';
import { drive, hunt } from './hunt.js';
import type { Mutant } from './mutate.js';
import { mutantsOf, placeOf } from './mutate.js';
import { mostRuns, randomRuns } from './random-runs.js';

/** What both engines have found out about a mutant. */
export const mutantRow = z.strictObject({
  mutant: z.string(),
  caught: z
    .strictObject({
      /** The ground on which a run of it is refused. */
      on: z.string(),
      /** Steps of a shortest such run, the set-up included; `null` if the set-up is refused. */
      steps: z.number().nullable(),
      /** Random runs within that ground until one is refused; `null` if it takes too many. */
      runs: z.number().nullable(),
    })
    .nullable(),
  /**
   * Grounds on which it does something else than the healthy provider, and nothing is refused: those that were searched to
   * their end, and those of which the first states were. `null` of one that is caught, and of one that is not hunted.
   */
  allowed: z.strictObject({ whole: z.number(), part: z.number() }).nullable(),
});
export type MutantRow = z.infer<typeof mutantRow>;

/** States of each ground that are searched, the first ones. */
export const states = 1_000;

/** Every mutant by its name. */
export const mutants: ReadonlyMap<string, Mutant> = new Map(
  mutantsOf(documentedRules).map((mutant) => [nameOf(mutant), mutant] as const),
);

function nameOf({ table, rule, mutation }: Mutant): string {
  return `${placeOf(table)}: ${rule}: ${mutation}`;
}

/**
 * Hunts a mutant on every ground by the exhaustive search, and where that catches it by random runs, until both have; if random
 * runs never do, the first ground counts on which the search does.
 */
export async function rowOf(mutant: string): Promise<MutantRow> {
  const hunted = hunt(mutantNamed(mutant), states);
  let missed: MutantRow | null = null;
  for (;;) {
    const found = hunted.next();
    if (found.done === true) return missed ?? { mutant, caught: null, allowed: found.value };
    const { on } = found.value;
    const runs = await runsToFind(mutant, on);
    const row: MutantRow = { mutant, caught: { on, steps: stepsOf(found.value), runs }, allowed: null };
    if (runs !== null) return row;
    missed ??= row;
  }
}

/** Catches one that was caught once more by the exhaustive search, where it was. */
export function again(row: MutantRow): MutantRow {
  if (!row.caught) return row;
  const { on, runs } = row.caught;
  const { caught } = drive(mutantNamed(row.mutant), groundNamed(on), states);
  return { ...row, caught: caught && { on, steps: stepsOf(caught), runs } };
}

/** Whether it does something else than the healthy provider in any world that was looked at. */
export const differs = ({ caught, allowed }: MutantRow): boolean =>
  caught !== null || allowed === null || allowed.whole + allowed.part > 0;

/** Random runs within a ground until one of a mutant is refused; `null` if it takes too many. */
export function runsToFind(mutant: string, on: string): Promise<number | null> {
  const { machine, scope } = groundNamed(on);
  const faulty = { ...machine, room: scope.room, rules: mutantNamed(mutant).rules };
  return randomRuns(faulty, { seed: 1, runs: mostRuns, within: scope });
}

const stepsOf = ({ steps }: Caught): number | null => steps?.length ?? null;

function mutantNamed(name: string): Mutant {
  const mutant = mutants.get(name);
  if (!mutant) throw new Error(`there is no mutant “${name}”`);
  return mutant;
}
