import type { Scope } from '../model/search/scope.js';
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
import type { ErrorCode } from '../spec/errors.js';
import type { Profile } from '../spec/profiles.js';
import { carriesDisconnectData, isTcp } from '../spec/profiles.js';
import { socketName } from '../spec/trace/names.js';
import type { Call } from '../spec/trace/step.js';
import { isUndescribed } from './ledger/attempts.js';
import { endsOf, isUnattended, mayBeReset, mayHaveEnded, mayHaveReset } from './ledger/evidence.js';
import type { Ending } from './ledger/happening.js';
import { errorOf, isOneOf } from './ledger/happening.js';
import type { Account, Half, Ledger } from './ledger/ledger.js';
import type { Watched } from './ledger/watch.js';
import { watch } from './ledger/watch.js';
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
    made(client, shutdown('SD_SEND')),
    made(client, shutdown('SD_RECEIVE')),
    made(queued, connectTo(listener)),
    settle,
  ],
  moves: [
    ...[listen(1), recv(1), shutdown('SD_SEND'), accept(nobody)].map((call) => freely(raw, call)),
    ...[bind, send('x'), sendDisconnect(null), recvDisconnect(1)].map((call) => freely(bound, call)),
    freely(late, listen(profile.limits.backlog + 1)),
    upTo(2, waiting, connectTo(bound)),
    freely(waiting, { call: 'getsockopt', args: { option: 'SO_ERROR' } }),
    freely(listener, connectTo(bound)),
    freely(listener, accept(nobody, 7)),
    freely(listener, { call: 'setsockopt', args: { option: 'SO_CONDITIONAL_ACCEPT', value: true } }),
    ...[listen(1), connectTo(listener), accept(nobody), shutdown('SD_SEND')].map((call) =>
      freely(server, call),
    ),
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
  ],
  kind: 'always',
  appliesTo: () => true,
  under: {},
  ground,
  monitor: (profile) =>
    watch<Notes>(profile, {}, (notes, { happening, before }) => {
      if (happening.is !== 'ended' || happening.late) return { notes };
      const { socket, call } = happening;
      const account = before.accounts[socket];
      if (!account || !isKnown(account)) return { notes };
      if (call === 'getsockopt') return readsError(notes, happening);
      const gives = errorOf(happening) ?? 'success';
      const expected = expectedOf(profile, happening, account, before);
      if (expected && !allows(expected, gives))
        return {
          broken: `${call} on ${socket} gave ${gives}, where only ${expected.join(' or ')} is allowed`,
        };
      const next = call === 'WSAConnect' ? without(notes, socket) : notes;
      return expected && !expected.includes('success') ? { notes: next, triggered: true } : { notes: next };
    }),
};

/** The kinds of errors that SO_ERROR has given for a socket since it last called `WSAConnect`. */
interface Notes {
  readonly [socket: string]: readonly Kind[];
}

type Kind = 'attempt' | 'connection';

function without(notes: Notes, socket: string): Notes {
  if (notes[socket] === undefined) return notes;
  const { [socket]: gone, ...rest } = notes;
  return rest;
}

/** ER-06: reading clears, and an attempt fails once, as a connection is lost once. */
function readsError(
  notes: Notes,
  { socket, result }: Extract<Ending, { call: 'getsockopt' }>,
): { readonly notes: Notes } | { readonly broken: string } {
  const value = 'ok' in result ? result.ok.value : undefined;
  if (typeof value !== 'string') return { notes };
  const kind: Kind = value === 'WSAECONNRESET' || value === 'WSAECONNABORTED' ? 'connection' : 'attempt';
  const read = notes[socket] ?? [];
  if (read.includes(kind))
    return { broken: `${socket} was given ${value} by SO_ERROR, which was cleared before` };
  return { notes: { ...notes, [socket]: [...read, kind].sort() } };
}

const isKnown = ({ phase }: Account): boolean =>
  phase !== 'unknown' && phase !== 'closing' && phase !== 'closed';

/** What a call may give: error codes, `success`, or `any error` where the documents name none. */
type Expected = readonly (ErrorCode | 'success' | 'any error')[];

const allows = (expected: Expected, gives: ErrorCode | 'success'): boolean =>
  expected.includes(gives) || (gives !== 'success' && expected.includes('any error'));

/** What a call may give in the state of its socket; `null` where other properties speak of it, or nothing is known. */
function expectedOf(profile: Profile, ending: Ending, account: Account, ledger: Ledger): Expected | null {
  const { phase, half } = account;
  switch (ending.call) {
    case 'bind':
      return phase === 'unbound' ? ['success', 'WSAEADDRINUSE', 'WSAEACCES'] : ['any error'];
    case 'listen':
      return ofListen(profile, ending, account, ledger);
    case 'ioctlsocket':
      return account.mask.length > 0 && !ending.args.nonblocking ? ['any error'] : ['success'];
    case 'WSAEventSelect':
    case 'WSAEnumNetworkEvents':
      return ['success'];
    case 'setsockopt':
      return ofOption(profile, ending, account);
    case 'WSAConnect':
      return ofConnect(profile, ending, account, ledger);
    case 'WSAAccept':
      return ofAccept(ending, account);
    case 'send':
    case 'WSASend':
    case 'recv':
    case 'WSARecv':
      if (!half) return phase === 'unbound' ? ['WSAENOTCONN', 'WSAEINVAL'] : ['WSAENOTCONN'];
      return ofTransfer(profile, ending, half, ledger);
    case 'shutdown':
    case 'WSASendDisconnect':
    case 'WSARecvDisconnect':
      return half ? ofShutdown(profile, ending, half, ledger) : unconnected(profile, ending);
    default:
      return null;
  }
}

/** Whether the circuit of a socket may be lost by now, or too little is known to say. */
function mayBeLost(profile: Profile, ledger: Ledger, { socket }: Ending): boolean {
  const account = ledger.accounts[socket];
  if (account?.half?.lost || account?.half?.abort !== 'no') return true;
  if (account.half.peer === null) return account.half.denied !== 'no' || !isUnattended(ledger, socket);
  const ends = endsOf(ledger, socket);
  return !ends || mayBeReset(profile, ends) || mayHaveReset(profile, ends);
}

function ofListen(profile: Profile, ending: Ending, { phase }: Account, ledger: Ledger): Expected | null {
  if (phase === 'unbound') return ['WSAEINVAL'];
  if (phase === 'bound' || phase === 'listening') return ['success', 'WSAEADDRINUSE'];
  if (phase === 'attempting') return null;
  return mayBeLost(profile, ledger, ending) ? ['any error'] : ['WSAEISCONN'];
}

function ofOption(
  profile: Profile,
  { args }: Extract<Ending, { call: 'setsockopt' }>,
  { phase }: Account,
): Expected | null {
  // CN-13: undefined until the outcome of the attempt is known.
  if (phase === 'attempting') return null;
  if (args.option !== 'SO_CONDITIONAL_ACCEPT') return ['success'];
  if (phase === 'listening') return isTcp(profile) ? ['WSAEINVAL'] : ['WSAEINVAL', 'WSAENOPROTOOPT'];
  return (phase === 'unbound' || phase === 'bound') && isTcp(profile) ? ['success'] : null;
}

function ofConnect(
  profile: Profile,
  ending: Extract<Ending, { call: 'WSAConnect' }>,
  account: Account,
  ledger: Ledger,
): Expected | null {
  const { phase, half, asked } = account;
  // ER-08: connect data that cannot be carried are out of place as well.
  const data: Expected =
    typeof ending.args.callerData === 'string' ? ['WSAEPROTONOSUPPORT', 'WSAEFAULT'] : [];
  if (phase === 'listening') return ['WSAEINVAL', ...data];
  if (phase === 'connected' && half) {
    const whole = half.graceful === 'no' && half.receiving === 'open' && !mayBeLost(profile, ledger, ending);
    return whole ? ['WSAEISCONN', ...data] : null;
  }
  const elsewhere = asked === null ? undefined : ledger.accounts[asked];
  const unheard = elsewhere?.phase === 'unbound' || elsewhere?.phase === 'bound';
  if (phase === 'attempting')
    return unheard && half?.peer === null
      ? ['WSAEALREADY', 'WSAEINVAL', 'WSAEWOULDBLOCK', 'success', ...data, ...outcomes]
      : null;
  if (isUndescribed(ledger, ending)) return null;
  return ['success', 'WSAEWOULDBLOCK', 'WSAEPROTONOSUPPORT', 'WSAEFAULT', ...outcomes];
}

/** What may come of an attempt that could be made. */
const outcomes: Expected = [
  'WSAECONNREFUSED',
  'WSAETIMEDOUT',
  'WSAENETUNREACH',
  'WSAEHOSTUNREACH',
  'WSAEADDRINUSE',
  'WSAEADDRNOTAVAIL',
];

function ofAccept({ args }: Extract<Ending, { call: 'WSAAccept' }>, { phase }: Account): Expected | null {
  if (phase !== 'listening') return ['WSAEINVAL'];
  const withdrawn = ['WSAEACCES', 'WSAECONNRESET', 'WSAEWOULDBLOCK'] as const;
  if (typeof args.condition === 'number') return ['WSAEINVAL', ...withdrawn];
  return null;
}

type Transfer = Extract<Ending, { call: 'send' | 'WSASend' | 'recv' | 'WSARecv' }>;

const lossCodes: Expected = [
  'WSAECONNRESET',
  'WSAECONNABORTED',
  'WSAENETRESET',
  'WSAETIMEDOUT',
  'WSAENOTCONN',
];

function ofTransfer(profile: Profile, ending: Transfer, half: Half, ledger: Ledger): Expected | null {
  const lost = mayBeLost(profile, ledger, ending);
  const sends = isOneOf(ending.call, 'send', 'WSASend');
  if (sends && (half.graceful === 'yes' || half.abort === 'yes'))
    return lost ? ['WSAESHUTDOWN', ...lossCodes] : ['WSAESHUTDOWN'];
  // A circuit that was lost unseen is not shut down any more, so that it tells its loss.
  if (!sends && (half.receiving === 'SD_RECEIVE' || half.receiving === 'shut'))
    return lost ? null : ['WSAESHUTDOWN'];
  if (sends ? half.graceful !== 'no' : half.receiving !== 'open') return null;
  const unsure = lost || ledger.accounts[ending.socket]?.phase !== 'connected';
  const fit: Expected = ['success', 'WSAEWOULDBLOCK', 'WSAEMSGSIZE', 'WSAEDISCON'];
  const known = lossCodes.filter((code) => unsure || code !== 'WSAENOTCONN');
  return [...fit, ...known, ...(unsure ? (['WSAEINVAL'] as const) : [])];
}

type Shutdown = Extract<Ending, { call: 'shutdown' | 'WSASendDisconnect' | 'WSARecvDisconnect' }>;

/** Where the transport has no disconnect data, that may be said first (ER-08). */
const unconnected = (profile: Profile, { call }: Shutdown): Expected =>
  call === 'shutdown' || carriesDisconnectData(profile) ? ['WSAENOTCONN'] : ['WSAENOTCONN', 'WSAENOPROTOOPT'];

function ofShutdown(profile: Profile, ending: Shutdown, half: Half, ledger: Ledger): Expected | null {
  if (ledger.accounts[ending.socket]?.phase !== 'connected') return null;
  // What errors the calls with data may have, the property about disconnect data says.
  if (ending.call !== 'shutdown') return null;
  // AM-26: the same, once the peer has ended as well.
  const ends = endsOf(ledger, ending.socket);
  const down = half.graceful !== 'no' && (half.receiving !== 'open' || !ends || mayHaveEnded(ends));
  const again: Expected = down ? ['WSAENOTCONN', 'WSAESHUTDOWN'] : [];
  return ['success', ...again, ...(mayBeLost(profile, ledger, ending) ? lossCodes : [])];
}
