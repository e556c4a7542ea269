import type { NetworkEvent } from '../../spec/events.js';
import type { Profile } from '../../spec/profiles.js';
import type { SocketName } from '../../spec/trace/step.js';
import { addressee, callersOf } from '../ledger/attempts.js';
import { endsOf, mayBeReset } from '../ledger/evidence.js';
import type { Ending } from '../ledger/happening.js';
import { errorOf } from '../ledger/happening.js';
import type { Ledger } from '../ledger/ledger.js';
import { namesOf } from '../ledger/ledger.js';
import type { Moment } from '../ledger/watch.js';
import type { Accept, Notes } from './notes.js';
import { isAlone, skippedBy } from './notes.js';

/** What is remembered after a moment. */
export function noted(profile: Profile, notes: Notes, moment: Moment): Notes {
  const { happening, before, after } = moment;
  if (happening.is === 'settled') return atRest(profile, notes, after);
  if (happening.is === 'nothing' || happening.is === 'failed') return notes;
  const { socket } = happening;
  if (happening.call === 'WSAConnect') return madeAttempt(anew(notes, socket), happening, before);
  if (happening.call === 'setsockopt') return setOption(notes, happening);
  if (happening.call === 'WSAAccept')
    return happening.is === 'ended' ? accepting(notes, happening, moment) : notes;
  if (happening.call === 'WSAEventSelect' || happening.call === 'WSAEnumNetworkEvents')
    return paid(notes, socket);
  const half = after.accounts[socket]?.half;
  const lives = happening.is === 'ended' && showsLife.has(happening.call) && stillThere(happening);
  if (lives && half?.peer === null && notes.waiting.includes(socket) && !notes.alive.includes(socket))
    return { ...notes, alive: [...notes.alive, socket].sort() };
  const { peer = null } = half ?? {};
  const unsettled = unsettles.has(happening.call) || half?.lost === true;
  return unsettled ? paid(peer === null ? notes : paid(notes, peer), socket) : notes;
}

const showsLife: ReadonlySet<string> = new Set(['send', 'WSASend', 'recv', 'WSARecv']);

/** Calls after which FD_WRITE need not be in the record any more: a send that finds no room may take it back (NE-21). */
const unsettles: ReadonlySet<string> = new Set([
  'send',
  'WSASend',
  'closesocket',
  'shutdown',
  'WSASendDisconnect',
  'WSARecvDisconnect',
]);

const stillThere = (ending: Ending): boolean => {
  const error = errorOf(ending);
  return error === null || error === 'WSAEWOULDBLOCK';
};

function paid(notes: Notes, socket: SocketName): Notes {
  if (notes.owes[socket] === undefined) return notes;
  const { [socket]: gone, ...owes } = notes.owes;
  return { ...notes, owes };
}

/** Who was passed over with its last attempt may be offered with the next one. */
const anew = (notes: Notes, socket: SocketName): Notes =>
  notes.passed.includes(socket)
    ? { ...notes, passed: notes.passed.filter((name) => name !== socket) }
    : notes;

function madeAttempt(
  notes: Notes,
  made: Extract<Moment['happening'], { call: 'WSAConnect' }>,
  before: Ledger,
): Notes {
  const { accounts } = before;
  const { socket } = made;
  const asked = addressee(before, made);
  const account = accounts[socket];
  if (account?.asked !== null || (account.phase !== 'unbound' && account.phase !== 'bound')) return notes;
  const ahead = notes.waiting.filter(
    (name) => name !== socket && accounts[name]?.asked === asked && accounts[name].half?.denied === 'no',
  );
  return ahead.length === 0 ? notes : { ...notes, ahead: { ...notes.ahead, [socket]: ahead } };
}

function setOption(notes: Notes, made: Extract<Moment['happening'], { call: 'setsockopt' }>): Notes {
  const { socket, args } = made;
  const set = made.is === 'ended' && errorOf(made) === null;
  if (made.is === 'ended' && !set) return notes;
  if (args.option === 'SO_CONDITIONAL_ACCEPT') {
    const others = notes.conditional.filter((name) => name !== socket);
    return { ...notes, conditional: args.value && set ? [...others, socket].sort() : others };
  }
  const known = set && args.option === 'SO_LINGER' ? { onoff: args.onoff, seconds: args.linger } : null;
  return { ...notes, lingers: { ...notes.lingers, [socket]: known } };
}

function accepting(notes: Notes, ending: Accept, { before, after }: Moment): Notes {
  const { socket, args } = ending;
  const error = errorOf(ending);
  const { sure } = callersOf(before, ending);
  const decided = error === null || error === 'WSAECONNREFUSED';
  const shown = ending.result.condition?.called === true && isAlone(ending, before);
  const skipped = sure !== null && shown ? skippedBy(notes, before, sure) : [];
  const known: Notes = {
    ...notes,
    passed: [...new Set([...notes.passed, ...skipped])].sort(),
    waiting: notes.waiting.filter((name) => name !== sure),
    alive: notes.alive.filter((name) => name !== sure),
    deferring:
      error === 'WSATRY_AGAIN'
        ? [...new Set([...notes.deferring, socket])].sort()
        : notes.deferring.filter((name) => name !== socket || !decided),
  };
  if (error !== null || sure === null) return known;
  const inherited = notes.lingers[socket];
  const lingers = inherited === undefined ? known.lingers : { ...known.lingers, [args.as]: inherited };
  const writes = after.accounts[args.as]?.mask.includes(event) === true;
  return { ...known, lingers, owes: writes ? { ...known.owes, [args.as]: 'due' } : known.owes };
}

const event: NetworkEvent = 'FD_WRITE';

function atRest(profile: Profile, notes: Notes, after: Ledger): Notes {
  const { accounts } = after;
  const waiting = namesOf(accounts).filter((name) => mayStand(after, name));
  const owes: { [socket: string]: 'due' | 'settled' } = {};
  for (const name of namesOf(accounts)) {
    const ends = endsOf(after, name);
    if (notes.owes[name] !== undefined && ends && !mayBeReset(profile, ends)) owes[name] = 'settled';
  }
  return { ...notes, waiting, owes };
}

/** Nobody has decided about the attempt, as far as that shows. */
function mayStand({ accounts }: Ledger, name: SocketName): boolean {
  const account = accounts[name];
  if (account?.half?.peer !== null || account.phase === 'closed') return false;
  return account.half.denied === 'no' || account.half.denied === 'may';
}

/** Forgets what can no longer matter. */
export function tidy(notes: Notes, ledger: Ledger): Notes {
  const { accounts } = ledger;
  const open = (name: SocketName): boolean => mayStand(ledger, name);
  const keeps =
    notes.waiting.every(open) &&
    notes.alive.every(open) &&
    Object.keys(notes.ahead).every((name) => accounts[name]?.half?.peer === null);
  if (keeps) return notes;
  return {
    ...notes,
    waiting: notes.waiting.filter(open),
    alive: notes.alive.filter(open),
    ahead: Object.fromEntries(
      Object.entries(notes.ahead).filter(([name]) => accounts[name]?.half?.peer === null),
    ),
  };
}
