import type { SocketName } from '../../spec/trace/step.js';
import { isUnderWay } from '../ledger/evidence.js';
import type { Ending } from '../ledger/happening.js';
import type { Ledger } from '../ledger/ledger.js';

interface Lingers {
  readonly onoff: boolean;
  /** `null`: never set, or in a way that leaves it open. */
  readonly seconds: number | null;
}

/** What is remembered of listeners, attempts and accepted sockets. */
export interface Notes {
  /** What SO_LINGER was set to; `null` if that is not known. */
  readonly lingers: { readonly [socket: string]: Lingers | null };
  /** Attempts that have arrived: a `settle` has passed since they were made. */
  readonly waiting: readonly SocketName[];
  /** For each attempt, the ones that were surely there before it was made. */
  readonly ahead: { readonly [client: string]: readonly SocketName[] };
  /** Attempts that were there and were passed over: they must have been withdrawn (AM-04). */
  readonly passed: readonly SocketName[];
  /** Attempts that have shown to be connected after they came to stand in a backlog. */
  readonly alive: readonly SocketName[];
  /** Listeners whose connections are established when they are accepted, whatever the profile (CA-28). */
  readonly conditional: readonly SocketName[];
  /** Listeners that have deferred a request (AM-03). */
  readonly deferring: readonly SocketName[];
  /** Accepted sockets that owe the FD_WRITE of their registration; `settled` if it must have been recorded. */
  readonly owes: { readonly [socket: string]: 'due' | 'settled' };
}

/** Before the first step. */
export const start: Notes = {
  lingers: {},
  waiting: [],
  ahead: {},
  passed: [],
  alive: [],
  conditional: [],
  deferring: [],
  owes: {},
};

/** A `WSAAccept` that has ended. */
export type Accept = Extract<Ending, { call: 'WSAAccept' }>;

/** No other accept is, or was, under way beside it, which may have been offered something in between. */
export const isAlone = ({ socket, late }: Accept, before: Ledger): boolean =>
  !late && !isUnderWay(before, socket, 'WSAAccept');

/** Those that stood before `caller` and have not been decided. */
export const skippedBy = (notes: Notes, { accounts }: Ledger, caller: SocketName): readonly SocketName[] =>
  (notes.ahead[caller] ?? []).filter((name) => {
    const half = accounts[name]?.half;
    return half?.peer === null && half.denied === 'no';
  });
