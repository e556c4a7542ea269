import { machineOf } from '../../model/machine.js';
import type { Model } from '../../model/model.js';
import { Oracle } from '../../model/oracle/oracle.js';
import type { Counterexample } from '../../properties/commands/counterexample.js';
import type { Accusation } from '../../properties/commands/judge.js';
import { Judge } from '../../properties/commands/judge.js';
import type { Eventually, Lasso } from '../../properties/liveness/eventually.js';
import type { SealedProperty } from '../../properties/property.js';
import type { Origin } from '../../reports/index.js';
import type { ClauseId } from '../../spec/clauses/index.js';
import type { Profile } from '../../spec/profiles.js';
import type { Step } from '../../spec/trace/step.js';

/** A run that goes against a property or the documents, as plain data: what a bug report of the main job is made of. */
export interface Found extends Counterexample {
  readonly profile: Profile;
  readonly readings: Model['readings'];
  readonly origin: Origin;
  /** What shows it again: a replay of its steps, or nothing less than the search. */
  readonly shownBy: 'replay' | 'search';
  /** Of a run that goes on for ever, how many of its last steps are repeated. */
  readonly cycle?: number;
}

/** A counterexample of the search for a property, with what was allowed in place of its last step. */
export function foundBySearch(
  property: SealedProperty,
  profile: Profile,
  readings: Model['readings'],
  { steps, reason }: { readonly steps: readonly Step[]; readonly reason: string },
): Found {
  const judge = new Judge(new Oracle(machineOf(profile, { readings })), [property]);
  const origin: Origin = { kind: 'exploration', scope: property.ground(profile).name };
  const circumstances = { profile, readings, origin, shownBy: 'replay' } as const;
  for (const [at, step] of steps.entries()) {
    const accusation = judge.observe(step);
    if (accusation) return { ...plain(accusation, steps.slice(0, at + 1)), ...circumstances };
  }
  return { ...broken(property, steps, reason), ...circumstances };
}

/** An accusation without what only its own thread has: the monitor of the property. */
export const plain = ({ violation, property }: Accusation, steps: readonly Step[]): Counterexample => ({
  steps,
  violation,
  property: property && { name: property.name, says: property.says },
});

/** A run that may go on for ever without what must come, its cycle made once. */
export const foundEndless = (property: Eventually, profile: Profile, { prefix, cycle }: Lasso): Found => ({
  ...broken(property, [...prefix, ...cycle], `the last ${cycle.length} steps may be repeated for ever`),
  profile,
  readings: profile.readings,
  origin: { kind: 'exploration', scope: property.ground(profile).name },
  shownBy: 'search',
  cycle: cycle.length,
});

/** A run whose last step breaks a property, without what was allowed instead. */
function broken(
  {
    name,
    says,
    clauses,
  }: { readonly name: string; readonly says: string; readonly clauses: readonly ClauseId[] },
  steps: readonly Step[],
  reason: string,
): Counterexample {
  const step = steps.at(-1);
  if (!step) throw new Error(`${name} is broken by a run without steps`);
  return {
    steps,
    property: { name, says },
    violation: {
      clauses,
      summary: `${says} Broken: ${reason}.`,
      at: steps.length - 1,
      step,
      expected: [],
      observed: 'settle' in step ? undefined : step.result,
      rules: [],
    },
  };
}
