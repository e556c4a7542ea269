import type { SharedSteps } from './shared-steps.js';

/** Who takes steps of a search beside it, in another thread, on memory that both see. */
export interface Helper {
  /** Has {@link help} called with a round. That may come late, or not at all: then the search does everything itself. */
  readonly take: (round: Round) => void;
  /** Ends the thread, whatever it is doing. */
  readonly end: () => void;
}

/** The cells of {@link Round.control}. */
export const cell = {
  /** How many handfuls of states were taken. */
  claimed: 0,
  /** Four times the number of the round, and its {@link stage}. */
  stage: 1,
  /** How many states the helper has found. */
  found: 2,
  /** How many states it has left to the search. */
  left: 3,
  /** How many steps it has taken. */
  taken: 4,
  /** How many handfuls the helper has taken. */
  byHelper: 5,
} as const;

/** How far the helper has come in a round. */
export const stage = { offered: 0, begun: 1, over: 2, failed: 3 } as const;

/**
 * States that are taken at once. The search takes handfuls from the beginning of a round on and the helper from its end: so
 * they seldom write close to each other, which is what two threads lose most time with.
 */
export const handful = 1024;

/** States whose steps are to be taken, and the memory that this needs: all of it is shared. */
export interface Round {
  readonly number: number;
  readonly control: Int32Array;
  readonly steps: SharedSteps;
  /** Where the groups of a table stand in a row. */
  readonly shifts: Int32Array;
  readonly masks: Int32Array;
  /** The rows of the states from `first` on; the steps are taken of those from `begin` to `end`. */
  readonly rows: Int32Array;
  readonly first: number;
  readonly begin: number;
  readonly end: number;
  /** A bit for each row that was visited, found by the bits of the row from `shift` on. */
  readonly visited: Int32Array;
  readonly shift: number;
  /** What the helper has found: rows, and for each the state from which it came, and by which edge. */
  readonly found: Int32Array;
  readonly from: Int32Array;
  readonly by: Int32Array;
  /** States of which it has taken no step: it has met a situation that is not in the tables yet, or has no more room. */
  readonly left: Int32Array;
}
