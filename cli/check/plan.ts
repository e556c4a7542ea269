import { isClaimedOf } from '../../properties/check.js';
import { properties } from '../../properties/index.js';
import { liveness } from '../../properties/liveness/index.js';
import { faults } from '../../providers/faulty/index.js';
import type { Profile } from '../../spec/profiles.js';
import { builtInProfiles, profileOf } from '../../spec/profiles.js';
import type { Options } from '../options.js';
import { profileFrom, readingsFrom } from '../options.js';
import type { Task } from './task.js';

/**
 * The profiles that the main job covers with all it has, unless it is told otherwise: byte stream, and message-oriented with
 * data. The properties are searched under the others too.
 */
const usual = ['tcp', 'osi'];

/** Seconds after which what is still searched is truncated unless `--time` says otherwise. */
export const patience = 300;

/** Random runs of each healthy profile. */
const usualRuns = 100;

/** The time of day, in milliseconds, at which every search ends. */
export const deadlineOf = ({ time }: Options): number => Date.now() + (time ?? patience) * 1000;

/** The tasks of the main job, the long ones first. */
export function planOf(options: Options): readonly Task[] {
  const names = options.profile === undefined ? usual : [options.profile];
  const readings = readingsFrom(options.reading);
  const read = (profile: Profile): Profile => ({
    ...profile,
    readings: { ...profile.readings, ...readings },
  });
  const profiles = names.map((name) => read(profileOf(profileFrom(name))));
  const others =
    options.profile === undefined ? builtInProfiles.filter(({ profile }) => !usual.includes(profile)) : [];
  return [
    ...profiles.flatMap((profile): readonly Task[] => [
      { kind: 'random', profile, runs: options.runs ?? usualRuns, seed: options.seed ?? 1 },
      { kind: 'scope', profile, scope: options.scope ?? 'small' },
      { kind: 'sequences', profile },
      ...propertiesOf(profile),
      ...liveness
        .filter((property) => property.appliesTo(profile))
        .map((property): Task => ({ kind: 'liveness', profile, property: property.name })),
    ]),
    ...others.map(read).flatMap(propertiesOf),
    ...faults.map((fault): Task => ({ kind: 'fault', fault: fault.name })),
  ];
}

const propertiesOf = (profile: Profile): readonly Task[] =>
  properties
    .filter((property) => isClaimedOf(property, profile))
    .map((property) => ({ kind: 'property', profile, property: property.name }));
