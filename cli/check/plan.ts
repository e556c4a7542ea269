import { isClaimedOf } from '../../properties/check.js';
import { properties } from '../../properties/index.js';
import { faults } from '../../providers/faulty/index.js';
import { profileNamed } from '../../spec/profiles.js';
import type { Options } from '../options.js';
import type { Task } from './task.js';

/** The profiles that the main job covers unless it is told otherwise: byte stream, and message-oriented with data. */
const usual = ['tcp', 'osi'];

/** Random runs of each healthy profile, and at most for each fault. */
const usualRuns = 200;
const runsForFault = 2_000;

/** The tasks of the main job, the long ones first. */
export function planOf(options: Options): readonly Task[] {
  const profiles = options.profile === undefined ? usual : [options.profile];
  const seed = options.seed ?? 1;
  const scopes = options.scope === undefined ? ['small'] : [options.scope];
  const runs = options.runs ?? usualRuns;
  const perProfile = profiles.flatMap((profile): Task[] => [
    ...scopes.map((scope): Task => ({ kind: 'scope', profile, scope })),
    { kind: 'random', profile, runs, seed },
    { kind: 'sequences', profile },
    ...properties
      .filter((property) => isClaimedOf(property, profileNamed(profile)))
      .map((property): Task => ({ kind: 'property', profile, property: property.name })),
  ]);
  const deferral: Task[] =
    options.scope === undefined && profiles.includes('tcp')
      ? [{ kind: 'scope', profile: 'tcp', scope: 'medium' }]
      : [];
  return [
    ...deferral,
    ...perProfile,
    ...faults.map((fault): Task => ({ kind: 'fault', fault: fault.name, runs: runsForFault, seed })),
  ];
}
