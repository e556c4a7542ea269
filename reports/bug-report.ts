import { z } from 'zod';
import type { Allowed, ReadingsFollowed, Violation } from '../model/verdict.js';
import type { ClauseId } from '../spec/clauses/index.js';
import { clauses } from '../spec/clauses/index.js';
import { parseDocument } from '../spec/document.js';
import { pathOf } from '../spec/json-place.js';
import type { Parsed, Problem } from '../spec/problem.js';
import { describeFound } from '../spec/problem.js';
import type { ProfileDescription } from '../spec/profiles.js';
import { parseProfileReference } from '../spec/profiles.js';
import { candidatesOf, readingKeys } from '../spec/readings.js';
import { choice, expecting, freeText, integer, natural, object, parseWith } from '../spec/schema.js';
import { callNames } from '../spec/trace/names.js';
import { mostSteps } from '../spec/trace/parse.js';
import { parseEnded, parseResult, parseStep } from '../spec/trace/schema.js';
import { createScope } from '../spec/trace/scope.js';
import type { Result, Step } from '../spec/trace/step.js';

/** Where a finding comes from. */
export type Origin =
  | { readonly kind: 'trace'; readonly file: string }
  | {
      readonly kind: 'provider';
      readonly name: string;
      readonly seed?: number;
      /** The path of the counterexample, as fast-check gives it. */
      readonly path?: string;
      /** How many runs it took. */
      readonly runs?: number;
    }
  | { readonly kind: 'exploration'; readonly scope: string };

/** A property that a monitor saw broken. */
export interface BrokenProperty {
  readonly name: string;
  readonly says: string;
}

/** A finding with all that is needed to understand it and to see it again: what `replay` reads. */
export interface BugReport {
  /** The version of the format. */
  readonly report: 1;
  readonly tool: 'halfclose';
  readonly version: string;
  readonly profile: string | ProfileDescription;
  /** What was checked, in its own words. */
  readonly provider: string;
  readonly origin: Origin;
  /** The readings that were fixed with `--reading`; every other one was open. */
  readonly readings: ReadingsFollowed;
  /** The trace without its header, up to and including the step that was refused. */
  readonly steps: readonly Step[];
  /** The place of that step among {@link steps}, from 0. */
  readonly at: number;
  /** The clauses that say what was allowed, the closest first. */
  readonly clauses: readonly ClauseId[];
  readonly summary: string;
  readonly expected: readonly Allowed[];
  /** How many more results were allowed than are listed in {@link expected}, if any. */
  readonly unlisted?: number;
  /** Absent where the step has no result, or none that was observed. */
  readonly observed?: Result;
  /** The rules that could have fired. */
  readonly rules: readonly string[];
  /** The readings under which the steps before are explained. */
  readonly followed: ReadingsFollowed;
  /** The command line that runs it again. */
  readonly replay: string;
  /** How often it came back when it was run again, such as `5 of 5`. */
  readonly confirmed?: string;
  /** Set where it is not a result that was refused, but a property that broke. */
  readonly property?: BrokenProperty;
  /** Of a run that may go on for ever without what must come, how many of its last steps are repeated: none of them is refused. */
  readonly cycle?: number;
}

/** What a report says besides its violation; `steps` may go on after the refused one. */
export type Circumstances = Omit<
  BugReport,
  'report' | 'tool' | 'at' | 'clauses' | 'summary' | 'expected' | 'unlisted' | 'observed' | 'rules'
>;

/** The report of a violation. */
export function createBugReport(violation: Violation, circumstances: Circumstances): BugReport {
  const { clauses: broken, summary, at, expected, further = [], observed, rules } = violation;
  return {
    report: 1,
    tool: 'halfclose',
    ...circumstances,
    steps: circumstances.steps.slice(0, at + 1),
    at,
    clauses: broken,
    summary,
    expected,
    ...(further.length === 0 ? {} : { unlisted: further.length }),
    ...(observed === undefined ? {} : { observed }),
    rules,
  };
}

/** Hands a problem of one of spec's readers to zod, with its field as a path. */
function refuse(
  context: z.RefinementCtx,
  path: readonly (string | number)[],
  { field, expected, found }: Problem,
): void {
  const place = [...path, ...pathOf(field ?? '')];
  context.addIssue({ code: 'custom', path: place, message: expected, params: { found } });
}

/** What one of spec's readers reads; a JSON schema shows it as `shape`. */
const readBy = <T>(read: (raw: unknown) => Parsed<T>, shape: z.core.JSONSchema.JSONSchema) =>
  z
    .unknown()
    .transform((raw, context) => {
      const parsed = read(raw);
      if (parsed.ok) return parsed.value;
      refuse(context, [], parsed.problem);
      return z.NEVER;
    })
    .meta({ ...shape });

const resultShape: z.core.JSONSchema.JSONSchema = {
  type: 'object',
  description: 'The result of a call: contracts.md, section 1.',
  properties: {
    ok: { type: 'object' },
    error: { type: 'string' },
    pending: { const: true },
    condition: { type: 'object' },
  },
  additionalProperties: false,
};

const allowedShape: z.core.JSONSchema.JSONSchema = {
  description: '"anything", any error as {"error":"*"}, or a result.',
  anyOf: [{ const: 'anything' }, resultShape],
};

const comment = { type: 'string' } as const;
const socket = { type: 'string', minLength: 1 } as const;
const call = { enum: [...callNames] };
const stepShape: z.core.JSONSchema.JSONSchema = {
  description: 'A line of a trace after its header: contracts.md, section 1.',
  anyOf: [
    {
      type: 'object',
      properties: { socket, call, args: { type: 'object' }, result: resultShape, comment },
      required: ['socket', 'call'],
      additionalProperties: false,
    },
    {
      type: 'object',
      properties: { socket, completes: call, result: resultShape, comment },
      required: ['socket', 'completes', 'result'],
      additionalProperties: false,
    },
    {
      type: 'object',
      properties: { settle: { const: true }, comment },
      required: ['settle'],
      additionalProperties: false,
    },
  ],
};

const profileShape: z.core.JSONSchema.JSONSchema = {
  description: 'The name of a built-in profile, or a profile given inline.',
  anyOf: [
    { type: 'string' },
    { type: 'object', properties: { profile: { type: 'string' } }, required: ['profile'] },
  ],
};

const candidates = (key: (typeof readingKeys)[number]) => {
  const said = expecting(`a list of one or more of ${candidatesOf(key).join(', ')}`);
  return z
    .array(choice(candidatesOf(key)), said)
    .min(1, said)
    .exactOptional();
};
const readings = object(Object.fromEntries(readingKeys.map((key) => [key, candidates(key)] as const)));

const count = natural(Number.MAX_SAFE_INTEGER);
const origin: z.ZodType<Origin> = z.discriminatedUnion(
  'kind',
  [
    object({ kind: z.literal('trace'), file: freeText }),
    object({
      kind: z.literal('provider'),
      name: freeText,
      seed: integer.exactOptional(),
      path: freeText.exactOptional(),
      runs: count.exactOptional(),
    }),
    object({ kind: z.literal('exploration'), scope: freeText }),
  ],
  expecting('an object whose "kind" is one of trace, provider, exploration'),
);

const someSteps = expecting(`a list of 1 to ${mostSteps} steps`);
const steps = z
  .array(readBy(parseStep, stepShape), someSteps)
  .min(1, someSteps)
  .max(mostSteps, someSteps)
  .superRefine((given, context) => {
    const scope = createScope();
    for (const [index, step] of given.entries()) {
      const problem = scope.admit(step);
      if (problem === undefined) continue;
      refuse(context, [index], problem);
      return;
    }
  });

const texts = (expected: string) => z.array(freeText, expecting(expected));
const clauseId = z.enum(
  clauses.map(({ id }) => id),
  expecting('the identifier of a clause, such as "CA-12"'),
);

const aCycle = expecting('how many of the last steps are repeated');

/** Where the steps begin that are repeated for ever; after the last one if there are none. */
export const cycleStart = ({
  steps,
  cycle = 0,
}: {
  readonly steps: readonly Step[];
  readonly cycle?: number | undefined;
}): number => steps.length - cycle;

const document = object({
  report: z.literal(1, expecting('1, the version of the format that is read here')),
  tool: z.literal('halfclose', expecting('"halfclose"')),
  version: freeText,
  profile: readBy(parseProfileReference, profileShape),
  provider: freeText,
  origin,
  readings,
  steps,
  at: natural(mostSteps - 1),
  clauses: z.array(clauseId, expecting('a list of clauses')),
  summary: freeText,
  expected: z.array(z.unknown().meta({ ...allowedShape }), expecting('a list of results')),
  unlisted: count.exactOptional(),
  observed: z
    .unknown()
    .meta({ ...resultShape })
    .exactOptional(),
  rules: texts('a list of rules'),
  followed: readings,
  replay: freeText,
  confirmed: freeText.exactOptional(),
  property: object({ name: freeText, says: freeText }).exactOptional(),
  cycle: z.int(aCycle).min(1, aCycle).max(mostSteps, aCycle).exactOptional(),
});

/** Reads what may be the result of a step. */
function readResult(step: Step, raw: unknown): Parsed<Result> {
  if ('completes' in step) return parseEnded(step.completes, raw);
  if ('call' in step) return parseResult(step, raw);
  return {
    ok: false,
    problem: { expected: 'nothing, as a settle has no result', found: describeFound(raw) },
  };
}

const isAnyError = (raw: unknown): boolean =>
  typeof raw === 'object' &&
  raw !== null &&
  'error' in raw &&
  raw.error === '*' &&
  Object.keys(raw).length === 1;

function readAllowed(step: Step, raw: unknown): Parsed<Allowed> {
  if (raw === 'anything') return { ok: true, value: raw };
  if (isAnyError(raw)) return { ok: true, value: { error: '*' } };
  return readResult(step, raw);
}

/** The schema of a bug report; whatever of it stands in a trace too is read as there. */
export const bugReportSchema: z.ZodType<BugReport> = document.transform((raw, context): BugReport => {
  const { expected, observed, ...others } = raw;
  const refused = raw.steps[raw.at];
  if (refused === undefined) {
    const said = `the place of one of the ${raw.steps.length} steps, from 0`;
    refuse(context, ['at'], { expected: said, found: String(raw.at) });
    return z.NEVER;
  }
  if (raw.cycle !== undefined && raw.cycle > raw.steps.length) {
    refuse(context, ['cycle'], {
      expected: `how many of the ${raw.steps.length} steps are repeated`,
      found: String(raw.cycle),
    });
    return z.NEVER;
  }
  const take = <T>(place: readonly (string | number)[], parsed: Parsed<T>): readonly T[] => {
    if (parsed.ok) return [parsed.value];
    refuse(context, place, parsed.problem);
    return [];
  };
  const allowed = expected.flatMap((one, index) => take(['expected', index], readAllowed(refused, one)));
  const [seen] = observed === undefined ? [] : take(['observed'], readResult(refused, observed));
  return { ...others, expected: allowed, ...(seen === undefined ? {} : { observed: seen }) };
});

/** The JSON schema of a bug report, as it is checked in beside this file. */
export const bugReportJsonSchema = (): object => ({
  title: 'A bug report of halfclose',
  ...z.toJSONSchema(bugReportSchema, { io: 'input' }),
});

/** Reads a bug report; `file` only gives its name to messages. Throws a `FileError` where it is wrong. */
export const parseBugReport = (file: string, text: string): BugReport =>
  parseDocument(file, text, (raw) => parseWith(bugReportSchema, raw));
