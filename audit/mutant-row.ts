import { z } from 'zod';
import { documentedRules } from '../model/machine.js';
import { grounds } from './grounds.js';
import type { Quarry } from './hunt.js';
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

/** States of each ground that are searched. */
const states = 3_000;

/** Every mutant by its name. */
export const mutants: ReadonlyMap<string, Mutant> = new Map(
  mutantsOf(documentedRules).map((mutant) => [nameOf(mutant), mutant] as const),
);

function nameOf({ table, rule, mutation }: Mutant): string {
  return `${placeOf(table)}: ${rule}: ${mutation}`;
}

/** Hunts a mutant on every ground; or, if it is said where it was caught, there once more. */
export function rowOf(name: string, where?: string): MutantRow {
  const mutant = mutants.get(name);
  if (!mutant) throw new Error(`there is no mutant “${name}”`);
  const { caught, differs } = where === undefined ? hunt(mutant, states) : again(mutant, where);
  return {
    mutant: name,
    caught: caught && { on: caught.on, steps: caught.steps?.length ?? null },
    differs,
  };
}

function again(mutant: Mutant, where: string): Quarry {
  const ground = grounds.find(({ name }) => name === where);
  if (!ground) throw new Error(`there is no ground “${where}”`);
  return { caught: catchOn(mutant, ground, states), differs: true };
}
