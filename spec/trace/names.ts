import type { CallName, SocketName } from './step.js';

/** The longest name of a socket, in UTF-16 units: names are kept for the whole of a trace, lines are not. */
export const longestSocketName = 256;

/**
 * Whether `value` may name a socket: any text of 1 to {@link longestSocketName} characters, except the names that every
 * JavaScript object has (`constructor`, `toString` …).
 */
export const isSocketName = (value: unknown): value is SocketName =>
  typeof value === 'string' &&
  value.length > 0 &&
  value.length <= longestSocketName &&
  !(value in Object.prototype);

/** The name of a socket; throws a `RangeError` if the text cannot be one. */
export function socketName(text: string): SocketName {
  if (!isSocketName(text))
    throw new RangeError(
      `a socket's name has 1 to ${longestSocketName} characters and is no name that every object has`,
    );
  return text;
}

/** The calls of a trace by their canonical names, in the order of the contract. */
export const callNames = [
  'WSASocket',
  'bind',
  'listen',
  'ioctlsocket',
  'setsockopt',
  'getsockopt',
  'WSAEventSelect',
  'WSAEnumNetworkEvents',
  'WSAConnect',
  'CalleeData',
  'WSAAccept',
  'send',
  'WSASend',
  'recv',
  'WSARecv',
  'shutdown',
  'WSASendDisconnect',
  'WSARecvDisconnect',
  'closesocket',
] as const satisfies readonly CallName[];

/**
 * Other names that a trace may use in `call` and `completes`: the SPI twins (N-MAP) and the plain BSD forms.
 * The SPI has one entry for `send` and `WSASend` and one for `recv` and `WSARecv`; a trace that names it
 * means the fuller call.
 */
export const callAliases = {
  socket: 'WSASocket',
  connect: 'WSAConnect',
  accept: 'WSAAccept',
  WSAIoctl: 'ioctlsocket',
  WSPSocket: 'WSASocket',
  WSPBind: 'bind',
  WSPListen: 'listen',
  WSPIoctl: 'ioctlsocket',
  WSPSetSockOpt: 'setsockopt',
  WSPGetSockOpt: 'getsockopt',
  WSPEventSelect: 'WSAEventSelect',
  WSPEnumNetworkEvents: 'WSAEnumNetworkEvents',
  WSPConnect: 'WSAConnect',
  WSPAccept: 'WSAAccept',
  WSPSend: 'WSASend',
  WSPRecv: 'WSARecv',
  WSPShutdown: 'shutdown',
  WSPSendDisconnect: 'WSASendDisconnect',
  WSPRecvDisconnect: 'WSARecvDisconnect',
  WSPCloseSocket: 'closesocket',
} as const satisfies Readonly<Record<string, CallName>>;

const canonical: ReadonlyMap<string, CallName> = new Map<string, CallName>([
  ...callNames.map((name) => [name, name] as const),
  ...Object.entries(callAliases),
]);

/** The canonical name of a call, or `undefined` if no call bears the name. */
export const canonicalCall = (name: string): CallName | undefined => canonical.get(name);
