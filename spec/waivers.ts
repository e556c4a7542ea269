import type { ClauseId } from './clauses/index.js';
import type { DocumentedResult } from './documented-results.js';
import type { CallName } from './trace/step.js';

/** Clauses that no search exercises, or that no faulty provider breaks, each with the reason. */
export const waivedClauses: { readonly [Id in ClauseId]?: string } = {
  'CN-13': 'What is set while an attempt is pending is undefined: a search has nothing to follow.',
  'CL-06': 'A permission: a provider that keeps nothing, and one that keeps all, are both allowed.',
  'CL-09':
    'Notes on IrDA, ATM and Bluetooth: the rules that follow them fire under their profiles, which the main job does not search.',
  'CL-07': 'Calls beside a close that is under way are undefined: a search has nothing to follow.',
};

/** Results that the documents name, and of which there is no witness, each with the reason. */
export const waivedResults: {
  readonly [Name in CallName]?: { readonly [Result in DocumentedResult]?: string };
} = {};
