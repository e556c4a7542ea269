import type { Allowed } from '../model/verdict.js';
import { printHeader, printStep } from '../spec/trace/print.js';
import type { ClauseId } from '../spec/clauses/index.js';
import type { Result, Step } from '../spec/trace/step.js';
import type { BugReport } from './bug-report.js';

/** The fields of a report in the order of the file; its lists of lines have one line an element. */
const order = [
  'report',
  'tool',
  'version',
  'profile',
  'provider',
  'origin',
  'readings',
  'property',
  'clauses',
  'summary',
  'confirmed',
  'replay',
  'steps',
  'at',
  'cycle',
  'expected',
  'unlisted',
  'observed',
  'rules',
  'followed',
] as const satisfies readonly (keyof BugReport)[];

const list = (lines: readonly string[]): string =>
  lines.length === 0 ? '[]' : `[\n${lines.map((line) => `    ${line}`).join(',\n')}\n  ]`;

function printField(report: BugReport, field: (typeof order)[number]): string {
  if (field === 'steps') return list(report.steps.map(printStep));
  if (field === 'expected')
    return list(report.expected.map((allowed) => JSON.stringify(allowedOnly(allowed))));
  return JSON.stringify(report[field]);
}

/** Without a condition that might stand beside any error. */
const allowedOnly = (allowed: Allowed): Allowed =>
  allowed !== 'anything' && 'error' in allowed && allowed.error === '*' ? { error: '*' } : allowed;

/** A bug report as a file, one step a line. Equal reports give equal texts. */
export function printBugReport(report: BugReport): string {
  const fields = order
    .filter((field) => report[field] !== undefined)
    .map((field) => `  ${JSON.stringify(field)}: ${printField(report, field)}`);
  return `{\n${fields.join(',\n')}\n}\n`;
}

/** The trace of a report, as a trace file. */
export function* traceLines({ profile, provider, steps }: BugReport): Generator<string> {
  yield printHeader({ trace: 1, profile, provider });
  for (const step of steps) yield printStep(step);
}

/** An element of `violations` in the JSON of a verb. */
export interface ViolationJson {
  readonly clauses: readonly ClauseId[];
  readonly summary: string;
  readonly property?: string;
  readonly steps: readonly Step[];
  readonly at: number;
  readonly expected: readonly Allowed[];
  /** How many more results were allowed than are listed, if any. */
  readonly unlisted?: number;
  readonly observed?: Result;
  readonly seed?: number;
  readonly path?: string;
  /** The file in which the report was written. */
  readonly report?: string;
}

/**
 * A finding as it stands in `violations`; `file` is where its report was written, if it was.
 * @see contracts.md section 3
 */
export function violationJson(found: BugReport, file?: string): ViolationJson {
  const { clauses, summary, property, steps, at, expected, unlisted, observed, origin } = found;
  const { seed, path } = origin.kind === 'provider' ? origin : {};
  return {
    clauses,
    summary,
    ...(property === undefined ? {} : { property: property.name }),
    steps,
    at,
    expected: expected.map(allowedOnly),
    ...(unlisted === undefined ? {} : { unlisted }),
    ...(observed === undefined ? {} : { observed }),
    ...(seed === undefined ? {} : { seed }),
    ...(path === undefined ? {} : { path }),
    ...(file === undefined ? {} : { report: file }),
  };
}
