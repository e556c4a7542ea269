import type { Machine } from '../../model/machine.js';
import { explain } from '../../model/oracle/explain.js';
import { Oracle } from '../../model/oracle/oracle.js';
import type { Path } from '../../model/story/path.js';
import { along } from '../../model/story/path.js';
import { explained } from '../../model/story/tell.js';
import type { Violation } from '../../model/verdict.js';
import type { BugReport } from '../../reports/bug-report.js';
import { createBugReport, parseBugReport } from '../../reports/bug-report.js';
import type { Profile } from '../../spec/profiles.js';
import { builtInProfiles, profileOf } from '../../spec/profiles.js';
import { parseTraceText } from '../../spec/trace/parse.js';
import type { Step } from '../../spec/trace/step.js';
import type { History } from './history.js';
import { beginning, begunAt, goOn } from './history.js';

/** What a file holds: steps, and under which profile and readings they were made. */
export interface Loaded {
  readonly profile: Profile | null;
  readonly readings: Machine['readings'];
  readonly steps: readonly Step[];
  /** Who has answered. */
  readonly provider: string;
  /** The report, where the file is one. */
  readonly report: BugReport | null;
}

/** Reads a trace or a bug report. Throws an error with a message for the user if it is neither. */
export function readFile(name: string, text: string): Loaded {
  if (looksLikeReport(text)) {
    const report = parseBugReport(name, text);
    const { profile, readings, steps, provider } = report;
    return { profile: profileOf(profile), readings, steps, provider, report };
  }
  const { header, steps } = parseTraceText(name, text);
  const { profile, provider = 'unknown' } = header;
  return {
    profile: profile === undefined ? null : profileOf(profile),
    readings: {},
    steps,
    provider,
    report: null,
  };
}

/** A trace has its header on its first line, a report spreads over many. */
const looksLikeReport = (text: string): boolean => /^\s*\{\s*"report"/u.test(text);

/** An exploration that has gone the way of a trace, as far as the documents allow it. */
export interface Followed {
  readonly history: History;
  /** The step that is refused. */
  readonly violation: Violation | null;
  /** The first step that could not be shown although it is allowed. */
  readonly lostAt: number | null;
}

/** The bug report of a trace that is refused. */
export const reportOf = (
  name: string,
  { steps, provider, readings }: Loaded,
  violation: Violation,
  profile: Profile,
  version: string,
): BugReport =>
  createBugReport(violation, {
    version,
    profile: builtInProfiles.includes(profile) ? profile.profile : profile,
    provider,
    origin: { kind: 'trace', file: name },
    readings,
    steps,
    followed: {},
    replay: 'npx halfclose replay report.json',
  });

/** Goes the way of a trace. */
export function followed(machine: Machine, steps: readonly Step[]): Followed {
  const oracle = new Oracle(machine);
  let belief = oracle.start;
  let violation: Violation | null = null;
  let allowed = 0;
  for (const [at, step] of steps.entries()) {
    const next = oracle.follow(belief, step);
    if (next.length === 0) {
      violation = explain(oracle, belief, step, at);
      break;
    }
    belief = next;
    allowed += 1;
  }
  const told = steps.slice(0, allowed);
  const { path, lostAt } = explained(machine, told);
  return { history: historyOf(path, told), violation, lostAt };
}

/** A path as moments. */
function historyOf(path: Path, steps: readonly Step[]): History {
  let history = beginning;
  for (const { event, world } of along(path)) {
    if (!event) continue;
    const { rule, clauses } = event;
    const step = event.is === 'silent' ? undefined : steps[event.at];
    if (event.is === 'silent') history = goOn(history, { is: 'silent', rule, clauses }, world);
    else if (event.is === 'begun' && step && 'call' in step) {
      const { result: _, ...call } = step;
      history = goOn(history, { is: 'begun', step: call, rule, clauses }, world);
    } else if (step) {
      const shown = begunAt(history.current) ? endOf(step) : step;
      history = goOn(history, { is: 'step', step: shown, rule, clauses }, world);
    }
  }
  return history;
}

/** The end of a call that has begun. */
function endOf(step: Step): Step {
  if (!('call' in step) || step.result === undefined || 'pending' in step.result) return step;
  return { socket: step.socket, completes: step.call, result: step.result };
}
