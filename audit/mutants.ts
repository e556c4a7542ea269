import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { alike, neverRests, reasonOf } from './alike-mutants.js';
import { grounds } from './grounds.js';
import { keep } from './keep.js';
import type { MutantRow } from './mutant-row.js';
import { mutantRow, mutants } from './mutant-row.js';
import { mutantsPage } from './mutants-page.js';
import { eachOnThreads } from './pool.js';

/**
 * Hunts every mutant of the rules that comes to rest through the first states of each ground, and by random runs within the one
 * where it is caught, and keeps what came of it; with `--check` catches each once more where it was caught, by a run as short, and
 * hunts no other. Fails if one survives that is not held to be alike, or random runs, or is caught though it is held to be alike.
 * Run from the root of the repository: `node dist/audit/mutants.js [--check]`.
 */
const file = 'audit/mutants.json';
const compares = process.argv.includes('--check');

const names = [...mutants.keys()];
const known = new Map(
  (compares ? z.array(mutantRow).parse(JSON.parse(readFileSync(file, 'utf8'))) : []).map(
    (row) => [row.mutant, row] as const,
  ),
);

const inputs = names.flatMap((name) => {
  if (!compares) return alike.get(name) === neverRests ? [] : [name];
  const row = known.get(name);
  return row?.caught ? [JSON.stringify(row)] : [];
});
const found = new Map(
  (
    await eachOnThreads('mutant-worker.js', inputs, (_, done) => {
      if (done % 10 === 0) console.log(`${String(done)} of ${String(inputs.length)}`);
    })
  ).map((one) => {
    const row = mutantRow.parse(one);
    return [row.mutant, row] as const;
  }),
);

if (!compares) {
  const healthy = await eachOnThreads(
    'ground-worker.js',
    grounds.map(({ name }) => name),
    () => undefined,
  );
  for (const [index, { name }] of grounds.entries())
    if (healthy[index] !== true) complain(`${name}: what the documents say themselves is refused`);
}

/** A check does not hunt those again that were not caught. */
const rows = names.map(
  (name): MutantRow => found.get(name) ?? known.get(name) ?? { mutant: name, caught: null, allowed: null },
);
keep(file, `${JSON.stringify(rows, null, 2)}\n`);
keep('docs/mutants.md', mutantsPage(rows));

for (const row of rows) {
  const { mutant, caught } = row;
  if (caught === null && reasonOf(row) === undefined) complain(`${mutant}: survives`);
  if (caught?.runs === null) complain(`${mutant}: is not found by random runs`);
  if (caught !== null && alike.has(mutant)) complain(`${mutant}: is caught, though it is said to be alike`);
}
for (const name of alike.keys())
  if (!mutants.has(name)) complain(`${name}: is said to be alike, and there is none`);

function complain(text: string): void {
  console.error(text);
  process.exitCode = 1;
}
