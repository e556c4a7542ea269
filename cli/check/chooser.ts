import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Draws lots for a provider in memory: one of so many options. Equal seeds draw equal lots. */
export function chooser(seed: number): (options: number) => number {
  const generator = xoroshiro128plus(seed);
  return (options) => uniformInt(generator, 0, options - 1);
}
