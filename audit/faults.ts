import { faultNamed, faults } from '../providers/faulty/index.js';
import { faultRow, isCaught } from './fault-row.js';
import { faultsPage } from './faults-page.js';
import { keep } from './keep.js';
import { eachOnThreads } from './pool.js';

/**
 * Searches for every faulty provider by both engines, and keeps what came of it: which properties catch it by which shortest run,
 * and how many random runs it takes to find it. Fails if one is not caught by the property that has to catch it, or not found at
 * random. Takes three quarters of an hour of processor time. Run from the root of the repository: `node dist/audit/faults.js [--check]`.
 */
const names = faults.map(({ name }) => name);
const done = await eachOnThreads('fault-worker.js', names, (name, count) => {
  console.log(`${String(count)} of ${String(names.length)}: ${name}`);
});
const rows = done.map((one) => faultRow.parse(one));
keep('audit/faults.json', `${JSON.stringify(rows, null, 2)}\n`);
keep('docs/faults.md', faultsPage(rows));

for (const row of rows) {
  const { fault, runs } = row;
  if (!isCaught(row)) complain(`${fault}: is not caught by ${faultNamed(fault).caughtBy}`);
  if (runs === null) complain(`${fault}: is not found by random runs`);
}

function complain(text: string): void {
  console.error(text);
  process.exitCode = 1;
}
