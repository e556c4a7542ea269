import type { Machine } from '../model/machine.js';
import { machineOf } from '../model/machine.js';
import { runCampaign } from '../properties/campaign/campaign.js';
import { steady } from '../properties/commands/steady.js';
import { properties } from '../properties/index.js';
import { machineProvider } from '../providers/reference.js';

/** Random runs within which a mistake has to be found, and the most commands of each. */
export const mostRuns = 2_000;
const maxSteps = 40;

/** How many random runs it takes to find what a machine does that the documents do not allow; `null` if it takes too many. */
export async function randomRuns(machine: Machine, seed: number): Promise<number | null> {
  const { faults } = await runCampaign({
    system: steady((choose) => machineProvider('a mistake', machine, choose).open()),
    machine: machineOf(machine.profile, { room: machine.room }),
    properties,
    runs: mostRuns,
    maxSteps,
    seed,
    stopAfter: 1,
    replays: 0,
    confirmations: 0,
  });
  return faults[0]?.runs ?? null;
}
