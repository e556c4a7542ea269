import type { CallStep, CompletionStep } from '../../spec/trace/step.js';
import type { ChosenReadings } from '../world.js';
import type { Cluster } from './cluster.js';
import type { Part } from './part.js';
import type { Possibility } from './possibility.js';

/** What may have come of some clusters. */
export interface Outcome {
  readonly readings: ChosenReadings;
  readonly come: readonly Cluster[];
}

/** How an oracle finds what may come of the clusters that a step touches. */
export interface Steps {
  /** After a step that one of their sockets was seen to make; nothing if it is not allowed. */
  advance(
    readings: ChosenReadings,
    clusters: readonly Cluster[],
    step: CallStep | CompletionStep,
  ): readonly Outcome[];
  /** When nothing is in flight any more. */
  settle(readings: ChosenReadings, cluster: Cluster): readonly Outcome[];
  /** Whatever could have been seen at a step. */
  possibilities(
    readings: ChosenReadings,
    clusters: readonly Cluster[],
    step: CallStep | CompletionStep,
  ): readonly Possibility[];
  /** The cluster of these possibilities: equal ones are one object, so that hypotheses compare them by identity. */
  clusterOf(parts: readonly Part[], settled: boolean): Cluster;
  /** A number that equal readings share. */
  numberOf(readings: ChosenReadings): number;
  /** Told between two steps: what is remembered of them may be given back. */
  pause(): void;
}
