import { printStep } from '../../spec/trace/print.js';
import type { CallName, Result, Step } from '../../spec/trace/step.js';
import type { Accusation } from './judge.js';

/** Equal for traces that show the same: what was called, and what came of the last step. */
export const canonicalTrace = (steps: readonly Step[]): string =>
  [
    ...steps
      .slice(0, -1)
      .filter((step) => !('completes' in step))
      .map(withoutResult),
    ...steps.slice(-1),
  ]
    .map(printStep)
    .join('\n');

function withoutResult(step: Step): Step {
  if (!('call' in step)) return step;
  const { result, comment, ...called } = step;
  return called;
}

/**
 * What two counterexamples of one fault have in common: who refused which kind of result of which call. What an accept
 * gives depends on what its condition function is made to answer.
 */
export function faultOf({ violation: { step, observed, clauses }, property, crash }: Accusation): string {
  if (property) return property.name;
  if ('settle' in step) return crash ? 'settle crashes' : 'settle';
  const call = 'completes' in step ? step.completes : step.call;
  if (crash) return `${twins[call] ?? call} crashes`;
  const topic = call === 'WSAEnumNetworkEvents' ? clauses[0] : '';
  return [twins[call] ?? call, call === 'WSAAccept' ? '' : outcomeOf(observed), topic].join(' ');
}

/** Calls that stand for each other. */
const twins: { readonly [Name in CallName]?: CallName } = {
  WSASend: 'send',
  WSARecv: 'recv',
  WSASendDisconnect: 'shutdown',
};

function outcomeOf(result: Result | undefined): string {
  if (result === undefined) return '';
  if ('pending' in result) return 'pending';
  return 'error' in result ? result.error : 'ok';
}
