import { machineOf } from '../model/machine.js';
import { readingsOf } from '../model/oracle/check-trace.js';
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
import type { BugReport, Circumstances } from '../reports/index.js';
import { commandLine, createBugReport, parseBugReport, terminalReport } from '../reports/index.js';
import { profileOf } from '../spec/profiles.js';
import { version } from '../spec/version.js';
import type { Subject, Wanted } from './conform/subject.js';
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
 * one the steps are judged as they were recorded. Exit code 1 if the fault shows again, 0 if not, 2 if it was never tried.
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
  const described = options.profile === undefined ? report.profile : profileFrom(options.profile);
  const profile = profileOf(described);
  // Attempts begin alike.
  const oracle = new RememberingOracle(machineOf(profile, { readings: report.readings }));
  const watched = watchedBy(file, report);
  const name = options.provider ?? (report.origin.kind === 'provider' ? report.origin.name : undefined);
  const shown =
    name === undefined
      ? judged(report, new Judge(oracle, watched))
      : await driven(
          file,
          report,
          oracle,
          watched,
          { provider: name, command, profile, jobs: 1 },
          options.seed ?? 0,
          terminal,
        );
  const found = shown
    ? createBugReport(shown.accusation.violation, {
        version,
        profile: described,
        readings: report.readings,
        ...circumstancesOf(shown, report, file, options),
        followed: followedBefore(oracle, shown),
      })
    : report;
  if (options.json) terminal.printJson({ verdict: shown ? 'violates' : 'conforms', report: found });
  else if (shown) terminal.print(terminalReport(found, terminal.colors, storyOf(found)));
  else terminal.print([`${file}: the fault does not show${name === undefined ? '' : ` on ${name}`}`]);
  return shown ? 1 : 0;
}

/** A trial that went wrong. */
interface Shown extends Pick<Trial, 'steps'> {
  readonly accusation: Accusation;
  /** What was driven, if anything was. */
  readonly on?: Pick<Subject, 'name' | 'command'> & { readonly seed: number };
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

/** Throws a {@link UsageError} if no attempt made every call of the report: that the fault does not show then says nothing. */
async function driven(
  file: string,
  { steps }: BugReport,
  oracle: Oracle,
  watched: readonly SealedProperty[],
  wanted: Wanted,
  first: number,
  terminal: Terminal,
): Promise<Shown | null> {
  const { name, command, system, varies, end } = await subjectOf(wanted);
  const progress = terminal.progress(wanted.provider);
  const pace = paceFrom();
  const most = varies ? attemptsOnPrograms : attempts;
  try {
    const again = replayOn(system, oracle, watched);
    const acts = actsOf(steps);
    const missing = new Set<string>();
    let isTried = false;
    for (let made = 0; made < most; made += 1) {
      progress.update(`attempt ${made + 1} of ${most}${pace.after(made, most)}`);
      const seed = first + made;
      const trial = await again(acts, seed);
      if (trial?.accusation)
        return { steps: trial.steps, accusation: trial.accusation, on: { name, command, seed } };
      isTried ||= trial?.unsupported.size === 0;
      for (const feature of trial?.unsupported ?? []) missing.add(feature);
    }
    if (!isTried) throw new UsageError(`${file}: ${whyUntried(name, [...missing])}`);
    return null;
  } finally {
    progress.end();
    await end();
  }
}

const whyUntried = (provider: string, missing: readonly string[]): string =>
  `the fault was not tried on ${provider}: ${
    missing.length > 0
      ? `it does not have ${missing.join(', ')}`
      : 'its answers left no way to make every call of the report'
  }`;

/**
 * In what circumstances it has shown now. Nothing is taken over of how often it came back, or of how it was found on what was
 * driven then: that says nothing of another provider, or of another profile.
 */
function circumstancesOf(
  { steps, accusation: { property }, on }: Shown,
  before: BugReport,
  file: string,
  { profile }: Options,
): Pick<Circumstances, 'provider' | 'origin' | 'steps' | 'replay' | 'property'> {
  const again = [
    ...['npx', 'halfclose', 'replay', file],
    ...(profile === undefined ? [] : ['--profile', profile]),
    // Attempts are made from this seed on.
    ...(on === undefined || on.seed === 0 ? [] : ['--seed', String(on.seed)]),
    ...(on?.command ?? []),
  ];
  return {
    provider: on?.name ?? before.provider,
    origin: on ? { kind: 'provider', name: on.name, seed: on.seed } : judgedOrigin(before, file, profile),
    steps,
    replay: commandLine(again),
    ...(property ? { property: { name: property.name, says: property.says } } : {}),
  };
}

/** Recorded steps come from where they came from; but no search under another profile has found them. */
const judgedOrigin = (
  { origin }: BugReport,
  file: string,
  profile: string | undefined,
): BugReport['origin'] =>
  origin.kind === 'exploration' && profile !== undefined ? { kind: 'trace', file } : origin;

/** The readings under which the steps before the one that is not allowed are explained. */
function followedBefore(oracle: Oracle, { steps, accusation }: Shown): BugReport['followed'] {
  let belief = oracle.start;
  for (const step of steps.slice(0, accusation.violation.at)) belief = oracle.follow(belief, step);
  return readingsOf(oracle.machine, belief);
}
