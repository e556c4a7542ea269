import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Act } from '../properties/commands/act.js';
import { actsOf } from '../properties/commands/act.js';
import type { BugReport } from '../reports/index.js';
import { reportSlug } from '../reports/index.js';
import { parseTraceText } from '../spec/trace/parse.js';
import { printTrace } from '../spec/trace/print.js';

const extension = '.trace.jsonl';

/** The traces of a folder in the order of their names; none if there is no such folder. Throws if it cannot be read. */
export async function corpusIn(folder: string): Promise<readonly (readonly Act[])[]> {
  const names = await namesIn(folder);
  const files = names.filter((name) => name.endsWith(extension)).sort();
  return await Promise.all(
    files.map(async (name) => {
      const file = join(folder, name);
      return actsOf(parseTraceText(file, await readFile(file, 'utf8')).steps);
    }),
  );
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    const found = error instanceof Error ? error.message : String(error);
    throw new Error(`${folder}: expected a folder of earlier faults, found ${found}`, { cause: error });
  }
}

/** Keeps the trace of a finding, so that it is run first the next time; the same finding has the same file. */
export async function addToCorpus(folder: string, report: BugReport): Promise<string> {
  const { profile, provider, summary: comment, steps } = report;
  const file = join(folder, `${reportSlug(report)}${extension}`);
  await mkdir(folder, { recursive: true });
  await writeFile(file, printTrace({ trace: 1, profile, provider, comment }, steps));
  return file;
}
