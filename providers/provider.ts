import type { ProfileDescription } from '../spec/profiles.js';
import type { Call, CompletionStep, Result, SocketName } from '../spec/trace/step.js';

/** A system under test: it opens as many independent worlds as it is asked for. */
export interface Provider {
  readonly name: string;
  /** A name, or an inline profile. */
  readonly profile: string | ProfileDescription;
  readonly open: () => Session | Promise<Session>;
}

/** A world of its own: sockets are known by the names that the calls give them. */
export interface Session {
  readonly call: (socket: SocketName, call: Call) => Answer | Promise<Answer>;
  /** Ends when nothing is in flight any more, and every indication that was due has been given. */
  readonly settle: () => Completions | Promise<Completions>;
  /** Every socket of the session is gone. */
  readonly close: () => void | Promise<void>;
}

/** Calls that were pending and have ended since the last answer, oldest first. */
export interface Completions {
  readonly completed?: readonly CompletionStep[];
}

/** What came of a call; `unsupported` if the provider does not have it. */
export interface Answer extends Completions {
  readonly result: Result | 'unsupported';
}
