import type { MutantRow } from './mutant-row.js';
import { again, mutantRow, rowOf } from './mutant-row.js';

/**
 * What a thread of the pool does with the name of a mutant, or with the row of one that is to be caught once more; tinypool asks
 * for a default export.
 */
// eslint-disable-next-line no-restricted-exports -- the pool calls the default export
export default async (input: string): Promise<MutantRow> =>
  input.startsWith('{') ? again(mutantRow.parse(JSON.parse(input))) : await rowOf(input);
