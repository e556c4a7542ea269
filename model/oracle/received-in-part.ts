import { isStream } from '../../spec/profiles.js';
import type { CallStep, CompletionStep, Ended, Step } from '../../spec/trace/step.js';
import type { Allowed } from '../verdict.js';
import type { Belief, Oracle } from './oracle.js';

/** What a receive may give where less has arrived, and what it gives where all of it has. */
export interface ReceivedInPart<Whole> {
  readonly result: Ended;
  readonly of: Whole;
}

interface Received {
  readonly data: string;
  /** So many bytes are the least that may have arrived. */
  readonly least: number;
}

/**
 * The results of a receive that the rules do not tell by themselves, as they let data arrive in whole where nothing is looked for:
 * each beginning of what comes on a byte stream, as far as it may be that no more of it has arrived (IO-05). None is among
 * the `wholes`, which are what the rules tell.
 */
export function receivedInPart<Whole extends Allowed>(
  oracle: Oracle,
  belief: Belief,
  step: CallStep | CompletionStep,
  wholes: readonly Whole[],
): readonly ReceivedInPart<Whole>[] {
  const call = 'completes' in step ? step.completes : step.call;
  if (!isStream(oracle.machine.profile) || (call !== 'recv' && call !== 'WSARecv')) return [];
  const told = wholes
    .flatMap((of) => {
      const data = dataOf(of);
      return data === null ? [] : [{ of, data }];
    })
    .sort((one, other) => other.data.length - one.data.length);
  const found: ReceivedInPart<Whole>[] = [];
  const longer: Received[] = [];
  for (const { of, data } of told) {
    const least = leastOf(data.length, (length) => {
      const result = { ok: { data: data.slice(0, length) } };
      return oracle.follow(belief, withResult(step, result)).length > 0;
    });
    for (let length = least; length < data.length; length += 1) {
      const part = data.slice(0, length);
      const isTold = told.some((one) => one.data.length === length && one.data === part);
      const isFound = longer.some(
        (one) => one.least <= length && length < one.data.length && one.data.startsWith(part),
      );
      if (!isTold && !isFound) found.push({ result: { ok: { data: part } }, of });
    }
    longer.push({ data, least });
  }
  return found;
}

const dataOf = (result: Allowed): string | null =>
  result !== 'anything' && 'ok' in result && typeof result.ok.data === 'string' ? result.ok.data : null;

/** The least length that is allowed, if all between it and `whole` are; nothing at all is not received. */
function leastOf(whole: number, isAllowed: (length: number) => boolean): number {
  let refused = 0;
  let allowed = whole;
  if (whole < 2 || !isAllowed(whole - 1)) return whole;
  allowed -= 1;
  while (allowed - refused > 1) {
    const middle = Math.floor((allowed + refused) / 2);
    if (isAllowed(middle)) allowed = middle;
    else refused = middle;
  }
  return allowed;
}

const withResult = (step: CallStep | CompletionStep, result: Ended): Step =>
  'call' in step ? { ...step, result } : { ...step, result };
