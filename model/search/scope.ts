import type { Party } from './renaming.js';
import type { Call, SocketName, Step } from '../../spec/trace/step.js';

/** A call that a run may make. */
export interface Move {
  readonly socket: SocketName;
  readonly call: Call;
  /** How often in one run. What changes nothing when repeated needs no bound. */
  readonly times: number | 'any';
}

/** The bounds of an exploration: what has happened before it, and what may be called in it. */
export interface Scope {
  readonly name: string;
  /** Steps that are taken first, without looking at other ways in which they might have gone. */
  readonly setup: readonly Step[];
  readonly moves: readonly Move[];
  /** Whether a run may come to rest in between, which tells what must have happened from what may have. */
  readonly settles: boolean;
  /** Whether connection attempts and lingering closes may time out. */
  readonly timers: boolean;
  /** The surroundings may fail any call (ER-04); they hold if this is left out. */
  readonly surroundings?: 'may fail';
  /** Parties that are alike in everything but their names: a search may look at them in any one order (none). */
  readonly alike?: readonly Party[];
  /** Bytes for which a connection surely has room; less than what the moves send shows what happens without. */
  readonly room: number;
}
