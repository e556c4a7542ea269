import type { Call, CompletionStep, Result, SocketName } from '../../spec/trace/step.js';

/** A system that commands drive; every provider is one. */
export interface System {
  /**
   * Opens a world of its own. A system that draws lots draws them from `seed`, so that a run can be repeated; the others
   * ignore it.
   */
  readonly open: (seed: number) => SystemSession | Promise<SystemSession>;
  /** Whether what a session threw means that a call has ended the system itself; it never does if left out. */
  readonly hasCrashed?: (error: unknown) => boolean;
}

/** A world of its own: sockets are known by the names that the calls give them. */
export interface SystemSession {
  readonly call: (socket: SocketName, call: Call) => SystemAnswer | Promise<SystemAnswer>;
  /** Ends when nothing is in flight any more, and every indication that was due has been given. */
  readonly settle: () => Completed | Promise<Completed>;
  /** Every socket of the session is gone. */
  readonly close: () => void | Promise<void>;
}

/** Calls that were pending and have ended since the last answer, oldest first. */
export interface Completed {
  readonly completed?: readonly CompletionStep[];
}

/** What came of a call; `unsupported` if the system does not have it. */
export interface SystemAnswer extends Completed {
  readonly result: Result | 'unsupported';
}
