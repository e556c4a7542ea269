import { machineOf } from '../model/machine.js';
import { Oracle } from '../model/oracle/oracle.js';
import type { Profile } from '../spec/profiles.js';
import type { Step } from '../spec/trace/step.js';
import { Watches } from './commands/watches.js';
import type { SealedProperty } from './property.js';

/** What a property says of one run. */
export interface Judgement {
  /** The step that breaks it, counted from 0, and why; `null` if none does. */
  readonly broken: { readonly at: number; readonly reason: string } | null;
  /** How often what the property speaks of has occurred. */
  readonly triggered: number;
}

/**
 * Watches one run, of the model, of a provider or of a trace, up to the step that breaks the property. One that is not claimed
 * of the profile, or of a reading that may explain the run, is broken by nothing. Whether the documents allow the steps is not
 * asked: where they do not, the readings that explain the steps before count.
 */
export function judge(property: SealedProperty, profile: Profile, steps: Iterable<Step>): Judgement {
  const oracle = new Oracle(machineOf(profile));
  const watches = new Watches(oracle.machine, [property]);
  const triggered = (): number => watches.triggered.get(property.name) ?? 0;
  let belief = oracle.start;
  let at = 0;
  for (const step of steps) {
    const after = oracle.follow(belief, step);
    if (after.length > 0) belief = after;
    const [breach] = watches.take(step, belief);
    if (breach) return { broken: { at, reason: breach.broken }, triggered: triggered() };
    at += 1;
  }
  return { broken: null, triggered: triggered() };
}
