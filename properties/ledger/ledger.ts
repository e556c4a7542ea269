import type { NetworkEvent } from '../../spec/events.js';
import { isSocketName } from '../../spec/trace/names.js';
import type { SocketName } from '../../spec/trace/step.js';
import type { Made } from './happening.js';

/**
 * What a trace alone tells of its sockets, whatever the network and the readings of the documents did in silence. Where
 * it does not tell, the ledger says so: a property may rest on what stands here, and on nothing else.
 */
export interface Ledger {
  readonly accounts: { readonly [name: string]: Account };
  /** Calls that were pending and have not been seen to end, oldest first. */
  readonly underWay: readonly Made[];
}

/** What is known of one socket. */
export interface Account {
  /**
   * `attempting`: it has called `WSAConnect`, and nothing has shown yet what came of it. `closing`: its `closesocket` is
   * pending. `unknown`: an outcome was not observed, or the documents leave open what the application has done.
   */
  readonly phase:
    'unbound' | 'bound' | 'listening' | 'attempting' | 'connected' | 'closing' | 'closed' | 'unknown';
  /** `unknown` after a registration for no event: whether that too makes a socket nonblocking can be read either way (NE-04). */
  readonly mode: 'blocking' | 'nonblocking' | 'unknown';
  /** What `closesocket` does by the linger options (M-1). */
  readonly linger: 'background' | 'abort' | 'wait' | 'unknown';
  /** The events that it is registered for. */
  readonly mask: readonly NetworkEvent[];
  /**
   * An accept under way may have made it, and it need not be like one that has just been made: something was called on it, or
   * its listener's properties were changed.
   */
  readonly wavers: boolean;
  readonly acceptedFrom: SocketName | null;
  /** The listener whose address it has asked for a connection. */
  readonly asked: SocketName | null;
  /** How many requests were made to its address and not seen to be accepted or rejected; `null`: nobody knows. */
  readonly requests: number | null;
  /** Of a listener, how many requests its backlog surely holds (LS-05). */
  readonly backlog: number | null;
  readonly half: Half | null;
}

/** `may`: it is possible that it has happened. */
export type Degree = 'no' | 'may' | 'yes';

/** What one end has done to a connection. */
export interface Half {
  /** The socket at the other end; `null` while it has not been accepted. */
  readonly peer: SocketName | null;
  /** Data that it has sent and its peer was not seen to receive: one string on byte streams, else one a message. */
  readonly sent: readonly string[];
  /** How much of that, in bytes or in messages, has reached the other end: all that was sent before a `settle`. */
  readonly arrived: number;
  /** It has ended its sending direction gracefully. */
  readonly graceful: Degree;
  /** It has reset the circuit. */
  readonly abort: Degree;
  /** Surely one of the two; `told` if a `settle` has passed since, so that the peer can see it. */
  readonly over: 'no' | 'yes' | 'told';
  /** Open, or how it was shut first. */
  readonly receiving: 'open' | 'perhaps' | 'SD_RECEIVE' | 'shut';
  /** A call has reported that the circuit is lost. */
  readonly lost: boolean;
  /** Of an attempt that nobody has accepted: it was rejected, or dropped; `told` as in {@link over}. */
  readonly denied: Degree | 'told';
}

/** Before the first step. */
export const emptyLedger: Ledger = { accounts: {}, underWay: [] };

/** A socket that has just been made. */
export const freshAccount: Account = {
  phase: 'unbound',
  mode: 'blocking',
  linger: 'background',
  mask: [],
  wavers: false,
  acceptedFrom: null,
  asked: null,
  requests: 0,
  backlog: null,
  half: null,
};

/** One end of a connection on which nothing has happened yet. */
export const freshHalf: Half = {
  peer: null,
  sent: [],
  arrived: 0,
  graceful: 'no',
  abort: 'no',
  over: 'no',
  receiving: 'open',
  lost: false,
  denied: 'no',
};

/** The ledger with a changed account; the same one if nothing changes, or there is no such account. */
export function change(ledger: Ledger, name: SocketName, changes: Partial<Account>): Ledger {
  const account = ledger.accounts[name];
  if (!account || isSame(account, changes)) return ledger;
  return { ...ledger, accounts: { ...ledger.accounts, [name]: { ...account, ...changes } } };
}

/** The same for one end of a connection. */
export function changeHalf(ledger: Ledger, name: SocketName, changes: Partial<Half>): Ledger {
  const half = ledger.accounts[name]?.half;
  if (!half || isSame(half, changes)) return ledger;
  return change(ledger, name, { half: { ...half, ...changes } });
}

function isSame<Value extends object>(value: Value, changes: Partial<Value>): boolean {
  const now = new Map<string, unknown>(Object.entries(value));
  return Object.entries(changes).every(([key, to]) => now.get(key) === to);
}

/** The ledger after several changes, in their order. */
export const each = <Value>(
  ledger: Ledger,
  values: readonly Value[],
  step: (ledger: Ledger, value: Value) => Ledger,
): Ledger => values.reduce(step, ledger);

/** Nothing is known of a socket any more, nor of what its peer may see of it, but that a handle is gone. */
export function forget(ledger: Ledger, name: SocketName): Ledger {
  const peer = ledger.accounts[name]?.half?.peer ?? null;
  const one = forgetOne(ledger, name);
  return peer === null ? one : forgetOne(one, peer);
}

function forgetOne(ledger: Ledger, name: SocketName): Ledger {
  const before = ledger.accounts[name]?.phase;
  const phase = before === 'closed' ? 'closed' : 'unknown';
  // One that has listened may deny whoever it has not accepted.
  const doubted = before === 'listening' ? each(ledger, unaccepted(ledger, name), suspectDenial) : ledger;
  return change(doubted, name, { phase, half: null, backlog: null });
}

/** An attempt may have been turned away. */
export const suspectDenial = (ledger: Ledger, name: SocketName): Ledger =>
  ledger.accounts[name]?.half?.denied === 'no' ? changeHalf(ledger, name, { denied: 'may' }) : ledger;

/** The attempts to reach `listener` of which nothing shows that they were accepted, or have failed. */
export const unaccepted = ({ accounts }: Ledger, listener: SocketName): SocketName[] =>
  namesOf(accounts).filter((name) => {
    const account = accounts[name];
    return account?.asked === listener && account.half?.peer === null;
  });

/**
 * Whether an attempt surely stands in a backlog once it has arrived: it is connected, has not reset the circuit itself, and is
 * neither denied nor accepted. One that is not known to be connected may have timed out.
 */
export function isStanding({ accounts }: Ledger, name: SocketName): boolean {
  const account = accounts[name];
  const { half } = account ?? {};
  if (account?.phase !== 'connected' || half?.peer !== null) return false;
  return half.denied === 'no' && half.abort === 'no' && !half.lost;
}

/** The names in a ledger. */
export const namesOf = (accounts: Ledger['accounts']): SocketName[] =>
  Object.keys(accounts).filter(isSocketName);

/** The greater of two degrees. */
export const atLeast = (degree: Degree, least: Degree): Degree =>
  degree === 'yes' || least === 'yes' ? 'yes' : degree === 'may' || least === 'may' ? 'may' : 'no';

/** How far the end of a connection has come once there surely is one. */
export const surely = ({ over }: Half): Half['over'] => (over === 'no' ? 'yes' : over);
