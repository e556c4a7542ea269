import fc from 'fast-check';
import type { Allowed, ReadingsFollowed } from '../model/verdict.js';
import { clauses } from '../spec/clauses/index.js';
import { candidatesOf, readingKeys } from '../spec/readings.js';
import type { Trace } from '../spec/trace/parse.js';
import { arbitraryTrace } from '../spec/trace/trace.arbitrary.js';
import type { BugReport, Origin } from './bug-report.js';

const text = fc.string({ unit: 'binary', maxLength: 30 });

/** A record of which each field may be absent. */
const some = <Fields>(fields: { [Name in keyof Fields]: fc.Arbitrary<Fields[Name]> }) =>
  fc.record<Fields, never>(fields, { requiredKeys: [], noNullPrototype: true });

/** A record of which each field is present. */
const all = <Fields>(fields: { [Name in keyof Fields]: fc.Arbitrary<Fields[Name]> }) =>
  fc.record<Fields>(fields, { noNullPrototype: true });

const readings: fc.Arbitrary<ReadingsFollowed> = some(
  Object.fromEntries(
    readingKeys.map(
      (key) => [key, fc.uniqueArray(fc.constantFrom(...candidatesOf(key)), { minLength: 1 })] as const,
    ),
  ),
);

const origin: fc.Arbitrary<Origin> = fc.oneof(
  all({ kind: fc.constant('trace' as const), file: text }),
  fc
    .tuple(
      all({ kind: fc.constant('provider' as const), name: text }),
      some({ seed: fc.integer(), path: text, runs: fc.nat() }),
    )
    .map(([provider, more]) => ({ ...provider, ...more })),
  all({ kind: fc.constant('exploration' as const), scope: text }),
);

/** What the refused step might have been allowed and seen to give. */
function outcomes({ steps }: Trace, at: number): fc.Arbitrary<Pick<BugReport, 'expected' | 'observed'>> {
  const step = steps[at];
  const result = step !== undefined && 'result' in step ? step.result : undefined;
  const candidates: readonly Allowed[] = [
    'anything',
    { error: '*' },
    ...(result === undefined ? [] : [result]),
  ];
  return fc
    .tuple(
      all({ expected: fc.subarray([...candidates]) }),
      result === undefined ? fc.constant({}) : some({ observed: fc.constant(result) }),
    )
    .map(([expected, observed]) => ({ ...expected, ...observed }));
}

const reportOn = (trace: Trace, at: number): fc.Arbitrary<BugReport> =>
  fc
    .tuple(
      outcomes(trace, at),
      all({
        report: fc.constant(1 as const),
        tool: fc.constant('halfclose' as const),
        version: text,
        profile: fc.constant(trace.header.profile ?? 'tcp'),
        provider: text,
        origin,
        readings,
        steps: fc.constant(trace.steps.slice(0, at + 1)),
        at: fc.constant(at),
        clauses: fc.subarray(
          clauses.map(({ id }) => id),
          { maxLength: 4 },
        ),
        summary: text,
        rules: fc.array(text, { maxLength: 3 }),
        followed: readings,
        replay: text,
      }),
      some({
        confirmed: text,
        unlisted: fc.nat(),
        property: all({ name: text, says: text }),
        cycle: fc.integer({ min: 1, max: at + 1 }),
      }),
    )
    .map(([seen, report, more]) => ({ ...report, ...seen, ...more }));

/** Well-formed reports on traces of every kind, refused at any step. */
export const arbitraryBugReport: fc.Arbitrary<BugReport> = arbitraryTrace.chain((trace) =>
  fc.nat({ max: trace.steps.length - 1 }).chain((at) => reportOn(trace, at)),
);
