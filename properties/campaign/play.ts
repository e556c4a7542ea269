import { canonical } from '../../model/key.js';
import type { Belief, Oracle } from '../../model/oracle/oracle.js';
import type { Scope } from '../../model/search/scope.js';
import type { Act } from '../commands/act.js';
import { actsOf } from '../commands/act.js';
import { crashOf } from '../commands/crash.js';
import type { Counterexample } from '../commands/counterexample.js';
import type { Favour, Progress } from '../commands/propose.js';
import { glimpse, impartial, occasionsOf, propose } from '../commands/propose.js';
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
  /** What curious runs do likelier than usual. */
  readonly favour: Favour;
  /** What all runs are confined to. */
  readonly within?: Scope | undefined;
  /** Whether to end the run where it is. */
  readonly isOver: () => boolean;
}

/** What came of a run. */
export interface Played {
  readonly recording: Recording;
  /** What was known after each act that was allowed. */
  readonly beliefs: readonly Belief[];
  /** What was done, as one who looks for what has been seen least calls it. */
  readonly occasions: readonly string[];
  /** Set if it was refused. */
  readonly refusal: Counterexample | null;
  /** Set if the system could not be driven to the end of it. */
  readonly failure: unknown;
  /** Whether it came to its end. */
  readonly complete: boolean;
}

/** Does what a plan wants, and judges every step, up to the first that is refused. */
export async function play(plan: Plan, stage: Stage): Promise<Played> {
  const run = new Run(plan, stage);
  const { recording, beliefs, occasions } = run;
  const played = { recording, beliefs, occasions };
  try {
    const opened = stage.system.open(plan.opening);
    const session = opened instanceof Promise ? await opened : opened;
    try {
      await run.follow(session);
    } finally {
      await session.close();
    }
  } catch (failure) {
    if (recording.accusation === null) return { ...played, refusal: null, failure, complete: false };
  }
  const { steps, accusation } = recording;
  const refusal = accusation && { ...accusation, steps };
  return { ...played, refusal, failure: null, complete: refusal !== null || !stage.isOver() };
}

/** One run, as far as it has come. */
class Run {
  readonly recording: Recording;
  readonly beliefs: Belief[] = [];
  readonly occasions: string[] = [];
  readonly #plan: Plan;
  readonly #stage: Stage;
  /** What this run has done itself. */
  readonly #done = new Set<string>();
  #before = '';

  constructor(plan: Plan, stage: Stage) {
    this.#plan = plan;
    this.#stage = stage;
    this.recording = new Recording(stage.oracle, stage.properties, 'witness');
  }

  async follow(session: SystemSession): Promise<void> {
    const within = this.#stage.within ?? this.#plan.within;
    const bound = within ? boundBy(within, this.#plan.setUp) : 0;
    let begun = 0;
    for (const [index, act] of this.#plan.setUp.entries()) {
      if (!(await this.#take(session, act, 0))) return;
      if (index < bound) begun = this.recording.steps.length;
    }
    for (const draw of this.#plan.draws) {
      const progress = this.#progress();
      const act = within ? proposeWithin(within, progress, begun, draw) : propose(progress, draw);
      if (act !== null && !(await this.#take(session, act, draw.world))) return;
    }
  }

  /** Does something, if the names allow it; whether the run goes on. */
  async #take(session: SystemSession, act: Act, world: number): Promise<boolean> {
    const { recording } = this;
    if (!('settle' in act) && !recording.names.admits(act)) return true;
    const progress = this.#progress();
    const occasions = occasionsOf(progress, glimpse(progress.belief, world), act);
    await recording.perform(session, act);
    this.occasions.push(...occasions);
    for (const what of occasions) this.#done.add(what);
    this.#before = occasions[0] ?? '';
    if (recording.accusation === null) this.beliefs.push(recording.judge.belief);
    return recording.accusation === null && !this.#stage.isOver();
  }

  #progress(): Progress {
    const { judge, names, steps, unsupported } = this.recording;
    const { oracle, unsupported: missing, favour } = this.#stage;
    return {
      profile: oracle.machine.profile,
      belief: judge.belief,
      names,
      steps,
      unsupported: new Set([...missing, ...this.#plan.shunned, ...unsupported]),
      favour: this.#plan.curious ? (what) => (this.#done.has(what) ? 1 : favour(what)) : impartial,
      before: this.#before,
    };
  }
}

/**
 * How many of the acts with which a run begins are the set-up of a scope. Of a run that goes on from another they are those
 * that could be made, and moves come behind them.
 */
function boundBy({ setup }: Scope, acts: readonly Act[]): number {
  const wanted = actsOf(setup).map(canonical);
  let next = 0;
  for (const [index, act] of acts.entries()) {
    const found = wanted.indexOf(canonical(act), next);
    if (found < 0) return index;
    next = found + 1;
  }
  return acts.length;
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
