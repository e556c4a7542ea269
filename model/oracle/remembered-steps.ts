import type { CallStep, CompletionStep } from '../../spec/trace/step.js';
import type { Machine } from '../machine.js';
import type { ChosenReadings } from '../world.js';
import { join } from './belief.js';
import type { Cluster } from './cluster.js';
import { Marks } from './marks.js';
import type { Part } from './part.js';
import type { Possibility } from './possibility.js';
import type { Outcome, Steps } from './steps.js';
import { Tables } from './tables.js';

/** So much is found by the rules before all of it is forgotten. */
const mostDeductions = 20_000;

/** Finds by the rules what may come of each situation once, whatever its sockets and bytes are. */
export class RememberedSteps implements Steps {
  readonly #machine: Machine;
  readonly #marks = new Marks();
  #tables: Tables;

  constructor(machine: Machine) {
    this.#machine = machine;
    this.#tables = new Tables(machine, this.#marks);
  }

  advance(
    readings: ChosenReadings,
    clusters: readonly Cluster[],
    step: CallStep | CompletionStep,
  ): readonly Outcome[] {
    return this.#tables.outcomes(readings, clusters, step);
  }

  settle(readings: ChosenReadings, cluster: Cluster): readonly Outcome[] {
    return this.#tables.outcomes(readings, [cluster], { settle: true });
  }

  possibilities(
    readings: ChosenReadings,
    clusters: readonly Cluster[],
    step: CallStep | CompletionStep,
  ): readonly Possibility[] {
    return this.#tables.deduction.possibilities(readings, join(clusters), step);
  }

  clusterOf(parts: readonly Part[], settled: boolean): Cluster {
    return this.#tables.clusterOf(parts, settled);
  }

  numberOf(readings: ChosenReadings): number {
    return this.#tables.keys.part(readings);
  }

  pause(): void {
    if (this.#tables.deductions > mostDeductions) this.#tables = new Tables(this.#machine, this.#marks);
    else this.#tables.pause();
  }
}
