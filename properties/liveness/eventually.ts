import type { Scope } from '../../model/search/scope.js';
import type { ClauseId } from '../../spec/clauses/index.js';
import type { Profile } from '../../spec/profiles.js';
import type { Step } from '../../spec/trace/step.js';

/**
 * Something that must come: whenever `from` was seen, `until` is seen at last, if the application goes on polling and
 * everything comes to rest again and again. Said of calls and results alone.
 */
export interface Eventually {
  readonly name: string;
  /** One sentence. */
  readonly says: string;
  readonly clauses: readonly ClauseId[];
  readonly appliesTo: (profile: Profile) => boolean;
  /** The bounds within which the model is searched for a run that goes on for ever without what must come. */
  readonly ground: (profile: Profile) => Scope;
  readonly from: (step: Step) => boolean;
  readonly until: (step: Step) => boolean;
  /** The steps that are made again and again; without them nothing has to be told. */
  readonly polls: readonly ((step: Step) => boolean)[];
  /** Whether a time-out of an attempt, which may come at any time, does come at last. */
  readonly timeOutsCome: boolean;
  /** A faulty provider of which this must not hold: without one the search would show nothing. */
  readonly twin: string;
}

/** A run that goes on for ever: its beginning, and a cycle that is repeated. */
export interface Lasso {
  readonly prefix: readonly Step[];
  readonly cycle: readonly Step[];
}
