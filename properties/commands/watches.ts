import type { Machine } from '../../model/machine.js';
import { openCandidates } from '../../model/model.js';
import type { Belief } from '../../model/oracle/oracle.js';
import { readingKeys } from '../../spec/readings.js';
import type { Step } from '../../spec/trace/step.js';
import { isClaimedOf } from '../check.js';
import type { SealedProperty } from '../property.js';
import type { Watch } from './watch.js';
import { watchOf } from './watch.js';

/** What a property says against a step. */
export interface Breach {
  /** The property, as far as it had come before the step. */
  readonly watch: Watch;
  /** What it says of the step. */
  readonly broken: string;
}

/** Properties that watch one run side by side; each speaks only where it is claimed under every reading that explains the run. */
export class Watches {
  readonly #machine: Machine;
  readonly #triggered = new Map<string, number>();
  readonly #unclaimed = new Set<string>();
  #watches: readonly Watch[];

  constructor(machine: Machine, properties: readonly SealedProperty[]) {
    this.#machine = machine;
    const { profile, readings } = machine;
    const applicable = properties.filter((property) => property.appliesTo(profile));
    const isClaimed = (property: SealedProperty): boolean => isClaimedOf(property, { ...profile, readings });
    for (const property of applicable) if (!isClaimed(property)) this.#unclaimed.add(property.name);
    this.#watches = applicable.filter(isClaimed).map((property) => watchOf(property, profile));
  }

  /** How often each property was spoken of. */
  get triggered(): ReadonlyMap<string, number> {
    return this.#triggered;
  }

  /** Properties that are not claimed under the readings that are allowed, or do not hold of the run under those that explain it. */
  get unclaimed(): ReadonlySet<string> {
    return this.#unclaimed;
  }

  /** Takes the next step, after which `belief` explains the run. What the step breaks watches no longer. */
  take(step: Step, belief: Belief): readonly Breach[] {
    const breaches: Breach[] = [];
    this.#watches = this.#watches.flatMap((watch): readonly Watch[] => {
      const { property } = watch;
      const seen = watch.see(step);
      if ('broken' in seen) {
        if (this.#speaks(property, belief)) breaches.push({ watch, broken: seen.broken });
        else this.#unclaimed.add(property.name);
        return [];
      }
      if (seen.triggered) this.#triggered.set(property.name, (this.#triggered.get(property.name) ?? 0) + 1);
      return [seen.next];
    });
    return breaches;
  }

  /** The names of the properties that a step breaks which nothing explains; `belief` explains the run before it. */
  brokenBy(step: Step, belief: Belief): readonly string[] {
    return this.#watches.flatMap(({ property, see }) =>
      'broken' in see(step) && this.#speaks(property, belief) ? [property.name] : [],
    );
  }

  #speaks({ under }: SealedProperty, belief: Belief): boolean {
    return readingKeys.every((key) => {
      const claimed = under[key];
      return (
        claimed === undefined ||
        belief.every(({ readings }) =>
          openCandidates(this.#machine, { readings }, key).every((candidate) => claimed.includes(candidate)),
        )
      );
    });
  }
}
