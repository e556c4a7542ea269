import type { Machine } from '../model/machine.js';
import { machineOf } from '../model/machine.js';
import { conformance } from '../model/oracle/conformance.js';
import { corners } from '../model/search/corners.js';
import type { Observer } from '../model/search/observer.js';
import type { Scope } from '../model/search/scope.js';
import type { Profile } from '../spec/profiles.js';
import { profileNamed } from '../spec/profiles.js';
import type { Candidate, ReadingKey } from '../spec/readings.js';
import { candidatesOf, readingKeys } from '../spec/readings.js';
import type { Nook } from './nooks.js';
import { lateNooks, nooks } from './nooks.js';
import { smallNooks } from './small-nooks.js';

/** Where a provider is driven exhaustively, and held against the documents at each step. */
export interface Ground {
  readonly name: string;
  readonly scope: Scope;
  /** A provider that follows one reading wherever several are open. */
  readonly machine: Machine;
  /** The documents, with all the readings that are open under the profile. */
  readonly documents: Observer<number>;
}

type Pick = (candidates: readonly Candidate[]) => readonly Candidate[];

const first: Pick = (candidates) => candidates.slice(0, 1);
const last: Pick = (candidates) => candidates.slice(-1);

/**
 * A byte stream, a message-oriented transport with data, and one without a graceful close; of each ambiguity the reading that
 * comes first is followed, or the one that comes last.
 */
const transports: readonly { readonly profile: string; readonly manner: string; readonly pick: Pick }[] = [
  { profile: 'tcp', manner: 'first readings', pick: first },
  { profile: 'osi', manner: 'first readings', pick: first },
  { profile: 'tcp', manner: 'last readings', pick: last },
  { profile: 'bluetooth', manner: 'first readings', pick: first },
];

const readingsBy = (pick: Pick): { readonly [Key in ReadingKey]?: readonly Candidate[] } =>
  Object.fromEntries(readingKeys.map((key) => [key, pick(candidatesOf(key))]));

const groundOf = (
  profile: Profile,
  scope: Scope,
  manner: string,
  readings: { readonly [Key in ReadingKey]?: readonly Candidate[] },
): Ground => ({
  name: `${scope.name} (${profile.profile}, ${manner})`,
  scope,
  machine: machineOf(profile, { readings: { ...readings, ...profile.readings } }),
  documents: conformance(machineOf(profile, { room: scope.room })),
});

function groundOfNook({ profile, readings, scope }: Nook): Ground {
  const manner = Object.entries(readings).map(([key, candidates]) => `${key}/${candidates.join('/')}`);
  const others = readingsBy(first);
  return groundOf(profileNamed(profile), scope, manner.join(', ') || 'first readings', {
    ...others,
    ...readings,
  });
}

/** Every nook, and every corner under every transport; the small ones last. */
export const grounds: readonly Ground[] = [
  ...nooks.map(groundOfNook),
  ...transports.flatMap(({ profile: name, manner, pick }) => {
    const profile = profileNamed(name);
    return corners(profile).map((scope) => groundOf(profile, scope, manner, readingsBy(pick)));
  }),
  ...[...lateNooks, ...smallNooks].map(groundOfNook),
];

/** The ground of this name; throws if there is none. */
export function groundNamed(name: string): Ground {
  const ground = grounds.find((one) => one.name === name);
  if (!ground) throw new Error(`there is no ground “${name}”`);
  return ground;
}
