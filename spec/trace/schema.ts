import { z } from 'zod';
import type { Parsed } from '../problem.js';
import { describeFound, within } from '../problem.js';
import type { ProfileDescription } from '../profiles.js';
import { parseProfileReference } from '../profiles.js';
import { choice, expecting, flag, freeText, integer, object, parseWith, toldApartBy } from '../schema.js';
import { callNames, canonicalCall } from './names.js';
import { optionOutcomes, outcomes } from './outcomes.js';
import type {
  Call,
  CallName,
  CompletionStep,
  Ended,
  ReadableOption,
  Result,
  SettleStep,
  Step,
} from './step.js';
import { bufferLength, bytes, bytesOrNull, conditionAnswer, eventMask, linger, socket } from './values.js';

/** The first line of a trace. */
export interface TraceHeader {
  readonly trace: 1;
  /** A built-in profile by its name, or a profile given inline; absent, the reader says. */
  readonly profile?: string | ProfileDescription;
  /** What was observed, in free words. */
  readonly provider?: string;
  readonly comment?: string;
}

const comment = freeText.exactOptional();

/** A call as it stands in a step: with everything but its result. */
const called = <Name extends CallName, Arguments extends z.ZodType>(call: Name, args: Arguments) =>
  object({ socket, call: z.literal(call), args, result: z.unknown().exactOptional(), comment });

const nothing = object({});
const receiving = object({ len: bufferLength });
const sending = object({ data: bytes });
const settable = ['SO_DONTLINGER', 'SO_CONDITIONAL_ACCEPT'] as const;
const readable = [
  'SO_LINGER',
  ...settable,
  'SO_ACCEPTCONN',
  'SO_ERROR',
] as const satisfies readonly ReadableOption[];

const callSchema = z.discriminatedUnion('call', [
  called('WSASocket', object({ group: integer.exactOptional() })),
  called('bind', nothing),
  called('listen', object({ backlog: integer })),
  called('ioctlsocket', object({ nonblocking: flag })),
  called(
    'setsockopt',
    z.discriminatedUnion(
      'option',
      [
        object({ option: z.literal('SO_LINGER'), onoff: flag, linger }),
        object({ option: z.enum(settable), value: flag }),
      ],
      toldApartBy(['SO_LINGER', ...settable]),
    ),
  ),
  called('getsockopt', object({ option: choice(readable) })),
  called('WSAEventSelect', object({ events: eventMask })),
  called('WSAEnumNetworkEvents', nothing),
  called(
    'WSAConnect',
    object({
      to: socket,
      callerData: bytesOrNull.exactOptional(),
      calleeDataLen: bufferLength.exactOptional(),
    }),
  ),
  called('CalleeData', nothing),
  called('WSAAccept', object({ as: socket, condition: conditionAnswer, calleeData: bytes.exactOptional() })),
  called('send', sending),
  called('WSASend', sending),
  called('recv', receiving),
  called('WSARecv', receiving),
  called('shutdown', object({ how: choice(['SD_SEND', 'SD_RECEIVE', 'SD_BOTH']) })),
  called('WSASendDisconnect', object({ data: bytesOrNull.exactOptional() })),
  called('WSARecvDisconnect', object({ len: bufferLength.nullable() })),
  called('closesocket', nothing),
]);

const settleSchema: z.ZodType<SettleStep> = object({
  settle: z.literal(true, expecting('true')),
  comment,
});

const completionSchema = object({
  socket,
  completes: z.custom<CallName>(),
  result: z.unknown().exactOptional(),
  comment,
});

const refused = (expected: string, value: unknown, field?: string): Parsed<never> => ({
  ok: false,
  problem: { ...(field === undefined ? {} : { field }), expected, found: describeFound(value) },
});

const accepted = <T>(value: T): Parsed<T> => ({ ok: true, value });

const inside = <T>(field: string, parsed: Parsed<T>): Parsed<T> =>
  parsed.ok ? parsed : { ok: false, problem: within(field, parsed.problem) };

/**
 * Reads the result of `call` as a trace or a provider gives it; a result that the call cannot have is a
 * problem.
 */
export function parseResult(call: Call, raw: unknown): Parsed<Result> {
  const schemas = call.call === 'getsockopt' ? optionOutcomes[call.args.option] : outcomes[call.call];
  return parseWith(schemas.result, raw);
}

/** Reads the result of a call that was pending. */
export const parseEnded = (call: CallName, raw: unknown): Parsed<Ended> =>
  parseWith(outcomes[call].ended, raw);

const isObject = (raw: unknown): raw is object =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw);

const someCall = `the name of a call: ${callNames.join(', ')}, or an SPI or BSD form of one`;

/** Says of `accept` what its name says: it has no condition function. */
function withoutCondition(args: object): Parsed<object> {
  const condition = 'condition' in args ? args.condition : null;
  if (condition === null) return accepted({ ...args, condition });
  return refused('null, as accept has no condition function', condition, 'args.condition');
}

function parseCallStep(raw: object & Record<'call', unknown>): Parsed<Step> {
  const call = typeof raw.call === 'string' ? canonicalCall(raw.call) : undefined;
  if (call === undefined) return refused(someCall, raw.call, 'call');
  const given = 'args' in raw ? raw.args : {};
  const args = raw.call === 'accept' && isObject(given) ? withoutCondition(given) : accepted(given);
  if (!args.ok) return args;
  const parsed = parseWith(callSchema, { ...raw, call, args: args.value });
  if (!parsed.ok) return parsed;
  const { result: rawResult, ...step } = parsed.value;
  if (rawResult === undefined) return accepted(step);
  const result = inside('result', parseResult(step, rawResult));
  return result.ok ? accepted({ ...step, result: result.value }) : result;
}

function parseCompletion(raw: { readonly completes: unknown }): Parsed<CompletionStep> {
  const completes = typeof raw.completes === 'string' ? canonicalCall(raw.completes) : undefined;
  if (completes === undefined) return refused(someCall, raw.completes, 'completes');
  const parsed = parseWith(completionSchema, { ...raw, completes });
  if (!parsed.ok) return parsed;
  const result = inside('result', parseEnded(completes, parsed.value.result));
  return result.ok ? accepted({ ...parsed.value, completes, result: result.value }) : result;
}

/** Reads one step, whichever of its names a call bears; see the contract, section 1. */
export function parseStep(raw: unknown): Parsed<Step> {
  if (!isObject(raw)) return refused('a step, which is an object', raw);
  if ('call' in raw) return parseCallStep(raw);
  if ('completes' in raw) return parseCompletion(raw);
  if ('settle' in raw) return parseWith(settleSchema, raw);
  if ('trace' in raw) return { ok: false, problem: { expected: 'a step', found: 'a second header' } };
  return refused('a step with "call", "completes" or "settle"', raw);
}

const headerSchema = object({
  trace: z.literal(1, expecting('1, the version of the format that is read here')),
  profile: z.unknown().exactOptional(),
  provider: freeText.exactOptional(),
  comment,
});

/** Reads the first line of a trace; a profile in it must be a built-in one or a sound inline one. */
export function parseHeader(raw: unknown): Parsed<TraceHeader> {
  if (!isObject(raw) || !('trace' in raw))
    return refused('a header such as {"trace":1,"profile":"tcp"}', raw);
  const parsed = parseWith(headerSchema, raw);
  if (!parsed.ok) return parsed;
  const { profile: reference, ...header } = parsed.value;
  if (reference === undefined) return accepted(header);
  const profile = inside('profile', parseProfileReference(reference));
  return profile.ok ? accepted({ ...header, profile: profile.value }) : profile;
}
