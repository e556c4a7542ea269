import type { ErrorCode } from '../../spec/errors.js';
import type { Profile } from '../../spec/profiles.js';
import { isAllOver } from '../../spec/profiles.js';
import type { SocketName } from '../../spec/trace/step.js';
import {
  began,
  enterAccept,
  enterConnect,
  enterConnected,
  enterUnseenConnect,
  leaveOpen,
} from './attempts.js';
import { enterReceived, enterSending, enterSent } from './data.js';
import { enterClose, enterClosing, enterShutdown } from './endings.js';
import { closesBesideSend, isUnderWay } from './evidence.js';
import type { Ending, Failed, Happening, Made } from './happening.js';
import { isSend, sendCalls } from './happening.js';
import { enterInterrupted, isInterrupted } from './interrupted.js';
import type { Account, Ledger } from './ledger.js';
import { change, each, forget, freshAccount, namesOf, unaccepted, suspectDenial } from './ledger.js';
import { enterError, enterTold } from './loss.js';
import { settle } from './settle.js';

/** The ledger after something happened. */
export function enter(profile: Profile, ledger: Ledger, happening: Happening): Ledger {
  const next = entered(profile, ledger, happening);
  return isAllOver(profile, true) ? each(next, endedIn(next), leaveOpen) : next;
}

/** Ends of their own direction after which, without half-close, nothing is said of either side (GS-13, CL-09). */
const endedIn = ({ accounts }: Ledger): readonly SocketName[] =>
  namesOf(accounts).filter((name) => {
    const { phase, half = null } = accounts[name] ?? {};
    if (half === null || half.graceful === 'no') return false;
    return half.peer !== null || phase !== 'closed';
  });

function entered(profile: Profile, ledger: Ledger, happening: Happening): Ledger {
  if (happening.is === 'settled') return settle(profile, ledger);
  if (happening.is === 'nothing') return ledger;
  const { socket } = happening;
  const before = isOver(happening) ? finish(ledger, happening) : ledger;
  if (isUndocumented(before, happening)) return leaveOpen(before, socket);
  const known = isBeingAccepted(before, socket) ? change(before, socket, { wavers: true }) : before;
  if (happening.is === 'pending') return begin(profile, known, happening);
  if (happening.is === 'unseen') return enterUnseen(known, happening);
  return happening.is === 'failed'
    ? enterFailed(profile, known, happening)
    : enterEnding(profile, known, happening);
}

/** Whether a call that was pending has ended. What one that its surroundings have failed may have done by then is known of a send alone. */
const isOver = (happening: Exclude<Happening, { is: 'settled' | 'nothing' }>): boolean =>
  (happening.is === 'ended' && happening.late) || (happening.is === 'failed' && isCutSend(happening));

/** A send that has waited and failed: how much of it has gone is said nowhere (ER-04). */
const isCutSend = (failed: Failed): boolean => failed.late && isSend(failed);

function enterFailed(profile: Profile, ledger: Ledger, failed: Failed): Ledger {
  const { socket, call } = failed;
  if (isInterrupted(profile, ledger, failed)) return enterInterrupted(ledger, failed);
  if (isCutSend(failed)) return forget(ledger, socket);
  // AM-23: an accept for which there are no resources may drop the request.
  if (call === 'WSAAccept') return each(ledger, unaccepted(ledger, socket), suspectDenial);
  return ledger;
}

function enterEnding(profile: Profile, ledger: Ledger, ending: Ending): Ledger {
  const { socket, result } = ending;
  const ok = 'ok' in result;
  switch (ending.call) {
    case 'WSASocket':
      return ok ? { ...ledger, accounts: { ...ledger.accounts, [socket]: freshAccount } } : ledger;
    case 'bind':
      if (ok && isOutlived(ledger, socket)) return forget(ledger, socket);
      return ok && isKnown(ledger, socket) ? change(ledger, socket, { phase: 'bound' }) : ledger;
    case 'listen':
      if (ok && isOutlived(ledger, socket)) return forget(ledger, socket);
      return ok && isKnown(ledger, socket)
        ? enterListen(profile, ledger, socket, ending.args.backlog)
        : ledger;
    case 'ioctlsocket':
      return ok
        ? equip(ledger, socket, { mode: ending.args.nonblocking ? 'nonblocking' : 'blocking' })
        : ledger;
    case 'setsockopt':
      if (ok) return equip(ledger, socket, lingerOf(ending));
      return result.error === 'WSAENETRESET' ? enterError(ledger, socket, result.error) : ledger;
    case 'WSAEventSelect':
      return ok ? equip(ledger, socket, registered(ledger, ending)) : ledger;
    case 'WSAEnumNetworkEvents':
      return enterTold(enterConnected(ledger, ending), socket, ok ? result.ok.events?.FD_CLOSE : undefined);
    case 'WSAConnect':
      return enterConnect(profile, ledger, ending);
    case 'WSAAccept':
      return enterAccept(ledger, ending);
    case 'send':
    case 'WSASend':
      return enterSent(profile, ledger, ending);
    case 'recv':
    case 'WSARecv':
      return enterReceived(profile, ledger, ending);
    case 'shutdown':
    case 'WSASendDisconnect':
    case 'WSARecvDisconnect':
      return enterShutdown(profile, ledger, ending);
    case 'closesocket':
      return enterClose(profile, ledger, ending);
    case 'getsockopt':
      return enterTold(ledger, socket, ok ? codeIn(result.ok.value) : undefined);
    case 'CalleeData':
      return ledger;
  }
}

/** What SO_ERROR gives; other options have other values. */
const codeIn = (value: boolean | ErrorCode | 0 | undefined): ErrorCode | 0 | undefined =>
  typeof value === 'boolean' ? undefined : value;

function enterListen(profile: Profile, ledger: Ledger, socket: SocketName, asked: number): Ledger {
  const size = Math.min(Math.max(asked, 1), profile.limits.backlog);
  const { backlog = null, requests = 0 } = ledger.accounts[socket] ?? {};
  if (backlog === null) return change(ledger, socket, { phase: 'listening', backlog: size });
  const again = change(ledger, socket, { backlog: Math.min(size, backlog) });
  return requests === null || size < requests ? each(again, unaccepted(again, socket), suspectDenial) : again;
}

/** Whether an accept under way may have made the socket. */
function isBeingAccepted(ledger: Ledger, socket: SocketName): boolean {
  const { phase, acceptedFrom = null } = ledger.accounts[socket] ?? {};
  return phase === 'unknown' && acceptedFrom !== null && isUnderWay(ledger, acceptedFrom, 'WSAAccept');
}

/** Whether a socket was connected: one that is given an address now has lost its connection, and what it is then is open (CN-14). */
const isOutlived = ({ accounts }: Ledger, socket: SocketName): boolean =>
  accounts[socket]?.phase === 'connected';

const isKnown = ({ accounts }: Ledger, socket: SocketName): boolean => accounts[socket]?.phase !== 'unknown';

/** Properties of a socket change, perhaps while it accepts another one that is to have the same ones (CA-06). */
const equip = (ledger: Ledger, socket: SocketName, changes: Partial<Account>): Ledger =>
  each(change(ledger, socket, changes), ledger.underWay, (next, made) =>
    made.socket === socket && made.call === 'WSAAccept' ? change(next, made.args.as, { wavers: true }) : next,
  );

/** A time-out of unknown length may be zero; `SO_DONTLINGER` may be read either way (LG-11, AM-15). */
function lingerOf({ args }: Extract<Ending, { call: 'setsockopt' }>): Partial<Account> {
  if (args.option !== 'SO_LINGER') return args.option === 'SO_DONTLINGER' ? { linger: 'unknown' } : {};
  if (!args.onoff) return { linger: 'background' };
  return { linger: args.linger === 0 ? 'abort' : 'wait' };
}

function registered(
  { accounts }: Ledger,
  { socket, args }: Extract<Ending, { call: 'WSAEventSelect' }>,
): Partial<Account> {
  const { events: mask } = args;
  if (mask.length > 0) return { mask, mode: 'nonblocking' };
  return accounts[socket]?.mode === 'blocking' ? { mask, mode: 'unknown' } : { mask };
}

/**
 * Setting options during a connection attempt, calling beside a close, or closing beside a send, is undefined (CN-13, CL-07);
 * whether a socket of which nothing is known attempts to connect is not known.
 */
function isUndocumented(
  ledger: Ledger,
  happening: Exclude<Happening, { is: 'settled' | 'nothing' }>,
): boolean {
  const { socket, call } = happening;
  const phase = ledger.accounts[socket]?.phase;
  if (isUnderWay(ledger, socket, 'closesocket') || closesBesideSend(ledger, happening)) return true;
  return call === 'setsockopt' && (phase === 'attempting' || phase === 'unknown');
}

function begin(profile: Profile, ledger: Ledger, made: Made): Ledger {
  const { socket } = made;
  const next = { ...ledger, underWay: [...ledger.underWay, withoutFate(made)] };
  // Of two such calls nobody can tell which one ends, or which one's data go first.
  const another = isUnderWay(ledger, socket, ...(isSend(made) ? sendCalls : [made.call]));
  if (another) return enterUnseen(next, made);
  switch (made.call) {
    case 'WSAConnect':
      return enterConnect(profile, next, made);
    case 'closesocket':
      // CL-07: what calls under way do beside it is undefined.
      return isAlone(ledger, socket) ? enterClosing(profile, next, socket) : leaveOpen(next, socket);
    case 'send':
    case 'WSASend':
      return enterSending(profile, next, socket, made.args.data);
    case 'WSAAccept':
      // Its socket may exist from now on, and it may have rejected a request.
      return each(began(next, made.args.as, socket), unaccepted(next, socket), suspectDenial);
    default:
      return next;
  }
}

const isAlone = ({ underWay }: Ledger, name: SocketName): boolean =>
  underWay.every(({ socket }) => socket !== name);

function withoutFate({ socket, ...made }: Made & { readonly is?: unknown }): Made {
  const { is, ...call } = made;
  return { ...call, socket };
}

function finish(ledger: Ledger, { socket, call }: Made): Ledger {
  const index = ledger.underWay.findIndex((one) => one.socket === socket && one.call === call);
  return { ...ledger, underWay: ledger.underWay.filter((_, other) => other !== index) };
}

/** After an outcome that nobody saw, only what changes nothing leaves the socket known. */
function enterUnseen(ledger: Ledger, made: Made): Ledger {
  const { socket } = made;
  if (made.call === 'getsockopt' || made.call === 'CalleeData' || made.call === 'WSAEnumNetworkEvents')
    return ledger;
  if (made.call === 'WSASocket') return began(ledger, socket);
  if (made.call === 'WSAAccept')
    return each(began(ledger, made.args.as, socket), [socket, ...unaccepted(ledger, socket)], forget);
  const known = made.call === 'WSAConnect' ? enterUnseenConnect(ledger, made) : ledger;
  const listening = ledger.accounts[socket]?.phase === 'listening';
  return each(known, [socket, ...(listening ? unaccepted(known, socket) : [])], forget);
}
