import { unreachable } from '../model/attempts.js';
import type { Scope } from '../model/search/scope.js';
import {
  accept,
  connectTo,
  enumerate,
  freely,
  listener,
  listening,
  made,
  nonblocking,
  recv,
  register,
  socketNamed,
  upTo,
} from '../model/search/moves.js';
import type { Profile } from '../spec/profiles.js';
import { closesGracefully } from '../spec/profiles.js';
import { socketName } from '../spec/trace/names.js';
import type { SocketName } from '../spec/trace/step.js';
import { callersOf, isUndescribed, roomForAnswer } from './ledger/attempts.js';
import { isUnattended, isUnderWay } from './ledger/evidence.js';
import type { Ending } from './ledger/happening.js';
import { errorOf } from './ledger/happening.js';
import type { Ledger } from './ledger/ledger.js';
import { isStanding, unaccepted } from './ledger/ledger.js';
import { byNetwork } from './ledger/loss.js';
import type { Moment, Watched } from './ledger/watch.js';
import { watch } from './ledger/watch.js';
import type { Property } from './property.js';
import { shownBy } from './receives.js';

const first = socketName('first');
const second = socketName('second');
const accepted = socketName('accepted');
const elsewhere = socketName('elsewhere');

/** Two clients, of which the first is told what becomes of its attempt and may try again, at another address. */
const ground = (profile: Profile): Scope => ({
  name: 'rejection',
  setup: [
    ...listening(2),
    ...[first, second].flatMap(socketNamed),
    ...[first, second].map(nonblocking),
    made(first, register('FD_CONNECT')),
    ...socketNamed(elsewhere),
    made(elsewhere, { call: 'bind', args: {} }),
  ],
  moves: [
    upTo(1, first, connectTo(listener)),
    upTo(1, second, connectTo(listener)),
    // Where a connection is confirmed on arrival, hardly any attempt is left to be refused.
    ...(profile.confirmed === 'on-acceptance' ? [upTo(1, first, connectTo(elsewhere))] : []),
    freely(listener, accept(accepted, 'CF_REJECT')),
    freely(listener, { call: 'getsockopt', args: { option: 'SO_ACCEPTCONN' } }),
    freely(first, enumerate),
    freely(first, recv(1)),
    freely(second, recv(1)),
  ],
  settles: true,
  timers: false,
  room: 16,
});

/** Clients that were rejected, and those of which an accept has said that they had withdrawn. */
interface Notes {
  readonly rejected: readonly SocketName[];
  readonly withdrawn: readonly SocketName[];
  /** Attempts that have arrived: a `settle` has passed since they were made. */
  readonly waiting: readonly SocketName[];
}

const start: Notes = { rejected: [], withdrawn: [], waiting: [] };

/** CF_REJECT refuses the request that was offered, and touches nobody else. */
export const rejection: Property<Watched<Notes>> = {
  name: 'rejection',
  says: 'CF_REJECT fails the accept with WSAECONNREFUSED and ends that one attempt: the connector is refused or reset and may try again, and nobody else is refused without a documented cause.',
  clauses: ['CA-09', 'CA-07', 'CA-28', 'CA-29', 'CN-01', 'CN-03', 'CN-07', 'LS-06', 'LS-07', 'NE-20'],
  kind: 'always',
  appliesTo: () => true,
  // AM-05b is open: the connector may be refused, reset, or left to its own timer, which no settle expires.
  under: {},
  ground,
  monitor: (profile) =>
    watch<Notes>(profile, start, (notes, moment) => {
      const broken = mistake(profile, notes, moment);
      if (broken !== null) return { broken };
      const next = noted(notes, moment);
      return next.rejected === notes.rejected ? { notes: next } : { notes: next, triggered: true };
    }),
};

function mistake(profile: Profile, notes: Notes, moment: Moment): string | null {
  const { happening, before } = moment;
  if (happening.is !== 'ended') return null;
  const { socket } = happening;
  const account = before.accounts[socket];
  if (!account || account.phase === 'unknown') return null;
  switch (happening.call) {
    case 'WSAAccept':
      return account.phase === 'listening' ? misrejected(profile, notes, happening, before) : null;
    case 'WSAConnect':
      return (
        retryFails(happening, before) ?? wrongOutcome(profile, notes, moment, socket, outcomeOf(happening))
      );
    case 'WSAEnumNetworkEvents': {
      const code = 'ok' in happening.result ? happening.result.ok.events?.FD_CONNECT : undefined;
      return code === undefined ? null : wrongOutcome(profile, notes, moment, socket, code);
    }
    case 'getsockopt': {
      const value = 'ok' in happening.result ? happening.result.ok.value : undefined;
      const asks = happening.args.option === 'SO_ACCEPTCONN' && account.phase === 'listening';
      return asks && value === false ? `${socket} does not listen any more` : null;
    }
    default:
      return mistold(profile, moment);
  }
}

type Accept = Extract<Ending, { call: 'WSAAccept' }>;

function misrejected(profile: Profile, notes: Notes, ending: Accept, before: Ledger): string | null {
  const { socket, args, result } = ending;
  const error = errorOf(ending);
  const asked = result.condition?.called === true;
  const caller = result.condition?.called ? result.condition.callerId : undefined;
  const known = caller && !ending.late && before.accounts[caller]?.phase !== 'unknown';
  if (known && notes.rejected.includes(caller))
    return `${socket} was offered ${caller}, which it has rejected`;
  if (error === 'WSAECONNREFUSED' && (result.condition?.called === false || args.condition !== 'CF_REJECT'))
    return `${socket} says that it has rejected a request, and it has not`;
  if (error === 'WSAEWOULDBLOCK') return passedOver(notes, ending, before);
  if (args.condition !== 'CF_REJECT' || (result.condition && !asked)) return null;
  const documented = error === 'WSAECONNREFUSED' || error === 'WSAEACCES' || error === 'WSAECONNRESET';
  // An answer that is too long may fail the accept (CD-11, AM-13).
  const fits = (args.calleeData ?? '').length <= roomForAnswer(profile, ending);
  if (documented || (error === 'WSAEINVAL' && !(asked && fits))) return null;
  return `${socket} has rejected a request, and its accept gave ${error ?? 'a socket'}`;
}

/** Nothing is pending, though a client that is connected has not been decided about. */
function passedOver(notes: Notes, { socket }: Accept, before: Ledger): string | null {
  if (isUnderWay(before, socket, 'WSAAccept')) return null;
  const waiting = unaccepted(before, socket).find(
    (name) => isStanding(before, name) && notes.waiting.includes(name),
  );
  return waiting === undefined ? null : `${socket} finds nothing to accept, and ${waiting} is waiting`;
}

/** After a failure that was told, the same socket may try again (CN-07). */
function retryFails(ending: Extract<Ending, { call: 'WSAConnect' }>, ledger: Ledger): string | null {
  const { socket, late } = ending;
  const account = ledger.accounts[socket];
  const again =
    !late && account?.phase === 'bound' && account.asked !== null && !isUndescribed(ledger, ending);
  const error = errorOf(ending);
  const out = error === 'WSAEINVAL' || error === 'WSAEISCONN' || error === 'WSAEALREADY';
  return again && out ? `${socket} may try again, and connecting fails with ${error}` : null;
}

/** The outcome that a connect brings with it, if it does. */
function outcomeOf(ending: Extract<Ending, { call: 'WSAConnect' }>): 0 | string | null {
  const error = errorOf(ending);
  if (error === null) return 0;
  return ending.late ? error : null;
}

const outcomes: ReadonlySet<0 | string> = new Set([
  0,
  'WSAECONNREFUSED',
  'WSAETIMEDOUT',
  'WSAEFAULT',
  'WSAEAFNOSUPPORT',
  'WSAENOBUFS',
  ...unreachable,
]);

function wrongOutcome(
  profile: Profile,
  { rejected, withdrawn }: Notes,
  { before }: Moment,
  socket: SocketName,
  code: 0 | string | null,
): string | null {
  const account = before.accounts[socket];
  const half = account?.half;
  if (code === null || account?.phase !== 'attempting' || !half) return null;
  if (!outcomes.has(code)) return `${socket} was told that its attempt has failed with ${code}`;
  if (code === 0)
    return rejected.includes(socket) && profile.confirmed === 'on-acceptance'
      ? `${socket} was rejected, and was told that it is connected`
      : null;
  if (code !== 'WSAECONNREFUSED') return null;
  if (half.peer !== null) return `${socket} was refused, and ${half.peer} is its accepted socket`;
  if (withdrawn.includes(socket))
    return `${socket} was refused, and an accept has said that it had withdrawn`;
  const asked = account.asked ?? socket;
  const possible = half.denied !== 'no' || isUnderWay(before, asked, 'WSAAccept');
  return possible ? null : `${socket} was refused, and ${asked} has not rejected it`;
}

/** A client that nobody has accepted is connected until it is denied, and reset then (CA-29). */
function mistold(profile: Profile, moment: Moment): string | null {
  const shown = shownBy(profile, moment);
  if (!shown) return null;
  const { socket, is, error } = shown;
  const half = moment.before.accounts[socket]?.half;
  if (half?.receiving !== 'open' || !isUnattended(moment.before, socket)) return null;
  if (is === 'end' && closesGracefully(profile))
    return `${socket} was told of an end, and nobody has accepted it`;
  if (is === 'data') return `${socket} received data, and nobody has accepted it`;
  if (half.denied === 'told' && is === 'nothing')
    return `${socket} was connected and then denied, and was not told`;
  return half.denied === 'no' && is === 'loss' && !byNetwork.has(error)
    ? `${socket} was reset (${error ?? ''}), and nobody has rejected it`
    : null;
}

function noted(notes: Notes, { happening, before, after }: Moment): Notes {
  if (happening.is === 'settled') {
    const waiting = Object.keys(after.accounts).flatMap((name) => {
      const { asked = null } = after.accounts[name] ?? {};
      return asked === null ? [] : unaccepted(after, asked).filter((one) => one === name);
    });
    return { ...notes, waiting };
  }
  if (happening.is !== 'ended') return notes;
  if (happening.call === 'WSAConnect' && !happening.late) {
    // A second attempt begins anew.
    const { socket } = happening;
    const others = (names: readonly SocketName[]): readonly SocketName[] =>
      names.includes(socket) ? names.filter((name) => name !== socket) : names;
    return {
      rejected: others(notes.rejected),
      withdrawn: others(notes.withdrawn),
      waiting: others(notes.waiting),
    };
  }
  if (happening.call !== 'WSAAccept') return notes;
  const { sure } = callersOf(before, happening);
  const error = errorOf(happening);
  if (sure === null || !happening.result.condition?.called) return notes;
  if (error === 'WSAECONNREFUSED' && !notes.rejected.includes(sure))
    return { ...notes, rejected: [...notes.rejected, sure].sort() };
  const gone = error === 'WSAEACCES' || error === 'WSAECONNRESET';
  return gone && !notes.withdrawn.includes(sure)
    ? { ...notes, withdrawn: [...notes.withdrawn, sure].sort() }
    : notes;
}
