import { createHash, randomUUID } from 'node:crypto';
import { lstat, mkdir, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { printStep } from '../spec/trace/print.js';
import type { Step } from '../spec/trace/step.js';
import type { BugReport } from './bug-report.js';
import type { Companions } from './companions.js';
import { htmlReport } from './html.js';
import { printBugReport } from './json.js';
import type { Deviation } from './known.js';
import { printKnown } from './known.js';
import { markdownReport } from './markdown.js';
import { describeBroken, mostClauses } from './origin.js';
import { pageTemplate } from './page/template.js';
import { regressionTest } from './regression-test.js';

/** A folder for reports that leads somewhere else. */
export class ReportPathError extends Error {
  override readonly name = 'ReportPathError';
}

/** What tells one finding from another. */
type Finding = Pick<BugReport, 'clauses' | 'property' | 'steps'>;

const longestName = 60;

function nameOf({ clauses, property }: Finding): string {
  const broken = describeBroken({
    clauses: clauses.slice(0, mostClauses),
    ...(property === undefined ? {} : { property }),
  });
  const plain = broken.toLowerCase().replace(/[^a-z0-9]+/gu, '-');
  return plain.slice(0, longestName).replace(/^-+|-+$/gu, '') || 'finding';
}

const uncommented = (step: Step): string =>
  JSON.stringify(JSON.parse(printStep(step)), (field, value: unknown) =>
    field === 'comment' ? undefined : value,
  );

/** The name of the folder of a finding: the same for the same steps, whoever found them and whatever they remarked. */
export function reportSlug(finding: Finding): string {
  const hash = createHash('sha256');
  for (const step of finding.steps) hash.update(`${uncommented(step)}\n`);
  return `${nameOf(finding)}-${hash.digest('hex').slice(0, 10)}`;
}

/** Where {@link writeBugReport} will write the `report.json` of a finding, before there is a report of it. */
export const reportPath = (out: string, finding: Finding): string =>
  join(out, reportSlug(finding), 'report.json');

/** The files of a report, under `out` as it was given. */
export interface WrittenReport {
  readonly json: string;
  readonly markdown: string;
  readonly html: string;
  readonly test: string;
}

async function replaceFile(
  directory: string,
  name: string,
  content: string | Iterable<string>,
): Promise<void> {
  const draft = join(directory, `.${name}.${randomUUID()}`);
  try {
    await writeFile(draft, content, { flag: 'wx' });
    // Takes the place of a link, where writing would follow it.
    await rename(draft, join(directory, name));
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * Writes `report.json`, `report.md`, `report.html`, `report.test.ts` and, with a program that shows the fault, `report.c` into
 * a folder of their own in `out`, which is made if need be. The same finding is written over itself. Throws a
 * {@link ReportPathError} if its folder is a link or no folder: nothing is written outside `out`.
 */
export async function writeBugReport(
  out: string,
  report: BugReport,
  companions: Companions = {},
): Promise<WrittenReport> {
  const slug = reportSlug(report);
  await mkdir(out, { recursive: true });
  const directory = join(await realpath(out), slug);
  const found = await lstat(directory).catch(() => undefined);
  if (found === undefined) await mkdir(directory);
  else if (!found.isDirectory()) throw new ReportPathError(`${join(out, slug)} is not a folder`);
  await replaceFile(directory, 'report.json', printBugReport(report));
  await replaceFile(directory, 'report.md', markdownReport(report, companions));
  await replaceFile(directory, 'report.html', htmlReport(pageTemplate('report'), report, companions));
  await replaceFile(directory, 'report.test.ts', regressionTest(report));
  const { program } = companions;
  if (program !== undefined) await replaceFile(directory, 'report.c', program);
  const written = (name: string): string => join(out, slug, name);
  return {
    json: reportPath(out, report),
    markdown: written('report.md'),
    html: written('report.html'),
    test: written('report.test.ts'),
  };
}

/** Writes a graph or a transition system into `out`, in place of an earlier one of that name; gives its path. */
export async function writeExport(out: string, name: string, content: Iterable<string>): Promise<string> {
  await mkdir(out, { recursive: true });
  await replaceFile(await realpath(out), name, content);
  return join(out, name);
}

/** Writes what was found as a file of deviations, so that it can be accepted; gives its path. */
export async function writeKnown(out: string, deviations: readonly Deviation[]): Promise<string> {
  await mkdir(out, { recursive: true });
  await replaceFile(await realpath(out), 'faults.known.json', printKnown(deviations));
  return join(out, 'faults.known.json');
}
