import type { Allowed } from '../../model/verdict.js';
import type { ErrorCode } from '../../spec/errors.js';
import { describeCall } from '../../spec/trace/describe.js';
import type { CallName, Result, SocketName, Step } from '../../spec/trace/step.js';
import { describeExpected } from '../allowed.js';
import type { BugReport } from '../bug-report.js';
import { statementsOf } from './calls.js';
import { closing, opening, pieces } from './frame.js';
import { textLiteral, variables } from './literals.js';
import { isResult } from './results.js';

/** Each result stands in the program with all its data: with more of them it would be too long for a compiler. */
const mostFurther = 1_000;

/**
 * A C program that shows a fault of a Winsock: self-contained, it makes the calls of the report, prints each step with what
 * came of it, and says that the fault shows and exits with 1 if the last result is none of those that are allowed, else exits
 * with 0. `null` where that cannot be said in C: what was refused is not the result of a call. Nor does a program take what a
 * report lists for all that was allowed: it needs the `further` results that a violation bears.
 */
export function cProgram(report: BugReport, further: readonly Allowed[] = []): string | null {
  const { steps, at, expected, unlisted = 0 } = report;
  if (further.length !== unlisted || further.length > mostFurther) return null;
  const all = [...expected, ...further];
  const allowed = all.filter((one) => one !== 'anything');
  if (allowed.length === 0 || allowed.length < all.length) return null;
  const names = variables(steps.flatMap(socketsOf));
  const variable = (name: SocketName): string => names.get(name) ?? name;
  const functions: string[] = [];
  const table: string[] = [];
  for (const [index, step] of steps.entries()) {
    const text = describeCall(step);
    if ('settle' in step) {
      if (index === at) return null;
      table.push(`    {"settle", NULL, NULL, 0},`);
      continue;
    }
    const number = String(index + 1);
    const needed: readonly Exclude<Allowed, 'anything'>[] =
      index === at ? allowed.map((one) => asFarAsSeen(one, step.result)) : neededFor(step.result);
    const expects =
      needed.length === 0
        ? 'r != NULL'
        : needed.map((result) => `(${isResult(result, variable)})`).join(' ||\n         ');
    functions.push(`static int expected${number}(const struct result *r) {\n  return ${expects};\n}\n`);
    if ('completes' in step) {
      const call = callThatEnds(steps, index);
      if (call === null) return null;
      table.push(`    {${textLiteral(text)}, NULL, expected${number}, ${String(call + 1)}},`);
      continue;
    }
    const statements = statementsOf(step, variable);
    if (statements === null) return null;
    functions.push(
      `/* ${number}. ${text.replace(/\*\//gu, '* /')} */\nstatic void step${number}(struct result *r) {\n${statements.map((one) => `  ${one}\n`).join('')}}\n`,
    );
    table.push(`    {${textLiteral(text)}, step${number}, expected${number}, 0},`);
  }
  const body = functions.join('\n');
  const used = pieces.filter(([word]) => body.includes(word)).map(([, piece]) => piece);
  return [
    `/*\n${comment(report)} */\n#define DATA_SIZE ${String(dataSize(steps))}\n#define ALLOWED ${textLiteral(allowedText(report))}\n${chances(report)}`,
    opening,
    `static struct peer ${[...names.values()].map((name) => `${name} = {INVALID_SOCKET, {0}}`).join(', ')};\n`.replace(
      /\{0\}/gu,
      '{AF_INET, 0, {{{0}}}, {0}}',
    ),
    ...used,
    body,
    `static const struct step steps[] = {\n${table.join('\n')}\n};\n`,
    closing,
  ].join('\n');
}

const socketsOf = (step: Step): readonly SocketName[] => {
  if (!('call' in step)) return [];
  if (step.call === 'WSAAccept') return [step.socket, step.args.as];
  return step.call === 'WSAConnect' ? [step.socket, step.args.to] : [step.socket];
};

/** What a step has to give for the run to go on as the recorded one did: the data may come in other pieces. */
function neededFor(result: Result | undefined): readonly Result[] {
  if (result === undefined || 'pending' in result) return result === undefined ? [] : [result];
  return 'error' in result ? [{ error: result.error }] : [{ ok: {} }];
}

/** What nobody has looked at is not asked for. */
function asFarAsSeen(
  allowed: Exclude<Allowed, 'anything'>,
  seen: Result | undefined,
): Exclude<Allowed, 'anything'> {
  if (!('condition' in allowed) || !allowed.condition.called) return allowed;
  const looked = seen !== undefined && 'condition' in seen && seen.condition.called;
  if (!looked || seen.condition.calleeDataLen !== undefined) return allowed;
  const { calleeDataLen: _, ...condition } = allowed.condition;
  return { ...allowed, condition };
}

/** The pending call, from 0, whose end a step tells. */
function callThatEnds(steps: readonly Step[], index: number): number | null {
  const end = steps[index];
  if (!end || !('completes' in end)) return null;
  const earlier = steps.slice(0, index);
  const isOfThese = (step: Step | undefined): boolean =>
    step !== undefined && 'socket' in step && step.socket === end.socket;
  const made = [...earlier.keys()].filter((at) => {
    const step = earlier[at];
    return (
      isOfThese(step) &&
      step !== undefined &&
      'call' in step &&
      step.call === end.completes &&
      step.result !== undefined &&
      'pending' in step.result
    );
  });
  const over = earlier.filter(
    (step) => isOfThese(step) && 'completes' in step && step.completes === end.completes,
  );
  return made[over.length] ?? null;
}

/** Room for the largest receive. */
function dataSize(steps: readonly Step[]): number {
  const lengths = steps.map((step) =>
    'call' in step && 'len' in step.args && typeof step.args.len === 'number' ? step.args.len : 0,
  );
  return Math.max(64, ...lengths);
}

/** Errors by which any call may tell that the network or the system has failed it (ER-04, AS-07 … AS-09). */
const failures = [
  'WSAENETDOWN',
  'WSAENOBUFS',
  'WSAEINPROGRESS',
  'WSAEMFILE',
  'WSAECONNABORTED',
  'WSAETIMEDOUT',
  'WSAENETRESET',
] as const satisfies readonly ErrorCode[];

/**
 * The same of some calls alone: an address may be taken or out of reach, a send meet what its own data have caused (AM-30), and a
 * socket be in a state in which it has no events (NE-09, NE-34).
 */
const failuresOfSome: { readonly [Name in CallName]?: readonly ErrorCode[] } = {
  bind: ['WSAEADDRINUSE', 'WSAEACCES', 'WSAEADDRNOTAVAIL'],
  listen: ['WSAEADDRINUSE'],
  WSAConnect: ['WSAEADDRNOTAVAIL', 'WSAEADDRINUSE', 'WSAENETUNREACH', 'WSAEHOSTUNREACH'],
  send: ['WSAECONNRESET'],
  WSASend: ['WSAECONNRESET'],
  WSAEventSelect: ['WSAEINVAL'],
  WSAEnumNetworkEvents: ['WSAEINVAL'],
};

/** One that waits may be cancelled, too (ER-05). */
function failuresOf(call: CallName | null): readonly ErrorCode[] {
  if (call === null) return failures;
  return [
    ...(waiting.has(call) ? (['WSAEINTR'] as const) : []),
    ...failures,
    ...(failuresOfSome[call] ?? []),
  ];
}

/** Calls that wait for the peer or the network, however long that takes (CN-01, LG-05). */
const waiting: ReadonlySet<CallName> = new Set([
  'recv',
  'WSARecv',
  'send',
  'WSASend',
  'WSAAccept',
  'WSAConnect',
  'closesocket',
]);

/** What may come of the last call at any time, and is no fault unless it is what the report tells of. */
function chances({ steps, at }: BugReport): string {
  const step = steps[at];
  const result = step && 'result' in step ? step.result : undefined;
  const call = !step || 'settle' in step ? null : 'completes' in step ? step.completes : step.call;
  const patient = call !== null && waiting.has(call) && !(result && 'pending' in result);
  return [
    `#define SEEN ${[...new Set(['0', ...codesOf(result)])].join(', ')}`,
    `#define FAILURES ${failuresOf(call).join(', ')}`,
    `#define MAY_TAKE_TIME ${patient ? '1' : '0'}`,
    '',
  ].join('\n');
}

/** The errors that a result tells of. */
function codesOf(result: Result | undefined): readonly ErrorCode[] {
  if (result === undefined || 'pending' in result) return [];
  if ('error' in result) return [result.error];
  const { value, events = {} } = result.ok;
  return [value, ...Object.values(events)].filter((code) => typeof code === 'string');
}

const allowedText = (report: BugReport): string => describeExpected(report).join(', or ');

function comment({ provider, summary, clauses, property }: BugReport): string {
  const lines = [
    `A fault of ${provider}, found by halfclose.`,
    summary,
    ...(property ? [property.says] : []),
    ...(clauses.length > 0 ? [`Clauses: ${clauses.join(', ')}`] : []),
    'Exits with 1 where the fault shows, and with 0 where it does not.',
    'x86_64-w64-mingw32-gcc -Wall -Wextra report.c -lws2_32    cl /W4 report.c ws2_32.lib',
  ];
  return lines.map((line) => ` * ${line.replace(/\*\//gu, '* /')}\n`).join('');
}
