import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Takes one of so many options, from 0. */
export type Choose = (options: number) => number;

/** Draws lots for a provider in memory. Equal seeds draw equal lots. */
export function chooser(seed: number): Choose {
  const generator = xoroshiro128plus(seed);
  return (options) => uniformInt(generator, 0, options - 1);
}
