import { documentedRules } from '../model/machine.js';
import { hunt } from './hunt.js';
import type { Mutant } from './mutate.js';
import { mutantsOf } from './mutate.js';

/** States of each ground that are searched. */
const states = 600;

/** `K N` takes every Nth mutant, from the Kth on; without it all are taken. */
const [part = 0, parts = 1] = process.argv.slice(2).map(Number);

const nameOf = ({ table, rule, mutation }: Mutant): string =>
  `${'call' in table ? table.call : `arrival of ${table.arrival}`}: ${rule}: ${mutation}`;

const chosen = mutantsOf(documentedRules).filter((_, index) => index % parts === part);
const lengths: number[] = [];
const same: string[] = [];
const allowed: string[] = [];
for (const mutant of chosen) {
  const quarry = hunt(mutant, { states });
  const name = nameOf(mutant);
  switch (quarry.is) {
    case 'caught':
      lengths.push(quarry.steps.length);
      console.log(`${name}: caught in ${String(quarry.steps.length)} steps on ${quarry.on}`);
      break;
    case 'caught at the start':
      lengths.push(0);
      console.log(`${name}: caught before the runs of ${quarry.on} begin`);
      break;
    case 'not told apart':
      (quarry.differs ? allowed : same).push(name);
      console.log(`${name}: ${quarry.differs ? 'does only what is allowed' : 'does the same'}`);
  }
}
console.log(
  `${String(lengths.length)} of ${String(chosen.length)} mutants caught; ${String(same.length)} do the same as the ` +
    `documents in every world reached, ${String(allowed.length)} only what these allow`,
);
