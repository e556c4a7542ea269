import type { ReadingsFollowed } from '../model/verdict.js';
import type { BugReport } from './bug-report.js';
import type { Colors } from './colors.js';
import type { ViolationJson } from './json.js';
import { violationJson } from './json.js';
import { profileName } from './origin.js';
import { readingsTable } from './readings.js';
import { terminalReport } from './terminal.js';
import { counted, printable, wrap } from './text.js';

/** What came of driving a provider. */
export interface Conformance {
  readonly provider: string;
  readonly profile: BugReport['profile'];
  readonly seed: number;
  readonly runs: number;
  readonly steps: number;
  /** One for each distinct fault, with the file that it was written to. */
  readonly violations: readonly { readonly report: BugReport; readonly file: string }[];
  /** Accepted deviations by what they say, and how many runs have shown each. */
  readonly known: readonly { readonly comment: string; readonly found: number }[];
  readonly readings: ReadingsFollowed;
  /** Calls that the provider does not have. */
  readonly unsupported: readonly string[];
  readonly ended: 'all runs' | 'enough faults' | 'time' | 'interrupted' | 'failure';
}

/**
 * The JSON of `conform`.
 * @see contracts.md section 3
 */
export interface ConformanceJson {
  readonly verdict: 'conforms' | 'violates';
  readonly provider: string;
  readonly profile: string;
  readonly seed: number;
  readonly runs: number;
  readonly steps: number;
  readonly violations: readonly ViolationJson[];
  readonly readings: ReadingsFollowed;
  readonly known?: Conformance['known'];
  readonly unsupported: readonly string[];
  readonly ended: Conformance['ended'];
}

/** What came of driving a provider, as a JSON document. */
export function conformanceJson(found: Conformance): ConformanceJson {
  const { provider, seed, runs, steps, violations, known, readings, unsupported, ended } = found;
  return {
    verdict: violations.length === 0 ? 'conforms' : 'violates',
    provider,
    profile: profileName(found),
    seed,
    runs,
    steps,
    violations: violations.map(({ report, file }) => violationJson(report, file)),
    readings,
    ...(known.length === 0 ? {} : { known }),
    unsupported,
    ended,
  };
}

const whyEnded: { readonly [Why in Conformance['ended']]: string } = {
  'all runs': '',
  'enough faults': 'ended after enough faults',
  time: 'ended because time ran out',
  interrupted: 'interrupted',
  failure: 'ended because the provider could not be driven any further',
};

/** What came of driving a provider, for a terminal of 80 columns, line by line. */
export function conformanceLines(found: Conformance, colors: Colors): readonly string[] {
  const { violations, known, readings, unsupported } = found;
  const table = readingsTable(readings, colors);
  return [
    ...violations.flatMap(({ report, file }) => [
      ...terminalReport({ ...report, followed: {} }, colors),
      ...wrap(printable(`Report: ${file}`), { first: '' }),
      '',
    ]),
    ...known.flatMap(({ comment, found: times }) =>
      wrap(
        printable(
          times === 0 ? `no longer occurs: ${comment}` : `known: ${comment} (${counted(times, 'run')})`,
        ),
        { first: '' },
      ),
    ),
    ...(table.length === 0 ? [] : [...table, '']),
    ...(unsupported.length === 0
      ? []
      : wrap(`Not called, as the provider does not have it: ${unsupported.join(', ')}`, { first: '' })),
    ...verdictLines(found, colors),
  ];
}

function verdictLines(found: Conformance, colors: Colors): readonly string[] {
  const { provider, seed, runs, steps, violations, ended } = found;
  const driven = `${counted(runs, 'run')}, ${counted(steps, 'step')}, profile ${profileName(found)}, seed ${seed}`;
  const why = whyEnded[ended];
  const details = `${printable(provider)}: ${driven}${why === '' ? '' : `; ${why}`}`;
  if (violations.length > 0)
    return wrap(`${counted(violations.length, 'distinct fault')} in ${details}`, { first: '' }).map((line) =>
      colors.red(line),
    );
  const isWhole = ended === 'all runs' && runs > 0;
  const verdict = isWhole ? 'conforms, as far as was driven' : 'nothing was found, and not all was driven';
  return wrap(`${details}: ${verdict}`, { first: '' }).map((line) =>
    isWhole ? colors.green(line) : colors.yellow(line),
  );
}
