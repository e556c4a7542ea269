import type { Step } from '../../spec/trace/step.js';
import type { Accusation } from './judge.js';

/** A trace whose last step is not allowed. */
export interface Counterexample extends Accusation {
  readonly steps: readonly Step[];
}
