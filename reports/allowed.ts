import type { Allowed } from '../model/verdict.js';
import { describeOutcome } from '../spec/trace/describe.js';

/** A result that was allowed, in few words. */
function describeAllowed(allowed: Allowed): string {
  if (allowed === 'anything') return 'anything';
  if ('error' in allowed && allowed.error === '*') return 'any error';
  return describeOutcome(allowed);
}

/** The results that were allowed, each told once. */
export const describeExpected = (expected: readonly Allowed[]): readonly string[] => [
  ...new Set(expected.map(describeAllowed)),
];
