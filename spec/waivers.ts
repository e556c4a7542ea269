import type { ClauseId } from './clauses/index.js';
import type { DocumentedResult } from './documented-results.js';
import type { CallName } from './trace/step.js';

/** Clauses that no search exercises, or that no faulty provider breaks, each with the reason. */
export const waivedClauses: { readonly [Id in ClauseId]?: string } = {
  'CN-13': 'What is set while an attempt is pending is undefined: a search has nothing to follow.',
  'CL-06': 'A permission: a provider that keeps nothing, and one that keeps all, are both allowed.',
  'CL-07': 'Calls beside a close that is under way are undefined: a search has nothing to follow.',
};

/** Rules that fire in no corner, each with the reason. */
export const waivedRules: { readonly [rule: string]: string } = {
  'setting options while a connect is pending is undefined':
    'It leaves everything open, so that a search has nothing to follow.',
  'closing a socket that is closing already is undefined':
    'It leaves everything open, so that a search has nothing to follow.',
  'calling beside a close that is under way is undefined':
    'It leaves everything open, so that a search has nothing to follow.',
  'connecting again after a shutdown or a loss is left open':
    'It leaves everything open, so that a search has nothing to follow.',
  'the documents leave it open': 'It leaves everything open, so that a search has nothing to follow.',
  'before completion, and after failure, the buffer says nothing':
    'It leaves everything open, so that a search has nothing to follow.',
  'a blocking call may take its time':
    'It applies only where a call was seen to be pending; the model by itself does not dawdle.',
  'the record tells of a failure of the surroundings':
    'It records what was seen in an enumeration; the model by itself records no such failure.',
};

/** Results that the documents name, and of which there is no witness, each with the reason. */
export const waivedResults: {
  readonly [Name in CallName]?: { readonly [Result in DocumentedResult]?: string };
} = {};
