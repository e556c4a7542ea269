import type { Story } from '../model/story.js';
import type { Allowed, TraceVerdict, Violation } from '../model/verdict.js';
import type { ClauseId } from '../spec/clauses/index.js';
import { describeCall } from '../spec/trace/describe.js';
import type { Result } from '../spec/trace/step.js';
import type { BugReport } from './bug-report.js';
import type { Colors } from './colors.js';
import { storyColumns } from './columns.js';
import { commonReadings, readingsTable } from './readings.js';
import { allowedAndSeen, clauseLines } from './terminal.js';
import { counted, printable, wrap } from './text.js';

/** A trace that was checked, and what was found. */
export interface CheckedTrace {
  readonly file: string;
  readonly verdict: TraceVerdict;
  /** The report of a violation, and its story. */
  readonly told?: { readonly report: BugReport; readonly story: Story };
}

function violationLines(
  file: string,
  violation: Violation,
  told: CheckedTrace['told'],
  colors: Colors,
): readonly string[] {
  const { clauses, summary, at, step } = violation;
  // The header is line 1.
  const place = `${file}:${at + 2}`;
  const broken = clauses.length === 0 ? '' : ` (${clauses.join(', ')})`;
  return [
    `${colors.bold(place)}: ${colors.red(`violation${broken}`)}`,
    ...wrap(printable(summary), { first: '  ' }),
    ...(told ? ['', ...storyColumns(told.report, told.story, colors), ''] : []),
    ...wrap(printable(describeCall(step)), { first: '  step      ' }),
    ...allowedAndSeen({
      step,
      expected: violation.expected,
      ...(violation.observed === undefined ? {} : { observed: violation.observed }),
    }),
    ...clauses.flatMap(clauseLines),
  ];
}

function traceLines({ file, verdict, told }: CheckedTrace, colors: Colors): readonly string[] {
  const { violation, steps, answered } = verdict;
  const name = printable(file);
  if (violation !== null) return violationLines(name, violation, told, colors);
  const isFollowed = answered > 0 && verdict.unfollowed.length === 0;
  const line = `${colors.bold(name)}: ${isFollowed ? colors.green('allowed') : colors.yellow('allowed')} (${counted(steps, 'step')})`;
  if (answered === 0) return [line, '  nothing was shown: it does not say what came of any call'];
  if (isFollowed) return [line];
  const sockets = printable(verdict.unfollowed.join(', '));
  return [
    line,
    ...wrap(`nothing is concluded of ${sockets} from some step on: it is left open`, { first: '  ' }),
  ];
}

/** Checked traces for a terminal of 80 columns, line by line, with the readings under which all of them are explained. */
export function traceVerdictLines(traces: readonly CheckedTrace[], colors: Colors): readonly string[] {
  const table = readingsTable(commonReadings(traces.map(({ verdict }) => verdict.readings)), colors);
  return [
    ...traces.flatMap((trace) => traceLines(trace, colors)),
    ...(table.length === 0 ? [] : ['', ...table]),
  ];
}

interface AllowedTraceJson {
  readonly file: string;
  readonly verdict: 'allowed';
  readonly clauses: readonly [];
  readonly steps: number;
  /** Steps that say what came of a call. */
  readonly answered: number;
  /** Sockets of which nothing is concluded from some step on. */
  readonly unfollowed: readonly string[];
}

interface RefusedTraceJson {
  readonly file: string;
  readonly verdict: 'violation';
  readonly clauses: readonly ClauseId[];
  readonly at: number;
  readonly expected: readonly Allowed[];
  readonly observed?: Result;
}

/**
 * The JSON of `trace`.
 * @see contracts.md section 3
 */
export interface TraceVerdictsJson {
  readonly verdict: TraceVerdict['verdict'];
  readonly traces: readonly (AllowedTraceJson | RefusedTraceJson)[];
}

function traceJson({ file, verdict }: CheckedTrace): AllowedTraceJson | RefusedTraceJson {
  const { violation, steps, answered, unfollowed } = verdict;
  if (violation === null) return { file, verdict: 'allowed', clauses: [], steps, answered, unfollowed };
  const { clauses, at, expected, observed } = violation;
  return {
    file,
    verdict: 'violation',
    clauses,
    at,
    expected,
    ...(observed === undefined ? {} : { observed }),
  };
}

/** Checked traces as JSON; one violation makes the whole a violation. */
export const traceVerdictsJson = (traces: readonly CheckedTrace[]): TraceVerdictsJson => ({
  verdict: traces.some(({ verdict }) => verdict.violation !== null) ? 'violation' : 'allowed',
  traces: traces.map(traceJson),
});
