import type { MutantRow } from './mutant-row.js';
import { rowOf } from './mutant-row.js';

/**
 * What a thread of the pool does with the name of a mutant, and, behind a tab, the ground on which it was caught; tinypool
 * asks for a default export.
 */
// eslint-disable-next-line no-restricted-exports -- the pool calls the default export
export default (input: string): MutantRow => {
  const [name = '', where] = input.split('\t');
  return rowOf(name, where);
};
