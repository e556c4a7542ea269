import type { ReadingsFollowed } from '../model/verdict.js';
import type { BugReport } from './bug-report.js';
import type { Colors } from './colors.js';
import type { ViolationJson } from './json.js';
import { violationJson } from './json.js';
import type { Objecting } from './objection.js';
import { contradiction, objectionLines } from './objection.js';
import { profileName } from './origin.js';
import { readingsTable, untouched } from './readings.js';
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
  /** Findings that are told of but not reported, as it is in doubt whether they are faults of the provider. */
  readonly withheld: number;
  /** Properties that object to what the documents allow, what they say, and in which run: faults of ours, held against nobody. */
  readonly objections: readonly (Objecting & { readonly path: string })[];
  readonly readings: ReadingsFollowed;
  /** Whether any call was carried out. */
  readonly called: boolean;
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
  /** Whether all runs were made, no finding is withheld, and no property objects to what the documents allow. */
  readonly complete: boolean;
  readonly withheld: number;
  readonly objections: Conformance['objections'];
  readonly unsupported: readonly string[];
  readonly ended: Conformance['ended'];
}

/** What came of driving a provider, as a JSON document. */
export function conformanceJson(found: Conformance): ConformanceJson {
  const { provider, seed, runs, steps, violations, known, withheld, objections } = found;
  const { readings, unsupported, ended } = found;
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
    complete: whyIncomplete(found) === null,
    withheld,
    objections,
    unsupported,
    ended,
  };
}

/** What is said of a provider that could not be made to do anything. */
export const noCall = 'no call was carried out, so that nothing was shown';

/** Why it says less than that the provider conforms or violates; `null` if it is complete. */
function whyIncomplete({ runs, withheld, objections, called, ended }: Conformance): string | null {
  if (!called) return noCall;
  if (objections.length > 0) return contradiction(objections);
  if (withheld > 0)
    return `${counted(withheld, 'finding')} withheld, as it is in doubt whether the provider is at fault`;
  return ended === 'all runs' && runs > 0 ? null : 'nothing was found, and not all was driven';
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
  const { violations, known, objections, readings, unsupported } = found;
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
    ...objections.flatMap((objection) => objectionLines(objection, `in run ${objection.path}`)),
    ...table,
    ...untouchedLines(readings),
    '',
    ...(unsupported.length === 0
      ? []
      : wrap(`Not called, as the provider does not have it: ${unsupported.join(', ')}`, { first: '' })),
    ...verdictLines(found, colors),
  ];
}

/** What nothing can be said of: another seed may tell. */
function untouchedLines(followed: ReadingsFollowed): readonly string[] {
  const keys = untouched(followed).map(({ key }) => key);
  return keys.length === 0 ? [] : wrap(`Touched by no run: ${keys.join(', ')}`, { first: '  ' });
}

function verdictLines(found: Conformance, colors: Colors): readonly string[] {
  const { provider, seed, runs, steps, violations, withheld, ended } = found;
  const driven = `${counted(runs, 'run')}, ${counted(steps, 'step')}, profile ${profileName(found)}, seed ${seed}`;
  const why = whyEnded[ended];
  const details = `${printable(provider)}: ${driven}${why === '' ? '' : `; ${why}`}`;
  if (violations.length > 0) {
    const besides = withheld === 0 ? '' : `; ${counted(withheld, 'finding')} withheld`;
    return wrap(`${counted(violations.length, 'distinct fault')} in ${details}${besides}`, { first: '' }).map(
      (line) => colors.red(line),
    );
  }
  const less = whyIncomplete(found);
  const verdict = less === null ? 'conforms, as far as was driven' : `incomplete: ${less}`;
  return wrap(`${details}: ${verdict}`, { first: '' }).map((line) =>
    less === null ? colors.green(line) : colors.yellow(line),
  );
}
