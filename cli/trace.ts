import { createReadStream, statSync } from 'node:fs';
import { checkTrace } from '../model/oracle/check-trace.js';
import { machineOf } from '../model/machine.js';
import type { Violation } from '../model/verdict.js';
import { properties } from '../properties/index.js';
import { Witnesses } from '../properties/witnesses.js';
import type { CheckedTrace, Circumstances } from '../reports/index.js';
import {
  commandLine,
  createBugReport,
  reportPath,
  traceVerdictLines,
  traceVerdictsJson,
  writeBugReport,
} from '../reports/index.js';
import { profileOf, profileWarnings } from '../spec/profiles.js';
import { readTrace } from '../spec/trace/parse.js';
import { printStep } from '../spec/trace/print.js';
import type { Step } from '../spec/trace/step.js';
import { obstacleOf } from './input.js';
import { annotate } from './annotate.js';
import type { Options } from './options.js';
import { defaultOut, largestReport, profileFrom, readingsFrom } from './options.js';
import { paceFrom } from './pace.js';
import { storyOf } from '../suite/story.js';
import type { Terminal } from './terminal.js';
import { UsageError } from './usage-error.js';
import { version } from './version.js';

/**
 * `halfclose trace`: checks recorded traces, with the properties as witnesses. Exit code 1 if one of them is not allowed. No step is kept, so that memory
 * does not grow with a trace; one that is refused is read a second time for its report.
 */
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
  const total = await stepsIn(file);
  const { header, steps } = await readTrace(file, chunksOf(file));
  const reference = options.profile === undefined ? header.profile : profileFrom(options.profile);
  if (reference === undefined)
    throw new UsageError(`${file}:1: profile: expected a profile, in the header or by --profile, found none`);
  const profile = profileOf(reference);
  for (const warning of profileWarnings(profile)) terminal.remark(`${file}: ${warning}`);
  const readings = readingsFrom(options.reading);
  const progress = terminal.progress(file);
  const pace = paceFrom();
  try {
    const machine = machineOf(profile, { readings });
    const witnesses = new Witnesses(machine, properties);
    const verdict = await checkTrace(machine, steps, (at, { step, before, after }) => {
      witnesses.hear(at, step, before, after);
      progress.update(`step ${at + 1}${pace.after(at + 1, total)}`);
    });
    const { testimony } = witnesses;
    if (verdict.violation) {
      const provider = header.provider ?? 'unknown';
      const circumstances = { profile: reference, provider, readings, followed: verdict.readings };
      const filed = await report(file, verdict.violation, circumstances, options.out ?? defaultOut);
      terminal.remark(filed.remark);
      annotate(file, verdict.violation, terminal);
      return { file, verdict, testimony, ...(filed.told ? { told: filed.told } : {}) };
    }
    return { file, verdict, testimony };
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

/** How many steps a file has, which is what it has of lines after its header; unknown of a pipe, which is read but once. */
async function stepsIn(file: string): Promise<number | undefined> {
  if (!isFile(file)) return undefined;
  let lines = 0;
  for await (const chunk of chunksOf(file))
    for (let at = chunk.indexOf(lineFeed); at >= 0; at = chunk.indexOf(lineFeed, at + 1)) lines += 1;
  return Math.max(lines - 1, 0);
}

const lineFeed = 0x0a;

const isFile = (file: string): boolean => statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;

/** Writes the report of a violation with its story, and says where. */
async function report(
  file: string,
  violation: Violation,
  circumstances: Pick<Circumstances, 'profile' | 'provider' | 'readings' | 'followed'>,
  out: string,
): Promise<{ readonly remark: string; readonly told?: NonNullable<CheckedTrace['told']> }> {
  const steps = await stepsUpTo(file, violation.at);
  if (typeof steps === 'string') return { remark: `${file}: no report, since ${steps}` };
  const path = reportPath(out, { clauses: violation.clauses, steps });
  const found = createBugReport(violation, {
    ...circumstances,
    version,
    origin: { kind: 'trace', file },
    steps,
    replay: commandLine(['npx', 'halfclose', 'replay', path]),
  });
  const story = storyOf(found);
  const written = await writeBugReport(out, found, { story });
  return {
    remark: `${file}: report in ${written.markdown}, to look at: ${written.html}`,
    told: { report: found, story },
  };
}

/** The first steps of a trace, or why there is no report of them. */
async function stepsUpTo(file: string, last: number): Promise<readonly Step[] | string> {
  if (!isFile(file)) return 'it cannot be read a second time';
  const kept: Step[] = [];
  let size = 0;
  for await (const { at, step } of (await readTrace(file, chunksOf(file))).steps) {
    kept.push(step);
    size += Buffer.byteLength(printStep(step));
    if (size > mostOfReport) return `the ${last + 1} steps that it needs are more than replay reads`;
    if (at === last) break;
  }
  return kept;
}

/** Bytes of steps in a report; the other half is for what stands around them. */
const mostOfReport = largestReport / 2;
