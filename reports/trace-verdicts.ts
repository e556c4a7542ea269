import type { Story } from '../model/story.js';
import type { Allowed, TraceVerdict, Violation } from '../model/verdict.js';
import type { ClauseId } from '../spec/clauses/index.js';
import { describeCall } from '../spec/trace/describe.js';
import type { Result } from '../spec/trace/step.js';
import type { BugReport } from './bug-report.js';
import type { Colors } from './colors.js';
import { storyColumns } from './columns.js';
import type { Objecting } from './objection.js';
import { objectionLines } from './objection.js';
import { commonReadings, readingsTable } from './readings.js';
import { allowedAndSeen, clauseLines } from './terminal.js';
import { counted, grouped, printable, wrap } from './text.js';

/** A trace that was checked, and what was found. */
export interface CheckedTrace {
  readonly file: string;
  readonly verdict: TraceVerdict;
  readonly testimony: {
    /** How often each property was spoken of. */
    readonly triggered: ReadonlyMap<string, number>;
    /** The properties that a violation breaks. */
    readonly breaks: readonly string[];
    /** What properties say against steps that the documents allow. */
    readonly objections: readonly (Objecting & { readonly at: number })[];
    /** The step from which on they watch no longer; `null` if they watch to the end. */
    readonly until: number | null;
  };
  /** The report of a violation, and its story. */
  readonly told?: { readonly report: BugReport; readonly story: Story };
}

function violationLines(
  file: string,
  violation: Violation,
  { testimony, told }: CheckedTrace,
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
      ...listedOf(violation),
      ...(violation.observed === undefined ? {} : { observed: violation.observed }),
    }),
    ...clauses.flatMap(clauseLines),
    ...testimonyLines(testimony),
  ];
}

/** What the properties have to say, as witnesses. */
function testimonyLines({
  triggered,
  breaks,
  objections,
  until,
}: CheckedTrace['testimony']): readonly string[] {
  const spokenOf = [...triggered].sort().map(([name, times]) => `${name} ${grouped(times)}`);
  return [
    ...(breaks.length === 0 ? [] : wrap(breaks.join(', '), { first: '  breaks    ' })),
    ...(spokenOf.length === 0
      ? []
      : wrap(`the properties that it speaks of, and how often: ${spokenOf.join(', ')}`, { first: '  ' })),
    ...(until === null
      ? []
      : wrap(`the properties have watched ${counted(until, 'step')}: any more would take too long`, {
          first: '  ',
        })),
    ...objections.flatMap((objection) => objectionLines(objection, `in step ${objection.at + 1}`, '  ')),
  ];
}

/** The results that are listed, and how many are not. */
const listedOf = ({
  expected,
  further = [],
}: Violation): Pick<RefusedTraceJson, 'expected' | 'unlisted'> => ({
  expected,
  ...(further.length === 0 ? {} : { unlisted: further.length }),
});

function traceLines(trace: CheckedTrace, colors: Colors): readonly string[] {
  const { file, verdict, testimony } = trace;
  const { violation, steps, answered } = verdict;
  const name = printable(file);
  if (violation !== null) return violationLines(name, violation, trace, colors);
  const reserves = reservesAbout(verdict);
  const isPlain = reserves.length === 0 && testimony.objections.length === 0;
  return [
    `${colors.bold(name)}: ${isPlain ? colors.green('allowed') : colors.yellow('allowed')} (${counted(steps, 'step')})`,
    ...reserves.flatMap((reserve) => wrap(printable(reserve), { first: '  ' })),
    ...(answered === 0 ? [] : testimonyLines(testimony)),
  ];
}

/** Why a trace that is allowed shows less than that. */
function reservesAbout({ answered, unfollowed }: TraceVerdict): readonly string[] {
  if (answered === 0) return ['nothing was shown: it does not say what came of any call'];
  if (unfollowed.length === 0) return [];
  return [`nothing is concluded of ${unfollowed.join(', ')} from some step on: it is left open`];
}

/** Checked traces for a terminal of 80 columns, line by line, with the readings under which all of them are explained. */
export function traceVerdictLines(traces: readonly CheckedTrace[], colors: Colors): readonly string[] {
  const table = readingsTable(commonReadings(traces.map(({ verdict }) => verdict.readings)), colors);
  return [
    ...traces.flatMap((trace) => traceLines(trace, colors)),
    ...(table.length === 0 ? [] : ['', ...table]),
  ];
}

/** What the properties have to say, as witnesses. */
interface TestimonyJson {
  /** How often each property was spoken of; of the others, never. */
  readonly spokenOf: { readonly [property: string]: number };
  /** What properties say against steps that the documents allow: faults of ours, held against nobody. */
  readonly objections: CheckedTrace['testimony']['objections'];
  /** How many steps the properties have watched, if not all of them. */
  readonly watched?: number;
}

interface AllowedTraceJson extends TestimonyJson {
  readonly file: string;
  readonly verdict: 'allowed';
  readonly clauses: readonly [];
  readonly steps: number;
  /** Steps that say what came of a call. */
  readonly answered: number;
  /** Sockets of which nothing is concluded from some step on. */
  readonly unfollowed: readonly string[];
}

interface RefusedTraceJson extends TestimonyJson {
  readonly file: string;
  readonly verdict: 'violation';
  readonly clauses: readonly ClauseId[];
  readonly at: number;
  readonly expected: readonly Allowed[];
  /** How many more results were allowed than are listed, if any. */
  readonly unlisted?: number;
  readonly observed?: Result;
  /** The properties that the violation breaks. */
  readonly breaks: readonly string[];
}

/**
 * The JSON of `trace`.
 * @see contracts.md section 3
 */
export interface TraceVerdictsJson {
  readonly verdict: TraceVerdict['verdict'];
  readonly traces: readonly (AllowedTraceJson | RefusedTraceJson)[];
}

function traceJson({ file, verdict, testimony }: CheckedTrace): AllowedTraceJson | RefusedTraceJson {
  const { violation, steps, answered, unfollowed } = verdict;
  const { triggered, breaks, objections, until } = testimony;
  const said: TestimonyJson = {
    spokenOf: Object.fromEntries([...triggered].sort()),
    objections,
    ...(until === null ? {} : { watched: until }),
  };
  if (violation === null)
    return { file, verdict: 'allowed', clauses: [], steps, answered, unfollowed, ...said };
  const { clauses, at, observed } = violation;
  return {
    file,
    verdict: 'violation',
    clauses,
    at,
    ...listedOf(violation),
    ...(observed === undefined ? {} : { observed }),
    breaks,
    ...said,
  };
}

/** Checked traces as JSON; one violation makes the whole a violation. */
export const traceVerdictsJson = (traces: readonly CheckedTrace[]): TraceVerdictsJson => ({
  verdict: traces.some(({ verdict }) => verdict.violation !== null) ? 'violation' : 'allowed',
  traces: traces.map(traceJson),
});
