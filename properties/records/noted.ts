import type { NetworkEvent } from '../../spec/events.js';
import { networkEvents } from '../../spec/events.js';
import type { Profile } from '../../spec/profiles.js';
import type { SocketName } from '../../spec/trace/step.js';
import { addressee, mayAsk } from '../ledger/attempts.js';
import { errorOf } from '../ledger/happening.js';
import type { Ledger } from '../ledger/ledger.js';
import type { Moment } from '../ledger/watch.js';
import { atRest } from './at-rest.js';
import type { Notes, Record } from './record.js';
import { allInTheAir, blank, eventsIn, inTheAir, mayHold, put, without } from './record.js';

/** What is remembered after a moment. */
export function noted(profile: Profile, notes: Notes, moment: Moment): Notes {
  const next = entered(profile, notes, moment);
  const { happening, before, after } = moment;
  if (happening.is !== 'ended' || after.accounts[happening.socket]?.half?.lost !== true) return next;
  // A request goes with the circuit that the network has lost.
  return withdrawing(next, happening.socket, before);
}

function entered(profile: Profile, notes: Notes, moment: Moment): Notes {
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
      return ending(known, moment, socket);
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

/** A registration clears the record, and records what holds already (NE-03, NE-16). */
function registered(notes: Notes, socket: SocketName, ledger: Ledger): Notes {
  const account = ledger.accounts[socket];
  if (!account) return notes;
  const { reported } = notes.records[socket] ?? blank;
  const cause = networkEvents.filter((event) => mayHold(ledger, socket, event));
  const changes = { again: allInTheAir(reported), cause: allInTheAir(cause), due: [], owed: [] };
  return put(notes, socket, changes);
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
  { before, after }: Moment,
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
  // One that fails may have sent some before the network cut it off.
  const sends = error === null || owedBy(after, socket) > owedBy(before, socket);
  if (!sends || peer === null) return notes;
  const there = notes.records[peer] ?? blank;
  return put(notes, peer, {
    again: { ...there.again, FD_READ: 'air' },
    cause: { ...there.cause, FD_READ: 'air' },
  });
}

const owedBy = ({ accounts }: Ledger, name: SocketName): number =>
  accounts[name]?.half?.sent.join('').length ?? 0;

/** A socket that has shut its sending may not be told any more that it could send (NE-21). */
function ending(notes: Notes, { before, after }: Moment, socket: SocketName): Notes {
  const half = after.accounts[socket]?.half;
  const record = notes.records[socket];
  const next =
    record && half?.graceful !== 'no' ? put(notes, socket, { due: without(record.due, 'FD_WRITE') }) : notes;
  // GS-17: without a graceful close it resets the circuit.
  return half?.abort === 'no' ? next : withdrawing(next, socket, before);
}

/** A request that may be withdrawn may take its indication back (AM-04); if it was deferred, it silences nothing any more (CA-12). */
function withdrawing(notes: Notes, socket: SocketName, { accounts }: Ledger): Notes {
  const { asked = null, half } = accounts[socket] ?? {};
  const record = asked === null || half?.peer !== null ? undefined : notes.records[asked];
  if (!record || asked === null) return notes;
  const again: Record['again'] = record.defers ? { ...record.again, FD_ACCEPT: 'air' } : record.again;
  return put(notes, asked, { due: without(record.due, 'FD_ACCEPT'), owed: [], again });
}
