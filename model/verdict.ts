import type { ClauseId } from '../spec/clauses/index.js';
import type { Candidate, ReadingKey } from '../spec/readings.js';
import { describeOutcome } from '../spec/trace/describe.js';
import type { Result, Step } from '../spec/trace/step.js';

/** A result that was allowed; `'*'` stands for any error, `'anything'` for any result at all. */
export type Allowed = Result | { readonly error: '*' } | 'anything';

/** A result that was allowed, on one line. */
export function describeAllowed(allowed: Allowed): string {
  if (allowed === 'anything') return 'anything';
  if ('error' in allowed && allowed.error === '*') return 'any error';
  return describeOutcome(allowed);
}

/** A step that the documents do not allow. */
export interface Violation {
  /** The clauses that say what was allowed, the closest first. */
  readonly clauses: readonly ClauseId[];
  /** One sentence: what happened, and what should have. */
  readonly summary: string;
  /** Lines after the header, from 0, settle lines included. */
  readonly at: number;
  readonly step: Step;
  readonly expected: readonly Allowed[];
  readonly observed: Result | undefined;
  /** The rules that could have fired. */
  readonly rules: readonly string[];
}

/** For each ambiguity that a trace touched, the candidates under which it is explained. */
export type ReadingsFollowed = { readonly [Key in ReadingKey]?: readonly Candidate[] };

/** What the oracle says of a trace. */
export interface TraceVerdict {
  readonly verdict: 'allowed' | 'violation';
  readonly violation: Violation | null;
  readonly steps: number;
  /** Steps that say what came of a call; without any, nothing was to be refused. */
  readonly answered: number;
  readonly readings: ReadingsFollowed;
  /** Sockets of which nothing was concluded from some step on: the documents, or too many explanations, leave it open. */
  readonly unfollowed: readonly string[];
  /** The greatest numbers that were held at a time: choices of readings, and possibilities of one cluster. */
  readonly held: { readonly hypotheses: number; readonly possibilities: number };
}
