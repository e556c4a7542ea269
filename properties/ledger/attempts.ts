import { unreachable } from '../../model/attempts.js';
import type { Profile } from '../../spec/profiles.js';
import type { SocketName } from '../../spec/trace/step.js';
import { isUnderWay } from './evidence.js';
import type { Ending, Made } from './happening.js';
import { errorOf } from './happening.js';
import type { Account, Ledger } from './ledger.js';
import {
  change,
  changeHalf,
  each,
  forget,
  freshAccount,
  freshHalf,
  namesOf,
  suspectDenial,
  unaccepted,
} from './ledger.js';

type Connect = Extract<Made, { call: 'WSAConnect' }>;
type Accept = Extract<Ending, { call: 'WSAAccept' }>;

/** `WSAConnect`, ended or pending. */
export function enterConnect(
  profile: Profile,
  ledger: Ledger,
  made: Connect | Extract<Ending, { call: 'WSAConnect' }>,
): Ledger {
  const ended = 'result' in made ? made : null;
  if (ended?.late) return conclude(ledger, ended);
  if (!mayAsk(profile, made)) return isUndescribed(ledger, made) ? forget(ledger, made.socket) : ledger;
  const begun = attempt(ledger, made);
  return ended && errorOf(ended) !== 'WSAEWOULDBLOCK' ? conclude(begun, ended) : begun;
}

/** Whether a request may have been made. */
export function mayAsk(profile: Profile, made: Connect | Extract<Ending, { call: 'WSAConnect' }>): boolean {
  if (!('result' in made)) return true;
  const error = errorOf(made);
  if (made.late || (error === 'WSAEFAULT' && isTooLong(profile, made))) return false;
  return error === null || error === 'WSAEWOULDBLOCK' || comesBack.has(error);
}

/** Caller data that are too long keep an attempt from being made (CD-07). */
const isTooLong = ({ limits }: Profile, { args }: Connect): boolean =>
  (args.callerData ?? '').length > limits.connectData;

/** The listener whose address a call asks for: an accepted socket has that of its listener. */
export const addressee = ({ accounts }: Ledger, { args }: Connect): SocketName =>
  accounts[args.to]?.acceptedFrom ?? args.to;

/** Connecting to oneself, or to a socket of which nothing is known, is described nowhere. */
export function isUndescribed(ledger: Ledger, made: Connect): boolean {
  const asked = addressee(ledger, made);
  return asked === made.socket || (ledger.accounts[asked]?.phase ?? 'unknown') === 'unknown';
}

/** Errors that may be the outcome of an attempt that was made, rather than of one that could not be. */
const comesBack: ReadonlySet<string> = new Set([
  'WSAECONNREFUSED',
  'WSAETIMEDOUT',
  'WSAEFAULT',
  ...unreachable,
]);

function attempt(ledger: Ledger, made: Connect): Ledger {
  const { socket } = made;
  const account = ledger.accounts[socket];
  const asked = addressee(ledger, made);
  const queued = ask(ledger, asked, socket);
  const startable = account?.phase === 'unbound' || account?.phase === 'bound';
  if (!startable) return doubtFull(leaveOpen(queued, socket), asked);
  if (account.asked !== null || isUndescribed(ledger, made)) return enterUnseenConnect(ledger, made);
  // One that is under way may reject it before anybody sees that.
  const served = ledger.accounts[asked]?.phase === 'listening' && !isUnderWay(ledger, asked, 'WSAAccept');
  const begun = change(queued, socket, {
    phase: 'attempting',
    asked,
    half: served ? freshHalf : { ...freshHalf, denied: 'may' },
  });
  return doubtFull(begun, asked);
}

/** It may have begun an attempt of which nothing more is known. */
export function enterUnseenConnect(ledger: Ledger, made: Connect): Ledger {
  const asked = addressee(ledger, made);
  const { socket } = made;
  return doubtFull(forget(change(ask(ledger, asked, socket), socket, { asked }), socket), asked);
}

/** One more request may stand in the backlog of a listener, or arrive there once it listens. */
function ask(ledger: Ledger, listener: SocketName, socket: SocketName): Ledger {
  const { requests = 0 } = ledger.accounts[listener] ?? {};
  const known = ledger.accounts[socket]?.phase !== 'unknown';
  return change(ledger, listener, { requests: known && requests !== null ? requests + 1 : null });
}

/** Where more may have asked than a backlog surely holds, any of them may have been turned away. */
function doubtFull(ledger: Ledger, listener: SocketName): Ledger {
  const { backlog = null, requests = 0 } = ledger.accounts[listener] ?? {};
  const full = backlog !== null && (requests === null || requests > backlog);
  return full ? each(ledger, unaccepted(ledger, listener), suspectDenial) : ledger;
}

/** What the documents leave open may concern the peer, or a whole backlog: that of the listener that may not have accepted it. */
export function leaveOpen(ledger: Ledger, socket: SocketName): Ledger {
  const { half, asked = null } = ledger.accounts[socket] ?? {};
  const listener = (half?.peer ?? null) === null ? asked : null;
  const one = forget(ledger, socket);
  return listener === null ? one : leaveListenerOpen(one, listener);
}

/** Nothing is known any more of a listener, nor of those that have asked it and were not accepted. */
export const leaveListenerOpen = (ledger: Ledger, listener: SocketName): Ledger =>
  each(ledger, [listener, ...connectorsOf(ledger, listener)], forget);

/** Those that have asked a listener and were not accepted, also if their attempts are over: what they left there may not be. */
const connectorsOf = ({ accounts }: Ledger, listener: SocketName): SocketName[] =>
  namesOf(accounts).filter(
    (name) => accounts[name]?.asked === listener && (accounts[name].half?.peer ?? null) === null,
  );

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
  if (result.condition?.called === false) return known;
  const rejected = error === 'WSAECONNREFUSED';
  if (rejected && callers.sure !== null) return deny(decided(known, socket), callers.sure);
  // AM-23: an accept that fails may drop the request.
  return rejected || error === 'WSAEINVAL' ? each(known, callers.possible, suspectDenial) : known;
}

/** How much a condition function may answer: as much as the transport carries, and as it was told that there is room for (CD-10). */
export function roomForAnswer({ limits }: Profile, { result: { condition } }: Accept): number {
  const told = condition?.called ? (condition.calleeDataLen ?? 0) : 0;
  return told > 0 ? Math.min(told, limits.connectData) : limits.connectData;
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
  const [only = null, ...others] = possible;
  const sure = others.length === 0 && ledger.accounts[socket]?.requests === 1;
  return { sure: sure ? only : null, possible };
}

function accepted(ledger: Ledger, { socket, args, late }: Accept, { sure, possible }: Callers): Ledger {
  const listener = ledger.accounts[socket];
  const half = sure === null ? null : ledger.accounts[sure]?.half;
  const unclear = listener?.phase !== 'listening' || (late && ledger.accounts[args.as]?.wavers === true);
  if (sure === null || half?.peer !== null || unclear)
    return each(began(ledger, args.as, socket), possible, forget);
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

/** A socket of which nothing is known, but perhaps the listener that has accepted it. */
export const began = (ledger: Ledger, name: SocketName, acceptedFrom: SocketName | null = null): Ledger => ({
  ...ledger,
  accounts: { ...ledger.accounts, [name]: { ...freshAccount, phase: 'unknown', acceptedFrom } },
});

function without(ledger: Ledger, name: SocketName): Ledger {
  const { [name]: gone, ...accounts } = ledger.accounts;
  return { ...ledger, accounts };
}

function decided(ledger: Ledger, listener: SocketName): Ledger {
  const requests = ledger.accounts[listener]?.requests ?? null;
  return requests === null ? ledger : change(ledger, listener, { requests: Math.max(requests - 1, 0) });
}

/** Nobody will serve an attempt: one that is known to be connected is reset (CA-29). */
export function deny(ledger: Ledger, name: SocketName): Ledger {
  const account = ledger.accounts[name];
  if (account?.half?.denied === 'told') return ledger;
  return changeHalf(ledger, name, { denied: account?.phase === 'connected' ? 'yes' : 'may' });
}
