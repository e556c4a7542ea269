import type { Observer } from '../model/search/observer.js';
import type { NetworkEvent } from '../spec/events.js';
import { networkEvents } from '../spec/events.js';
import type { Profile } from '../spec/profiles.js';
import type { SocketName } from '../spec/trace/step.js';
import { addressee, mayAsk } from './ledger/attempts.js';
import { endsOf, isUnattended, isUnderWay, mayBeReset, mayHaveReset } from './ledger/evidence.js';
import type { Ending } from './ledger/happening.js';
import { errorOf } from './ledger/happening.js';
import type { Account, Ledger } from './ledger/ledger.js';
import { isStanding, namesOf, unaccepted } from './ledger/ledger.js';
import type { Moment, Watched } from './ledger/watch.js';
import { watch } from './ledger/watch.js';

/** How far something has come that may happen any time before the next `settle`: it is in the air, or at rest. */
type Flight = 'air' | 'rest';

/** What is remembered of the record of one socket. */
interface Record {
  /** Reported, and not re-enabled since. */
  readonly reported: readonly NetworkEvent[];
  /** May be reported once more although nothing has re-enabled it: by a new arrival (AM-08a), or a registration (AM-08b). */
  readonly again: { readonly [Event in NetworkEvent]?: Flight };
  /** What such an event may tell of: data or requests have come since it was known that there are none. */
  readonly cause: { readonly [Event in NetworkEvent]?: Flight };
  /** Surely recorded: the next enumeration has it. */
  readonly due: readonly NetworkEvent[];
  /** A send has found no room, and `FD_WRITE` is to tell when there is some (NE-21). */
  readonly awaitsRoom: boolean;
  /** Of a listener: it has deferred a request, so that it is told of no other (CA-12). */
  readonly defers: boolean;
  /** Of a listener: the attempts that FD_ACCEPT must tell of, unless one of them has timed out. */
  readonly owed: readonly SocketName[];
}

/** What is remembered of all records. */
export interface Notes {
  readonly records: { readonly [socket: string]: Record };
  /** Requests that FD_ACCEPT has not told of, by their listener: they must have been withdrawn. */
  readonly untold: { readonly [listener: string]: readonly SocketName[] };
}

/**
 * Watches every event record but for FD_CLOSE: an event is reported for a cause and if it is nominated, once until it is
 * re-enabled, and it is not lost.
 */
export const watchRecords = (profile: Profile): Observer<Watched<Notes>> =>
  watch<Notes>(profile, { records: {}, untold: {} }, (notes, moment) => {
    const broken = mistake(profile, notes, moment) ?? shownUntold(notes, moment);
    if (broken !== null) return { broken };
    const next = noted(profile, notes, moment);
    const { happening } = moment;
    const tells =
      happening.is === 'ended' &&
      happening.call === 'WSAEnumNetworkEvents' &&
      (notes.records[happening.socket]?.due.length ?? 0) > 0;
    return tells ? { notes: next, triggered: true } : { notes: next };
  });

const blank: Record = {
  reported: [],
  again: {},
  cause: {},
  due: [],
  awaitsRoom: false,
  defers: false,
  owed: [],
};

type Enumeration = Extract<Ending, { call: 'WSAEnumNetworkEvents' }>;

const eventsIn = ({ result }: Enumeration): readonly NetworkEvent[] | null => {
  const events = 'ok' in result ? result.ok.events : undefined;
  return events ? networkEvents.filter((event) => events[event] !== undefined) : null;
};

const isKnown = ({ phase }: Account): boolean =>
  phase !== 'unknown' && phase !== 'closing' && phase !== 'closed';

function mistake(profile: Profile, { records }: Notes, { happening, before }: Moment): string | null {
  if (happening.is !== 'ended' && happening.is !== 'pending') return null;
  const { socket, call } = happening;
  const account = before.accounts[socket];
  if (!account || !isKnown(account)) return null;
  if (happening.is === 'pending')
    return account.mask.length > 0 ? `${call} blocks on ${socket}, which is registered for events` : null;
  if (happening.call !== 'WSAEnumNetworkEvents') return null;
  const events = eventsIn(happening);
  if (!events) return null;
  const record = records[socket] ?? blank;
  for (const event of events) {
    if (!account.mask.includes(event))
      return `${event} was indicated to ${socket}, which is not registered for it`;
    // The property about FD_CLOSE says what that may tell.
    if (event === 'FD_CLOSE') continue;
    if (record.cause[event] === undefined)
      return `${event} was indicated to ${socket}, and there is nothing to tell`;
    if (record.reported.includes(event) && record.again[event] === undefined)
      return `${event} was indicated to ${socket} again, and nothing has enabled it since`;
  }
  const lost = record.due.find((event) => !events.includes(event));
  if (lost !== undefined) return `${lost} was not indicated to ${socket}`;
  return falseConnect(profile, happening, before);
}

/** FD_CONNECT tells of success before anybody has accepted, where acceptance is what confirms. */
function falseConnect(profile: Profile, { socket, result }: Enumeration, ledger: Ledger): string | null {
  const { half, asked = null, phase } = ledger.accounts[socket] ?? {};
  const code = 'ok' in result ? result.ok.events?.FD_CONNECT : undefined;
  if (code !== 0 || profile.confirmed !== 'on-acceptance' || phase !== 'attempting') return null;
  if (half?.peer !== null || asked === null || isUnderWay(ledger, asked, 'WSAAccept')) return null;
  return ledger.accounts[asked]?.phase === 'unknown'
    ? null
    : `FD_CONNECT told ${socket} of success, and ${asked} has not accepted it`;
}

/** Requests that were not told of, and turn out not to have been withdrawn. */
function shownUntold({ untold }: Notes, { before, after }: Moment): string | null {
  for (const [listener, names] of Object.entries(untold)) {
    const open = names.filter((name) => after.accounts[name]?.phase === 'attempting');
    const shown = names.filter(
      (name) => before.accounts[name]?.phase === 'attempting' && after.accounts[name]?.phase === 'connected',
    );
    if (open.length === 0 && shown.length > 0 && shown.length === names.length)
      return `FD_ACCEPT did not tell ${listener} of ${shown.join(' and ')}`;
  }
  return null;
}

const put = (notes: Notes, socket: SocketName, changes: Partial<Record>): Notes => ({
  ...notes,
  records: { ...notes.records, [socket]: { ...(notes.records[socket] ?? blank), ...changes } },
});

function noted(profile: Profile, notes: Notes, moment: Moment): Notes {
  const { happening, before, after } = moment;
  const known = proved(notes, after);
  if (happening.is === 'settled') return atRest(profile, known, after);
  if (happening.is === 'nothing') return known;
  const { socket } = happening;
  switch (happening.call) {
    case 'WSAEnumNetworkEvents':
      // NE-09: one that fails clears nothing.
      if (happening.is === 'failed' || (happening.is === 'ended' && errorOf(happening) !== null))
        return known;
      return enumerated(known, socket, after, happening.is === 'ended' ? eventsIn(happening) : null);
    case 'WSAEventSelect':
      return happening.is === 'ended' && errorOf(happening) === null
        ? registered(known, socket, after)
        : known;
    case 'WSAConnect':
      return attempted(profile, known, happening, moment);
    case 'WSAAccept':
      return accepting(known, moment, happening);
    case 'recv':
    case 'WSARecv':
      return happening.is === 'ended' ? enabled(known, socket, 'FD_READ') : unsure(known, socket, 'FD_READ');
    case 'send':
    case 'WSASend':
      return sending(known, moment, happening);
    case 'closesocket':
      return withdrawing(known, socket, before);
    case 'shutdown':
    case 'WSASendDisconnect':
      // GS-17: without a graceful close it resets the circuit.
      return after.accounts[socket]?.half?.abort === 'no' ? known : withdrawing(known, socket, before);
    default:
      return known;
  }
}

/** Attempts that turned out to be connected need no proof any more; one that has failed or gone proves nothing. */
function proved(notes: Notes, { accounts }: Ledger): Notes {
  const entries = Object.entries(notes.untold);
  const next = entries.flatMap(([listener, names]) => {
    const fails = names.some(
      (name) => !['attempting', 'connected'].includes(accounts[name]?.phase ?? 'gone'),
    );
    const left = names.filter((name) => accounts[name]?.phase === 'attempting');
    return fails || left.length === 0
      ? []
      : [[listener, left.length === names.length ? names : left] as const];
  });
  const same =
    next.length === entries.length && next.every(([, left], index) => left === entries[index]?.[1]);
  return same ? notes : { ...notes, untold: Object.fromEntries(next) };
}

const without = <Value>(values: readonly Value[], gone: Value): readonly Value[] =>
  values.includes(gone) ? values.filter((value) => value !== gone) : values;

function enumerated(
  notes: Notes,
  socket: SocketName,
  { accounts }: Ledger,
  events: readonly NetworkEvent[] | null,
): Notes {
  const record = notes.records[socket];
  if (!record) return notes;
  // What an enumeration had that nobody saw is not known.
  const told = (events ?? accounts[socket]?.mask ?? []).filter((event) => event !== 'FD_CLOSE');
  const missed = record.owed.length > 0 && events !== null && !events.includes('FD_ACCEPT');
  const next = put(notes, socket, {
    reported: [...new Set([...record.reported, ...told])].sort(),
    again: events ? inTheAir(record.again) : allInTheAir(told),
    cause: events ? inTheAir(record.cause) : record.cause,
    due: [],
    owed: [],
  });
  return missed ? { ...next, untold: { ...next.untold, [socket]: record.owed } } : next;
}

const inTheAir = (flights: Record['again']): Record['again'] =>
  Object.fromEntries(Object.entries(flights).filter(([, flight]) => flight === 'air'));
const allInTheAir = (events: readonly NetworkEvent[]): Record['again'] =>
  Object.fromEntries(events.map((event) => [event, 'air' as const]));

/** A registration clears the record, and records what holds already (NE-03, NE-16). */
function registered(notes: Notes, socket: SocketName, ledger: Ledger): Notes {
  const account = ledger.accounts[socket];
  if (!account) return notes;
  const { reported } = notes.records[socket] ?? blank;
  const cause = networkEvents.filter((event) => mayHold(ledger, socket, event));
  const changes = { again: allInTheAir(reported), cause: allInTheAir(cause), due: [], owed: [] };
  return put(notes, socket, changes);
}

/** Whether what an event tells may be the case. */
function mayHold(ledger: Ledger, socket: SocketName, event: NetworkEvent): boolean {
  const account = ledger.accounts[socket];
  if (!account) return false;
  if (event === 'FD_ACCEPT') return account.requests !== 0;
  if (event !== 'FD_READ') return (event === 'FD_WRITE' || event === 'FD_CONNECT') && account.half !== null;
  const { peer = null } = account.half ?? {};
  if (peer === null) return false;
  const half = ledger.accounts[peer]?.half;
  return !half || half.sent.length > 0;
}

function attempted(
  profile: Profile,
  notes: Notes,
  made: Extract<Moment['happening'], { call: 'WSAConnect' }>,
  { before, after }: Moment,
): Notes {
  const { socket } = made;
  const { phase } = before.accounts[socket] ?? {};
  const { half } = after.accounts[socket] ?? {};
  // AM-08c: a connect that fails at once may be told by FD_CONNECT as well.
  const cause: Record['cause'] = half ? { FD_CONNECT: 'air', FD_WRITE: 'air' } : { FD_CONNECT: 'air' };
  const startable = phase === 'unbound' || phase === 'bound';
  const own = startable ? put(notes, socket, { ...blank, cause }) : notes;
  const asked = addressee(before, made);
  if (made.is === 'failed' || !mayAsk(profile, made)) return own;
  const there = own.records[asked] ?? blank;
  return put(own, asked, {
    again: { ...there.again, FD_ACCEPT: 'air' },
    cause: { ...there.cause, FD_ACCEPT: 'air' },
    due: without(there.due, 'FD_ACCEPT'),
    owed: [],
  });
}

/** An enabling call may take back what is recorded with what that tells of; what is left is recorded again (NE-14). */
function enabled(notes: Notes, socket: SocketName, event: NetworkEvent): Notes {
  const record = notes.records[socket];
  if (!record) return notes;
  return put(notes, socket, {
    reported: without(record.reported, event),
    due: without(record.due, event),
    owed: event === 'FD_ACCEPT' ? [] : record.owed,
  });
}

/** Whether a call that failed for want of resources, or is under way, has enabled an event is not known. */
function unsure(notes: Notes, socket: SocketName, event: NetworkEvent): Notes {
  const record = notes.records[socket];
  if (!record) return notes;
  return put(notes, socket, {
    again: { ...record.again, [event]: 'air' },
    due: without(record.due, event),
    owed: event === 'FD_ACCEPT' ? [] : record.owed,
  });
}

function accepting(
  notes: Notes,
  { after }: Moment,
  made: Extract<Moment['happening'], { call: 'WSAAccept' }>,
): Notes {
  const { socket, args } = made;
  if (made.is !== 'ended') return unsure(notes, socket, 'FD_ACCEPT');
  const error = errorOf(made);
  // AM-01: a deferral may enable FD_ACCEPT, and then it tells of the same request again.
  if (error === 'WSATRY_AGAIN') return put(unsure(notes, socket, 'FD_ACCEPT'), socket, { defers: true });
  const { defers } = notes.records[socket] ?? blank;
  const decided = error === null || error === 'WSAECONNREFUSED' || error === 'WSAEWOULDBLOCK';
  // AM-03: what else an accept after a deferral is, the documents do not agree on.
  const own = defers && !decided ? unsure(notes, socket, 'FD_ACCEPT') : enabled(notes, socket, 'FD_ACCEPT');
  const next = defers && decided ? put(own, socket, { defers: false }) : own;
  if (error !== null) return next;
  const peer = after.accounts[args.as]?.half?.peer ?? null;
  const data = peer !== null && (after.accounts[peer]?.half?.sent.length ?? 0) > 0;
  const cause: Record['cause'] = { FD_CONNECT: 'air', FD_WRITE: 'air', ...(data ? { FD_READ: 'air' } : {}) };
  return put(next, args.as, { ...blank, cause });
}

function sending(
  notes: Notes,
  { after }: Moment,
  made: Extract<Moment['happening'], { call: 'send' | 'WSASend' }>,
): Notes {
  const { socket } = made;
  const error = made.is === 'ended' ? errorOf(made) : null;
  if (error === 'WSAEWOULDBLOCK') {
    const record = notes.records[socket] ?? blank;
    return put(notes, socket, {
      reported: without(record.reported, 'FD_WRITE'),
      due: without(record.due, 'FD_WRITE'),
      cause: { ...record.cause, FD_WRITE: 'air' },
      awaitsRoom: true,
    });
  }
  const peer = after.accounts[socket]?.half?.peer ?? null;
  if (error !== null || peer === null) return notes;
  const there = notes.records[peer] ?? blank;
  return put(notes, peer, {
    again: { ...there.again, FD_READ: 'air' },
    cause: { ...there.cause, FD_READ: 'air' },
  });
}

/** A request that may be withdrawn may take its indication back (AM-04). */
function withdrawing(notes: Notes, socket: SocketName, { accounts }: Ledger): Notes {
  const { asked = null, half } = accounts[socket] ?? {};
  const record = asked === null || half?.peer !== null ? undefined : notes.records[asked];
  if (!record || asked === null) return notes;
  return put(notes, asked, { due: without(record.due, 'FD_ACCEPT'), owed: [] });
}

/** At a settle everything that was in the air has been recorded, or never will be. */
function atRest(profile: Profile, notes: Notes, ledger: Ledger): Notes {
  let next = notes;
  for (const name of namesOf(ledger.accounts)) {
    const account = ledger.accounts[name];
    const record = notes.records[name];
    if (account && record && isKnown(account))
      next = put(next, name, rested(profile, record, ledger, name, account));
  }
  return next;
}

function rested(
  profile: Profile,
  record: Record,
  ledger: Ledger,
  name: SocketName,
  account: Account,
): Partial<Record> {
  const drained = record.awaitsRoom && account.half?.sent.length === 0;
  const awaitsRoom = record.awaitsRoom && !drained;
  const cause = Object.fromEntries(
    Object.entries(record.cause).map(([event]) => [
      event,
      mayCome(ledger, name, event, awaitsRoom) ? 'air' : 'rest',
    ]),
  );
  const waits = (event: string): boolean => event === 'FD_WRITE' && awaitsRoom;
  const again = Object.fromEntries(
    Object.entries(record.again).map(([event]) => [event, waits(event) ? 'air' : 'rest']),
  );
  const events = account.mask.filter((event) => !record.reported.includes(event));
  const due = events.filter((event) => isDue(profile, { ...record, awaitsRoom }, ledger, name, event));
  const owed = events.includes('FD_ACCEPT') && !due.includes('FD_ACCEPT') ? owedTo(record, ledger, name) : [];
  return {
    cause,
    again: drained ? { ...again, FD_WRITE: 'rest' } : again,
    due: [...new Set([...record.due, ...due])].sort(),
    owed,
    awaitsRoom,
  };
}

/** Whether an event may be recorded after a settle, without anything being called in between. */
function mayCome(ledger: Ledger, name: SocketName, event: string, awaitsRoom: boolean): boolean {
  const { half, phase } = ledger.accounts[name] ?? {};
  if (event === 'FD_WRITE') return awaitsRoom || phase === 'attempting';
  if (event === 'FD_CONNECT') return phase === 'attempting';
  if (event === 'FD_READ') return half !== null && mayHold(ledger, name, 'FD_READ');
  return event === 'FD_ACCEPT' && mayHold(ledger, name, 'FD_ACCEPT');
}

/** Whether an event that was not reported has surely been recorded by now. */
function isDue(
  profile: Profile,
  record: Record,
  ledger: Ledger,
  name: SocketName,
  event: NetworkEvent,
): boolean {
  const account = ledger.accounts[name];
  const { half, phase, asked } = account ?? {};
  const ends = endsOf(ledger, name);
  const stands =
    half !== undefined &&
    half !== null &&
    !half.lost &&
    (ends
      ? !mayBeReset(profile, ends) && !mayHaveReset(profile, ends)
      : isUnattended(ledger, name) && half.denied === 'no');
  switch (event) {
    case 'FD_READ':
      return (
        stands &&
        ends !== null &&
        ends.own.receiving === 'open' &&
        ends.peer.half.arrived > 0 &&
        !isUnderWay(ledger, name, 'recv', 'WSARecv')
      );
    case 'FD_WRITE':
      return (
        stands && phase === 'connected' && half.graceful === 'no' && half.abort === 'no' && !record.awaitsRoom
      );
    case 'FD_CONNECT':
      return (
        asked !== null &&
        half !== undefined &&
        half !== null &&
        (phase === 'connected' || (phase === 'attempting' && half.peer !== null))
      );
    case 'FD_ACCEPT': {
      const waiting = requestsAt(record, ledger, name);
      return waiting.length > 0 && waiting.every((one) => isStanding(ledger, one));
    }
    default:
      return false;
  }
}

/** The requests in a backlog that FD_ACCEPT is to tell of: all of them, or none if some may have vanished. */
function requestsAt({ defers }: Record, ledger: Ledger, name: SocketName): readonly SocketName[] {
  if (defers || isUnderWay(ledger, name, 'WSAAccept')) return [];
  const waiting = unaccepted(ledger, name).filter((one) => {
    const { phase, half } = ledger.accounts[one] ?? {};
    return (phase === 'attempting' || phase === 'connected') && half?.denied === 'no';
  });
  return waiting.length === ledger.accounts[name]?.requests ? waiting : [];
}

const owedTo = (record: Record, ledger: Ledger, name: SocketName): readonly SocketName[] =>
  requestsAt(record, ledger, name).filter((one) => ledger.accounts[one]?.phase === 'attempting');
