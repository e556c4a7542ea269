import type { Finding } from './finding.js';
import { findingOf } from './finding.js';

/** What a thread of the pool does with a fault and a number of seeds; tinypool asks for a default export. */
// eslint-disable-next-line no-restricted-exports -- the pool calls the default export
export default (input: string): Promise<Finding> => {
  const [name = '', seeds] = input.split(' ');
  return findingOf(name, Number(seeds));
};
