import type { ClauseId } from '../spec/clauses/index.js';
import type { SocketName } from '../spec/trace/step.js';
import type { Allowed, ReadingsFollowed } from './verdict.js';

/**
 * One explanation of a trace, told frame by frame: what happens in silence, each step, and the world after it. Where several
 * explanations remain, this is one with as little as possible going on unseen; a violation never rests on it.
 */
export interface Story {
  readonly frames: readonly Frame[];
  /** The first step that is not told, since no explanation was found within bounds; `null` if all of them are. */
  readonly lostAt: number | null;
}

/** One moment of a story, with the world after it. */
export type Frame = SilentFrame | BegunFrame | StepFrame | RefusedFrame;

/** A rule that has fired. */
export interface Reason {
  readonly rule: string;
  readonly clauses: readonly ClauseId[];
}

/** A step of the network or of the provider that no call shows. */
export interface SilentFrame extends Reason {
  readonly is: 'silent';
  /** What has reached its end, if this was a delivery. */
  readonly delivered: Delivery | null;
  readonly world: WorldView;
}

/** Something that was in flight has arrived. */
export interface Delivery {
  readonly connection: string;
  readonly toward: EndName;
  readonly item: string;
}

/** A call that does not end at once begins; its end is the next step of the story. */
export interface BegunFrame extends Reason {
  readonly is: 'begun';
  readonly at: number;
  readonly world: WorldView;
}

/** A step of the trace that is allowed. */
export interface StepFrame extends Reason {
  readonly is: 'step';
  /** Its place in the trace. */
  readonly at: number;
  readonly allowed: readonly AllowedResult[];
  /** How many more were allowed than are listed, if any. */
  readonly unlisted?: number;
  readonly world: WorldView;
}

/** The step that is refused; the world is the one before it. */
export interface RefusedFrame {
  readonly is: 'refused';
  readonly at: number;
  readonly allowed: readonly AllowedResult[];
  /** How many more were allowed than are listed, if any. */
  readonly unlisted?: number;
  readonly world: WorldView;
}

/** A result that was allowed at a step, with the rules that allow it; without any where the step says nothing of its result. */
export interface AllowedResult {
  readonly result: Allowed;
  readonly by: readonly Reason[];
}

/** The two ends of a connection. */
export type EndName = 'client' | 'server';

/** A world as people are shown it. */
export interface WorldView {
  readonly sockets: readonly SocketView[];
  readonly connections: readonly ConnectionView[];
  readonly readings: ReadingsFollowed;
}

/** A socket as people are shown it; what is as in a fresh socket is left out. */
export interface SocketView {
  readonly name: SocketName;
  readonly state: string;
  /** Whether the handle still names a socket. */
  readonly open: boolean;
  readonly facts: readonly Fact[];
  /** Of a listening socket, the requests that wait. */
  readonly backlog: readonly WaitingRequest[] | null;
}

/** Something that is so, in a word or two and its value. */
export interface Fact {
  readonly name: string;
  readonly value: string;
}

/** A request in a backlog. */
export interface WaitingRequest {
  readonly client: SocketName;
  readonly how: 'waiting' | 'deferred' | 'withdrawn';
}

/** A connection, or an attempt at one, with what is in flight on its two wires, first in first out. */
export interface ConnectionView {
  readonly id: string;
  readonly client: SocketName;
  readonly server: SocketName | null;
  /** The listener whose answer is awaited. */
  readonly listener: SocketName | null;
  readonly inFlight: { readonly [Toward in EndName]: readonly string[] };
}
