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
import type { Profile } from '../spec/profiles.js';
import { closesGracefully } from '../spec/profiles.js';
import type { CallName, SocketName } from '../spec/trace/step.js';
import type { Ends } from './ledger/evidence.js';
import {
  endsOf,
  isUnattended,
  isUnderWay,
  mayAnswerWithReset,
  mayBeReset,
  mayHaveReset,
  mayMeetReset,
  mayTimeOut,
} from './ledger/evidence.js';
import type { Ending } from './ledger/happening.js';
import { errorOf, isOneOf } from './ledger/happening.js';
import { byNetwork, tellsLoss } from './ledger/loss.js';
import type { Moment, Watched } from './ledger/watch.js';
import { watch } from './ledger/watch.js';
import type { Property } from './property.js';
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
    // Where nothing is graceful, this aborts as well (GS-17).
    ...(closesGracefully(profile) ? [] : [freely(client, shutdown('SD_SEND'))]),
    upTo(1, server, send('b')),
    freely(server, recv(4)),
    freely(server, shutdown('SD_RECEIVE')),
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
  clauses: ['AS-01', 'AS-02', 'AS-03', 'AS-04', 'AS-05', 'AS-10', 'GS-17', 'LG-04'],
  kind: 'always',
  appliesTo: () => true,
  under: {},
  ground,
  monitor: (profile) =>
    watch<Told>(profile, [], (notes, moment) => {
      const shown = shownBy(profile, moment);
      if (shown?.is === 'data' && notes.includes(shown.socket))
        return { broken: `${shown.socket} received data after it was told of a reset` };
      const broken =
        (shown && (inventedReset(profile, shown) ?? missedAbort(profile, shown))) ??
        inventedElsewhere(profile, moment) ??
        missedBySend(moment) ??
        wrongCode(profile, moment);
      if (broken !== null) return { broken };
      if (shown?.is !== 'loss') return { notes };
      // What a failing network leaves to be read is nowhere said.
      const told = shown.ends !== null && mayBeReset(profile, shown.ends) && !notes.includes(shown.socket);
      return { notes: told ? [...notes, shown.socket].sort() : notes, triggered: true };
    }),
};

/** Sockets of which a receive has told that the circuit was reset. */
type Told = readonly SocketName[];

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
  if (tellsOfItsOwnData(profile, happening, ends)) return null;
  return `${happening.call} on ${socket} told of a reset that nobody has caused`;
}

/** What a send hands over may have met an end that answers it with a reset before the send has returned (AM-30). */
const tellsOfItsOwnData = (profile: Profile, happening: Ending, ends: Ends): boolean =>
  (happening.call === 'send' || happening.call === 'WSASend') &&
  happening.args.data.length > 0 &&
  mayAnswerWithReset(profile, ends);

function missedBySend({ happening, before }: Moment): string | null {
  if (happening.is !== 'ended' || (happening.call !== 'send' && happening.call !== 'WSASend')) return null;
  const ends = endsOf(before, happening.socket);
  if (errorOf(happening) !== null || !ends || !isSurelyAborted(ends)) return null;
  return `${happening.socket} could send, though ${ends.peer.name} has reset the circuit`;
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
