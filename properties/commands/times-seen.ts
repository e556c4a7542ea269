import { actsOf } from './act.js';
import type { Counterexample } from './counterexample.js';
import { faultOf } from './identity.js';
import type { Replay } from './replay.js';

/** How many replays, one for each seed, show the same fault again. */
export async function timesSeen(
  found: Counterexample,
  replay: Replay,
  seeds: readonly number[],
): Promise<number> {
  const acts = actsOf(found.steps);
  let seen = 0;
  for (const seed of seeds) {
    const trial = await replay(acts, seed);
    if (trial?.accusation && faultOf(trial.accusation) === faultOf(found)) seen += 1;
  }
  return seen;
}
