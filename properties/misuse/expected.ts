import type { ErrorCode } from '../../spec/errors.js';
import type { Profile } from '../../spec/profiles.js';
import { carriesDisconnectData, isTcp } from '../../spec/profiles.js';
import { isUndescribed } from '../ledger/attempts.js';
import {
  endsOf,
  isUnattended,
  mayBeCutOff,
  mayBeReset,
  mayHaveEnded,
  mayHaveReset,
} from '../ledger/evidence.js';
import type { Ending } from '../ledger/happening.js';
import { isOneOf } from '../ledger/happening.js';
import type { Account, Half, Ledger } from '../ledger/ledger.js';

/** What a call may give: error codes, `success`, or `any error` where the documents name none. */
type Expected = readonly (ErrorCode | 'success' | 'any error')[];

export const allows = (expected: Expected, gives: ErrorCode | 'success'): boolean =>
  expected.includes(gives) || (gives !== 'success' && expected.includes('any error'));

/** What a call may give in the state of its socket; `null` where other properties speak of it, or nothing is known. */
export function expectedOf(
  profile: Profile,
  ending: Ending,
  account: Account,
  ledger: Ledger,
): Expected | null {
  const { phase, half } = account;
  switch (ending.call) {
    case 'bind':
      if (phase === 'unbound') return ['success', 'WSAEADDRINUSE', 'WSAEACCES', 'WSAEADDRNOTAVAIL'];
      return phase === 'attempting' || hasDoubtfulAddress(account) || mayBeOver(profile, ledger, ending)
        ? ['success', 'any error']
        : ['any error'];
    case 'listen':
      return ofListen(profile, ending, account, ledger);
    case 'ioctlsocket':
      return account.mask.length > 0 && !ending.args.nonblocking ? ['any error'] : ['success'];
    case 'WSAEventSelect':
      // NE-34: the state of a socket that is of no use any more may be invalid.
      return phase === 'attempting' || hasDoubtfulAddress(account) || mayBeOver(profile, ledger, ending)
        ? ['success', 'WSAEINVAL']
        : ['success'];
    case 'WSAEnumNetworkEvents':
      // NE-09: without a registration there may be nothing to enumerate.
      return account.mask.length === 0 ? ['success', 'WSAEINVAL'] : ['success'];
    case 'setsockopt':
      return ofOption(profile, ending, account, ledger);
    case 'WSAConnect':
      return ofConnect(profile, ending, account, ledger);
    case 'WSAAccept':
      return ofAccept(ending, account);
    case 'send':
    case 'WSASend':
    case 'recv':
    case 'WSARecv':
      // IO-03: without an address it may count as not bound.
      if (!half)
        return phase === 'unbound' || hasDoubtfulAddress(account)
          ? ['WSAENOTCONN', 'WSAEINVAL']
          : ['WSAENOTCONN'];
      return ofTransfer(profile, ending, half, ledger);
    case 'shutdown':
    case 'WSASendDisconnect':
    case 'WSARecvDisconnect':
      return half ? ofShutdown(profile, ending, half, ledger) : unconnected(profile, ending);
    default:
      return null;
  }
}

/** An attempt to connect has failed: whether the address that it may have given the socket is kept is not said. */
const hasDoubtfulAddress = ({ phase, asked }: Account): boolean => phase === 'bound' && asked !== null;

/** Whether the circuit of a socket may be lost by now, or too little is known to say. */
function mayBeLost(profile: Profile, ledger: Ledger, { socket }: Ending): boolean {
  const account = ledger.accounts[socket];
  if (account?.half?.lost || account?.half?.abort !== 'no') return true;
  if (account.half.peer === null) return account.half.denied !== 'no' || !isUnattended(ledger, socket);
  const ends = endsOf(ledger, socket);
  return !ends || mayBeReset(profile, ends) || mayHaveReset(profile, ends);
}

/** Whether a connection may be lost, or may have ended in both directions: what its socket is then is open (CN-14, CN-15). */
function mayBeOver(profile: Profile, ledger: Ledger, ending: Ending): boolean {
  const { phase, half } = ledger.accounts[ending.socket] ?? {};
  if (phase !== 'connected' || !half) return false;
  return half.graceful !== 'no' || mayBeLost(profile, ledger, ending);
}

function ofListen(profile: Profile, ending: Ending, account: Account, ledger: Ledger): Expected | null {
  const { phase } = account;
  if (phase === 'unbound') return ['WSAEINVAL'];
  if (hasDoubtfulAddress(account)) return ['success', 'WSAEINVAL', 'WSAEADDRINUSE'];
  if (phase === 'bound' || phase === 'listening') return ['success', 'WSAEADDRINUSE'];
  if (phase === 'attempting') return null;
  return mayBeOver(profile, ledger, ending) ? ['success', 'any error'] : ['WSAEISCONN', 'WSAEINVAL'];
}

function ofOption(
  profile: Profile,
  ending: Extract<Ending, { call: 'setsockopt' }>,
  { phase, half }: Account,
  ledger: Ledger,
): Expected | null {
  const { args, socket } = ending;
  // CN-13: undefined until the outcome of the attempt is known.
  if (phase === 'attempting') return null;
  if (args.option !== 'SO_CONDITIONAL_ACCEPT') {
    if (phase !== 'connected' || !half) return ['success'];
    // AS-08: it may tell that keep-alive has failed, or had failed before.
    const cut = mayBeCutOff(half, endsOf(ledger, socket)) || mayBeLost(profile, ledger, ending);
    return cut ? ['success', 'WSAENETRESET', 'WSAECONNRESET', 'WSAENOTCONN'] : ['success'];
  }
  if (phase === 'listening') return ['WSAEINVAL', 'WSAENOPROTOOPT'];
  return (phase === 'unbound' || phase === 'bound') && isTcp(profile) ? ['success', 'WSAENOPROTOOPT'] : null;
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
  const open = sends ? half.graceful === 'no' && half.abort === 'no' : half.receiving === 'open';
  if (!open) return null;
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
  if (mayBeLost(profile, ledger, ending)) return ['success', ...again, ...lossCodes];
  return ['success', ...again, ...(mayBeCutOff(half, ends) ? (['WSAECONNABORTED'] as const) : [])];
}
