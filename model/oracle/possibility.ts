import type { Fired } from '../transition.js';
import type { Prediction, World } from '../world.js';

/** Something that could have been seen at a step, and the rule that allows it. */
export interface Possibility extends Fired {
  readonly prediction: Prediction;
  /** The world in which the rule would have fired. */
  readonly world: World;
}
