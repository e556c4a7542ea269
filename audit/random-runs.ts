import type { Machine } from '../model/machine.js';
import { machineOf } from '../model/machine.js';
import type { Oracle } from '../model/oracle/oracle.js';
import type { Scope } from '../model/search/scope.js';
import { runCampaign } from '../properties/campaign/campaign.js';
import { RememberingOracle } from '../properties/campaign/remembering.js';
import { steady } from '../properties/commands/steady.js';
import type { SealedProperty } from '../properties/property.js';
import type { Manner } from '../providers/reference.js';
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
  /** They watch every run, as the oracle does (none). */
  readonly properties?: readonly SealedProperty[];
  /** Confines the runs to a scope, and its surroundings (anything, in surroundings that hold). */
  readonly within?: Scope;
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
export async function randomRuns(machine: Machine, { within, ...chase }: Chase): Promise<number | null> {
  const oracle = oracleOf(machine);
  const manner = within ? mannerWithin(within) : {};
  const { faults } = await runCampaign({
    system: steady((choose) => machineProvider('a mistake', machine, choose, manner).open()),
    machine: oracle.machine,
    oracle,
    ...chase,
    ...(within ? { within } : {}),
    maxSteps,
    stopAfter: 1,
    replays: 0,
    confirmations: 0,
  });
  return faults[0]?.runs ?? null;
}

/** How a provider behaves within the bounds of a scope. */
const mannerWithin = ({ timers, setup, surroundings }: Scope): Manner => ({
  timers,
  ...(surroundings ? { mayFailAfter: setup.filter((step) => 'call' in step).length } : {}),
});
