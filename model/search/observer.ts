import type { Step } from '../../spec/trace/step.js';

/** Looks at calls and results alone, and remembers what it needs: the same over a model, a provider and a trace. */
export interface Observer<Memory> {
  readonly start: Memory;
  readonly observe: (memory: Memory, step: Step) => Observation<Memory>;
  /**
   * What bears on steps of `sockets` alone, and on no step of the `others`, of what is remembered; `null` if that cannot be told
   * apart. An observer without it may remember anything of everyone.
   */
  readonly only?: (
    memory: Memory,
    sockets: ReadonlySet<string>,
    others: ReadonlySet<string>,
  ) => Memory | null;
}

/** What an observer makes of one step. */
export type Observation<Memory> =
  /** Nothing is wrong so far; `triggered` if the step is one that the property speaks of. */
  | { readonly memory: Memory; readonly triggered?: true }
  /** The step breaks what is observed, for this reason. */
  | { readonly broken: string };

/** An observer that has nothing to say. */
export const indifferent: Observer<null> = { start: null, observe: () => ({ memory: null }) };
