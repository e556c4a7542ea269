import type { Scope } from '../model/search/scope.js';
import {
  accept,
  client,
  closesocket,
  connected,
  connectTo,
  enumerate,
  freely,
  linger,
  listener,
  made,
  nonblocking,
  recv,
  register,
  rival,
  send,
  server,
  settle,
  shutdown,
  socketNamed,
  upTo,
} from '../model/search/moves.js';
import type { ErrorCode } from '../spec/errors.js';
import type { Profile } from '../spec/profiles.js';
import { closesGracefully } from '../spec/profiles.js';
import { socketName } from '../spec/trace/names.js';
import type { SocketName } from '../spec/trace/step.js';
import type { Ends } from './ledger/evidence.js';
import {
  endsOf,
  isUnaccepted,
  isUnattended,
  mayBeReset,
  mayHaveEnded,
  mayHaveReset,
  mayTimeOut,
  surelyEnded,
} from './ledger/evidence.js';
import type { Ending } from './ledger/happening.js';
import { errorOf } from './ledger/happening.js';
import type { Ledger } from './ledger/ledger.js';
import { namesOf } from './ledger/ledger.js';
import type { Moment, Watched } from './ledger/watch.js';
import { watch } from './ledger/watch.js';
import type { Property } from './property.js';
import { isSurelyAborted } from './receives.js';

const nobody = socketName('nobody');

/** A client that was connected before it was rejected, and is to be told of its end. */
const rejected = [
  ...socketNamed(rival),
  nonblocking(rival),
  made(rival, connectTo(listener)),
  settle,
  made(rival, recv(1)),
  made(rival, register('FD_CLOSE')),
  made(listener, accept(nobody, 'CF_REJECT')),
  settle,
];

/**
 * A client that ends softly or hard, and a server that registers for FD_CLOSE and FD_READ, perhaps twice; and, where a client can
 * be connected before it is accepted, one that was rejected.
 */
const ground = (profile: Profile): Scope => ({
  name: 'fd-close',
  setup: [
    ...connected,
    ...(profile.confirmed === 'on-arrival' ? rejected : []),
    made(client, linger(0)),
    // It still is to be told of the end of the other one (GS-16).
    ...(closesGracefully(profile) ? [made(server, shutdown('SD_SEND'))] : []),
  ],
  moves: [
    upTo(1, client, send('a')),
    freely(client, shutdown('SD_SEND')),
    freely(client, closesocket),
    upTo(1, server, register('FD_CLOSE')),
    freely(server, recv(4)),
    freely(server, enumerate),
    freely(server, closesocket),
    ...(profile.confirmed === 'on-arrival' ? [freely(rival, enumerate)] : []),
  ],
  settles: true,
  timers: false,
  room: 16,
});

/** What a socket has been told of its end. */
interface Notice {
  /** FD_CLOSE was reported since the last registration. */
  readonly reported: boolean;
  /** It was reported, or may have been, at any time: then a new registration need not repeat it (AM-08b). */
  readonly ever: boolean;
  /** It has surely been recorded, and the next enumeration has it. */
  readonly due: boolean;
  /** The socket has sent data, so that FD_READ may tell its peer of some. */
  readonly hasSent: boolean;
}

interface Notices {
  readonly [socket: string]: Notice;
}

const none: Notice = { reported: false, ever: false, due: false, hasSent: false };

/** FD_CLOSE tells every end, with the right code and at most once a registration. */
export const fdClose: Property<Watched<Notices>> = {
  name: 'fd-close',
  says: 'FD_CLOSE tells every end that leaves nothing to read, and every abort: at most once a registration, with 0 for grace and an error for a reset, never after closesocket, and never as FD_READ.',
  clauses: [
    'GS-05',
    'GS-14',
    'GS-15',
    'GS-16',
    'AS-06',
    'CA-29',
    'NE-11',
    'NE-12',
    'NE-22',
    'NE-25',
    'NE-26',
    'NE-27',
    'NE-28',
    'NE-29',
  ],
  kind: 'always',
  appliesTo: () => true,
  // AM-02 is open: before everything was read, FD_CLOSE may come or not. AM-06 too: a reset has either of two codes.
  under: {},
  ground,
  monitor: (profile) =>
    watch<Notices>(profile, {}, (notes, moment) => {
      const { happening, after } = moment;
      if (happening.is === 'settled') return { notes: duePerAccount(notes, after) };
      if (happening.is === 'nothing') return { notes };
      const { socket, call } = happening;
      if (call === 'send' || call === 'WSASend') return { notes: note(notes, socket, { hasSent: true }) };
      if (call === 'WSAEventSelect') {
        const { reported, ever } = notes[socket] ?? none;
        return { notes: note(notes, socket, { reported: false, ever: ever || reported, due: false }) };
      }
      if (call !== 'WSAEnumNetworkEvents') return { notes };
      // NE-09: an enumeration that fails clears nothing.
      if (happening.is === 'failed') return { notes };
      if (happening.is !== 'ended') return { notes: note(notes, socket, { ever: true, due: false }) };
      const broken = mistake(profile, notes, happening, moment);
      if (broken !== null) return { broken };
      const told = codeIn(happening) !== undefined;
      const next = note(notes, socket, told ? { reported: true, ever: true, due: false } : { due: false });
      return told ? { notes: next, triggered: true } : { notes: next };
    }),
};

function note(notes: Notices, socket: SocketName, changes: Partial<Notice>): Notices {
  const now = notes[socket] ?? none;
  const next = { ...now, ...changes };
  const same =
    next.reported === now.reported &&
    next.ever === now.ever &&
    next.due === now.due &&
    next.hasSent === now.hasSent;
  return same ? notes : { ...notes, [socket]: next };
}

type Enumeration = Extract<Ending, { call: 'WSAEnumNetworkEvents' }>;

const codeIn = ({ result }: Enumeration): 0 | ErrorCode | undefined =>
  'ok' in result ? result.ok.events?.FD_CLOSE : undefined;

function mistake(profile: Profile, notes: Notices, ending: Enumeration, { before }: Moment): string | null {
  const { socket, result } = ending;
  const account = before.accounts[socket];
  const code = codeIn(ending);
  const { reported, due } = notes[socket] ?? none;
  if (errorOf(ending) !== null || !account || account.phase === 'unknown') return null;
  if (code === undefined) return due ? `FD_CLOSE was not indicated to ${socket}` : null;
  if (account.phase === 'closed') return `FD_CLOSE was indicated to ${socket}, which is closed`;
  if (!account.mask.includes('FD_CLOSE'))
    return `FD_CLOSE was indicated to ${socket}, which is not registered for it`;
  if (reported) return `FD_CLOSE was indicated to ${socket} twice`;
  const told = 'ok' in result ? result.ok.events?.FD_READ : undefined;
  // NE-18: it may tell that the network subsystem has failed.
  const read = told !== undefined && told !== 'WSAENETDOWN';
  return wrongCode(profile, before, socket, code) ?? (read ? asRead(notes, before, socket) : null);
}

const legal: ReadonlySet<0 | ErrorCode> = new Set([0, 'WSAECONNRESET', 'WSAECONNABORTED', 'WSAENETDOWN']);

function wrongCode(profile: Profile, ledger: Ledger, socket: SocketName, code: 0 | ErrorCode): string | null {
  if (!legal.has(code)) return `FD_CLOSE was indicated to ${socket} with ${code}`;
  const ends = endsOf(ledger, socket);
  const cut = code === 'WSAECONNABORTED' || code === 'WSAENETDOWN';
  if (isUnattended(ledger, socket) && ledger.accounts[socket]?.half?.denied === 'no' && !cut)
    return `FD_CLOSE was indicated to ${socket}, which nobody has accepted or denied`;
  if (code === 0 && closesGracefully(profile) && isUnaccepted(ledger, socket))
    return `FD_CLOSE told ${socket} of a graceful end, and nobody has accepted it`;
  if (ends?.own.abort !== 'no') return null;
  if (ends.own.lost) return code === 0 ? endAfterLoss(profile, socket, ends) : null;
  // GS-15: whoever has reset the circuit, FD_CLOSE may tell of it.
  const reset = mayBeReset(profile, ends) || mayHaveReset(profile, ends);
  // AM-06: of a circuit that the network has lost it tells, until the end of it has been seen.
  if (cut && !(surelyEnded(profile, ends) && ends.peer.half.sent.length === 0)) return null;
  if (code !== 0)
    return reset ? null : `FD_CLOSE told ${socket} of an abort (${code}) that nobody has caused`;
  if (mayHaveEnded(ends) || (reset && !closesGracefully(profile))) return null;
  return `FD_CLOSE told ${socket} of a graceful end that ${ends.peer.name} has not made`;
}

/** AM-31: without a graceful close a loss may look orderly. */
const endAfterLoss = (profile: Profile, socket: SocketName, ends: Ends): string | null =>
  closesGracefully(profile) && !mayHaveEnded(ends)
    ? `FD_CLOSE told ${socket} of a graceful end, and the circuit is lost`
    : null;

function asRead(notes: Notices, ledger: Ledger, socket: SocketName): string | null {
  const peer = endsOf(ledger, socket)?.peer.name;
  return peer !== undefined && notes[peer]?.hasSent !== true
    ? `FD_READ was indicated to ${socket} with FD_CLOSE, and ${peer} has sent nothing`
    : null;
}

function duePerAccount(notes: Notices, ledger: Ledger): Notices {
  let next = notes;
  for (const name of namesOf(ledger.accounts)) {
    const { ever } = notes[name] ?? none;
    if (!ever && isDue(ledger, name)) next = note(next, name, { due: true });
  }
  return next;
}

/** Whether the end of a socket's connection is there to be told, and FD_CLOSE is what tells it. */
function isDue(ledger: Ledger, name: SocketName): boolean {
  const account = ledger.accounts[name];
  if (!account?.mask.includes('FD_CLOSE')) return false;
  const { half } = account;
  if (half?.denied === 'told' && isUnattended(ledger, name)) return half.receiving === 'open';
  const ends = endsOf(ledger, name);
  // An attempt that was accepted may have timed out before it was told so.
  if (!ends || mayTimeOut(account)) return false;
  if (ends.own.lost || ends.own.receiving !== 'open' || ends.own.abort !== 'no') return false;
  const { peer } = ends;
  return (
    isSurelyAborted(ends) || (peer.half.over === 'told' && peer.half.sent.length === 0 && !peer.half.lost)
  );
}
