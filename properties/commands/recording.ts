import type { Oracle } from '../../model/oracle/oracle.js';
import type { Step } from '../../spec/trace/step.js';
import type { SealedProperty } from '../property.js';
import type { Act } from './act.js';
import { featureOf } from './feature.js';
import type { Accusation, Standing } from './judge.js';
import { Judge } from './judge.js';
import { Names } from './names.js';
import type { SystemSession } from './system.js';

/** What happened in one session, step by step, and whether it was allowed. */
export class Recording {
  readonly judge: Judge;
  readonly names = new Names();
  /** Features that the system turned out not to have. */
  readonly unsupported = new Set<string>();
  readonly #steps: Step[] = [];
  #accusation: Accusation | null = null;
  #asked: Act | null = null;

  constructor(oracle: Oracle, properties: readonly SealedProperty[], standing?: Standing) {
    this.judge = new Judge(oracle, properties, standing);
  }

  /** Everything that was seen, up to and including a step that was not allowed. */
  get steps(): readonly Step[] {
    return this.#steps;
  }

  /** What the system was asked for last, whether it has answered or not. */
  get asked(): Act | null {
    return this.#asked;
  }

  /** What is wrong with the last step, or `null`. */
  get accusation(): Accusation | null {
    return this.#accusation;
  }

  /**
   * Does one thing, and takes note of what came of it. Ends of earlier calls stand behind the call with whose answer
   * they came: it may be what has ended them.
   */
  async perform(session: SystemSession, act: Act): Promise<void> {
    this.#asked = act;
    if ('settle' in act) {
      const waited = session.settle();
      const { completed = [] } = waited instanceof Promise ? await waited : waited;
      this.#note([...completed, act]);
      return;
    }
    const called = session.call(act.socket, act.call);
    const { result, completed = [] } = called instanceof Promise ? await called : called;
    if (result === 'unsupported') {
      this.unsupported.add(featureOf(act.call));
      this.#note(completed);
      return;
    }
    this.#note([{ socket: act.socket, ...act.call, result }, ...completed]);
  }

  #note(steps: readonly Step[]): void {
    for (const step of steps) {
      if (this.#accusation) return;
      this.#steps.push(step);
      this.names.note(step);
      this.#accusation = this.judge.observe(step);
    }
  }
}
