import type { Candidate, ReadingKey } from '../spec/readings.js';
import type { Call, ConditionReport, Ok, SocketName } from '../spec/trace/step.js';
import type { ErrorCode } from '../spec/errors.js';
import type { NetworkEvent } from '../spec/events.js';

/** Names one connection attempt and what becomes of it. */
export type ConnectionId = string & { readonly brand: unique symbol };

/** The two ends of a connection: the one that called `WSAConnect`, and the one that accepts. */
export type Side = 'client' | 'server';

/** A few sockets and connections at one moment. Parts that no step has joined may stand in worlds of their own. */
export interface World {
  readonly readings: ChosenReadings;
  readonly sockets: { readonly [name: string]: Socket };
  readonly connections: { readonly [id: string]: Connection };
}

/** For each ambiguity that a step depended on, the candidates that still explain everything. */
export type ChosenReadings = { readonly [Key in ReadingKey]?: readonly Candidate[] };

/** A socket as the application knows it, and after `closesocket` what is left of its name. */
export interface Socket {
  readonly phase: Phase;
  /** Calls wait, or fail with `WSAEWOULDBLOCK` (`ioctlsocket`, NE-04). */
  readonly mode: 'blocking' | 'nonblocking';
  readonly linger: Linger;
  readonly conditionalAccept: boolean;
  readonly registration: Registration | null;
  /** Events that were reported and not re-enabled since (NE-11). */
  readonly told: readonly NetworkEvent[];
  /**
   * A send has succeeded since `FD_WRITE` was reported: whether it counts as unreported again is open. Only a send that
   * fails has it told anew for certain (NE-13, NE-21, AM-08b).
   */
  readonly sentSince: boolean;
  /** Reported events of which something has happened since, while no registration nominated them (AM-08b). */
  readonly again: readonly NetworkEvent[];
  readonly outstanding: readonly Outstanding[];
  /** What `SO_ERROR` may give besides 0 (ER-06). */
  readonly errors: readonly ErrorCode[];
  /** Why its last attempt to connect failed, until one succeeds: what that leaves behind is open (CN-07, CN-08). */
  readonly failed: ErrorCode | null;
  /** Of an accepted socket, the listener whose address it shares. */
  readonly acceptedFrom: SocketName | null;
}

/** What a socket is at the moment. */
export type Phase =
  | { readonly is: 'unbound' }
  /** `doubtful`: the address came from an attempt to connect that has failed; whether it is kept is not said (CN-07, CN-08). */
  | { readonly is: 'bound'; readonly doubtful?: true }
  | Listening
  /** `implicitly`: it was not bound before. */
  | { readonly is: 'connecting'; readonly connection: ConnectionId; readonly implicitly?: true }
  | { readonly is: 'connected'; readonly connection: ConnectionId; readonly side: Side }
  | { readonly is: 'closed' }
  /** The documents leave open what the application has done (CN-13, CN-15, CL-07): nothing is concluded any more. */
  | { readonly is: 'unspecified' };

/** A listening socket with its backlog. */
export interface Listening {
  readonly is: 'listening';
  /** Requests that have arrived and were not accepted, by their names; what is known of their order is {@link Connection.behind}. */
  readonly queue: readonly ConnectionId[];
  /** The request at the head that a condition function has deferred (CA-10). */
  readonly deferred: ConnectionId | null;
  /** How many requests the backlog holds: clamped by the provider, so known only between bounds (LS-05). */
  readonly capacity: { readonly atLeast: number; readonly atMost: number };
}

/** `SO_LINGER`; the seconds are unknown after `SO_DONTLINGER` turned lingering on (LG-11). */
export interface Linger {
  readonly onoff: boolean;
  readonly seconds: number | 'unknown';
}

/** A `WSAEventSelect` registration and its event record (NE-03 … NE-08). */
export interface Registration {
  readonly mask: readonly NetworkEvent[];
  readonly indications: readonly Indication[];
}

/** An event that the next enumeration may or must report. Several of one event are alternatives. */
export interface Indication {
  readonly event: NetworkEvent;
  readonly code: 0 | ErrorCode;
  /**
   * `due`: arisen, recorded sooner or later, at a `settle` at the latest. `recorded`: certainly in the record.
   * `optional`: its condition has gone before it was known to be recorded; `undecided`: the same, but whether it was
   * recorded has been decided since, and the next enumeration shows it.
   */
  readonly status: 'due' | 'recorded' | 'optional' | 'undecided';
  /** The indication is given only under these candidates; `null`: under every reading. */
  readonly under: Condition | null;
}

/** A documented reading on which something depends. */
export interface Condition {
  readonly key: ReadingKey;
  readonly candidates: readonly Candidate[];
}

/** A blocking call that had not returned when the next step was made. */
export interface Outstanding {
  readonly call: Call;
  /** What it will return, once it has taken effect. */
  readonly ended: Prediction | null;
}

/**
 * A result that the model allows; `'*'` where the documents name no code, `'anything'` where they leave all open. A call that
 * was cancelled fails; if it receives, it may as well give a part of the data that are named, in one piece (CL-05).
 */
export type Prediction =
  | { readonly ok: Ok; readonly condition?: ConditionReport }
  | { readonly error: ErrorCode | '*'; readonly condition?: ConditionReport }
  | { readonly cancelled: string | null }
  | { readonly pending: true }
  | 'anything';

/** A connection attempt and, once it succeeded, the connection: two ends and two one-way wires. */
export interface Connection {
  readonly client: SocketName;
  /** The listener that has not yet answered the request; `null` once accepted, refused or withdrawn. */
  readonly listener: SocketName | null;
  readonly server: SocketName | null;
  readonly callerData: string | null;
  /** Size of the connector's callee-data buffer; `null`: there is none. */
  readonly calleeDataLen: number | null;
  /** What came back in it. */
  readonly calleeData: string | null;
  /** Requests of the same listener that had arrived before this one was made, by their names: they come first (CA-01). */
  readonly behind: readonly ConnectionId[];
  /**
   * What may have become of the request already, while it is in flight: nobody listened when it was sent, the backlog may
   * have been full before a place became free, or the listener, which has closed since, may have had it.
   */
  readonly missed: 'nobody listened' | 'backlog full' | 'listener closed' | null;
  /** The connector has been, or is being, told that it is connected. */
  readonly confirmed: boolean;
  readonly ends: { readonly [S in Side]: End };
  /** What is in flight, first in first out, by the side that receives it. */
  readonly wires: { readonly [S in Side]: readonly Item[] };
}

/** One end of a connection in the transport; it outlives its socket while a close goes on in the background. */
export interface End {
  /** False after `closesocket`. */
  readonly open: boolean;
  readonly sending: 'open' | 'ended';
  /** Disconnect data have gone to the peer: no others will (DD-03, AM-26). */
  readonly saidGoodbye?: true;
  /** Data have come that cannot be read: a shutdown of the receiving direction has discarded them, or they came after it. */
  readonly discarded?: true;
  /** Open, or the call that has shut it. */
  readonly receiving: 'open' | 'SD_RECEIVE' | 'SD_BOTH' | 'WSARecvDisconnect';
  /** Received and not yet read: one string on byte streams, else one a message. */
  readonly unread: readonly string[];
  /** The peer's end of data has arrived, with its disconnect data until that is fetched. */
  readonly ended: { readonly data: string | null } | null;
  readonly lost: Loss | null;
  /** A send found no room, and `FD_WRITE` will say when there is some (NE-21). */
  readonly awaitsRoom: boolean;
}

/** How a circuit was lost. */
export interface Loss {
  /** `abort`: the remote application aborted (AS-03, AS-04). `stack`: a stack answered with a reset. `self`: by this end. */
  readonly by: 'abort' | 'stack' | 'self' | 'network';
  /** A call has reported it. */
  readonly told: boolean;
  /**
   * What was in flight to an end that has aborted the circuit itself, or was told first that the network has lost it: its
   * beginning may have arrived before, which shows only when it is read (AM-07).
   */
  readonly arriving?: readonly string[];
  /** Disconnect data that came with the abort, until they are fetched (AM-28). */
  readonly data?: string;
}

/** Something in flight. */
export type Item =
  | { readonly is: 'request' }
  | { readonly is: 'confirmation'; readonly data: string | null }
  | { readonly is: 'refusal'; readonly data: string | null }
  | { readonly is: 'data'; readonly bytes: string }
  | { readonly is: 'end'; readonly data: string | null }
  /** By the `network`: nothing arrives, nor does what it has overtaken. */
  | { readonly is: 'reset'; readonly by: 'abort' | 'stack' | 'network'; readonly data?: string };

/** The other side. */
export const peerOf = (side: Side): Side => (side === 'client' ? 'server' : 'client');

/** The world before anything was called. */
export const emptyWorld: World = { readings: {}, sockets: {}, connections: {} };

/** The id of a connection: any text that is not empty. Throws on an empty one. */
export function connectionId(text: string): ConnectionId {
  if (!namesConnection(text)) throw new Error('a connection needs a name');
  return text;
}

const namesConnection = (text: string): text is ConnectionId => text.length > 0;
