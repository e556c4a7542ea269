import { describe, expect, it } from 'vitest';
import { median, medianOf } from './median.js';

describe('the median', () => {
  it.each([
    { values: [3, 1, 2], middle: 2 },
    { values: [4, 1, 3, 2], middle: 2 },
    { values: [1, Infinity, Infinity], middle: Infinity },
    { values: [], middle: NaN },
  ])('of $values is $middle', ({ values, middle }) => {
    expect(median(values)).toBe(middle);
  });
});

describe('the median over seeds', () => {
  /** What each seed needs, and the runs that it is given. */
  const over = async (
    needs: readonly number[],
    most: number,
  ): Promise<{ readonly middle: number | null; readonly given: readonly number[] }> => {
    const given: number[] = [];
    const middle = await medianOf(needs.length, most, (seed, runs) => {
      given.push(runs);
      const need = needs[seed - 1] ?? NaN;
      return Promise.resolve(need <= runs ? need : null);
    });
    return { middle, given };
  };

  it.each([
    { needs: [9, 2, 5], middle: 5 },
    { needs: [2, 5, 9], middle: 5 },
    { needs: [300, 2, 5], middle: 5 },
    { needs: [1, 7, 3, 9], middle: 3 },
  ])('of $needs is $middle', async ({ needs, middle }) => {
    expect((await over(needs, 100)).middle).toBe(middle);
  });

  it('gives no seed more runs than the median that others have left', async () => {
    expect((await over([2, 5, 9], 100)).given).toEqual([100, 100, 5]);
  });

  it('is none where more than half of the seeds have missed, and then asks no more of them', async () => {
    expect(await over([300, 300, 1], 100)).toEqual({ middle: null, given: [100, 100] });
  });
});
