import type { Allowed } from '../model/verdict.js';
import { describeAllowed } from '../model/verdict.js';
import { describeOutcome } from '../spec/trace/describe.js';
import type { Result } from '../spec/trace/step.js';
import { briefResult } from './brief.js';

const briefAllowed = (allowed: Allowed): string =>
  allowed === 'anything' || ('error' in allowed && allowed.error === '*')
    ? describeAllowed(allowed)
    : briefResult(allowed);

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

/** The results that were allowed, each told once. */
export const describeExpected = (expected: readonly Allowed[]): readonly string[] =>
  distinct(expected.map(describeAllowed));

/** What was allowed, one text a result, and what was seen. */
interface Told {
  readonly allowed: readonly string[];
  readonly seen: string;
}

/** Results in as few words as will do; in full where these would not tell one from another. */
export function briefly(expected: readonly Allowed[], observed: Result | undefined): Told {
  const brief = { allowed: expected.map(briefAllowed), seen: briefResult(observed) };
  const full = { allowed: expected.map(describeAllowed), seen: describeOutcome(observed) };
  const alike = distinct(brief.allowed).length < distinct(full.allowed).length;
  return alike || brief.allowed.includes(brief.seen) ? full : brief;
}
