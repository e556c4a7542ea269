import type { ClauseId } from './clauses/index.js';
import type { DocumentedResult } from './documented-results.js';
import type { CallName } from './trace/step.js';

/** Clauses that no search exercises, or that no faulty provider breaks, each with the reason. */
export const waivedClauses: { readonly [Id in ClauseId]?: string } = {
  'CN-13': 'What is set while an attempt is pending is undefined: a search has nothing to follow.',
  'CL-06': 'A permission: a provider that keeps nothing, and one that keeps all, are both allowed.',
  'CL-07': 'Calls beside a close that is under way are undefined: a search has nothing to follow.',
};

/** Results that the documents name, and of which there is no witness, each with the reason. */
export const waivedResults: {
  readonly [Name in CallName]?: { readonly [Result in DocumentedResult]?: string };
} = {};

const nothingToFollow = 'what the documents leave open: an exploration has nothing to follow there';

/** Rules that fire in no exploration, each with the reason. What they say is shown by the tests of their calls all the same. */
export const waivedRules: { readonly [rule: string]: string } = {
  'setting options while a connect is pending is undefined': nothingToFollow,
  'closing beside a send under way is undefined': nothingToFollow,
  'without half-close nothing is said of indications after the own end': nothingToFollow,
  'without half-close nothing is said of sending after the peer’s end': nothingToFollow,
  'without half-close nothing is said of receiving after the own end': nothingToFollow,
  'before completion, and after failure, the buffer says nothing': nothingToFollow,
  'the documents leave it open': nothingToFollow,
  'a nonblocking connect may have its outcome at once':
    'a permission: what it leads to are the outcomes of a connect that blocks',
  'a send may tell before it returns what its own data have met':
    'a permission: what it tells is what the next send tells',
  'a blocking call may take its time': 'a permission: its result comes later, and is the same',
  'a confirmation that nobody waits for is dropped':
    'whoever gives an attempt up drops what is on the way to it: only a faulty provider delivers it',
};
