import { describe, expect, it } from 'vitest';
import { foreseen } from './foreseen.js';

describe('how many states a search will find', () => {
  it.each([
    [3_908_827, [2_909, 19_124, 90_399, 311_198]],
    [3_908_827, [19_124, 90_399, 311_198, 801_543]],
    [27_758_077, [4_025, 29_582, 164_270, 695_186]],
    [27_758_077, [29_582, 164_270, 695_186, 2_281_742]],
  ])('is foreseen to be about %i after %j', (states, totals) => {
    expect(foreseen(totals) / states).toBeGreaterThan(2 / 3);
    expect(foreseen(totals) / states).toBeLessThan(3 / 2);
  });

  it.each([[[1, 10, 100]], [[1, 10, 100, 1_000]], [[1, 2, 4, 10]], [[1, 1, 1, 1]]])(
    'is not foreseen, or to be endless, after %j',
    (totals) => {
      expect(foreseen(totals)).toBe(Infinity);
    },
  );

  it('is what was found, where hardly anything is added any more', () => {
    expect(foreseen([1_000, 1_900, 2_000, 2_001])).toBeCloseTo(2_001, 1);
  });
});
