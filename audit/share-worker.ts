import { machineOf } from '../model/machine.js';
import { medium, small } from '../model/search/scopes.js';
import { profileNamed } from '../spec/profiles.js';
import type { RandomShare } from './random-share.js';
import { randomShare } from './random-share.js';

/** The scopes of which the share of random runs is told, the long one first. */
export const scopes = [medium, small];

/** What a thread of the pool does with a profile, a scope and a number of runs; tinypool asks for a default export. */
// eslint-disable-next-line no-restricted-exports -- the pool calls the default export
export default async (input: string): Promise<RandomShare> => {
  const [profile = '', name = '', runs = ''] = input.split(' ');
  const scope = scopes.find((one) => one.name === name);
  if (!scope) throw new Error(`there is no scope “${name}”`);
  return await randomShare(machineOf(profileNamed(profile)), scope, { runs: Number(runs), seed: 1 });
};
