import type { Step } from '../../spec/trace/step.js';
import type { BitTableFigures } from './engine/bit-table.js';
import type { Helper } from './engine/helper.js';

/** Where an exploration ends at the latest. */
export interface Limits {
  readonly states: number;
  /** Calls, completions and settles of the longest run that is followed, the set-up not counted (unlimited). */
  readonly depth?: number;
  /**
   * Bytes that states may take, and what is needed to find their steps and to make room for more of them (unlimited). The
   * exploration stops before it would need more; what the rules take themselves is not counted.
   */
  readonly bytes?: number;
  /**
   * Bits of a table that marks the states instead of keeping them, a power of two (they are kept). Then more of them fit, some
   * may be taken for others, and the exploration is not complete. Without a reduction that goes for scopes of 16,384 states and
   * more alone: the first ones are kept. Under a partial order all of them always are.
   */
  readonly bits?: number;
  /**
   * A second thread that takes steps beside the search (there is none). It is started `after` so many states were found, if `worth` so
   * many are foreseen in all; and only if states are packed in few bits, nothing is observed, comes to rest, or is taken for something
   * else, and neither states nor steps are limited. The same is found, and in another order.
   */
  readonly helper?: { readonly start: () => Helper; readonly after: number; readonly worth: number };
  /** Asked now and then; the exploration stops when the answer is no. */
  readonly goOn: (progress: Progress) => boolean;
}

/**
 * What an exploration may leave out. A run that it finds is one of the full exploration, and as short as any.
 *
 * `symmetry`: of states that differ only in which of the parties of a scope that are alike is which, one is visited.
 *
 * `partial order`: of two connections that have nothing to do with each other any more, each is followed by itself, and their
 * steps in no common order. Refused where a scope settles, which nobody does by himself; nothing is left out where the
 * observer cannot tell what it remembers of one from what it remembers of another.
 */
export type Reduction = 'none' | 'symmetry' | 'partial order' | 'symmetry and partial order';

/** How far an exploration has come. */
export interface Progress {
  readonly states: number;
  readonly transitions: number;
  /** Calls, completions and settles of the longest run so far. */
  readonly depth: number;
  /** States that were found and not yet expanded. */
  readonly frontier: number;
}

/** A run that breaks what is observed: its steps, the last of which does it. */
export interface Counterexample {
  readonly steps: readonly Step[];
  readonly reason: string;
}

/** What an exploration found. */
export interface Exploration extends Progress {
  /** Every state within the bounds was visited. */
  readonly complete: boolean;
  /** A limit other than that of the depth has ended it, or a counterexample. */
  readonly stopped: boolean;
  /** How often each rule fired. */
  readonly fired: ReadonlyMap<string, number>;
  /** How often the observer was triggered. */
  readonly triggered: number;
  /** One with the fewest steps, if there is any. */
  readonly counterexample: Counterexample | null;
  /** Of the table of bits, if the states were marked in one. */
  readonly bitTable?: BitTableFigures;
}
