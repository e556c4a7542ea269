import { isClaimedOf, readingsFor } from '../../properties/check.js';
import { properties } from '../../properties/index.js';
import type { SealedProperty } from '../../properties/property.js';
import type { Profile } from '../../spec/profiles.js';
import { readingKeys } from '../../spec/readings.js';
import { nameOf } from './task.js';

/** Something that the main job does not show because of what the user has chosen. */
export interface LeftOut {
  readonly what: string;
  /** The reason, as a clause that goes on after “left out,”. */
  readonly why: string;
}

/** The properties that are claimed of a profile, but no longer of what the user's readings have made of it. */
export const leftOutOf = (profile: Profile, read: Profile): readonly LeftOut[] =>
  properties
    .filter((property) => isClaimedOf(property, profile) && !isClaimedOf(property, read))
    .map((property) => ({
      what: nameOf({ kind: 'always', profile: read, property: property.name }),
      why: `not claimed under ${readingsAgainst(property, read).join(' and ')}`,
    }));

/** The readings of a profile under which a property is not claimed, as on the command line. */
const readingsAgainst = ({ under }: SealedProperty, { readings }: Profile): readonly string[] =>
  readingKeys.flatMap((key) => {
    const claimed = under[key];
    if (!claimed || readingsFor({ under: { [key]: claimed } }, { readings }) !== null) return [];
    return [`${key}=${readings[key]?.join(',') ?? ''}`];
  });
