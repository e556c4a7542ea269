import {
  accept,
  client,
  closesocket,
  connectTo,
  freely,
  linger,
  listener,
  listening,
  made,
  nonblocking,
  recv,
  recvDisconnect,
  send,
  sendDisconnect,
  server,
  settle,
  shutdown,
  socketNamed,
  upTo,
} from '../model/search/moves.js';
import type { Scope } from '../model/search/scope.js';
import type { ErrorCode } from '../spec/errors.js';
import type { Profile } from '../spec/profiles.js';
import { carriesDisconnectData, isStream, isTcp } from '../spec/profiles.js';
import { socketName } from '../spec/trace/names.js';
import type { Call } from '../spec/trace/step.js';
import { endsOf, mayHaveReset } from './ledger/evidence.js';
import type { Ending, Happening } from './ledger/happening.js';
import { errorOf, isOneOf } from './ledger/happening.js';
import type { Account, Ledger } from './ledger/ledger.js';
import type { Watched } from './ledger/watch.js';
import { watch } from './ledger/watch.js';
import { allows, expectedOf } from './misuse/expected.js';
import type { Property } from './property.js';

const queued = socketName('queued');
const raw = socketName('raw');
const bound = socketName('bound');
const late = socketName('late');
const waiting = socketName('waiting');
const nobody = socketName('nobody');

const bind: Call = { call: 'bind', args: {} };
const listen = (backlog: number): Call => ({ call: 'listen', args: { backlog } });

/** A socket in each state, and on each what does not fit it. */
const ground = (profile: Profile): Scope => ({
  name: 'misuse',
  setup: [
    ...listening(2),
    ...[client, queued, raw, bound, late, waiting].flatMap(socketNamed),
    ...[client, queued, bound, late].map((name) => made(name, bind)),
    ...[client, queued, waiting].map(nonblocking),
    made(client, linger(0)),
    made(client, connectTo(listener)),
    settle,
    made(listener, accept(server)),
    settle,
    made(client, carriesDisconnectData(profile) ? sendDisconnect(null) : shutdown('SD_SEND')),
    made(client, shutdown('SD_RECEIVE')),
    made(queued, connectTo(listener)),
    settle,
  ],
  moves: [
    ...[listen(1), recv(1), shutdown('SD_SEND'), accept(nobody)].map((call) => freely(raw, call)),
    ...[bind, send('x'), sendDisconnect(null), recvDisconnect(1)].map((call) => freely(bound, call)),
    ...[listen(profile.limits.backlog + 1), send('x'), recv(1)].map((call) => freely(late, call)),
    upTo(2, waiting, connectTo(bound)),
    freely(waiting, { call: 'getsockopt', args: { option: 'SO_ERROR' } }),
    freely(listener, connectTo(bound)),
    freely(listener, accept(nobody, 7)),
    freely(listener, { call: 'setsockopt', args: { option: 'SO_CONDITIONAL_ACCEPT', value: true } }),
    ...[listen(1), connectTo(listener), accept(nobody), shutdown('SD_SEND')].map((call) =>
      freely(server, call),
    ),
    // On a byte stream a send of nothing is a send all the same, and leaves nothing behind.
    ...(isStream(profile) ? [freely(server, send(''))] : []),
    freely(client, send('a')),
    freely(client, recv(1)),
    freely(client, closesocket),
  ],
  settles: false,
  timers: false,
  room: 16,
});

/** What is out of place fails, with the documented code; and what is in place does not. */
export const misuse: Property<Watched<Notes>> = {
  name: 'misuse',
  says: 'A call that does not fit the state of its socket fails with the documented error and changes nothing, and no other call fails with that error.',
  clauses: [
    'IO-01',
    'IO-02',
    'IO-03',
    'CN-10',
    'DD-09',
    'DD-10',
    'DD-12',
    'DD-13',
    'GS-12',
    'GS-20',
    'LS-02',
    'LS-03',
    'LS-05',
    'LS-08',
    'CA-07',
    'CA-14',
    'CA-18',
    'CA-27',
    'CN-04',
    'CN-05',
    'CN-06',
    'CN-08',
    'ER-02',
    'ER-06',
  ],
  kind: 'always',
  appliesTo: () => true,
  under: {},
  ground,
  monitor: (profile) =>
    watch<Notes>(profile, {}, (known, { happening, before }) => {
      const attempts = 'call' in happening && happening.call === 'WSAConnect';
      const notes = attempts ? without(known, happening.socket) : known;
      const broken = waitsInVain(happening, before);
      if (broken !== null) return { broken };
      if (happening.is !== 'ended' || happening.late) return { notes };
      const { socket, call } = happening;
      const account = before.accounts[socket];
      if (!account || !isKnown(account)) return { notes };
      if (call === 'getsockopt') return readsError(profile, notes, happening, before);
      const gives = errorOf(happening) ?? 'success';
      const expected = expectedOf(profile, happening, account, before);
      if (expected && !allows(expected, gives))
        return {
          broken: `${call} on ${socket} gave ${gives}, where only ${expected.join(' or ')} is allowed`,
        };
      return expected && !expected.includes('success') ? { notes, triggered: true } : { notes };
    }),
};

/** IO-03: a socket that can have no connection has nothing to wait for. */
function waitsInVain(happening: Happening, { accounts }: Ledger): string | null {
  if (happening.is !== 'pending' || !isOneOf(happening.call, 'send', 'WSASend', 'recv', 'WSARecv'))
    return null;
  const { socket, call } = happening;
  const { phase } = accounts[socket] ?? {};
  const unconnected = phase === 'unbound' || phase === 'bound' || phase === 'listening';
  return unconnected ? `${call} on ${socket} waits, which is not connected` : null;
}

/** The kinds of errors that SO_ERROR has given for a socket since it last called `WSAConnect`. */
interface Notes {
  readonly [socket: string]: readonly Kind[];
}

type Kind = 'attempt' | 'connection';

/** An earlier attempt may have failed so, which no success clears (ER-06), or the network has lost the circuit since (AS-08, AS-09). */
const ofEither: ReadonlySet<ErrorCode> = new Set(['WSAETIMEDOUT', 'WSAENETRESET']);

function without(notes: Notes, socket: string): Notes {
  if (notes[socket] === undefined) return notes;
  const { [socket]: gone, ...rest } = notes;
  return rest;
}

/** ER-06: reading clears, and an attempt fails once, as a connection is lost once. */
function readsError(
  profile: Profile,
  notes: Notes,
  { socket, result }: Extract<Ending, { call: 'getsockopt' }>,
  ledger: Ledger,
): { readonly notes: Notes } | { readonly broken: string } {
  const value = 'ok' in result ? result.ok.value : undefined;
  if (typeof value !== 'string') return { notes };
  if (ofEither.has(value)) return { notes };
  const kind: Kind = value === 'WSAECONNRESET' || value === 'WSAECONNABORTED' ? 'connection' : 'attempt';
  // On TCP it may say why an attempt has failed until one succeeds (CN-03), and a reset by this end may be told again.
  const ends = endsOf(ledger, socket);
  const own = ends ? mayHaveReset(profile, ends) : ledger.accounts[socket]?.half?.abort !== 'no';
  const stays = kind === 'attempt' ? isTcp(profile) : own;
  if (stays) return { notes };
  const read = notes[socket] ?? [];
  if (read.includes(kind))
    return { broken: `${socket} was given ${value} by SO_ERROR, which was cleared before` };
  return { notes: { ...notes, [socket]: [...read, kind].sort() } };
}

const isKnown = ({ phase }: Account): boolean =>
  phase !== 'unknown' && phase !== 'closing' && phase !== 'closed';
