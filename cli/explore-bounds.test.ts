import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { limitsFrom } from './explore-bounds.js';

const progress = { states: 1, transitions: 1, depth: 1, frontier: 1 };
const mebibyte = 2 ** 20;

describe('a search', () => {
  let time = 0;
  let taken = 0;

  beforeEach(() => {
    time = 5000;
    taken = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => time);
    vi.spyOn(process.memoryUsage, 'rss').mockImplementation(() => taken);
  });

  afterEach(() => {
    vi.restoreAllMocks();
  });

  it.each([
    ['walks', 9],
    ['nothing', 10],
  ] as const)('that %s follows has %i of ten seconds', (then, seconds) => {
    const limits = limitsFrom({ time: 10 }, then, () => undefined);
    time += seconds * 1000 - 1;
    expect([limits.goOn(progress), limits.isOver()]).toEqual([true, false]);
    time += 1;
    expect([limits.goOn(progress), limits.isOver()]).toEqual([false, true]);
  });

  it.each([
    ['walks', 260],
    ['nothing', 292],
  ] as const)('that %s follows may grow to %i of 300 MiB, and then is not over', (then, most) => {
    const limits = limitsFrom({ memory: 300 }, then, () => undefined);
    taken = most * mebibyte - 1;
    expect(limits.goOn(progress)).toBe(true);
    taken += 1;
    expect([limits.goOn(progress), limits.isOver()]).toEqual([false, false]);
  });
});
