import { expect, it } from 'vitest';
import { machineOf } from '../../model/machine.js';
import type { ReadingsFollowed } from '../../model/verdict.js';
import { machineProvider } from '../../providers/reference.js';
import { profileNamed } from '../../spec/profiles.js';
import { candidatesOf, readingKeys } from '../../spec/readings.js';
import { steady } from '../commands/steady.js';
import { runCampaign } from './campaign.js';

const tcp = profileNamed('tcp');

/** A provider that follows the last reading of every ambiguity, where it may not be the default. */
const followed: ReadingsFollowed = Object.fromEntries(
  readingKeys.map((key) => [key, candidatesOf(key).slice(-1)] as const),
);
const system = steady((choose) =>
  machineProvider('a test', machineOf(tcp, { readings: followed }), choose).open(),
);

it('whatever seed a campaign has, it tells the readings that the provider follows, or that it could not tell', async () => {
  for (const seed of [1, 2]) {
    const { readings } = await runCampaign({ system, machine: machineOf(tcp), runs: 12, maxSteps: 25, seed });
    const told = readingKeys.filter((key) => readings[key]?.length === 1);
    expect(told).not.toEqual([]);
    for (const key of told) expect(readings[key]).toEqual(followed[key]);
    for (const key of readingKeys) if (readings[key]) expect(readings[key]).toContain(followed[key]?.[0]);
  }
});
