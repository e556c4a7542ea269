import { z } from 'zod';
import type { Parsed } from '../../spec/problem.js';
import { within } from '../../spec/problem.js';
import type { ProfileDescription } from '../../spec/profiles.js';
import { parseProfileReference } from '../../spec/profiles.js';
import { expecting, freeText, object, parseWith } from '../../spec/schema.js';
import { parseResult, parseStep } from '../../spec/trace/schema.js';
import type { Call, CompletionStep } from '../../spec/trace/step.js';
import type { Answer, Completions } from '../provider.js';

/** Whose answer a line is; what else it holds is read by who asked. */
export interface Envelope {
  readonly id: number;
  /** Why the program could not carry out the request, in its own words. */
  readonly failure?: string;
  readonly content: object;
}

/** What a program says of itself. */
export interface Greeting {
  readonly provider: string;
  readonly profile: string | ProfileDescription;
}

const envelope = z.looseObject(
  {
    id: z.int(expecting('the id of a request')),
    failure: z.string(expecting('a text that says why')).exactOptional(),
  },
  expecting('an answer such as {"id":1,"ok":{}}'),
);

/** Reads a line as an answer to whatever it may be. */
export function parseEnvelope(line: string): Parsed<Envelope> {
  const json = jsonOf(line);
  const parsed = json.ok ? parseWith(envelope, json.value) : json;
  if (!parsed.ok) return parsed;
  const { id, failure, ...content } = parsed.value;
  return { ok: true, value: { id, content, ...(failure === undefined ? {} : { failure }) } };
}

function jsonOf(line: string): Parsed<unknown> {
  try {
    return { ok: true, value: JSON.parse(line) };
  } catch {
    const found = line.trim() === '' ? 'an empty line' : JSON.stringify(line.slice(0, 60));
    return { ok: false, problem: { expected: 'a line of JSON', found } };
  }
}

const nothing = object({ ok: object({}) });
const greeting = object({
  ok: object({
    protocol: z.literal(1, expecting('1, the version of the protocol that is spoken here')),
    provider: freeText,
    profile: z.unknown(),
  }),
});
const steps = z.array(z.unknown(), expecting('a list of calls that have ended')).exactOptional();
const rested = object({ ok: object({}), completed: steps });
const answered = object({
  result: z.looseObject({}, expecting('the result of the call, which is an object')),
  completed: steps,
});
const unsupported = object({ unsupported: z.literal(true, expecting('true')) });

/** Reads the answer to `hello`. */
export function parseGreeting(content: object): Parsed<Greeting> {
  const parsed = parseWith(greeting, content);
  if (!parsed.ok) return parsed;
  const { provider, profile: reference } = parsed.value.ok;
  const profile = parseProfileReference(reference);
  if (!profile.ok) return { ok: false, problem: within('ok', within('profile', profile.problem)) };
  return { ok: true, value: { provider, profile: profile.value } };
}

/** Reads the answer to a request that asks for nothing. */
export function parseNothing(content: object): Parsed<null> {
  const parsed = parseWith(nothing, content);
  return parsed.ok ? { ok: true, value: null } : parsed;
}

/** Reads the answer to `settle` or to `close`. */
export function parseRested(content: object): Parsed<Completions> {
  const parsed = parseWith(rested, content);
  return parsed.ok ? withCompleted({}, parsed.value.completed) : parsed;
}

/** Reads the answer to a call. */
export function parseAnswer(call: Call, content: object): Parsed<Answer> {
  const parsed = parseWith(answered, content);
  if (!parsed.ok) return parsed;
  const { result: raw, completed } = parsed.value;
  if ('unsupported' in raw) {
    const said = parseWith(unsupported, raw);
    return said.ok ? withCompleted({ result: 'unsupported' }, completed) : inside('result', said);
  }
  const result = parseResult(call, raw);
  return result.ok ? withCompleted({ result: result.value }, completed) : inside('result', result);
}

function withCompleted<T extends object>(
  answer: T,
  completed: readonly unknown[] | undefined,
): Parsed<T & Completions> {
  if (completed === undefined) return { ok: true, value: answer };
  const ended: CompletionStep[] = [];
  for (const [index, raw] of completed.entries()) {
    const step = parseStep(raw);
    if (!step.ok) return { ok: false, problem: within('completed', within(`[${index}]`, step.problem)) };
    if (!('completes' in step.value)) {
      const problem = { expected: 'a step with "completes"', found: 'another step' };
      return { ok: false, problem: within('completed', { field: `[${index}]`, ...problem }) };
    }
    ended.push(step.value);
  }
  return { ok: true, value: { ...answer, completed: ended } };
}

const inside = <T>(field: string, parsed: Parsed<T>): Parsed<T> =>
  parsed.ok ? parsed : { ok: false, problem: within(field, parsed.problem) };
