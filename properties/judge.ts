import type { Profile } from '../spec/profiles.js';
import type { Step } from '../spec/trace/step.js';
import type { Property, SealedProperty } from './property.js';

/** What a property says of one run. */
export interface Judgement {
  /** The step that breaks it, counted from 0, and why; `null` if none does. */
  readonly broken: { readonly at: number; readonly reason: string } | null;
  /** How often what the property speaks of has occurred. */
  readonly triggered: number;
}

/** Watches one run, of the model, of a provider or of a trace, up to the step that breaks the property. */
export const judge = (property: SealedProperty, profile: Profile, steps: Iterable<Step>): Judgement =>
  property.lend((lent) => judgeLent(lent, profile, steps));

function judgeLent<Memory>(
  { monitor }: Property<Memory>,
  profile: Profile,
  steps: Iterable<Step>,
): Judgement {
  const { start, observe } = monitor(profile);
  let memory = start;
  let triggered = 0;
  let at = 0;
  for (const step of steps) {
    const observation = observe(memory, step);
    if ('broken' in observation) return { broken: { at, reason: observation.broken }, triggered };
    if (observation.triggered) triggered += 1;
    ({ memory } = observation);
    at += 1;
  }
  return { broken: null, triggered };
}
