import type { Model } from '../model/model.js';
import type { RuleBook } from '../model/machine.js';
import { machineOf } from '../model/machine.js';
import type { Beyond, Walking } from '../model/search/beyond.js';
import { exploreBeyond } from '../model/search/beyond.js';
import type { Exploration, Limits } from '../model/search/explore.js';
import { explore } from '../model/search/explore.js';
import type { Profile } from '../spec/profiles.js';
import { candidatesOf, readingKeys } from '../spec/readings.js';
import type { Property, SealedProperty } from './property.js';

/** What the exhaustive search says of a property on its ground. */
export interface PropertyCheck {
  readonly property: string;
  readonly profile: string;
  /** Its counterexample is no shortest one if the walks have found it. */
  readonly exploration: Exploration;
  /** The random walks that went on where the search had ended at its limits; `null` if it had not, or they were not asked for. */
  readonly beyond: Beyond | null;
  /** How often what the property speaks of occurred in the search, and in the walks. */
  readonly triggered: number;
  /** It never occurred, so that the search says nothing about the property. */
  readonly vacuous: boolean;
  /** Searched completely, not vacuous, and not broken. */
  readonly holds: boolean;
  /** The search ended at its limits before it had an answer. */
  readonly truncated: boolean;
}

/**
 * The readings that a property leaves open on a profile: those of both. `null` where the profile follows none of the
 * readings under which the property is claimed.
 */
export function readingsFor(
  { under }: Pick<Property, 'under'>,
  profile: Pick<Profile, 'readings'>,
): Model['readings'] | null {
  const open: { -readonly [Key in keyof Model['readings']]: Model['readings'][Key] } = {
    ...profile.readings,
  };
  for (const key of readingKeys) {
    const claimed = under[key];
    if (!claimed) continue;
    const both = claimed.filter((candidate) =>
      (profile.readings[key] ?? candidatesOf(key)).includes(candidate),
    );
    if (both.length === 0) return null;
    open[key] = both;
  }
  return open;
}

/** Whether a property is claimed of a profile at all. */
export const isClaimedOf = (property: SealedProperty, profile: Profile): boolean =>
  property.appliesTo(profile) && readingsFor(property, profile) !== null;

/**
 * Searches the ground of a property for a run that breaks it; where that ends at its limits, walks go on if
 * they are given. Throws if the property is not claimed of the profile.
 */
export const checkProperty = (
  property: SealedProperty,
  profile: Profile,
  rules: RuleBook,
  limits: Limits,
  walking?: Walking,
): PropertyCheck => property.lend((lent) => checkLent(lent, profile, rules, limits, walking));

function checkLent<Memory>(
  property: Property<Memory>,
  profile: Profile,
  rules: RuleBook,
  limits: Limits,
  walking?: Walking,
): PropertyCheck {
  const { name } = property;
  const readings = readingsFor(property, profile);
  if (!readings) throw new Error(`${name} is not claimed of ${profile.profile}`);
  const machine = { ...machineOf(profile, { readings }), rules };
  const observer = property.monitor(profile);
  const scope = property.ground(profile);
  const { exploration, beyond } = walking
    ? exploreBeyond(machine, scope, observer, limits, walking)
    : { exploration: explore(machine, scope, observer, limits), beyond: null };
  const { complete } = exploration;
  const counterexample = exploration.counterexample ?? beyond?.counterexample ?? null;
  const triggered = exploration.triggered + (beyond?.triggered ?? 0);
  const found = counterexample !== null;
  const truncated = !complete && !found;
  const vacuous = triggered === 0 && !found;
  return {
    property: name,
    profile: profile.profile,
    exploration: { ...exploration, counterexample },
    beyond,
    triggered,
    vacuous,
    holds: !found && complete && !vacuous,
    truncated,
  };
}
