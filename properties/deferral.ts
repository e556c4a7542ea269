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
  settle,
  socketNamed,
  upTo,
} from '../model/search/moves.js';
import type { Profile } from '../spec/profiles.js';
import { socketName } from '../spec/trace/names.js';
import type { CallName, SocketName } from '../spec/trace/step.js';
import { callersOf } from './ledger/attempts.js';
import { isUnderWay } from './ledger/evidence.js';
import type { Ending } from './ledger/happening.js';
import { errorOf } from './ledger/happening.js';
import type { Ledger } from './ledger/ledger.js';
import { isStanding, namesOf, unaccepted } from './ledger/ledger.js';
import type { Moment, Watched } from './ledger/watch.js';
import { watch } from './ledger/watch.js';
import type { Property } from './property.js';

const first = socketName('first');
const second = socketName('second');
const accepted = socketName('accepted');

/** A request that waits at a listener which is told of requests, and another client. */
const ground = (profile: Profile): Scope => ({
  name: 'deferral',
  setup: [
    ...listening(2),
    made(listener, register('FD_ACCEPT')),
    ...[first, second].flatMap(socketNamed),
    ...[first, second].map(nonblocking),
    made(first, connectTo(listener)),
    settle,
    // It shows that the client is connected, where it can be before it is accepted.
    made(first, recv(1)),
  ],
  moves: [
    upTo(1, second, connectTo(listener)),
    freely(listener, accept(accepted, 'CF_DEFER')),
    freely(listener, accept(accepted, 'CF_ACCEPT')),
    freely(listener, enumerate),
    ...(profile.confirmed === 'on-acceptance'
      ? [freely(first, recv(1)), freely(listener, accept(accepted, 'CF_REJECT'))]
      : [freely(second, recv(1))]),
  ],
  settles: true,
  timers: false,
  room: 16,
});

/** What a listener has deferred, and what it may still be told. */
interface Deferral {
  /** The caller that was deferred and not decided about; `null`: there is none, or nobody knows who it is. */
  readonly caller: SocketName | null;
  /**
   * What was indicated before the deferral: `due` may be recorded still, `recorded` is fetched by the next enumeration,
   * `fetched` was; then FD_ACCEPT has no business any more.
   */
  readonly before: 'due' | 'recorded' | 'fetched';
  /** After a decision FD_ACCEPT is `owed` if others wait, and has surely been recorded when it is `due`. */
  readonly resumes: 'no' | 'owed' | 'due';
}

interface Notes {
  readonly at: { readonly [listener: string]: Deferral };
  /** What broke the deferral of a client, unless that one has withdrawn, as shows when it turns out to be connected. */
  readonly unless: { readonly [client: string]: string };
}

const none: Deferral = { caller: null, before: 'due', resumes: 'no' };

/** While a deferred request heads the backlog nothing further is indicated, and the next accept is offered it again. */
export const deferral: Property<Watched<Notes>> = {
  name: 'deferral',
  says: 'While a deferred request heads the backlog nothing further is indicated, and the next accept is offered it again; once it is decided, indications resume.',
  clauses: ['CA-10', 'CA-11', 'CA-12', 'CA-13', 'NE-17', 'ER-07'],
  kind: 'always',
  appliesTo: () => true,
  // R3, the busy loop, promises no silence. AM-04 is open: a request that was withdrawn ends its deferral.
  under: { 'AM-01': ['R1', 'R2'] },
  ground,
  monitor: (profile) =>
    watch<Notes>(profile, { at: {}, unless: {} }, (notes, moment) => {
      const found = look(notes, moment);
      const suspected = found.doubt ? suspect(notes, moment, found.doubt) : { notes };
      if (found.broken !== null || 'broken' in suspected)
        return { broken: found.broken ?? ('broken' in suspected ? suspected.broken : '') };
      const proof = proven(suspected.notes, moment);
      if (proof !== null) return { broken: proof };
      const next = noted(suspected.notes, moment);
      return found.seen ? { notes: next, triggered: true } : { notes: next };
    }),
};

interface Look {
  readonly broken: string | null;
  /** It breaks the deferral of `caller`, if that one has not withdrawn. */
  readonly doubt: { readonly caller: SocketName; readonly reason: string } | null;
  readonly seen: boolean;
}

const nothing: Look = { broken: null, doubt: null, seen: false };
const broken = (reason: string): Look => ({ ...nothing, broken: reason });

function look({ at }: Notes, { happening, before }: Moment): Look {
  if (happening.is !== 'ended') return nothing;
  const { socket } = happening;
  const here = at[socket] ?? none;
  if (before.accounts[socket]?.phase !== 'listening') return nothing;
  if (happening.call === 'WSAAccept') return lookAtAccept(here, happening, before);
  if (happening.call !== 'WSAEnumNetworkEvents' || !('ok' in happening.result)) return nothing;
  const { events } = happening.result.ok;
  if (!events) return nothing;
  const told = events.FD_ACCEPT !== undefined;
  if (here.resumes === 'due' && !told)
    return broken(
      `FD_ACCEPT does not tell ${socket} of the next request, though the deferred one is decided`,
    );
  const { caller } = here;
  if (caller === null) return nothing;
  const early = told && here.before === 'fetched';
  const reason = `FD_ACCEPT was indicated while ${caller} is deferred`;
  return { broken: null, doubt: early ? { caller, reason } : null, seen: true };
}

type Accept = Extract<Ending, { call: 'WSAAccept' }>;

function lookAtAccept({ caller }: Deferral, ending: Accept, before: Ledger): Look {
  const { socket, args, result } = ending;
  const error = errorOf(ending);
  const asked = result.condition?.called === true;
  const offered = result.condition?.called ? result.condition.callerId : undefined;
  if (error === 'WSATRY_AGAIN' && (args.condition !== 'CF_DEFER' || result.condition?.called === false))
    return broken(`${socket} says that it has deferred a request, and it has not`);
  const says = error === null || error === 'WSAEWOULDBLOCK' || error === 'WSAECONNREFUSED';
  if (args.condition === 'CF_DEFER' && asked && says)
    return broken(`${socket} has deferred a request, and its accept gave ${error ?? 'a socket'}`);
  // One that was under way may have been offered its request before.
  const doubt = (reason: string): Look =>
    caller === null || ending.late ? nothing : { broken: null, doubt: { caller, reason }, seen: true };
  if (caller !== null && offered && offered !== caller)
    return doubt(`accept was offered ${offered} while ${caller} is deferred`);
  if (caller !== null && error === 'WSAEWOULDBLOCK' && !isUnderWay(before, socket, 'WSAAccept'))
    return doubt(`accept finds nothing pending while ${caller} is deferred`);
  return { ...nothing, seen: error === 'WSATRY_AGAIN' };
}

/** Breaks the property at once if the deferred client surely stands, and else as soon as that shows. */
function suspect(
  { at, unless }: Notes,
  { before }: Moment,
  { caller, reason }: { readonly caller: SocketName; readonly reason: string },
): { readonly notes: Notes } | { readonly broken: string } {
  if (isStanding(before, caller)) return { broken: reason };
  // AM-23: an accept for which there are no resources may have dropped it.
  if (before.accounts[caller]?.half?.denied !== 'no') return { notes: { at, unless } };
  return { notes: { at, unless: { [caller]: reason, ...unless } } };
}

/** One that turns out to be connected has not withdrawn: an attempt that has timed out never comes to that. */
function proven({ unless }: Notes, { before, after }: Moment): string | null {
  const alive = Object.keys(unless).find(
    (name) => before.accounts[name]?.phase === 'attempting' && after.accounts[name]?.phase === 'connected',
  );
  return alive === undefined ? null : (unless[alive] ?? null);
}

/** Calls by which a connector may withdraw its request. */
const withdraws: ReadonlySet<CallName> = new Set(['closesocket', 'shutdown', 'WSASendDisconnect']);

function noted(notes: Notes, moment: Moment): Notes {
  const { happening, before, after } = moment;
  const unless = Object.fromEntries(
    Object.entries(notes.unless).filter(([name]) => after.accounts[name]?.phase === 'attempting'),
  );
  const known =
    Object.keys(unless).length === Object.keys(notes.unless).length ? notes : { ...notes, unless };
  if (happening.is === 'settled') return settled(known, after);
  if (happening.is === 'nothing' || happening.is === 'failed') return known;
  const { socket } = happening;
  if (withdraws.has(happening.call) || after.accounts[socket]?.half?.lost === true)
    return withdrawing(known, socket, before);
  const here = known.at[socket];
  if (happening.call === 'WSAEventSelect' && here)
    return put(known, socket, { ...here, before: 'due', resumes: 'no' });
  if (happening.is !== 'ended') return happening.call === 'WSAAccept' ? put(known, socket, none) : known;
  if (happening.call === 'WSAEnumNetworkEvents' && here) {
    const fetched = here.before === 'recorded' ? 'fetched' : here.before;
    const told = 'ok' in happening.result && happening.result.ok.events?.FD_ACCEPT !== undefined;
    return put(known, socket, { ...here, before: fetched, resumes: told ? 'no' : here.resumes });
  }
  return happening.call === 'WSAAccept' ? accepting(known, happening, before) : known;
}

function put(notes: Notes, socket: SocketName, next: Deferral): Notes {
  const here = notes.at[socket] ?? none;
  const same = here.caller === next.caller && here.before === next.before && here.resumes === next.resumes;
  return same ? notes : { ...notes, at: { ...notes.at, [socket]: next } };
}

function accepting(notes: Notes, ending: Accept, before: Ledger): Notes {
  const { socket } = ending;
  const here = notes.at[socket] ?? none;
  const error = errorOf(ending);
  const { sure } = callersOf(before, ending);
  if (error === 'WSATRY_AGAIN' && ending.late) return put(notes, socket, none);
  if (error === 'WSATRY_AGAIN') {
    const again = sure !== null && sure === here.caller;
    return put(notes, socket, { caller: sure, before: again ? here.before : 'due', resumes: 'no' });
  }
  const decided = error === null || error === 'WSAECONNREFUSED';
  if (!decided)
    return put(notes, socket, { ...here, resumes: here.caller === null ? unsettled(here) : 'no' });
  const resumes = sure !== null && sure === here.caller ? 'owed' : 'no';
  return put(notes, socket, { ...none, resumes });
}

/** What was surely recorded may have been taken back, and is recorded again if it still holds (NE-14, AM-04). */
const unsettled = ({ resumes }: Deferral): Deferral['resumes'] => (resumes === 'due' ? 'owed' : resumes);

/** A request that may be withdrawn may take its indication back. */
function withdrawing(notes: Notes, socket: SocketName, { accounts }: Ledger): Notes {
  const { asked = null, half } = accounts[socket] ?? {};
  const here = asked === null || half?.peer !== null ? undefined : notes.at[asked];
  return here && asked !== null ? put(notes, asked, { ...here, resumes: unsettled(here) }) : notes;
}

/** What was due before a deferral has been recorded; so has, after a decision, the request that waits behind it. */
function settled(notes: Notes, ledger: Ledger): Notes {
  let next = notes;
  for (const name of namesOf(ledger.accounts)) {
    const here = notes.at[name];
    if (!here) continue;
    const account = ledger.accounts[name];
    const before = here.before === 'due' && here.caller !== null ? 'recorded' : here.before;
    const waiting = unaccepted(ledger, name).filter((one) => isStanding(ledger, one));
    const sure = waiting.length > 0 && waiting.length === account?.requests;
    const due = here.resumes === 'owed' && sure && account.mask.includes('FD_ACCEPT');
    next = put(next, name, { ...here, before, resumes: due ? 'due' : here.resumes });
  }
  return next;
}
