import { quoted } from '../problem.js';
import type { Call, ConditionReport, Result, Step } from './step.js';

const plain = /^[\w.-]+$/u;

/** A name as it is, if it is a plain word; else in quotes, cut if it is long. */
export const named = (name: string): string => (plain.test(name) ? name : quoted(name));

/** Arguments that hold names of sockets or of constants, which need no quotes. */
const words: ReadonlySet<string> = new Set(['to', 'as', 'how', 'option', 'condition', 'callerId']);

function described(field: string, value: unknown): string {
  if (typeof value === 'string') return words.has(field) ? named(value) : quoted(value);
  if (Array.isArray(value)) return `{${value.join(', ')}}`;
  return String(value);
}

const listed = (fields: object): string =>
  Object.entries(fields)
    .map(([field, value]) => `${field}=${described(field, value)}`)
    .join(', ');

/** A call with its arguments, on one line: `WSAConnect(to=listener)`; data are cut if they are long. */
export const describeInvocation = ({ call, args }: Call): string => `${call}(${listed(args)})`;

/**
 * A step without its result, on one line: `client: WSAConnect(to=listener)`; data are cut if they are long.
 */
export function describeCall(step: Step): string {
  if ('settle' in step) return 'settle';
  const socket = named(step.socket);
  return 'completes' in step
    ? `${socket}: ${step.completes} completes`
    : `${socket}: ${describeInvocation(step)}`;
}

/** As JSON, with long data cut and without control characters. */
function json(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map(json).join(',')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const fields = Object.entries(value).map(([name, field]) => `${quoted(name)}:${json(field)}`);
  return `{${fields.join(',')}}`;
}

function describedCondition(condition: ConditionReport): string {
  if (!condition.called) return ', condition function not called';
  const given = Object.entries(condition).filter(([field]) => field !== 'called');
  const shown = given.length === 0 ? '' : ` with ${json(Object.fromEntries(given))}`;
  return `, condition function called${shown}`;
}

/** What came of a call, on one line: `WSAEWOULDBLOCK`, `ok {"sent":3}`; data are cut if they are long. */
export function describeOutcome(result: Result | undefined): string {
  if (result === undefined) return 'not observed';
  if ('pending' in result) return 'pending';
  const condition = result.condition === undefined ? '' : describedCondition(result.condition);
  if ('error' in result) return `${result.error}${condition}`;
  const given = Object.keys(result.ok).length === 0 ? '' : ` ${json(result.ok)}`;
  return `ok${given}${condition}`;
}

/** What stands at the end of a list of results that leaves some out, behind an "or". */
export const describeUnlisted = (count: number): string =>
  count === 1 ? 'one more' : `one of ${count} more`;

/** {@link describeOutcome} as it stands behind its call: `→ WSAEWOULDBLOCK`. */
export const describeResult = (result: Result | undefined): string => `→ ${describeOutcome(result)}`;
