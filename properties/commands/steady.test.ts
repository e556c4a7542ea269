import { describe, expect, it } from 'vitest';
import { socketName } from '../../spec/trace/names.js';
import type { Call } from '../../spec/trace/step.js';
import { steady } from './steady.js';

const client = socketName('client');
const receiving: Call = { call: 'recv', args: { len: 1 } };
const sending: Call = { call: 'send', args: { data: 'a' } };

/** What a session is told when it asks a few times in each of some calls. */
async function told(seed: number, calls: readonly Call[]): Promise<readonly (readonly number[])[]> {
  const answers: (readonly number[])[] = [];
  const system = steady((choose) => ({
    call: () => {
      answers.push(Array.from({ length: 8 }, () => choose(100)));
      return { result: 'unsupported' };
    },
    settle: () => ({}),
    close: () => undefined,
  }));
  const session = await system.open(seed);
  for (const call of calls) {
    await session.call(client, call);
    await session.settle();
  }
  return answers;
}

describe('a steady system', () => {
  it.each([4, 5])(
    'is told the same in the same call, whatever else was called before (seed %i)',
    async (seed) => {
      const [, later] = await told(seed, [sending, receiving]);
      const [alone] = await told(seed, [receiving]);
      expect(later).toEqual(alone);
      expect(await told(seed, [sending])).not.toEqual([alone]);
    },
  );

  it('is told the same, or something else, when the same is called again: by its seed', async () => {
    const [once, again] = await told(4, [receiving, receiving]);
    expect(again).toEqual(once);
    const [first, second] = await told(5, [receiving, receiving]);
    expect(second).not.toEqual(first);
  });

  it('is told something else with another seed', async () => {
    expect(await told(5, [receiving])).not.toEqual(await told(6, [receiving]));
  });

  it.each([2, 3])(
    'is told independent things in two calls, by seeds of one parity (from %i on)',
    async (first) => {
      const seen = new Set<string>();
      for (let seed = first; seed < 400; seed += 2) {
        const parities = (await told(seed, [receiving, sending])).map((row) =>
          row.slice(0, 2).map((one) => one % 2),
        );
        seen.add(JSON.stringify(parities));
      }
      expect(seen.size).toBe(16);
    },
  );

  it('always takes the first option with seed 0', async () => {
    expect(new Set((await told(0, [receiving, sending])).flat())).toEqual(new Set([0]));
  });

  it('is told options that there are, all of them in time', async () => {
    const seen = new Set<number>();
    for (let seed = 1; seed < 200; seed += 1)
      for (const row of await told(seed, [receiving])) row.forEach((one) => seen.add(one));
    expect(Math.min(...seen)).toBe(0);
    expect(Math.max(...seen)).toBe(99);
    expect(seen.size).toBe(100);
  });
});
