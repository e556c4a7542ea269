import type { Scope } from '../model/search/scope.js';
import {
  accept,
  closesocket,
  connectTo,
  enumerate,
  freely,
  linger,
  listener,
  made,
  nonblocking,
  recv,
  register,
  settle,
  socketNamed,
  upTo,
} from '../model/search/moves.js';
import type { NetworkEvent } from '../spec/events.js';
import type { Profile } from '../spec/profiles.js';
import { isTcp } from '../spec/profiles.js';
import { socketName } from '../spec/trace/names.js';
import type { Call, SocketName, Step } from '../spec/trace/step.js';
import { addressee, callersOf } from './ledger/attempts.js';
import { endsOf, isUnderWay, mayBeReset } from './ledger/evidence.js';
import type { Ending } from './ledger/happening.js';
import { errorOf } from './ledger/happening.js';
import type { Ledger } from './ledger/ledger.js';
import { isStanding, namesOf, unaccepted } from './ledger/ledger.js';
import type { Moment, Watched } from './ledger/watch.js';
import { watch } from './ledger/watch.js';
import type { Property } from './property.js';

const first = socketName('first');
const second = socketName('second');
const one = socketName('one');
const third = socketName('third');
const other = socketName('other');
const conditional = socketName('conditional');

const getLinger: Call = { call: 'getsockopt', args: { option: 'SO_LINGER' } };
const isListening: Call = { call: 'getsockopt', args: { option: 'SO_ACCEPTCONN' } };

/** On TCP, a third client that waits at a listener whose connections are established when they are accepted (CA-28). */
const conditionalListener: readonly Step[] = [
  ...socketNamed(conditional),
  made(conditional, { call: 'bind', args: {} }),
  made(conditional, { call: 'setsockopt', args: { option: 'SO_CONDITIONAL_ACCEPT', value: true } }),
  made(conditional, { call: 'listen', args: { backlog: 5 } }),
  ...socketNamed(third),
  nonblocking(third),
  made(third, connectTo(conditional)),
  settle,
];

/** Two clients, and a listener with options and a registration of its own. */
const ground = (profile: Profile): Scope => ({
  name: 'acceptance',
  setup: [
    ...socketNamed(listener),
    made(listener, { call: 'bind', args: {} }),
    made(listener, linger(5)),
    made(listener, register('FD_WRITE')),
    ...[first, second].flatMap(socketNamed),
    ...[first, second].map(nonblocking),
    made(listener, { call: 'listen', args: { backlog: 2 } }),
    ...(isTcp(profile) ? conditionalListener : []),
  ],
  moves: [
    upTo(1, first, connectTo(listener)),
    upTo(1, second, connectTo(listener)),
    ...(isTcp(profile) ? [freely(third, recv(1))] : []),
    freely(listener, accept(one)),
    freely(listener, accept(other, null)),
    freely(listener, isListening),
    freely(first, recv(1)),
    freely(second, recv(1)),
    freely(second, { call: 'getsockopt', args: { option: 'SO_ERROR' } }),
    freely(first, closesocket),
    freely(one, enumerate),
    freely(one, getLinger),
  ],
  settles: true,
  timers: false,
  room: 16,
});

interface Lingers {
  readonly onoff: boolean;
  /** `null`: never set, or in a way that leaves it open. */
  readonly seconds: number | null;
}

interface Notes {
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

const start: Notes = {
  lingers: {},
  waiting: [],
  ahead: {},
  passed: [],
  alive: [],
  conditional: [],
  deferring: [],
  owes: {},
};

/** What is accepted is the request that came first, once, as a socket like the listener. */
export const acceptance: Property<Watched<Notes>> = {
  name: 'acceptance',
  says: 'Requests are accepted in the order in which they came, each once and by its own name, and no more of them wait than the backlog holds; an accepted socket has the properties of the listener, which listens on.',
  clauses: [
    'CA-01',
    'CA-02',
    'CA-06',
    'CA-07',
    'CA-08',
    'CA-15',
    'CA-16',
    'CA-17',
    'CA-22',
    'CA-28',
    'CN-01',
    'LS-05',
    'LS-06',
    'LS-07',
    'LS-11',
    'NE-21',
  ],
  kind: 'always',
  appliesTo: () => true,
  // AM-04 is open: a request that was withdrawn may be passed over, so that one is missed only if it shows to stand.
  under: {},
  ground,
  monitor: (profile) =>
    watch<Notes>(profile, start, (notes, moment) => {
      const broken = mistake(profile, notes, moment);
      if (broken !== null) return { broken };
      const { happening } = moment;
      const accepted = happening.is === 'ended' && happening.call === 'WSAAccept' && 'ok' in happening.result;
      const next = tidy(noted(profile, notes, moment), moment.after);
      return accepted ? { notes: next, triggered: true } : { notes: next };
    }),
};

function mistake(profile: Profile, notes: Notes, moment: Moment): string | null {
  const early = confirmedEarly(profile, notes, moment);
  const { happening, before } = moment;
  const passed = shownPassed(notes, moment) ?? overfull(profile, notes, moment);
  if (early !== null || passed !== null || happening.is === 'settled' || happening.is === 'nothing')
    return early ?? passed;
  const account = before.accounts[happening.socket];
  if (!account || account.phase === 'unknown') return null;
  const blocks =
    happening.is === 'pending' && account.acceptedFrom !== null && account.mode === 'nonblocking';
  if (blocks) return `${happening.socket} blocks, and the listener that accepted it does not`;
  if (happening.is !== 'ended') return null;
  if (happening.call === 'WSAAccept') return misaccepted(notes, happening, moment);
  if (happening.call === 'WSAEnumNetworkEvents') return unlikeRegistration(notes, happening, before);
  return happening.call === 'getsockopt' ? unlikeOptions(notes, happening, before) : null;
}

type Accept = Extract<Ending, { call: 'WSAAccept' }>;

function misaccepted(notes: Notes, ending: Accept, { before }: Moment): string | null {
  const { socket, args, result } = ending;
  const error = errorOf(ending);
  const { condition } = result;
  if (before.accounts[socket]?.phase !== 'listening') return null;
  if (condition?.called && args.condition === null)
    return `${socket} has no condition function, and it was asked`;
  if (error === null) {
    if (condition?.called === false && args.condition !== null) return `${socket} accepted without asking`;
    if (args.condition !== null && args.condition !== 'CF_ACCEPT')
      return `${socket} accepted, and the condition function has not`;
  } else {
    const broken = misfailed(notes, ending, error, before);
    if (broken !== null) return broken;
  }
  const caller = condition?.called ? condition.callerId : undefined;
  return caller && isAlone(ending, before) ? misoffered(notes, socket, caller, before) : null;
}

/** No other accept is, or was, under way beside it, which may have been offered something in between. */
const isAlone = ({ socket, late }: Accept, before: Ledger): boolean =>
  !late && !isUnderWay(before, socket, 'WSAAccept');

/** An accept that takes or would take a request fails only if that was withdrawn (CA-16, CA-17). */
function misfailed(
  notes: Notes,
  { socket, args, result }: Accept,
  error: string,
  before: Ledger,
): string | null {
  const here = unaccepted(before, socket).find(
    (name) => notes.waiting.includes(name) && isStanding(before, name),
  );
  if (error === 'WSAEWOULDBLOCK')
    return here === undefined || isUnderWay(before, socket, 'WSAAccept')
      ? null
      : `${socket} finds nothing to accept, and ${here} is waiting`;
  if (error === 'WSAEACCES' || error === 'WSAECONNRESET') return null;
  const plain = args.condition === null;
  const overrun = error === 'WSAEINVAL' && !plain && args.calleeData !== undefined;
  if ((plain && notes.deferring.includes(socket)) || (!plain && args.condition !== 'CF_ACCEPT') || overrun)
    return null;
  return result.condition?.called === true || plain || error === 'WSAEINVAL'
    ? `${socket} could not accept (${error})`
    : null;
}

function misoffered(notes: Notes, socket: SocketName, caller: SocketName, before: Ledger): string | null {
  const account = before.accounts[caller];
  if (!account || (account.phase !== 'unknown' && account.asked !== socket))
    return `${socket} was offered ${caller}, which has not asked for a connection`;
  if (account.half?.peer) return `${socket} was offered ${caller}, which it has accepted already`;
  if (notes.passed.includes(caller)) return `${socket} was offered ${caller} after those that came later`;
  const skipped = skippedBy(notes, before, caller).find((name) => isStanding(before, name));
  return skipped === undefined ? null : `${socket} was offered ${caller} before ${skipped}, which came first`;
}

/** Those that stood before `caller` and have not been decided. */
const skippedBy = (notes: Notes, { accounts }: Ledger, caller: SocketName): readonly SocketName[] =>
  (notes.ahead[caller] ?? []).filter((name) => {
    const half = accounts[name]?.half;
    return half?.peer === null && half.denied === 'no';
  });

/** One that was passed over has been withdrawn; it breaks the order if it is connected all the same. */
function shownPassed({ passed }: Notes, { before, after }: Moment): string | null {
  const shown = passed.find(
    (name) => before.accounts[name]?.phase === 'attempting' && after.accounts[name]?.phase === 'connected',
  );
  return shown === undefined ? null : `${shown} is connected, and others were accepted before it`;
}

function confirmedEarly(profile: Profile, { conditional }: Notes, { before, after }: Moment): string | null {
  for (const name of namesOf(after.accounts)) {
    const account = after.accounts[name];
    if (account === before.accounts[name] || account?.phase !== 'connected' || account.half?.peer !== null)
      continue;
    const { asked } = account;
    if (asked === null || before.accounts[name]?.phase === 'connected') continue;
    if (after.accounts[asked]?.phase === 'unknown' || isUnderWay(after, asked, 'WSAAccept')) continue;
    if (profile.confirmed === 'on-acceptance' || conditional.includes(asked))
      return `${name} is connected before ${asked} has accepted it`;
  }
  return null;
}

/** More connections stand in a backlog than the transport lets it hold. */
function overfull(profile: Profile, { alive }: Notes, { after }: Moment): string | null {
  for (const asked of new Set(alive.map((name) => after.accounts[name]?.asked ?? null))) {
    const count = alive.filter((name) => after.accounts[name]?.asked === asked).length;
    if (asked !== null && count > profile.limits.backlog)
      return `${String(count)} connections wait at ${asked}, whose backlog holds ${String(profile.limits.backlog)}`;
  }
  return null;
}

function unlikeRegistration(
  { owes }: Notes,
  { socket, result }: Extract<Ending, { call: 'WSAEnumNetworkEvents' }>,
  { accounts }: Ledger,
): string | null {
  const account = accounts[socket];
  const events = 'ok' in result ? result.ok.events : undefined;
  if (!events || typeof account?.acceptedFrom !== 'string') return null;
  const mask: readonly string[] = account.mask;
  const strange = Object.keys(events).find((event) => !mask.includes(event));
  if (strange !== undefined)
    return `${strange} was indicated to ${socket}, whose listener was not registered for it`;
  return owes[socket] === 'settled' && events.FD_WRITE === undefined
    ? `FD_WRITE was not indicated to ${socket}, whose listener was registered for it`
    : null;
}

function unlikeOptions(
  { lingers }: Notes,
  { socket, args, result }: Extract<Ending, { call: 'getsockopt' }>,
  { accounts }: Ledger,
): string | null {
  if (!('ok' in result)) return null;
  const { onoff, linger: seconds, value } = result.ok;
  if (args.option === 'SO_ACCEPTCONN') {
    const listens = accounts[socket]?.phase === 'listening';
    return value === !listens ? `${socket} says that it ${value ? 'listens' : 'does not listen'}` : null;
  }
  if (args.option === 'SO_ERROR') {
    const { half, phase, asked } = accounts[socket] ?? {};
    const refused = value === 'WSAECONNREFUSED' && phase === 'attempting' && half?.denied === 'no';
    return refused
      ? `${socket} was refused, though there is room in the backlog of ${asked ?? 'nobody'}`
      : null;
  }
  if (args.option !== 'SO_LINGER') return null;
  const set = lingers[socket] === undefined ? { onoff: false, seconds: null } : lingers[socket];
  if (!set) return null;
  const differs =
    (onoff !== undefined && onoff !== set.onoff) ||
    (seconds !== undefined && set.seconds !== null && seconds !== set.seconds);
  return differs ? `${socket} does not linger as it was told to, or as its listener does` : null;
}

function noted(profile: Profile, notes: Notes, moment: Moment): Notes {
  const { happening, before, after } = moment;
  if (happening.is === 'settled') return atRest(profile, notes, after);
  if (happening.is === 'nothing' || happening.is === 'failed') return notes;
  const { socket } = happening;
  if (happening.call === 'WSAConnect') return madeAttempt(notes, happening, before);
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
  return unsettles.has(happening.call) ? paid(peer === null ? notes : paid(notes, peer), socket) : notes;
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
function tidy(notes: Notes, ledger: Ledger): Notes {
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
