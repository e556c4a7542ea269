import { machineOf } from '../model/machine.js';
import { corners } from '../model/search/corners.js';
import type { Scope } from '../model/search/scope.js';
import { medium, small } from '../model/search/scopes.js';
import { profileNamed } from '../spec/profiles.js';
import type { RandomShare } from './random-share.js';
import { randomShare } from './random-share.js';

/** The scopes under a profile of which the share of random runs is told, the long ones first. */
export const scopesUnder = (profile: string): readonly Scope[] => [
  medium,
  small,
  ...corners(profileNamed(profile)),
];

/** What a thread of the pool does with a profile, a number of runs and a scope; tinypool asks for a default export. */
// eslint-disable-next-line no-restricted-exports -- the pool calls the default export
export default async (input: string): Promise<RandomShare> => {
  const [profile = '', runs = '', name = ''] = input.split('/');
  const scope = scopesUnder(profile).find((one) => one.name === name);
  if (!scope) throw new Error(`there is no scope “${name}”`);
  return await randomShare(machineOf(profileNamed(profile)), scope, { runs: Number(runs), seed: 1 });
};
