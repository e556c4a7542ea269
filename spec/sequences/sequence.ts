import type { NetworkEvent } from '../events.js';
import type { Call, RecordedEvents, Result, SocketName } from '../trace/step.js';
import type { Requirement } from './requirement.js';

/**
 * How an event shows itself in a trace, on one socket: indications that are recorded, then a call and its
 * result.
 */
export interface Showing {
  readonly socket: SocketName;
  readonly requires?: Requirement;
  /** Recorded events, among them at least these. */
  readonly sees?: RecordedEvents;
  /** Events that are not recorded. */
  readonly lacks?: readonly NetworkEvent[];
  readonly does?: Call;
  /** The result of the call; absent where it depends on the profile or on a reading. */
  readonly answers?: Result;
}

/** One step of a documented sequence. */
export interface SequenceEvent {
  /** Its number in the document, or a name given here; unique in its sequence. */
  readonly id: string;
  readonly side: 'client' | 'server';
  readonly says: string;
  /** The ways in which it may show itself, any of which will do; none for a local computation. */
  readonly shows: readonly Showing[];
  /** Set where the document puts the step in brackets: it may be missing. */
  readonly optional?: true;
}

/** `[earlier, later]`, by the identifiers of two events. */
export type Order = readonly [earlier: string, later: string];

/** A usage sequence of the documents (section 14): one permitted course, as a partial order. */
export interface Sequence {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly requires: readonly Requirement[];
  /**
   * Before its first event: no sockets, a listener with sockets that may connect to it, or a connection of
   * `client` and `server`.
   */
  readonly starts: 'from-nothing' | 'listening' | 'connected';
  readonly events: readonly SequenceEvent[];
  /** What the document orders. */
  readonly order: readonly Order[];
  /** What it leaves unsaid, and causality or the trace format orders. */
  readonly implied: readonly Order[];
  /** What is ordered besides where acceptance is what confirms a connection. */
  readonly onAcceptance?: readonly Order[];
}
