import { z } from 'zod';
import { asked, chosenFrom, countFrom } from '../audit/asked.js';
import { eachOnThreads } from '../audit/pool.js';
import { faults } from '../providers/faulty/index.js';
import type { Finding } from './finding.js';

/**
 * Runs until each faulty provider is found, by a campaign and by plain `fc.commands`:
 * `node dist/bench/runs-to-find.js [SEEDS] [FAULT…]`. Prints a table in Markdown, and what it amounts to; fails if a campaign
 * misses one.
 */
const finding: z.ZodType<Finding> = z.object({
  fault: z.string(),
  guided: z.number().nullable(),
  plain: z.union([z.number(), z.object({ moreThan: z.number() })]),
});

const { seeds, chosen } = asked(() => {
  const [count = '20', ...words] = process.argv.slice(2);
  const names = faults.map(({ name }) => name);
  return { seeds: countFrom(count, 'seeds'), chosen: chosenFrom(words, names, 'faulty provider') };
});
const inputs = chosen.map((name) => `${name} ${String(seeds)}`);
const done = await eachOnThreads('../bench/finding-worker.js', inputs, (input, count) => {
  console.error(`${String(count)} of ${String(inputs.length)}: ${input}`);
});
const findings = done.map((one) => finding.parse(one));

/** What a campaign is better by, at least; `null` if it has missed the fault itself. */
const ratioOf = ({ guided, plain }: Finding): number | null =>
  guided === null ? null : (typeof plain === 'number' ? plain : plain.moreThan) / guided;

const sign = ({ plain }: Finding): string => (typeof plain === 'number' ? '' : '> ');

function rowOf(row: Finding): string {
  const { fault, guided, plain } = row;
  const runs = typeof plain === 'number' ? plain : plain.moreThan;
  const ratio = ratioOf(row);
  const cells = [
    `\`${fault}\``,
    guided === null ? 'not found' : String(guided),
    `${sign(row)}${String(runs)}`,
    ratio === null ? '' : `${sign(row)}${ratio.toFixed(1)}`,
  ];
  return `| ${cells.join(' | ')} |`;
}

const isFive = (row: Finding): boolean => (ratioOf(row) ?? 0) >= 5;

const sentence = (which: string, rows: readonly Finding[]): string => {
  const logs = rows.map((row) => Math.log(ratioOf(row) ?? 1));
  const mean = Math.exp(logs.reduce((sum, one) => sum + one, 0) / Math.max(rows.length, 1));
  return `${which}: ${String(rows.length)}; at least five times fewer runs: ${String(rows.filter(isFive).length)}; geometric mean of the ratios: at least ${mean.toFixed(1)}.`;
};

const needs = (least: number, most: number): readonly Finding[] =>
  findings.filter(({ guided }) => (guided ?? Infinity) >= least && (guided ?? Infinity) <= most);

console.log(
  [
    '| fault | guided | plain | ratio |',
    '| --- | --- | --- | --- |',
    ...[...findings].sort((one, other) => (other.guided ?? Infinity) - (one.guided ?? Infinity)).map(rowOf),
    '',
    sentence('All faults', findings),
    sentence('Found by a campaign within three runs', needs(1, 3)),
    sentence('Within 4 to 10 runs', needs(4, 10)),
    sentence('Within 11 and more, or not at all', needs(11, Infinity)),
  ].join('\n'),
);

const missed = findings.filter(({ guided }) => guided === null);
for (const { fault } of missed) console.error(`${fault}: missed by more than half of the campaigns`);
if (missed.length > 0) process.exitCode = 1;
