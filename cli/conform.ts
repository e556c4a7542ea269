import { machineOf } from '../model/machine.js';
import { runCampaign } from '../properties/campaign/campaign.js';
import { properties } from '../properties/index.js';
import type { BugReport, Conformance, Deviation } from '../reports/index.js';
import { conformanceJson, conformanceLines, noCall, parseKnown } from '../reports/index.js';
import { profileOf, profileWarnings } from '../spec/profiles.js';
import { fileFindings } from './conform/file-findings.js';
import type { Subject } from './conform/subject.js';
import { subjectOf } from './conform/subject.js';
import { shownInC } from './conform/shown-in-c.js';
import { textOf } from './input.js';
import { interruptible } from './interrupt.js';
import type { Options } from './options.js';
import { defaultOut, largestReport, profileFrom, readingsFrom } from './options.js';
import { paceFrom } from './pace.js';
import type { Terminal } from './terminal.js';
import { driving, undrivable } from './undrivable.js';

/** Runs, and the most commands of one, unless the command line says otherwise. */
const defaults = { runs: 1000, maxSteps: 40, seed: 1, sessions: 16 };

/** Milliseconds more for each settle when a fault of a program is confirmed. */
const patience = 100;

/**
 * `halfclose conform`: drives a provider and reports every distinct fault. Exit code 1 if there is one, 2 if the provider
 * cannot be driven, or has carried out no call.
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
      const subject = await subjectOf({ provider, command, profile, jobs: options.jobs ?? 1 }, signal);
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
  const { violations, withheld, isCut } = await fileFindings(report, {
    subject,
    readings: options.readings,
    out: options.out ?? defaultOut,
    show: subject.isWinsock ? shownInC : null,
    signal,
    terminal,
  });
  const found: Conformance = {
    provider: subject.name,
    profile: subject.profile,
    seed: report.seed,
    runs: report.runs,
    steps: report.steps,
    violations,
    known: report.known.map(({ found: times }, index) => ({
      comment: options.accepted[index]?.comment ?? '',
      found: times,
    })),
    withheld,
    objections: report.objections,
    readings: report.readings,
    called: report.outcomes.size > 0,
    unsupported: report.unsupported,
    ended: isCut ? 'interrupted' : report.ended,
  };
  const isDriven = report.failure === null && found.called;
  if (options.json && (isDriven || found.violations.length > 0)) terminal.printJson(conformanceJson(found));
  else if (!options.json) terminal.print(conformanceLines(found, terminal.colors));
  if (report.failure) return undrivable(report.failure.cause, terminal);
  if (found.violations.length > 0) return 1;
  return found.called ? 0 : undrivable(new Error(`${subject.name}: ${noCall}`), terminal);
}
