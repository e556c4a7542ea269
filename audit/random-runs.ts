import type { Machine } from '../model/machine.js';
import { machineOf } from '../model/machine.js';
import { runCampaign } from '../properties/campaign/campaign.js';
import { steady } from '../properties/commands/steady.js';
import type { SealedProperty } from '../properties/property.js';
import { machineProvider } from '../providers/reference.js';

/** Random runs within which a mistake has to be found. */
export const mostRuns = 2_000;

/** The most commands of a run. */
export const maxSteps = 40;

/** How a mistake is looked for. */
interface Chase {
  readonly seed: number;
  /** The most runs. */
  readonly runs: number;
  /** They watch every run, as the oracle does. */
  readonly properties: readonly SealedProperty[];
}

/** How many random runs it takes to find what a machine does that the documents do not allow; `null` if it takes too many. */
export async function randomRuns(
  machine: Machine,
  { seed, runs, properties }: Chase,
): Promise<number | null> {
  const { faults } = await runCampaign({
    system: steady((choose) => machineProvider('a mistake', machine, choose).open()),
    machine: machineOf(machine.profile, { room: machine.room }),
    properties,
    runs,
    maxSteps,
    seed,
    stopAfter: 1,
    replays: 0,
    confirmations: 0,
  });
  return faults[0]?.runs ?? null;
}
