import { z } from 'zod';
import { documentedRules } from '../model/machine.js';
import type { Ground } from './grounds.js';
import { grounds } from './grounds.js';
import type { Caught } from './hunt.js';
import { catchOn, hunt } from './hunt.js';
import type { Mutant } from './mutate.js';
import { mutantsOf, placeOf } from './mutate.js';

/** What the exhaustive search has found out about a mutant. */
export const mutantRow = z.strictObject({
  mutant: z.string(),
  caught: z
    .strictObject({
      /** The ground on which a run of it is refused. */
      on: z.string(),
      /** Steps of a shortest such run, the set-up included; `null` if the set-up is refused. */
      steps: z.number().nullable(),
    })
    .nullable(),
  /** It does something else in some world, though nothing that the documents do not allow. */
  differs: z.boolean(),
});
export type MutantRow = z.infer<typeof mutantRow>;

/** States of each ground that are searched, the first ones. */
export const states = 3_000;

/** Every mutant by its name. */
export const mutants: ReadonlyMap<string, Mutant> = new Map(
  mutantsOf(documentedRules).map((mutant) => [nameOf(mutant), mutant] as const),
);

function nameOf({ table, rule, mutation }: Mutant): string {
  return `${placeOf(table)}: ${rule}: ${mutation}`;
}

/** Hunts a mutant on every ground. */
export function rowOf(name: string): MutantRow {
  const { caught, differs } = hunt(mutantNamed(name), states);
  return { mutant: name, caught: caught && { on: caught.on, steps: stepsOf(caught) }, differs };
}

/** Catches one that was caught once more, where it was. */
export function again(row: MutantRow): MutantRow {
  if (!row.caught) return row;
  const { on } = row.caught;
  const caught = catchOn(mutantNamed(row.mutant), groundNamed(on), states);
  return { ...row, caught: caught && { on, steps: stepsOf(caught) } };
}

const stepsOf = ({ steps }: Caught): number | null => steps?.length ?? null;

function mutantNamed(name: string): Mutant {
  const mutant = mutants.get(name);
  if (!mutant) throw new Error(`there is no mutant “${name}”`);
  return mutant;
}

function groundNamed(name: string): Ground {
  const ground = grounds.find((one) => one.name === name);
  if (!ground) throw new Error(`there is no ground “${name}”`);
  return ground;
}
