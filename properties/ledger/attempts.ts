import type { SocketName } from '../../spec/trace/step.js';
import type { Ending, Made } from './happening.js';
import { errorOf } from './happening.js';
import type { Account, Ledger } from './ledger.js';
import { change, changeHalf, each, forget, freshAccount, freshHalf, namesOf, unaccepted } from './ledger.js';

type Connect = Extract<Made, { call: 'WSAConnect' }>;
type Accept = Extract<Ending, { call: 'WSAAccept' }>;

/** `WSAConnect`, ended or pending. */
export function enterConnect(
  ledger: Ledger,
  made: Connect | Extract<Ending, { call: 'WSAConnect' }>,
): Ledger {
  const ended = 'result' in made ? made : null;
  if (ended?.late) return conclude(ledger, ended);
  const error = ended && errorOf(ended);
  if (error !== null && error !== 'WSAEWOULDBLOCK' && !comesBack.has(error)) return ledger;
  const begun = attempt(ledger, made);
  return ended && error !== 'WSAEWOULDBLOCK' ? conclude(begun, ended) : begun;
}

/** Errors that may be the outcome of an attempt that was made, rather than of one that could not be. */
const comesBack: ReadonlySet<string> = new Set(['WSAECONNREFUSED', 'WSAETIMEDOUT', 'WSAEFAULT']);

function attempt(ledger: Ledger, { socket, args }: Connect): Ledger {
  const { accounts } = ledger;
  const account = accounts[socket];
  const asked = accounts[args.to]?.acceptedFrom ?? args.to;
  const there = accounts[asked];
  const startable = account?.phase === 'unbound' || account?.phase === 'bound';
  if (!account || !startable) return forget(ledger, socket);
  const clear = account.asked === null && there && there.phase !== 'unknown' && asked !== socket;
  if (!clear) return forget(change(ledger, socket, { asked }), socket);
  const backlog = there.backlog && { ...there.backlog, undecided: there.backlog.undecided + 1 };
  const served = there.phase === 'listening' && backlog !== null;
  const begun = change(change(ledger, asked, { backlog }), socket, {
    phase: 'attempting',
    asked,
    half: served ? freshHalf : { ...freshHalf, denied: 'may' },
  });
  const full = served && backlog.undecided > backlog.size;
  return full ? each(begun, unaccepted(begun, asked), suspectDenial) : begun;
}

const suspectDenial = (ledger: Ledger, name: SocketName): Ledger =>
  ledger.accounts[name]?.half?.denied === 'no' ? changeHalf(ledger, name, { denied: 'may' }) : ledger;

function conclude(ledger: Ledger, ended: Extract<Ending, { call: 'WSAConnect' }>): Ledger {
  const { socket } = ended;
  if (ledger.accounts[socket]?.phase !== 'attempting') return ledger;
  return outcome(ledger, socket, errorOf(ended) ?? 0);
}

/** AM-14: after a fault the connection may have been made. */
function outcome(ledger: Ledger, socket: SocketName, code: 0 | string): Ledger {
  if (code === 0) return change(ledger, socket, { phase: 'connected' });
  if (code === 'WSAEFAULT') return forget(ledger, socket);
  return change(ledger, socket, { phase: 'bound', half: null });
}

/** An enumeration that has FD_CONNECT tells what became of an attempt. */
export function enterConnected(
  ledger: Ledger,
  { socket, result }: Extract<Ending, { call: 'WSAEnumNetworkEvents' }>,
): Ledger {
  const code = 'ok' in result ? result.ok.events?.FD_CONNECT : undefined;
  if (code === undefined || ledger.accounts[socket]?.phase !== 'attempting') return ledger;
  return outcome(ledger, socket, code);
}

/** `WSAAccept`: which attempt was decided, and how. */
export function enterAccept(ledger: Ledger, ending: Accept): Ledger {
  const { socket, args, result, late } = ending;
  const callers = callersOf(ledger, ending);
  const error = errorOf(ending);
  if (error === null) return accepted(decided(ledger, socket), ending, callers);
  const known = late ? without(ledger, args.as) : ledger;
  if (!result.condition?.called) return known;
  const rejected = error === 'WSAECONNREFUSED';
  if (rejected && callers.sure !== null) return deny(decided(known, socket), callers.sure);
  // AM-23: an accept that fails may drop the request.
  return rejected || error === 'WSAEINVAL' ? each(known, callers.possible, suspectDenial) : known;
}

/** The attempts that an accept may have been about, and the one that it surely was about. */
export interface Callers {
  readonly sure: SocketName | null;
  readonly possible: readonly SocketName[];
}

/** The attempts that an accept may have been about: a request that is not named may come from all that have asked. */
export function callersOf(ledger: Ledger, { socket, result }: Accept): Callers {
  const caller = result.condition?.called ? result.condition.callerId : undefined;
  if (caller) return { sure: caller, possible: [caller] };
  const possible = unaccepted(ledger, socket);
  const asking = namesOf(ledger.accounts).filter((name) => ledger.accounts[name]?.asked === socket);
  const accepted = asking.filter((name) => (ledger.accounts[name]?.half?.peer ?? null) !== null);
  const [only = null] = possible;
  return { sure: asking.length - accepted.length === 1 ? only : null, possible };
}

function accepted(ledger: Ledger, { socket, args }: Accept, { sure, possible }: Callers): Ledger {
  const listener = ledger.accounts[socket];
  const half = sure === null ? null : ledger.accounts[sure]?.half;
  if (sure === null || half?.peer !== null || !listener?.backlog)
    return each(began(ledger, args.as), possible, forget);
  const { mode, linger, mask } = listener;
  const account: Account = {
    ...freshAccount,
    phase: 'connected',
    mode,
    linger,
    mask,
    acceptedFrom: socket,
    half: { ...freshHalf, peer: sure },
  };
  const accounts = { ...ledger.accounts, [args.as]: account };
  return changeHalf({ ...ledger, accounts }, sure, { peer: args.as });
}

/** A socket of which nothing is known. */
export const began = (ledger: Ledger, name: SocketName): Ledger => ({
  ...ledger,
  accounts: { ...ledger.accounts, [name]: { ...freshAccount, phase: 'unknown' } },
});

function without(ledger: Ledger, name: SocketName): Ledger {
  const { [name]: gone, ...accounts } = ledger.accounts;
  return { ...ledger, accounts };
}

function decided(ledger: Ledger, listener: SocketName): Ledger {
  const backlog = ledger.accounts[listener]?.backlog;
  if (!backlog) return ledger;
  return change(ledger, listener, {
    backlog: { ...backlog, undecided: Math.max(backlog.undecided - 1, 0) },
  });
}

/** Nobody will serve an attempt: one that is known to be connected is reset (CA-29). */
export function deny(ledger: Ledger, name: SocketName): Ledger {
  const account = ledger.accounts[name];
  if (account?.half?.denied === 'told') return ledger;
  return changeHalf(ledger, name, { denied: account?.phase === 'connected' ? 'yes' : 'may' });
}
