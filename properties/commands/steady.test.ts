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
  it('is told the same in the same call, whatever was called before', async () => {
    const [, alone] = await told(5, [sending, receiving]);
    const [later] = await told(5, [receiving]);
    expect(alone).toEqual(later);
    expect(await told(5, [sending])).not.toEqual([later]);
  });

  it('is told something else with another seed', async () => {
    expect(await told(5, [receiving])).not.toEqual(await told(6, [receiving]));
  });

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
