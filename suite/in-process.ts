import type { System, SystemAnswer, SystemSession } from '../properties/commands/system.js';
import type { Parsed } from '../spec/problem.js';
import { describeFound, describeProblem } from '../spec/problem.js';
import { parseResult, parseStep } from '../spec/trace/schema.js';
import type { Call, CompletionStep } from '../spec/trace/step.js';

/** A world of its own in a provider under test, as a user writes it: a plain object, whose methods may be asynchronous. */
export interface OpenProvider {
  /**
   * Makes a call on the socket of that name, and gives `{ result }`: what stands under `result` in a trace, or
   * `'unsupported'` if the provider does not have the call. `completed` lists calls that were pending and have ended.
   */
  readonly call: (socket: string, call: Call) => unknown;
  /** Ends when nothing is in flight any more; gives nothing, or `{ completed }`. */
  readonly settle?: () => unknown;
  /** Every socket is gone. */
  readonly close?: () => unknown;
}

/** A provider that threw instead of answering. */
class Thrown extends Error {}

/** A provider in this process as a system; what it answers is checked, and it has so many milliseconds for it. */
export const inProcess = (
  open: () => OpenProvider | Promise<OpenProvider>,
  milliseconds: number,
): System => ({
  open: async () => session(await within(milliseconds, 'open', open()), milliseconds),
  hasCrashed: (error) => error instanceof Thrown,
});

const session = (provider: OpenProvider, milliseconds: number): SystemSession => ({
  call: async (socket, call) => {
    const made = `${call.call} on "${socket}"`;
    return read(
      made,
      await within(
        milliseconds,
        made,
        attempt(made, () => provider.call(socket, call)),
      ),
      (raw) => parseAnswer(call, raw),
    );
  },
  settle: async () =>
    read(
      'settle',
      await within(
        milliseconds,
        'settle',
        attempt('settle', () => provider.settle?.()),
      ),
      (raw) => (raw === undefined ? { ok: true, value: {} } : parseCompleted(raw, {})),
    ),
  close: async () => {
    await within(milliseconds, 'close', Promise.resolve(provider.close?.()));
  },
});

async function attempt(made: string, act: () => unknown): Promise<unknown> {
  try {
    return await act();
  } catch (error) {
    throw new Thrown(`the provider threw at ${made}: ${String(error)}`, { cause: error });
  }
}

async function within<T>(milliseconds: number, what: string, answer: T | Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`the provider did not answer ${what} in ${milliseconds / 1000} s`));
    }, milliseconds);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

function read<T>(what: string, raw: unknown, parse: (raw: unknown) => Parsed<T>): T {
  const parsed = parse(raw);
  if (parsed.ok) return parsed.value;
  throw new Error(`the provider answered nonsense to ${what}: ${describeProblem(parsed.problem)}`);
}

const isObject = (raw: unknown): raw is object => typeof raw === 'object' && raw !== null;

function parseAnswer(call: Call, raw: unknown): Parsed<SystemAnswer> {
  if (!isObject(raw) || !('result' in raw))
    return { ok: false, problem: { expected: 'an object with "result"', found: describeFound(raw) } };
  if (raw.result === 'unsupported') return parseCompleted(raw, { result: raw.result });
  const result = parseResult(call, raw.result);
  return result.ok ? parseCompleted(raw, { result: result.value }) : result;
}

function parseCompleted<T extends object>(
  raw: unknown,
  answer: T,
): Parsed<T & { readonly completed?: readonly CompletionStep[] }> {
  const given: unknown = isObject(raw) && 'completed' in raw ? raw.completed : [];
  if (!Array.isArray(given))
    return { ok: false, problem: { field: 'completed', expected: 'a list', found: describeFound(given) } };
  const completed: CompletionStep[] = [];
  for (const one of given) {
    const step = parseStep(one);
    if (!step.ok) return step;
    if (!('completes' in step.value))
      return { ok: false, problem: { expected: 'a step with "completes"', found: 'another step' } };
    completed.push(step.value);
  }
  return { ok: true, value: { ...answer, completed } };
}
