import type { CallStep, CompletionStep } from '../../spec/trace/step.js';
import { Keys } from '../key.js';
import type { Machine } from '../machine.js';
import type { ChosenReadings } from '../world.js';
import { clusterOf, join } from './belief.js';
import type { Cluster } from './cluster.js';
import type { Way } from './deduction.js';
import { Deduction } from './deduction.js';
import { Marks } from './marks.js';
import type { Part } from './part.js';
import type { Possibility } from './possibility.js';
import type { Outcome, Steps } from './steps.js';

/** Finds everything by the rules, each time anew, whatever these do. */
export class PlainSteps implements Steps {
  readonly #keys = new Keys();
  readonly #deduction: Deduction;
  readonly #marks = new Marks();
  readonly #clusters = new Map<string, Cluster>();

  constructor(machine: Machine) {
    this.#deduction = new Deduction(machine, this.#keys);
  }

  advance(
    readings: ChosenReadings,
    clusters: readonly Cluster[],
    step: CallStep | CompletionStep,
  ): readonly Outcome[] {
    return this.#deduction.advance(readings, join(clusters), step).map((way) => this.#outcome(way));
  }

  settle(readings: ChosenReadings, { parts }: Cluster): readonly Outcome[] {
    return this.#deduction.settle(readings, parts).map((way) => this.#outcome(way));
  }

  possibilities(
    readings: ChosenReadings,
    clusters: readonly Cluster[],
    step: CallStep | CompletionStep,
  ): readonly Possibility[] {
    return this.#deduction.possibilities(readings, join(clusters), step);
  }

  clusterOf(parts: readonly Part[], settled: boolean): Cluster {
    const cluster = clusterOf(parts, this.#keys, settled, this.#marks.next());
    const key = `${String(settled)} ${cluster.shape.key}`;
    const known = this.#clusters.get(key) ?? cluster;
    this.#clusters.set(key, known);
    return known;
  }

  numberOf(readings: ChosenReadings): number {
    return this.#keys.part(readings);
  }

  pause(): void {
    // Nothing is given back.
  }

  #outcome({ readings, groups, settled }: Way): Outcome {
    return { readings, come: groups.map((parts) => this.clusterOf(parts, settled)) };
  }
}
