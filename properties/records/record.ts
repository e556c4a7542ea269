import type { NetworkEvent } from '../../spec/events.js';
import { networkEvents } from '../../spec/events.js';
import type { SocketName } from '../../spec/trace/step.js';
import type { Ending } from '../ledger/happening.js';
import type { Account, Ledger } from '../ledger/ledger.js';

/** How far something has come that may happen any time before the next `settle`: it is in the air, or at rest. */
type Flight = 'air' | 'rest';

/** What is remembered of the record of one socket. */
export interface Record {
  /** Reported, and not re-enabled since. */
  readonly reported: readonly NetworkEvent[];
  /** May be reported once more although nothing has re-enabled it: by a new arrival (AM-08a), or a registration (AM-08b). */
  readonly again: { readonly [Event in NetworkEvent]?: Flight };
  /** What such an event may tell of: data or requests have come since it was known that there are none. */
  readonly cause: { readonly [Event in NetworkEvent]?: Flight };
  /** Surely recorded: the next enumeration has it. */
  readonly due: readonly NetworkEvent[];
  /** A send has found no room, and `FD_WRITE` is to tell when there is some (NE-21). */
  readonly awaitsRoom: boolean;
  /** Of a listener: it has deferred a request, so that it is told of no other (CA-12). */
  readonly defers: boolean;
  /** Of a listener: the attempts that FD_ACCEPT must tell of, unless one of them has timed out. */
  readonly owed: readonly SocketName[];
}

/** What is remembered of all records. */
export interface Notes {
  readonly records: { readonly [socket: string]: Record };
  /** Requests that FD_ACCEPT has not told of, by their listener: they must have been withdrawn. */
  readonly untold: { readonly [listener: string]: readonly SocketName[] };
}

/** Before anything has happened. */
export const blank: Record = {
  reported: [],
  again: {},
  cause: {},
  due: [],
  awaitsRoom: false,
  defers: false,
  owed: [],
};

/** A `WSAEnumNetworkEvents` that has ended. */
export type Enumeration = Extract<Ending, { call: 'WSAEnumNetworkEvents' }>;

/** The events that it has given; `null` if it has failed, or they were not observed. */
export const eventsIn = ({ result }: Enumeration): readonly NetworkEvent[] | null => {
  const events = 'ok' in result ? result.ok.events : undefined;
  return events ? networkEvents.filter((event) => events[event] !== undefined) : null;
};

/** Whether it is known what can be said of the record of a socket. */
export const isKnown = ({ phase }: Account): boolean =>
  phase !== 'unknown' && phase !== 'closing' && phase !== 'closed';

/** The notes with a changed record. */
export const put = (notes: Notes, socket: SocketName, changes: Partial<Record>): Notes => ({
  ...notes,
  records: { ...notes.records, [socket]: { ...(notes.records[socket] ?? blank), ...changes } },
});

/** The values but for one. */
export const without = <Value>(values: readonly Value[], gone: Value): readonly Value[] =>
  values.includes(gone) ? values.filter((value) => value !== gone) : values;

/** What may still happen, after all that had happened was seen. */
export const inTheAir = (flights: Record['again']): Record['again'] =>
  Object.fromEntries(Object.entries(flights).filter(([, flight]) => flight === 'air'));
/** Each of these may happen. */
export const allInTheAir = (events: readonly NetworkEvent[]): Record['again'] =>
  Object.fromEntries(events.map((event) => [event, 'air' as const]));

/** Whether what an event tells may be the case. */
export function mayHold(ledger: Ledger, socket: SocketName, event: NetworkEvent): boolean {
  const account = ledger.accounts[socket];
  if (!account) return false;
  if (event === 'FD_ACCEPT') return account.requests !== 0;
  // AM-08c: a failure that the call has told may be told once more.
  if (event === 'FD_CONNECT' && account.phase === 'bound' && account.asked !== null) return true;
  if (event !== 'FD_READ') return (event === 'FD_WRITE' || event === 'FD_CONNECT') && account.half !== null;
  const { peer = null } = account.half ?? {};
  if (peer === null) return false;
  const half = ledger.accounts[peer]?.half;
  return !half || half.sent.length > 0;
}
