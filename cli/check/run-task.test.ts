import { expect, it } from 'vitest';
import { z } from 'zod';
import { profileNamed } from '../../spec/profiles.js';
import { runTask } from './run-task.js';

const task = { kind: 'always', profile: profileNamed('tcp'), property: 'bytes' } as const;
const searched = z.object({ verdict: z.string(), states: z.number(), triggered: z.number() });

it('where the search of a property is truncated, walks go on, and come to what it speaks of', async () => {
  const followedBy = async (walked: number) =>
    searched.parse(await runTask(task, Infinity, { states: 20, walked }));
  const alone = await followedBy(0);
  expect(alone).toMatchObject({ verdict: 'truncated', states: 20, triggered: 0 });
  const further = await followedBy(400);
  expect(further).toEqual({ ...alone, triggered: further.triggered });
  expect(further.triggered).toBeGreaterThan(0);
  expect(await followedBy(400)).toEqual(further);
});
