import type { Step } from '../../spec/trace/step.js';

/** States, numbered from 0, where it begins, and all steps between them; `step` is null where nothing is seen. */
export interface LabelledGraph {
  readonly states: number;
  readonly transitions: readonly {
    readonly from: number;
    readonly to: number;
    readonly rule: string;
    readonly step: Step | null;
  }[];
  /** States whose steps were not taken. */
  readonly frontier: ReadonlySet<number>;
}
