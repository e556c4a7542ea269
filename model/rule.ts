import type { Draft } from 'immer';
import type { ClauseId } from '../spec/clauses/index.js';
import type { Candidate, ReadingKey } from '../spec/readings.js';
import type { CallArguments, CallName, Result, SocketName } from '../spec/trace/step.js';
import type { Model } from './model.js';
import type { Connection, ConnectionId, End, Prediction, Side, Socket, World } from './world.js';

/** A call that cannot end now: it fails with `WSAEWOULDBLOCK` on a nonblocking socket and waits on a blocking one. */
export const waits = 'waits';

/** What an effect gives: a prediction, that the call has to wait, or that it ends at once with what now comes of it. */
export type Outcome = Prediction | typeof waits | 'at once';

/** The circumstances of a call, as its guard sees them. */
export interface Scene<Name extends CallName> {
  readonly model: Model;
  readonly world: World;
  readonly name: SocketName;
  readonly args: CallArguments[Name];
  readonly self: Socket;
  /** The connection that the socket has, if it has one. */
  readonly link: Link | null;
}

/** A socket's connection, seen from its side. */
export interface Link {
  readonly id: ConnectionId;
  readonly side: Side;
  readonly connection: Connection;
  readonly end: End;
  readonly peer: End;
}

/** The same for an effect, which may change everything that it finds. */
export interface Stage<Name extends CallName> extends Choices {
  readonly model: Model;
  readonly world: Draft<World>;
  readonly name: SocketName;
  readonly args: CallArguments[Name];
  readonly self: Draft<Socket>;
  readonly link: DraftLink | null;
}

/** A {@link Link} that may be changed. */
export interface DraftLink {
  readonly id: ConnectionId;
  readonly side: Side;
  readonly connection: Draft<Connection>;
  readonly end: Draft<End>;
  readonly peer: Draft<End>;
}

/** How an effect leaves something open: each choice branches, and every branch is allowed. */
export interface Choices {
  /** One of several things that the documents allow alike. */
  oneOf: <T>(options: readonly [T, ...T[]]) => T;
  /**
   * The reading that decides here, as the label of a group of candidates. Only groups with a candidate that is still
   * open are offered; the world keeps the choice.
   */
  reading: <Label extends string>(
    key: ReadingKey,
    groups: { readonly [L in Label]: readonly Candidate[] },
  ) => Label;
  /** How many of `most` (≥ 1) bytes: all of them, or as many as were observed. */
  amount: (most: number) => number;
  /** What the caller has seen; `null` when the model is explored rather than compared. */
  readonly observed: Result | null;
}

/** One sentence of the documents about a call: when it applies, and what it brings about. */
export interface Rule<Name extends CallName> {
  /** A short sentence that names the rule in reports. */
  readonly name: string;
  readonly clauses: readonly ClauseId[];
  /**
   * `misuse`: a failed precondition. Where several fail, any of them may win, and nothing else happens (ER-08).
   * `environment`: a failure of the surroundings that an application cannot see coming, or an error that is nowhere asked for
   * and nowhere excluded; an exploration has none.
   */
  readonly kind?: 'misuse' | 'environment';
  /** Whether a call that misuses its socket may have to wait all the same, so that it can be cancelled (ER-05). */
  readonly mayWait?: (scene: Scene<Name>) => boolean;
  readonly when: (scene: Scene<Name>) => boolean;
  readonly then: (stage: Stage<Name>) => Outcome;
}

/** The rules of one call. */
export type CallRules<Name extends CallName> = readonly Rule<Name>[];

/** What a prediction of one fixed error looks like as an effect. */
export const fails =
  (...errors: readonly [Code, ...Code[]]) =>
  (stage: Choices): Outcome => ({ error: stage.oneOf(errors) });

/** A code with which a call may fail; `*`: any. */
export type Code = Extract<Prediction, { error: unknown }>['error'];
