import type { Step } from '../../../spec/trace/step.js';
import type { World } from '../../world.js';

/** A state that a search has found, in words. */
export interface Place<Memory> {
  readonly world: World;
  /** How often each move was made. */
  readonly made: readonly number[];
  readonly memory: Memory;
}

/** The states from which a search did not go on, numbered from 0, when a limit had ended it. */
export interface Frontier<Memory> {
  readonly size: number;
  readonly place: (index: number) => Place<Memory>;
  /** A whole run: a shortest one to a state, and steps that go on from there. */
  readonly run: (index: number, later: readonly Step[]) => readonly Step[];
  /** The places that the search has packed together. */
  readonly groups: readonly (readonly number[])[];
}

const nowhere = (): never => {
  throw new RangeError('this frontier has no states');
};

/** Of a search that leaves no states to go on from. */
export const noFrontier: Frontier<never> = { size: 0, place: nowhere, run: nowhere, groups: [] };
