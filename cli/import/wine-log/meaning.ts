import { errorNumbers } from '../../../spec/errors.js';
import type { NetworkEvent } from '../../../spec/events.js';
import { networkEvents } from '../../../spec/events.js';
import type {
  Call,
  Ok,
  ReadableOption,
  RecordedEvents,
  SettableOption,
  ShutdownHow,
} from '../../../spec/trace/step.js';
import type { LoggedCall } from './calls.js';

/** An address of IPv4, as `ws2_32` writes it. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** What a call means for the socket that is its first argument. */
export type Meaning =
  /** A step of a trace; `ok` is what it gave if it succeeded. */
  | { readonly is: 'step'; readonly call: Call; readonly ok: Ok }
  | { readonly is: 'bind'; readonly address: Address | null }
  | { readonly is: 'connect'; readonly address: Address | null }
  | { readonly is: 'accept' }
  /** Nothing that a trace would tell; `why` where it is worth saying. */
  | { readonly is: 'nothing'; readonly why?: string }
  /** Something that a trace cannot tell, or of which the log says too little: from here on nothing is known. */
  | { readonly is: 'unknown'; readonly why: string };

/** What stands for each byte: the log says how many there are, and not which. */
const anyByte = '?';

/** Data are followed byte by byte; so many in one call are not followed. */
const mostBytes = 65_536;

const nothing: Meaning = { is: 'nothing' };
const unknown = (why: string): Meaning => ({ is: 'unknown', why });
const step = (call: Call, ok: Ok = {}): Meaning => ({ is: 'step', call, ok });

/** What a call means; `null` if it is of no socket. */
export function meaningOf(call: LoggedCall): Meaning | null {
  return meanings[call.name]?.(call) ?? null;
}

const meanings: Readonly<Record<string, ((call: LoggedCall) => Meaning) | undefined>> = {
  bind: (call) => ({ is: 'bind', address: addressIn(call, 'bind', 'successfully bound to address') }),
  listen: (call) => step({ call: 'listen', args: { backlog: signed(call.args[1]) } }),
  accept: () => ({ is: 'accept' }),
  WSAAccept: ({ args }) =>
    isNull(args[3]) ? { is: 'accept' } : unknown('the log does not say what the condition function answers'),
  connect: (call) => ({ is: 'connect', address: addressIn(call, 'connect', 'socket') }),
  WSAConnect: (call) =>
    isNull(call.args[3]) && isNull(call.args[4])
      ? { is: 'connect', address: addressIn(call, 'connect', 'socket') }
      : unknown('the log does not say which data go with the connect'),
  send: ({ args, value }) => sending('send', Number(args[2] ?? 0n), args[3], value),
  sendto: ({ args, value }) =>
    isNull(args[4])
      ? sending('send', Number(args[2] ?? 0n), args[3], value)
      : unknown('a trace has no sends to an address'),
  WSASend: sendingBuffers,
  recv: ({ args, value }) => receiving(Number(args[2] ?? 0n), args[3], value),
  recvfrom: ({ args, value }) => receiving(Number(args[2] ?? 0n), args[3], value),
  WSARecv: receivingBuffers,
  shutdown: ({ args }) => {
    const how = directions[signed(args[1])];
    return how
      ? step({ call: 'shutdown', args: { how } })
      : unknown('it shuts down no direction that there is');
  },
  WSASendDisconnect: ({ args }) =>
    isNull(args[1])
      ? step({ call: 'WSASendDisconnect', args: { data: null } })
      : unknown('the log does not say which disconnect data are sent'),
  WSARecvDisconnect: ({ args }) =>
    isNull(args[1])
      ? step({ call: 'WSARecvDisconnect', args: { len: null } })
      : unknown('the log does not say how many disconnect data are asked for'),
  closesocket: () => step({ call: 'closesocket', args: {} }),
  ioctlsocket: controlling,
  WSAIoctl: controlling,
  setsockopt: setting,
  getsockopt: getting,
  WSAEventSelect: selecting,
  WSAEnumNetworkEvents: (call) => {
    const events = eventsIn(call);
    return step({ call: 'WSAEnumNetworkEvents', args: {} }, events ? { events } : {});
  },
  WSAAsyncSelect: () => unknown('a trace has no message interface (WSAAsyncSelect)'),
  WSADuplicateSocketA: duplicated,
  WSADuplicateSocketW: duplicated,
  WSAJoinLeaf: elsewhere,
  WSASendTo: elsewhere,
  WSARecvFrom: elsewhere,
  WSASendMsg: elsewhere,
};

function duplicated(): Meaning {
  return unknown('another process gets the socket (WSADuplicateSocket)');
}

function elsewhere({ name }: LoggedCall): Meaning {
  return unknown(`a trace has no ${name}`);
}

const directions: readonly ShutdownHow[] = ['SD_RECEIVE', 'SD_SEND', 'SD_BOTH'];

const isNull = (value: bigint | undefined): boolean => value === undefined || value === 0n;

/** An `int` among the arguments. */
const signed = (value: bigint | undefined): number => Number(BigInt.asIntN(32, value ?? 0n));

const hasFailed = (value: bigint | null): boolean => value === null || BigInt.asIntN(32, value) === -1n;

/** The address that a note names, if it is one of IPv4. */
function addressIn({ notes }: LoggedCall, by: string, begins: string): Address | null {
  const note = notes.find((one) => one.by === by && one.text.startsWith(begins));
  const [, host = '', port = ''] =
    /\{ family AF_INET, address (\d+\.\d+\.\d+\.\d+), port (\d+) \}/u.exec(note?.text ?? '') ?? [];
  return host === '' ? null : { host, port: Number(port) };
}

function sending(
  call: 'send' | 'WSASend',
  length: number,
  flags: bigint | undefined,
  value: bigint | null,
): Meaning {
  if (!isNull(flags)) return unknown('a trace has no sends with flags');
  if (length > mostBytes) return unknown(`it sends more than ${String(mostBytes)} bytes at once`);
  const ok = value === null ? {} : { sent: Number(value) };
  return step({ call, args: { data: anyByte.repeat(length) } }, ok);
}

const overlapped = unknown('a trace has no overlapped requests');

/**
 * Errors that a send gives whatever there is to send: not connected, shut down, no socket. One that tells of a lost circuit may
 * have sent a part of its data before (IO-09).
 */
const withAnyData: ReadonlySet<number> = new Set([
  errorNumbers.WSAENOTCONN,
  errorNumbers.WSAESHUTDOWN,
  errorNumbers.WSAENOTSOCK,
]);

/** What buffers there are is not in the log; what was sent is as if it had been all. */
function sendingBuffers({ args, value, moved, lastError }: LoggedCall): Meaning {
  if (!isNull(args[5]) || !isNull(args[6])) return overlapped;
  if (hasFailed(value) && lastError !== null && withAnyData.has(lastError))
    return sending('WSASend', 1, args[4], null);
  if (hasFailed(value) || moved === null) return unknown('the log does not say how much WSASend was to send');
  return sending('WSASend', moved, args[4], BigInt(moved));
}

function receiving(len: number, flags: bigint | undefined, value: bigint | null): Meaning {
  if (!isNull(flags)) return unknown('a trace has no receives with flags');
  if (len === 0) return unknown('no document says what a receive of no byte gives');
  const count = value === null || hasFailed(value) ? 0 : Number(value);
  if (count > mostBytes) return unknown(`it receives more than ${String(mostBytes)} bytes at once`);
  return step({ call: 'recv', args: { len } }, { data: anyByte.repeat(count) });
}

/** A receive of which nothing is known but that it took place. */
const unseen = step({ call: 'WSARecv', args: { len: mostBytes } });

/** A buffer of as many bytes as came does not tell more than the larger one that there was. */
function receivingBuffers({ args, value, moved, notes }: LoggedCall): Meaning {
  if (!isNull(args[5]) || !isNull(args[6])) return overlapped;
  const note = notes.find(({ by }) => by === 'WS2_recv_base');
  if (!/ flags (?:0x)?0,/u.test(note?.text ?? '')) return unknown('a trace has no receives with flags');
  if (hasFailed(value)) return step({ call: 'WSARecv', args: { len: 1 } });
  const later = notes.findLast(({ by }) => by === 'async_recv_proc');
  const late = /got status 0, 0x([0-9a-f]+) bytes/u.exec(later?.text ?? '')?.[1];
  const count = moved ?? (late === undefined ? null : Number(`0x${late}`));
  if (count === null || count > mostBytes) return unseen;
  return step({ call: 'WSARecv', args: { len: Math.max(count, 1) } }, { data: anyByte.repeat(count) });
}

/** Requests of `ioctlsocket` and `WSAIoctl`. */
const FIONBIO = 0x80_04_66_7e;
const harmlessRequests: ReadonlySet<number> = new Set([
  0x40_04_66_7f, // FIONREAD
  0x40_04_73_07, // SIOCATMARK
  0xc8_00_00_06, // SIO_GET_EXTENSION_FUNCTION_POINTER
]);

/** What Wine asks of its server for FIONBIO, for the events of WSAEnumNetworkEvents, and for SO_ERROR. */
const setsNonblocking = 0x12_03_44;
const getsEvents = 0x01_20_8b;
const getsError = 0x12_03_78;

function controlling({ args, controls }: LoggedCall): Meaning {
  const request = Number(BigInt.asUintN(32, args[1] ?? 0n));
  if (harmlessRequests.has(request)) return nothing;
  if (request !== FIONBIO) return unknown(`a trace has no request 0x${request.toString(16)} of WSAIoctl`);
  const set = controls.find(({ code }) => code === setsNonblocking);
  if (!set)
    return unknown('the log does not say whether the socket is made nonblocking; with +server it does');
  return step({ call: 'ioctlsocket', args: { nonblocking: set.bytes.some((byte) => byte !== 0) } });
}

const solSocket = 0xffff;
const tcp = 6;

const settable: ReadonlyMap<number, SettableOption['option']> = new Map([
  [0x0080, 'SO_LINGER'],
  [-0x0081, 'SO_DONTLINGER'],
  [0x3002, 'SO_CONDITIONAL_ACCEPT'],
]);
const readable: ReadonlyMap<number, ReadableOption> = new Map<number, ReadableOption>([
  ...settable,
  [0x0002, 'SO_ACCEPTCONN'],
  [0x1007, 'SO_ERROR'],
]);

/** Options that change nothing of what a trace tells: SO_REUSEADDR, SO_KEEPALIVE, SO_OOBINLINE … */
const harmless: ReadonlySet<number> = new Set([0x0001, 0x0004, -0x0005, 0x0008, 0x0010, 0x0020, 0x0100]);
/** SO_SNDBUF and SO_RCVBUF. */
const sizes: ReadonlySet<number> = new Set([0x1001, 0x1002]);
/** Buffers from this size on hold what a send is taken to have room for. */
const roomy = 8192;

function setting({ args, notes }: LoggedCall): Meaning {
  const [level, option] = [signed(args[1]), signed(args[2])];
  const shown = /\((-?\d+)\), optlen/u.exec(notes.find(({ by }) => by === 'setsockopt')?.text ?? '')?.[1];
  const value = shown === undefined ? null : Number(shown);
  if (level === tcp || (level === solSocket && harmless.has(option))) return nothing;
  const name = level === solSocket ? settable.get(option) : undefined;
  if (sizes.has(option) && level === solSocket && value !== null && value >= roomy) return nothing;
  if (!name)
    return unknown(`a trace has no option 0x${(option >>> 0).toString(16)} of level 0x${level.toString(16)}`);
  if (value === null) return unknown(`the log does not say what ${name} is set to`);
  return step({
    call: 'setsockopt',
    args:
      name === 'SO_LINGER'
        ? { option: name, onoff: (value & 0xffff) !== 0, linger: value >>> 16 }
        : { option: name, value: value !== 0 },
  });
}

function getting({ args, controls }: LoggedCall): Meaning {
  const option = signed(args[1]) === solSocket ? readable.get(signed(args[2])) : undefined;
  if (!option) return nothing;
  const asked = controls.find(({ code }) => code === getsError)?.answer;
  const none = asked?.bytes.length === 4 && asked.bytes.every((byte) => byte === 0);
  return step(
    { call: 'getsockopt', args: { option } },
    option === 'SO_ERROR' && asked?.status === '0' && none ? { value: 0 } : {},
  );
}

function selecting({ args }: LoggedCall): Meaning {
  const mask = signed(args[2]);
  if (mask < 0 || mask >= 1 << networkEvents.length) return unknown('it selects events that there are not');
  const events = networkEvents.filter((_, bit) => (mask & (1 << bit)) !== 0);
  return step({ call: 'WSAEventSelect', args: { events } });
}

/** The events of the Wine server in the order of their bits; an attempt to connect has two, for its two outcomes. */
const serverEvents: readonly (NetworkEvent | null)[] = [
  'FD_READ',
  'FD_OOB',
  'FD_WRITE',
  'FD_CLOSE',
  'FD_CLOSE',
  null,
  'FD_CONNECT',
  'FD_ACCEPT',
  'FD_CONNECT',
];

/** The events that an enumeration gives, if all of them are without an error: how Wine names errors is not in the log. */
function eventsIn({ controls }: LoggedCall): RecordedEvents | null {
  const asked = controls.find(({ code }) => code === getsEvents)?.answer;
  if (asked?.status !== '0') return null;
  const word = (at: number): number =>
    [3, 2, 1, 0].reduce((sum, byte) => sum * 256 + (asked.bytes[4 * at + byte] ?? 0), 0);
  if (asked.bytes.length < 4 * (serverEvents.length + 1) || word(0) >= 1 << serverEvents.length) return null;
  const events: { [Event in NetworkEvent]?: 0 } = {};
  for (const [bit, event] of serverEvents.entries()) {
    if ((word(0) & (1 << bit)) === 0) continue;
    if (event === null || word(bit + 1) !== 0) return null;
    events[event] = 0;
  }
  return events;
}
