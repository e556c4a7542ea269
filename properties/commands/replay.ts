import type { Oracle } from '../../model/oracle/oracle.js';
import type { Step } from '../../spec/trace/step.js';
import type { SealedProperty } from '../property.js';
import type { Act } from './act.js';
import type { Accusation, Standing } from './judge.js';
import { crashOf } from './crash.js';
import { Recording } from './recording.js';
import type { System } from './system.js';

/** What came of doing the same again. */
export interface Trial {
  /** Everything that was seen, up to and including a step that was not allowed. */
  readonly steps: readonly Step[];
  readonly accusation: Accusation | null;
  /** Features that the system turned out not to have: what needs them was left out. */
  readonly unsupported: ReadonlySet<string>;
}

/**
 * Does acts again in a session of their own, opened with a seed. They end early if a name cannot be used as they want, after
 * what the system answered before: `null`, unless that may be because it does not have what was asked for.
 */
export type Replay = (acts: readonly Act[], seed: number) => Promise<Trial | null>;

/** A {@link Replay} on a system, judged as before. */
export const replayOn =
  (system: System, oracle: Oracle, properties: readonly SealedProperty[], standing?: Standing): Replay =>
  async (acts, seed) => {
    const recording = new Recording(oracle, properties, standing);
    const session = await system.open(seed);
    try {
      for (const act of acts) {
        if (!('settle' in act) && !recording.names.admits(act)) {
          if (recording.unsupported.size === 0) return null;
          break;
        }
        await recording.perform(session, act);
        if (recording.accusation) break;
      }
    } catch (error) {
      if (!system.hasCrashed?.(error)) throw error;
      return { ...crashOf(recording, error), unsupported: recording.unsupported };
    } finally {
      await session.close();
    }
    const { steps, accusation, unsupported } = recording;
    return { steps, accusation, unsupported };
  };
