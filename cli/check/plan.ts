import { isClaimedOf } from '../../properties/check.js';
import { properties } from '../../properties/index.js';
import { liveness } from '../../properties/liveness/index.js';
import { faults } from '../../providers/faulty/index.js';
import type { Profile, ProfileDescription } from '../../spec/profiles.js';
import { builtInProfiles, profileOf } from '../../spec/profiles.js';
import type { Options } from '../options.js';
import { profileFrom, readingsFrom } from '../options.js';
import type { LeftOut } from './left-out.js';
import { leftOutOf } from './left-out.js';
import type { Task } from './task.js';

/**
 * The profiles that the main job covers with all it has, unless it is told otherwise: byte stream, and message-oriented with
 * data. Under the others it searches what is claimed of them; they have no scope and no random runs of their own.
 */
const usual = ['tcp', 'osi'];

/** Seconds after which what is still searched is truncated unless `--time` says otherwise. */
export const patience = 300;

/** Random runs of each healthy profile. */
const usualRuns = 100;

/** The time of day, in milliseconds, at which every search ends. */
export const deadlineOf = ({ time }: Options): number => Date.now() + (time ?? patience) * 1000;

/** What the main job is to do. */
export interface Plan {
  /** The long ones first. */
  readonly tasks: readonly Task[];
  /** What the user's readings take away: not what the profile as it is does not claim. */
  readonly leftOut: readonly LeftOut[];
  /** The words of the command line that make it speak of less than everything. */
  readonly narrowedBy: readonly string[];
}

/**
 * The plan of the main job. The faulty providers are searched whatever is chosen, each under the profile on which its mistake
 * can be seen: they show what the properties are worth.
 */
export function planOf(options: Options): Plan {
  const references = options.profile === undefined ? usual : [profileFrom(options.profile)];
  const readings = readingsFrom(options.reading);
  const read = (profile: Profile): Profile => ({
    ...profile,
    readings: { ...profile.readings, ...readings },
  });
  const profiles = references.map(profileOf).map(read);
  const others =
    options.profile === undefined ? builtInProfiles.filter(({ profile }) => !usual.includes(profile)) : [];
  const tasks: readonly Task[] = [
    ...profiles.flatMap((profile): readonly Task[] => [
      { kind: 'random', profile, runs: options.runs ?? usualRuns, seed: options.seed ?? 1 },
      { kind: 'scope', profile, scope: options.scope ?? 'small' },
      ...claimsOf(profile),
    ]),
    ...others.map(read).flatMap(claimsOf),
    ...faults.map((fault): Task => ({ kind: 'fault', fault: fault.name })),
  ];
  const leftOut = [...references, ...others.map(({ profile }) => profile)].flatMap((reference) =>
    leftOutOf(asItIs(reference), read(profileOf(reference))),
  );
  return { tasks, leftOut, narrowedBy: narrowing(options) };
}

/** A built-in profile, or a user's without the readings that the user has chosen for it. */
const asItIs = (reference: string | ProfileDescription): Profile =>
  typeof reference === 'string' ? profileOf(reference) : { ...profileOf(reference), readings: {} };

const narrowing = ({ profile, reading = [] }: Options): readonly string[] => [
  ...(profile === undefined ? [] : ['--profile', profile]),
  ...reading.flatMap((one) => ['--reading', one]),
];

/** Everything that is claimed of a profile: the sequences, the properties, and what must come at last. */
const claimsOf = (profile: Profile): readonly Task[] => [
  { kind: 'sometimes', profile },
  ...properties
    .filter((property) => isClaimedOf(property, profile))
    .map((property): Task => ({ kind: 'always', profile, property: property.name })),
  ...liveness
    .filter((property) => property.appliesTo(profile))
    .map((property): Task => ({ kind: 'eventually', profile, property: property.name })),
];
