import type { Machine } from '../model/machine.js';
import { machineOf } from '../model/machine.js';
import type { Oracle } from '../model/oracle/oracle.js';
import { runCampaign } from '../properties/campaign/campaign.js';
import { RememberingOracle } from '../properties/campaign/remembering.js';
import { steady } from '../properties/commands/steady.js';
import type { SealedProperty } from '../properties/property.js';
import { machineProvider } from '../providers/reference.js';
import type { Profile } from '../spec/profiles.js';

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

const oracles = new Map<Profile, Map<number | undefined, Oracle>>();

/** What the documents say of a machine's profile, to which all mistakes under it are held: each situation is thought through once. */
function oracleOf({ profile, room }: Machine): Oracle {
  const ofProfile = oracles.get(profile) ?? new Map<number | undefined, Oracle>();
  const oracle = ofProfile.get(room) ?? new RememberingOracle(machineOf(profile, { room }));
  oracles.set(profile, ofProfile.set(room, oracle));
  return oracle;
}

/** How many random runs it takes to find what a machine does that the documents do not allow; `null` if it takes too many. */
export async function randomRuns(
  machine: Machine,
  { seed, runs, properties }: Chase,
): Promise<number | null> {
  const oracle = oracleOf(machine);
  const { faults } = await runCampaign({
    system: steady((choose) => machineProvider('a mistake', machine, choose).open()),
    machine: oracle.machine,
    oracle,
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
