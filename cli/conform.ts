import { machineOf } from '../model/machine.js';
import { runCampaign } from '../properties/campaign/campaign.js';
import type { CampaignReport } from '../properties/campaign/report.js';
import { properties } from '../properties/index.js';
import type { BugReport, Conformance, Deviation } from '../reports/index.js';
import {
  conformanceJson,
  conformanceLines,
  parseKnown,
  writeBugReport,
  writeKnown,
} from '../reports/index.js';
import { profileOf, profileWarnings } from '../spec/profiles.js';
import { reported } from '../suite/reported.js';
import type { Subject } from './conform/subject.js';
import { subjectOf } from './conform/subject.js';
import { shownInC } from './conform/shown-in-c.js';
import { textOf } from './input.js';
import { interruptible } from './interrupt.js';
import type { Options } from './options.js';
import { defaultOut, largestReport, profileFrom, readingsFrom } from './options.js';
import { paceFrom } from './pace.js';
import { storyOf } from '../suite/story.js';
import type { Terminal } from './terminal.js';
import { driving, undrivable } from './undrivable.js';

/** Runs, and the most commands of one, unless the command line says otherwise. */
const defaults = { runs: 1000, maxSteps: 40, seed: 1, sessions: 16 };

/** Milliseconds more for each settle when a fault of a program is confirmed. */
const patience = 100;

/**
 * `halfclose conform`: drives a provider and reports every distinct fault. Exit code 1 if there is one, 2 if the provider
 * cannot be driven.
 */
export async function conformVerb(
  command: readonly string[],
  options: Options,
  terminal: Terminal,
): Promise<number> {
  const provider = options.provider ?? 'reference';
  const profile = options.profile === undefined ? undefined : profileFrom(options.profile);
  const readings = readingsFrom(options.reading);
  const accepted = options.known === undefined ? [] : knownIn(options.known);
  return await interruptible(terminal, (signal) =>
    driving(terminal, async () => {
      const subject = await subjectOf({ provider, command, profile, jobs: options.jobs ?? 1 });
      try {
        return await drive(subject, { ...options, readings, accepted }, terminal, signal);
      } finally {
        await subject.end();
      }
    }),
  );
}

/** What the command line says. */
interface Wanted extends Options {
  readonly readings: BugReport['readings'];
  readonly accepted: readonly Deviation[];
}

const knownIn = (file: string): readonly Deviation[] =>
  parseKnown(file, textOf(file, 'a file of accepted deviations', largestReport));

async function drive(
  subject: Subject,
  options: Wanted,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const profile = profileOf(subject.profile);
  for (const warning of profileWarnings(profile)) terminal.remark(`${subject.name}: ${warning}`);
  const progress = terminal.progress(subject.name);
  const total = options.runs ?? defaults.runs;
  const pace = paceFrom(options.time);
  const report = await runCampaign({
    system: subject.system,
    machine: machineOf(profile, { readings: options.readings }),
    properties,
    runs: total,
    maxSteps: options.maxSteps ?? defaults.maxSteps,
    seed: options.seed ?? defaults.seed,
    ...(options.time === undefined ? {} : { time: options.time }),
    ...(subject.varies ? { sessions: defaults.sessions * (options.jobs ?? 1), attempts: 3, patience } : {}),
    known: options.accepted.map(({ steps }) => steps),
    signal,
    onProgress: ({ runs, faults, doing }) => {
      const doingNow = doing === undefined ? '' : `, ${doing}`;
      progress.update(`run ${runs} of ${total}${pace.after(runs, total)}; ${faults} faults${doingNow}`);
    },
  });
  progress.end();
  const found = await written(report, subject, options, terminal);
  if (options.json && (report.failure === null || found.violations.length > 0))
    terminal.printJson(conformanceJson(found));
  else if (!options.json) terminal.print(conformanceLines(found, terminal.colors));
  for (const { violation } of report.doubtful)
    terminal.remark(`not reported, as it did not come back with longer settles: ${violation.summary}`);
  if (report.failure) return undrivable(report.failure.cause, terminal);
  return found.violations.length > 0 ? 1 : 0;
}

/** Without the ambiguities of which no reading explains everything: of those a report could only say nothing. */
const explaining = (readings: BugReport['followed']): BugReport['followed'] =>
  Object.fromEntries(Object.entries(readings).filter(([, candidates]) => candidates.length > 0));

/** The report of each fault, in its file. */
async function written(
  { faults, seed, runs, steps, readings, unsupported, ended, known }: CampaignReport,
  subject: Subject,
  { out = defaultOut, readings: fixed, accepted }: Wanted,
  terminal: Terminal,
): Promise<Conformance> {
  const violations: Conformance['violations'][number][] = [];
  for (const fault of faults) {
    const report = reported(fault, {
      name: subject.name,
      profile: subject.profile,
      readings: fixed,
      followed: explaining(readings),
      seed,
      out,
      replay: (file) => ['npx', 'halfclose', 'replay', file, ...subject.command],
    });
    const program = subject.isWinsock ? shownInC(report, fault.violation) : null;
    if (subject.isWinsock && program === null) {
      terminal.remark(`not reported, as no C program shows it: ${report.summary}`);
      continue;
    }
    const companions = { story: storyOf(report), ...(program === null ? {} : { program }) };
    violations.push({ report, file: (await writeBugReport(out, report, companions)).json });
  }
  if (violations.length > 0)
    await writeKnown(
      out,
      violations.map(({ report }) => ({ comment: report.summary, steps: report.steps })),
    );
  return {
    provider: subject.name,
    profile: subject.profile,
    seed,
    runs,
    steps,
    violations,
    known: known.map(({ found }, index) => ({ comment: accepted[index]?.comment ?? '', found })),
    readings,
    unsupported,
    ended,
  };
}
