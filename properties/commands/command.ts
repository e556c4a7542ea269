import fc from 'fast-check';
import type { Act } from './act.js';
import type { Accusation } from './judge.js';
import { lots } from './pool.js';
import type { Draw } from './propose.js';
import type { Recording } from './recording.js';
import type { SystemSession } from './system.js';

/** Ends a run at the step that is not allowed. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly accusation: Accusation;

  constructor(accusation: Accusation) {
    super(accusation.violation.summary);
    this.accusation = accusation;
  }
}

/** What the commands of one run know: what happened in it, and what is counted. */
export interface Script {
  readonly recording: Recording;
  readonly propose: (draw: Draw) => Act | null;
  /** Told of each command that was drawn, and of each that was carried out. */
  readonly count: (what: 'generated' | 'run') => void;
  /** Whether the run is to end here. */
  readonly isOver: () => boolean;
}

/** Does one thing, if the names allow it; throws {@link Refused} if the documents or a property do not allow what it gives. */
export async function perform(recording: Recording, session: SystemSession, act: Act): Promise<void> {
  if (!('settle' in act) && !recording.names.admits(act)) return;
  await recording.perform(session, act);
  if (recording.accusation) throw new Refused(recording.accusation);
}

/** Some call, or a settle: which one is decided when it is run, by what is known then. */
class Command implements fc.AsyncCommand<Script, SystemSession> {
  readonly #draw: Draw;

  constructor(draw: Draw) {
    this.#draw = draw;
  }

  check(script: Readonly<Script>): boolean {
    if (script.isOver()) return false;
    script.count('generated');
    return script.propose(this.#draw) !== null;
  }

  async run(script: Script, session: SystemSession): Promise<void> {
    const act = script.propose(this.#draw);
    if (act === null) return;
    const { recording } = script;
    const before = recording.steps.length;
    await perform(recording, session, act);
    if (recording.steps.length > before) script.count('run');
  }

  toString(): string {
    const { world, actor, call, argument } = this.#draw;
    return `command(${[world, actor, call, argument].join(', ')})`;
  }
}

const lot = fc.nat({ max: lots - 1 });

/**
 * Any command. Its lots are not shrunk: smaller ones would fall on other calls, not on simpler ones.
 */
export const arbitraryCommand = fc
  .noShrink(fc.record({ world: lot, actor: lot, call: lot, argument: lot }))
  .map((draw) => new Command(draw));
