import type { Observer } from '../../model/search/observer.js';
import type { Profile } from '../../spec/profiles.js';
import type { Step } from '../../spec/trace/step.js';
import type { SealedProperty } from '../property.js';

/** A property that watches a run, as far as it has come: nobody sees what it remembers. */
export interface Watch {
  readonly property: SealedProperty;
  /** What it makes of the next step; the watch itself stays as it is. */
  readonly see: (
    step: Step,
  ) => { readonly next: Watch; readonly triggered: boolean } | { readonly broken: string };
}

/** A property at the start of a run. */
export const watchOf = (property: SealedProperty, profile: Profile): Watch =>
  property.lend(({ monitor }) => {
    const observer = monitor(profile);
    return watching(property, observer, observer.start);
  });

const watching = <Memory>(property: SealedProperty, observer: Observer<Memory>, memory: Memory): Watch => ({
  property,
  see: (step) => {
    const observation = observer.observe(memory, step);
    if ('broken' in observation) return observation;
    return {
      next: watching(property, observer, observation.memory),
      triggered: observation.triggered === true,
    };
  },
});
