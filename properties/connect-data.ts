import type { Scope } from '../model/search/scope.js';
import {
  client,
  enumerate,
  freely,
  listener,
  listening,
  made,
  nonblocking,
  recv,
  register,
  send,
  server,
  socketNamed,
  upTo,
} from '../model/search/moves.js';
import type { Profile } from '../spec/profiles.js';
import { carriesConnectData } from '../spec/profiles.js';
import { socketName } from '../spec/trace/names.js';
import type { Call, SocketName } from '../spec/trace/step.js';
import { callersOf, roomForAnswer } from './ledger/attempts.js';
import type { Ending } from './ledger/happening.js';
import { isUnderWay } from './ledger/evidence.js';
import { errorOf } from './ledger/happening.js';
import type { Ledger } from './ledger/ledger.js';
import { forget } from './ledger/ledger.js';
import type { Moment, Watched } from './ledger/watch.js';
import { watch } from './ledger/watch.js';
import type { Property } from './property.js';

const blocked = socketName('blocked');
const another = socketName('another');

const connect = (callerData: string | null, calleeDataLen?: number): Call => ({
  call: 'WSAConnect',
  args:
    calleeDataLen === undefined ? { to: listener, callerData } : { to: listener, callerData, calleeDataLen },
});

/** Two clients with data of their own, and a listener that answers some; what the connection then carries is looked at, too. */
const ground = (profile: Profile): Scope => ({
  name: 'connect-data',
  setup: [
    ...listening(2),
    ...[client, blocked].flatMap(socketNamed),
    nonblocking(client),
    made(client, register('FD_CONNECT')),
  ],
  moves: [
    upTo(1, client, connect('hi', 4)),
    freely(client, connect('x'.repeat(profile.limits.connectData + 1))),
    upTo(1, blocked, connect(null, 4)),
    freely(listener, { call: 'WSAAccept', args: { as: server, condition: 'CF_ACCEPT', calleeData: 'yes' } }),
    freely(listener, {
      call: 'WSAAccept',
      args: { as: another, condition: 'CF_ACCEPT', calleeData: 'hello' },
    }),
    freely(client, enumerate),
    freely(client, { call: 'CalleeData', args: {} }),
    upTo(1, server, send('new')),
    freely(client, recv(4)),
    freely(server, recv(4)),
  ],
  settles: false,
  timers: false,
  room: 16,
});

/** What has been said about one attempt. */
interface Exchange {
  readonly callerData: string | null;
  /** Size of the buffer for callee data; `null`: there is none. */
  readonly len: number | null;
  /** What the condition function that accepted has answered; `unclear` if that was too much, or not seen. */
  readonly answer: string | null;
}

interface Exchanges {
  readonly [client: string]: Exchange;
}

/** Connect data arrive whole and at the right peer in both directions, where the transport carries them. */
export const connectData: Property<Watched<Exchanges>> = {
  name: 'connect-data',
  says: 'Caller data reach the condition function that is asked about their request, and its answer comes back to that caller, whole, within the buffers and apart from the data stream; without support for them neither exists.',
  clauses: [
    'CD-01',
    'CD-02',
    'CD-03',
    'CD-04',
    'CD-05',
    'CD-06',
    'CD-07',
    'CD-08',
    'CD-09',
    'CD-10',
    'CD-12',
    'CD-15',
    'CA-22',
    'CA-26',
  ],
  kind: 'always',
  appliesTo: () => true,
  // AM-14 is open: an answer that is too long for its buffer fails the connect or is cut, but is never a plain success.
  under: {},
  ground,
  monitor: (profile) =>
    watch<Exchanges>(profile, {}, (notes, moment) => {
      const broken = mistake(profile, notes, moment);
      if (broken !== null) return { broken };
      const next = noted(profile, notes, moment);
      return speaks(profile, moment) ? { notes: next, triggered: true } : { notes: next };
    }),
};

/** Data have arrived, or were refused where they cannot be carried. */
function speaks(profile: Profile, { happening }: Moment): boolean {
  if (happening.is !== 'ended') return false;
  const { result } = happening;
  if (happening.call === 'WSAConnect')
    return !carriesConnectData(profile) && errorOf(happening) === 'WSAEPROTONOSUPPORT';
  return (
    happening.call === 'WSAAccept' &&
    result.condition?.called === true &&
    Boolean(result.condition.callerData)
  );
}

function mistake(profile: Profile, notes: Exchanges, moment: Moment): string | null {
  const { happening, before, after } = moment;
  if (happening.is === 'pending' && happening.call === 'WSAConnect')
    return misconnected(profile, happening, before, null);
  if (happening.is !== 'ended') return null;
  const { socket, result } = happening;
  switch (happening.call) {
    case 'WSAConnect':
      return happening.late
        ? wrongAnswer(notes, before, happening)
        : (misconnected(profile, happening, before, happening) ??
            wrongAnswer(noted(profile, notes, moment), after, happening));
    case 'WSAEnumNetworkEvents': {
      const code = 'ok' in result ? result.ok.events?.FD_CONNECT : undefined;
      return code === 0 && before.accounts[socket]?.phase === 'attempting'
        ? tooLong(notes, before, socket)
        : null;
    }
    case 'CalleeData': {
      const data = 'ok' in result ? result.ok.data : undefined;
      const known = before.accounts[socket]?.phase === 'connected';
      return known && data !== undefined ? wrongData(notes, before, socket, data) : null;
    }
    case 'WSAAccept':
      return misreported(profile, notes, happening, before);
    case 'recv':
    case 'WSARecv':
      return strayData(happening, before, after);
    default:
      return null;
  }
}

/** CD-06, CD-07: what cannot be carried is refused, on a socket that could connect otherwise. */
function misconnected(
  profile: Profile,
  { socket, args }: Extract<Moment['happening'], { call: 'WSAConnect' }>,
  { accounts }: Ledger,
  ended: Ending | null,
): string | null {
  const phase = accounts[socket]?.phase;
  if (phase !== 'unbound' && phase !== 'bound') return null;
  const data = args.callerData ?? '';
  const error = ended && errorOf(ended);
  if (!carriesConnectData(profile)) {
    if (data !== '' && error !== 'WSAEPROTONOSUPPORT')
      return `${socket} gave caller data, which its transport does not carry, and was not told so`;
    return data === '' && args.callerData !== '' && error === 'WSAEPROTONOSUPPORT'
      ? `${socket} could not connect for want of caller data that it does not give`
      : null;
  }
  if (error === 'WSAEPROTONOSUPPORT')
    return `${socket} could not give caller data, which its transport carries`;
  const long = data.length > profile.limits.connectData;
  return long && error !== 'WSAEFAULT'
    ? `${socket} gave more caller data than are allowed, and was not told so`
    : null;
}

function misreported(
  profile: Profile,
  notes: Exchanges,
  ending: Extract<Ending, { call: 'WSAAccept' }>,
  before: Ledger,
): string | null {
  const { condition } = ending.result;
  if (!condition?.called) return null;
  const { callerData, calleeDataLen } = condition;
  const carries = carriesConnectData(profile);
  if (
    calleeDataLen !== undefined &&
    calleeDataLen > 0 !== carries &&
    profile.limits.connectData > 0 === carries
  )
    return `a condition function was given a buffer of ${String(calleeDataLen)} bytes for its answer`;
  if (callerData === undefined) return null;
  const { sure } = callersOf(before, ending);
  const given = carries
    ? sure === null || !isClear(before, sure)
      ? undefined
      : notes[sure]?.callerData
    : null;
  if (given === undefined || (callerData ?? '') === (given ?? '')) return null;
  return `a condition function was given ${quote(callerData)} as caller data, and ${sure ?? 'the caller'} gave ${quote(given)}`;
}

const isClear = ({ accounts }: Ledger, name: SocketName): boolean => accounts[name]?.phase !== 'unknown';

/** A connect that has succeeded brings what was answered. */
function wrongAnswer(notes: Exchanges, ledger: Ledger, { socket, result }: Ending): string | null {
  if (!('ok' in result) || !isClear(ledger, socket)) return null;
  const broken = tooLong(notes, ledger, socket);
  const { calleeData } = result.ok;
  return broken ?? (calleeData === undefined ? null : wrongData(notes, ledger, socket, calleeData));
}

function tooLong(notes: Exchanges, before: Ledger, socket: SocketName): string | null {
  const { len = null, answer: said = null } = notes[socket] ?? {};
  if (!isClear(before, socket) || len === null || said === null || said === 'unclear' || said.length <= len)
    return null;
  return `${socket} is connected without a fault, and ${quote(said)} does not fit its buffer`;
}

function wrongData(notes: Exchanges, before: Ledger, socket: SocketName, data: string | null): string | null {
  const exchange = notes[socket];
  const { half = null, asked = null } = before.accounts[socket] ?? {};
  if (!exchange) return data ? `${socket} has callee data, and has never asked for a connection` : null;
  const { len, answer: said } = exchange;
  const answering = half?.peer === null && asked !== null && isUnderWay(before, asked, 'WSAAccept');
  if (said === 'unclear' || answering) return null;
  // Before anybody is seen to have accepted, nobody has answered.
  const due = len === null || half?.peer === null ? '' : (said ?? '').slice(0, len);
  return (data ?? '') === due
    ? null
    : `${socket} was given ${quote(data)} as callee data, and ${quote(due)} was answered`;
}

/** CD-04: connect data are no part of the stream. */
function strayData(
  { socket, result }: Extract<Ending, { call: 'recv' | 'WSARecv' }>,
  before: Ledger,
  after: Ledger,
): string | null {
  const data = 'ok' in result ? (result.ok.data ?? '') : '';
  const known = before.accounts[socket];
  if (data === '' || known?.phase !== 'connected' || !known.half?.peer) return null;
  // One under way may have taken what this one should have.
  if (isUnderWay(after, socket, 'recv', 'WSARecv')) return null;
  // What nobody has sent leaves the ledger without knowledge.
  const stray = after.accounts[socket]?.phase === 'unknown' && forget(before, socket) !== before;
  return stray ? `${socket} received ${quote(data)}, which nobody has sent` : null;
}

function noted(profile: Profile, notes: Exchanges, { happening, before, after }: Moment): Exchanges {
  if (happening.is !== 'ended' && happening.is !== 'pending') return notes;
  const { socket } = happening;
  if (happening.call === 'WSAConnect') {
    const begins =
      before.accounts[socket]?.half !== after.accounts[socket]?.half && after.accounts[socket]?.half;
    if (!begins || before.accounts[socket]?.half) return notes;
    const { callerData = null, calleeDataLen = null } = happening.args;
    return { ...notes, [socket]: { callerData, len: calleeDataLen, answer: null } };
  }
  if (happening.call !== 'WSAAccept' || happening.is !== 'ended' || errorOf(happening) !== null) return notes;
  const { sure } = callersOf(before, happening);
  const exchange = sure === null ? undefined : notes[sure];
  if (sure === null || !exchange || after.accounts[happening.args.as]?.half?.peer !== sure) return notes;
  const { calleeData = null, condition } = happening.args;
  const said = condition === null || !carriesConnectData(profile) ? null : calleeData;
  const overrun = (said ?? '').length > roomForAnswer(profile, happening);
  return { ...notes, [sure]: { ...exchange, answer: overrun ? 'unclear' : said } };
}

const quote = (data: string | null): string => JSON.stringify(data);
