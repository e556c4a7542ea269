import { groundNamed } from './grounds.js';
import { drive } from './hunt.js';
import { states } from './mutant-row.js';

/**
 * What a thread of the pool does with the name of a ground: whether the documents allow there what they say themselves. If not, a
 * mutant that is refused there need not be at fault. Tinypool asks for a default export.
 */
// eslint-disable-next-line no-restricted-exports -- the pool calls the default export
export default (name: string): boolean => {
  const ground = groundNamed(name);
  return drive(ground.machine, ground, states).caught === null;
};
