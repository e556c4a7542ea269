import { createReadStream } from 'node:fs';
import { checkTrace } from '../model/oracle/check-trace.js';
import { machineOf } from '../model/machine.js';
import type { CheckedTrace } from '../reports/index.js';
import {
  commandLine,
  createBugReport,
  reportPath,
  traceVerdictLines,
  traceVerdictsJson,
  writeBugReport,
} from '../reports/index.js';
import type { ProfileDescription } from '../spec/profiles.js';
import { profileOf, profileWarnings } from '../spec/profiles.js';
import type { NumberedStep } from '../spec/trace/parse.js';
import { readTrace } from '../spec/trace/parse.js';
import type { Step } from '../spec/trace/step.js';
import type { Options } from './options.js';
import { obstacleOf } from './input.js';
import { profileFrom, readingsFrom } from './options.js';
import type { Terminal } from './terminal.js';
import { UsageError } from './usage-error.js';
import { version } from './version.js';

/** `halfclose trace`: checks recorded traces. Exit code 1 if one of them is not allowed. */
export async function traceVerb(
  files: readonly string[],
  options: Options,
  terminal: Terminal,
): Promise<number> {
  const checked: CheckedTrace[] = [];
  for (const file of files) checked.push(await checkFile(file, options, terminal));
  if (options.json) terminal.printJson(traceVerdictsJson(checked));
  else terminal.print(traceVerdictLines(checked, terminal.colors));
  return checked.some(({ verdict }) => verdict.violation !== null) ? 1 : 0;
}

async function checkFile(file: string, options: Options, terminal: Terminal): Promise<CheckedTrace> {
  const { header, steps } = await readTrace(file, chunksOf(file));
  const reference = options.profile === undefined ? header.profile : profileFrom(options.profile);
  if (reference === undefined)
    throw new UsageError(`${file}:1: profile: expected a profile, in the header or by --profile, found none`);
  const profile = profileOf(reference);
  for (const warning of profileWarnings(profile)) terminal.remark(`${file}: ${warning}`);
  const readings = readingsFrom(options.reading);
  const progress = terminal.progress(file);
  const kept: Step[] = [];
  try {
    const verdict = await checkTrace(machineOf(profile, { readings }), keeping(steps, kept), (at) => {
      progress.update(`step ${at + 1}`);
    });
    const result: CheckedTrace = { file, verdict };
    await report(result, reference, header.provider ?? 'unknown', kept, readings, options, terminal);
    return result;
  } finally {
    progress.end();
  }
}

/** The bytes of a file; one that cannot be read is an error of the user's. */
async function* chunksOf(file: string): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    for await (const chunk of createReadStream(file)) if (chunk instanceof Uint8Array) yield chunk;
  } catch (error) {
    throw new UsageError(`${file}: expected a trace file, found ${obstacleOf(error)}`);
  }
}

async function* keeping(
  steps: AsyncIterable<NumberedStep>,
  kept: Step[],
): AsyncGenerator<NumberedStep, void, undefined> {
  for await (const numbered of steps) {
    kept.push(numbered.step);
    yield numbered;
  }
}

async function report(
  { file, verdict }: CheckedTrace,
  profile: string | ProfileDescription,
  provider: string,
  kept: readonly Step[],
  readings: ReturnType<typeof readingsFrom>,
  { out = defaultOut }: Options,
  terminal: Terminal,
): Promise<void> {
  const { violation } = verdict;
  if (!violation) return;
  const steps = kept.slice(0, violation.at + 1);
  const path = reportPath(out, { clauses: violation.clauses, steps });
  const written = await writeBugReport(
    out,
    createBugReport(violation, {
      version,
      profile,
      provider,
      origin: { kind: 'trace', file },
      readings,
      steps,
      followed: verdict.readings,
      replay: commandLine(['npx', 'halfclose', 'replay', path]),
    }),
  );
  terminal.remark(`${file}: report in ${written.markdown}`);
}

/** Where bug reports go unless `--out` says otherwise. */
export const defaultOut = 'reports/out';
