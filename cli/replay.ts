import { machineOf } from '../model/machine.js';
import type { Oracle } from '../model/oracle/oracle.js';
import { RememberingOracle } from '../properties/campaign/remembering.js';
import { actsOf } from '../properties/commands/act.js';
import type { Accusation } from '../properties/commands/judge.js';
import { Judge } from '../properties/commands/judge.js';
import type { Trial } from '../properties/commands/replay.js';
import { replayOn } from '../properties/commands/replay.js';
import { liveness } from '../properties/liveness/index.js';
import { properties } from '../properties/index.js';
import type { SealedProperty } from '../properties/property.js';
import type { BugReport } from '../reports/index.js';
import { createBugReport, parseBugReport, terminalReport } from '../reports/index.js';
import { profileOf } from '../spec/profiles.js';
import type { Wanted } from './conform/subject.js';
import { subjectOf } from './conform/subject.js';
import { textOf } from './input.js';
import type { Options } from './options.js';
import { largestReport, profileFrom } from './options.js';
import { paceFrom } from './pace.js';
import { storyOf } from '../suite/story.js';
import type { Terminal } from './terminal.js';
import { driving } from './undrivable.js';
import { UsageError } from './usage-error.js';

/** How often a provider that draws lots is driven until the fault shows. */
const attempts = 200;

/** The same for a program, which does mostly the same again. */
const attemptsOnPrograms = 5;

/**
 * `halfclose replay`: runs a bug report again. A provider that the report or `--provider` names is driven anew, without
 * one the steps are judged as they were recorded. Exit code 1 if the fault shows again, 0 if not.
 */
export async function replayVerb(
  file: string,
  command: readonly string[],
  options: Options,
  terminal: Terminal,
): Promise<number> {
  return await driving(terminal, () => replay(file, command, options, terminal));
}

async function replay(
  file: string,
  command: readonly string[],
  options: Options,
  terminal: Terminal,
): Promise<number> {
  const report = parseBugReport(file, textOf(file, 'a bug report', largestReport));
  const profile = profileOf(options.profile === undefined ? report.profile : profileFrom(options.profile));
  // Attempts begin alike.
  const oracle = new RememberingOracle(machineOf(profile, { readings: report.readings }));
  const watched = watchedBy(file, report);
  const name = options.provider ?? (report.origin.kind === 'provider' ? report.origin.name : undefined);
  const shown =
    name === undefined
      ? judged(report, new Judge(oracle, watched))
      : await driven(
          report,
          oracle,
          watched,
          { provider: name, command, profile, jobs: 1 },
          options.seed ?? 0,
          terminal,
        );
  const found = shown ? reportOf(report, shown, name) : report;
  if (options.json) terminal.printJson({ verdict: shown ? 'violates' : 'conforms', report: found });
  else if (shown) terminal.print(terminalReport(found, terminal.colors, storyOf(found)));
  else terminal.print([`${file}: the fault does not show${name === undefined ? '' : ` on ${name}`}`]);
  return shown ? 1 : 0;
}

/** A trial that went wrong. */
interface Shown extends Trial {
  readonly accusation: Accusation;
}

function watchedBy(file: string, { property, replay }: BugReport): readonly SealedProperty[] {
  if (!property) return [];
  const found = properties.filter(({ name }) => name === property.name);
  if (found.length > 0) return found;
  if (liveness.some(({ name }) => name === property.name))
    throw new UsageError(
      `${file}: property.name: "${property.name}" says what must come at last, of which a trace shows nothing; run: ${replay}`,
    );
  const names = properties.map(({ name }) => name).join(', ');
  throw new UsageError(`${file}: property.name: expected one of ${names}, found "${property.name}"`);
}

function judged({ steps }: BugReport, judge: Judge): Shown | null {
  for (const [at, step] of steps.entries()) {
    const accusation = judge.observe(step);
    if (accusation) return { steps: steps.slice(0, at + 1), accusation };
  }
  return null;
}

async function driven(
  { steps }: BugReport,
  oracle: Oracle,
  watched: readonly SealedProperty[],
  wanted: Wanted,
  first: number,
  terminal: Terminal,
): Promise<Shown | null> {
  const { system, varies, end } = await subjectOf(wanted);
  const progress = terminal.progress(wanted.provider);
  const pace = paceFrom();
  const most = varies ? attemptsOnPrograms : attempts;
  try {
    const again = replayOn(system, oracle, watched);
    const acts = actsOf(steps);
    for (let made = 0; made < most; made += 1) {
      progress.update(`attempt ${made + 1} of ${most}${pace.after(made, most)}`);
      const trial = await again(acts, first + made);
      if (trial?.accusation) return { steps: trial.steps, accusation: trial.accusation };
    }
    return null;
  } finally {
    progress.end();
    await end();
  }
}

/** The report of what has shown now, in the circumstances of the one that was read. */
function reportOf(before: BugReport, { steps, accusation }: Shown, provider: string | undefined): BugReport {
  const { property: _, ...circumstances } = before;
  const { violation, property } = accusation;
  return createBugReport(violation, {
    ...circumstances,
    steps,
    ...(provider === undefined ? {} : { provider }),
    ...(property ? { property: { name: property.name, says: property.says } } : {}),
  });
}
