import type { Scope } from '../model/search/scope.js';
import {
  client,
  closesocket,
  connected,
  freely,
  linger,
  recv,
  send,
  server,
  shutdown,
  upTo,
} from '../model/search/moves.js';
import type { ErrorCode } from '../spec/errors.js';
import type { Profile } from '../spec/profiles.js';
import { closesGracefully } from '../spec/profiles.js';
import type { CallName, SocketName } from '../spec/trace/step.js';
import { isTooLong } from './ledger/endings.js';
import type { Ends } from './ledger/evidence.js';
import {
  endsOf,
  hasNotice,
  isUnaccepted,
  isUnattended,
  isUnderWay,
  mayAnswerWithReset,
  mayBeReset,
  mayHaveEnded,
  mayHaveReset,
  mayMeetReset,
  mayReceive,
  mayTimeOut,
} from './ledger/evidence.js';
import type { Ending } from './ledger/happening.js';
import { errorOf, isOneOf } from './ledger/happening.js';
import type { Ledger } from './ledger/ledger.js';
import { byNetwork, tellsLoss } from './ledger/loss.js';
import type { Moment, Watched } from './ledger/watch.js';
import { watch } from './ledger/watch.js';
import type { Property } from './property.js';
import type { Shown } from './receives.js';
import { inventedReset, isSurelyAborted, missedAbort, shownBy } from './receives.js';

/** A client that may close hard or softly, and a server that may stop receiving: with data on their way in both directions. */
const ground = (profile: Profile): Scope => ({
  name: 'abortive',
  setup: connected,
  moves: [
    upTo(1, client, linger(0)),
    upTo(1, client, send('a')),
    freely(client, recv(4)),
    freely(client, closesocket),
    // Where nothing is graceful, this aborts as well (GS-17), so that there is more to be told: one shutdown each will do.
    ...(closesGracefully(profile) ? [] : [upTo(1, client, shutdown('SD_SEND'))]),
    upTo(1, server, send('b')),
    freely(server, recv(4)),
    closesGracefully(profile)
      ? freely(server, shutdown('SD_RECEIVE'))
      : upTo(1, server, shutdown('SD_RECEIVE')),
  ],
  settles: true,
  timers: false,
  room: 16,
});

const transfers: readonly CallName[] = ['send', 'WSASend', 'recv', 'WSARecv'];

const talks: readonly CallName[] = [...transfers, 'shutdown', 'WSASendDisconnect', 'WSARecvDisconnect'];

/** A reset is told only if something has caused it, and every reset that can be told is told. */
export const abortive: Property<Watched<Told>> = {
  name: 'abortive',
  says: 'WSAECONNRESET is given only if something documented has reset the circuit; every reset is told, and a hard close by no other code.',
  clauses: ['AS-01', 'AS-02', 'AS-03', 'AS-04', 'AS-05', 'AS-07', 'AS-10', 'GS-17', 'LG-04'],
  kind: 'always',
  appliesTo: () => true,
  under: {},
  ground,
  monitor: (profile) =>
    watch<Told>(profile, { reset: [], emptied: [] }, (notes, moment) => {
      const shown = shownBy(profile, moment);
      const broken =
        (shown && (inventedReset(profile, shown) ?? missedAbort(profile, shown))) ??
        (shown && revoked(profile, notes, shown, moment)) ??
        inventedElsewhere(profile, moment) ??
        missedBySend(notes, moment) ??
        wrongCode(profile, moment);
      if (broken !== null) return { broken };
      const next = ofOpen(noted(profile, notes, shown, moment), moment.after);
      return shown?.is === 'loss' ? { notes: next, triggered: true } : { notes: next };
    }),
};

/** What calls have told of resets. */
interface Told {
  /** Sockets of which a call has told that the circuit was reset, and not by themselves: it never stands again. */
  readonly reset: readonly SocketName[];
  /** Those of which a receive has told that it is lost, when the other end may have reset it: nothing is left to be read. */
  readonly emptied: readonly SocketName[];
}

/** What was told to a socket that is closed is asked for no more. */
function ofOpen(told: Told, { accounts }: Ledger): Told {
  const isClosed = (name: SocketName): boolean => accounts[name]?.phase === 'closed';
  if (!told.reset.some(isClosed) && !told.emptied.some(isClosed)) return told;
  const open = (names: readonly SocketName[]): readonly SocketName[] =>
    names.filter((name) => !isClosed(name));
  return { reset: open(told.reset), emptied: open(told.emptied) };
}

function noted(profile: Profile, told: Told, shown: Shown | null, { happening, before }: Moment): Told {
  const tells =
    happening.is === 'ended' &&
    errorOf(happening) === 'WSAECONNRESET' &&
    isOneOf(happening.call, ...transfers, 'shutdown') &&
    before.accounts[happening.socket]?.half?.abort === 'no';
  const empties =
    shown?.is === 'loss' && shown.ends !== null && leavesNothing(profile, shown.error, shown.ends);
  const reset = tells ? adding(told.reset, happening.socket) : told.reset;
  const emptied = empties ? adding(told.emptied, shown.socket) : told.emptied;
  return reset === told.reset && emptied === told.emptied ? told : { reset, emptied };
}

/** What a failing network leaves to be read is nowhere said; and an attempt may only say that nothing has come of it yet (M-2). */
const leavesNothing = (profile: Profile, error: ErrorCode | null, ends: Ends): boolean =>
  mayBeReset(profile, ends) && !(error === 'WSAENOTCONN' && mayTimeOut(ends.account));

const adding = (names: readonly SocketName[], name: SocketName): readonly SocketName[] =>
  names.includes(name) ? names : [...names, name].sort();

/** A receive that finds the circuit standing, or ended in grace, after a call has told of its reset. */
function revoked(
  profile: Profile,
  { reset, emptied }: Told,
  { is, socket, ends }: Shown,
  { before }: Moment,
): string | null {
  if (is === 'data' && emptied.includes(socket))
    return `${socket} received data after it was told of a reset`;
  if (!reset.includes(socket) || before.accounts[socket]?.phase !== 'connected') return null;
  if (is === 'nothing') return `${socket} has nothing to receive, and was told of a reset`;
  const invented = ends ? !mayHaveEnded(ends) : isUnaccepted(before, socket);
  return is === 'end' && closesGracefully(profile) && invented
    ? `${socket} was told of an end of data after it was told of a reset`
    : null;
}

/** Calls other than receives tell of a reset that their own side has caused, too. */
function inventedElsewhere(profile: Profile, { happening, before }: Moment): string | null {
  if (happening.is !== 'ended' || errorOf(happening) !== 'WSAECONNRESET') return null;
  if (!isOneOf(happening.call, ...talks)) return null;
  const { socket } = happening;
  if (isUnattended(before, socket) && before.accounts[socket]?.half?.denied === 'no')
    return `${socket} was told of a reset before anybody has accepted or denied it`;
  const ends = endsOf(before, socket);
  if (!ends || ends.own.lost || ends.own.abort !== 'no') return null;
  if (mayBeReset(profile, ends) || mayHaveReset(profile, ends)) return null;
  if (tellsOfItsOwnData(profile, happening, ends) || isUnnamed(profile, happening, ends)) return null;
  return `${happening.call} on ${socket} told of a reset that nobody has caused`;
}

/** What a send hands over may have met an end that answers it with a reset before the send has returned (AM-30). */
const tellsOfItsOwnData = (profile: Profile, happening: Ending, ends: Ends): boolean =>
  (happening.call === 'send' || happening.call === 'WSASend') &&
  happening.args.data.length > 0 &&
  mayAnswerWithReset(profile, ends);

/** No page names the errors of a fetch of disconnect data before any notice, nor of such data that are too long (DD-13, AM-12). */
function isUnnamed(profile: Profile, ending: Ending, ends: Ends): boolean {
  if (ending.call === 'WSARecvDisconnect') return mayReceive(ends) && !hasNotice(ends);
  return isTooLong(profile, ending);
}

function missedBySend({ reset }: Told, { happening, before }: Moment): string | null {
  if (happening.is !== 'ended' || (happening.call !== 'send' && happening.call !== 'WSASend')) return null;
  if (errorOf(happening) !== null) return null;
  const { socket, late } = happening;
  const account = before.accounts[socket];
  // One that was pending may have gone through before.
  if (reset.includes(socket) && account?.phase === 'connected' && !late)
    return `${socket} could send after it was told of a reset`;
  if (account?.half?.denied === 'told' && isUnattended(before, socket) && !late)
    return `${socket} could send, though nobody will accept it`;
  const ends = endsOf(before, socket);
  return ends && isSurelyAborted(ends)
    ? `${socket} could send, though ${ends.peer.name} has reset the circuit`
    : null;
}

/** AS-03: a close that does not linger resets; only what a stack answers to late data may have another code (AM-30). */
function wrongCode(profile: Profile, { happening, before, after }: Moment): string | null {
  if (happening.is !== 'ended' || !isOneOf(happening.call, ...transfers)) return null;
  // One that is under way may have told it first.
  if (isUnderWay(after, happening.socket, ...transfers)) return null;
  const error = errorOf(happening);
  const ends = endsOf(before, happening.socket);
  if (error === 'WSAECONNRESET' || !tellsLoss(error) || !ends || ends.own.lost) return null;
  // An attempt may have timed out before it was told that it had succeeded.
  if (mayTimeOut(ends.account)) return null;
  const { account, half, name } = ends.peer;
  const hard = account.phase === 'closed' && half.abort === 'yes' && half.receiving === 'open';
  // Before the reset has come, the network may lose the circuit.
  if (byNetwork.has(error) && half.over !== 'told') return null;
  if (!hard || mayMeetReset(profile, ends) || mayHaveReset(profile, ends)) return null;
  if (tellsOfItsOwnData(profile, happening, ends)) return null;
  return `${happening.socket} got ${error ?? ''} where ${name} has reset the circuit`;
}
