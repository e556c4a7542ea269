import type { Belief, Oracle } from '../../model/oracle/oracle.js';
import type { Scope } from '../../model/search/scope.js';
import type { Act } from '../commands/act.js';
import { crashOf } from '../commands/crash.js';
import type { Counterexample } from '../commands/counterexample.js';
import { propose } from '../commands/propose.js';
import { Recording } from '../commands/recording.js';
import type { System, SystemSession } from '../commands/system.js';
import { proposeWithin } from '../commands/within.js';
import type { SealedProperty } from '../property.js';
import type { Plan } from './plan.js';

/** What a run stands on. */
export interface Stage {
  readonly system: System;
  readonly oracle: Oracle;
  readonly properties: readonly SealedProperty[];
  /** Features that the system does not have. */
  readonly unsupported: ReadonlySet<string>;
  /** What the runs are confined to. */
  readonly within?: Scope | undefined;
  /** Whether to end the run where it is. */
  readonly isOver: () => boolean;
}

/** What came of a run. */
export interface Played {
  readonly recording: Recording;
  /** What was known after each act that was allowed. */
  readonly beliefs: readonly Belief[];
  /** Set if it was refused. */
  readonly refusal: Counterexample | null;
  /** Set if the system could not be driven to the end of it. */
  readonly failure: unknown;
  /** Whether it came to its end. */
  readonly complete: boolean;
}

/** Does what a plan wants, and judges every step, up to the first that is refused. */
export async function play(plan: Plan, stage: Stage): Promise<Played> {
  const recording = new Recording(stage.oracle, stage.properties);
  const beliefs: Belief[] = [];
  try {
    const opened = stage.system.open(plan.opening);
    const session = opened instanceof Promise ? await opened : opened;
    try {
      await follow(plan, session, recording, stage, (belief) => beliefs.push(belief));
    } finally {
      await session.close();
    }
  } catch (failure) {
    if (recording.accusation === null) return { recording, beliefs, refusal: null, failure, complete: false };
  }
  const { steps, accusation } = recording;
  const refusal = accusation && { ...accusation, steps };
  return { recording, beliefs, refusal, failure: null, complete: refusal !== null || !stage.isOver() };
}

async function follow(
  plan: Plan,
  session: SystemSession,
  recording: Recording,
  stage: Stage,
  onAllowed: (belief: Belief) => void,
): Promise<void> {
  const { profile } = stage.oracle.machine;
  /** Whether the run goes on. */
  const take = async (act: Act): Promise<boolean> => {
    if (!('settle' in act) && !recording.names.admits(act)) return true;
    await recording.perform(session, act);
    if (recording.accusation === null) onAllowed(recording.judge.belief);
    return recording.accusation === null && !stage.isOver();
  };
  for (const act of plan.setUp) if (!(await take(act))) return;
  const left = [...stage.unsupported, ...plan.shunned];
  for (const draw of plan.draws) {
    const { judge, names, steps } = recording;
    const unsupported = new Set([...left, ...recording.unsupported]);
    const progress = { profile, belief: judge.belief, names, steps, unsupported };
    const { within } = stage;
    const act = within ? proposeWithin(within, progress, draw) : propose(progress, draw);
    if (act !== null && !(await take(act))) return;
  }
}

/** Whether the system has ended instead of carrying out what it was asked for. */
export const hasCrashed = ({ failure, recording }: Played, { system }: Stage): boolean =>
  failure !== null && recording.asked !== null && system.hasCrashed?.(failure) === true;

/** Plays a run once more, after the system has ended under it: what has ended it, if it ends again. */
export async function playAgain(plan: Plan, stage: Stage): Promise<Played> {
  const again = await play(plan, stage);
  if (!hasCrashed(again, stage)) return again;
  const { steps, accusation } = crashOf(again.recording, again.failure);
  return { ...again, failure: null, refusal: { ...accusation, steps }, complete: true };
}
