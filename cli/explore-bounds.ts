import { bitsIn } from '../model/search/engine/bit-table.js';
import type { Walking } from '../model/search/beyond.js';
import type { Limits, Progress } from '../model/search/explore.js';
import { chooser } from '../properties/commands/chooser.js';
import type { Options } from './options.js';
import { UsageError } from './usage-error.js';

/** Seconds after which an exploration stops unless `--time` says otherwise. */
export const patience = 60;

/** Mebibytes that an exploration may take unless `--memory` says otherwise. */
export const spacious = 2048;

/** Bytes of a mebibyte. */
const mebibyte = 1 << 20;

/** Bytes by which a process may grow between two questions whether to go on. */
const margin = 8 * mebibyte;

/** Mebibytes that the rules need besides the states. */
const leastMemory = 256;

/** Bytes that a search leaves to the walks that go on from its frontier, and the share of the time. */
const memoryOfWalks = 32 * mebibyte;
const timeOfWalks = 0.1;

/** Steps of the longest walk, silent ones included. */
const longestWalk = 200;

/** The seed of the walks unless `--seed` says otherwise. */
const usualSeed = 1;

/** Walks between two looks at the memory. */
const breath = 64;

/** Limits of a search, and whether it has been found that its time is over. */
export interface TimedLimits extends Limits {
  readonly isOver: () => boolean;
}

/**
 * The limits that `--max-steps`, `--time` and `--memory` set from now on, to a search that walks follow or nothing. Throws a
 * {@link UsageError} where the memory would not do for the rules.
 */
export function limitsFrom(
  { maxSteps, time = patience, memory = spacious, bitstate }: Options,
  then: 'walks' | 'nothing',
  onProgress: (progress: Progress) => void,
): TimedLimits {
  if (memory < leastMemory)
    throw new UsageError(`--memory: expected at least ${leastMemory} MiB, found ${memory}`);
  const seconds = then === 'walks' ? time * (1 - timeOfWalks) : time;
  const end = performance.now() + seconds * 1000;
  const most = memory * mebibyte;
  const mostOfSearch = most - margin - (then === 'walks' ? memoryOfWalks : 0);
  const bytes = most - leastMemory * mebibyte;
  let isOver = false;
  return {
    states: Infinity,
    bytes,
    // The other half is for the states whose steps are still to be taken.
    ...(bitstate ? { bits: bitsIn(bytes / 2) } : {}),
    ...(maxSteps === undefined ? {} : { depth: maxSteps }),
    goOn: (progress) => {
      onProgress(progress);
      isOver = performance.now() >= end;
      return !isOver && process.memoryUsage.rss() < mostOfSearch;
    },
    isOver: () => isOver,
  };
}

/** Random walks, and the seed that they come from. */
export interface SeededWalking extends Walking {
  readonly seed: number;
}

/** Walks for what is left of `--time`; if that is not given, for as long as the search has taken. */
export function walksFrom(
  { time, memory = spacious, seed = usualSeed }: Options,
  onProgress: (steps: number) => void,
): SeededWalking {
  const start = performance.now();
  const last = start + (time ?? patience) * 1000;
  let end = last;
  return {
    seed,
    longest: longestWalk,
    below: chooser(seed),
    goOn: ({ walks, steps }) => {
      const now = performance.now();
      if (walks === 0 && time === undefined) end = Math.min(last, 2 * now - start);
      if (walks % breath > 0) return now < end;
      onProgress(steps);
      return now < end && process.memoryUsage.rss() < memory * mebibyte - margin;
    },
  };
}
