import type { Machine } from '../../model/machine.js';
import { enact } from '../../model/story/enact.js';
import type { Sequence } from '../../spec/sequences.js';
import type { Step } from '../../spec/trace/step.js';

/** A documented sequence that is stepped through in one of its orders. */
export interface Staged {
  readonly sequence: Sequence;
  readonly order: readonly string[];
  readonly setup: readonly Step[];
  /** For each event, how many steps of the trace have been made once it has shown itself. */
  readonly after: readonly number[];
  /** The whole trace. */
  readonly steps: readonly Step[];
}

/** Which event has shown itself last, by its place in the order, once so many steps have been made; -1 before the first one. */
export const eventAfter = ({ setup, after }: Staged, steps: number): number =>
  steps <= setup.length ? -1 : after.findLastIndex((made) => made <= steps);

/** Prepares a sequence in an order; `null` if the profile and the readings do not allow it. */
export function stagedOf(machine: Machine, sequence: Sequence, order: readonly string[]): Staged | null {
  const enacted = enact(machine, sequence, order);
  if (!enacted) return null;
  const after: number[] = [];
  const steps: Step[] = [...enacted.setup];
  for (const event of enacted.events) {
    steps.push(...event.steps);
    after.push(steps.length);
  }
  return { sequence, order, setup: enacted.setup, after, steps };
}
