import type { ErrorCode } from './errors.js';
import type { ClauseId } from './clauses/index.js';
import type { CallName } from './trace/step.js';

/** How a call may come out, as far as a table of codes tells: success, that it goes on, or an error. */
export type DocumentedResult = 'ok' | 'pending' | ErrorCode;

/** A result that the documents name for a call, with the clauses that do. */
export interface Documented {
  readonly result: DocumentedResult;
  readonly clauses: readonly ClauseId[];
}

const gives = (result: DocumentedResult, ...clauses: readonly ClauseId[]): Documented => ({
  result,
  clauses,
});

/** What any call may give (ER-04). */
const general: readonly Documented[] = [
  gives('WSAENOTSOCK', 'CL-02', 'ER-04'),
  gives('WSAENETDOWN', 'ER-04'),
  gives('WSAENOBUFS', 'ER-04'),
  gives('WSAEINPROGRESS', 'ER-04', 'CL-08'),
];

const lost: readonly Documented[] = [
  gives('WSAECONNRESET', 'AS-01', 'AS-03'),
  gives('WSAECONNABORTED', 'AS-07'),
  gives('WSAENETRESET', 'AS-08'),
  gives('WSAETIMEDOUT', 'AS-09'),
];

const sending: readonly Documented[] = [
  gives('ok', 'IO-09'),
  gives('pending', 'IO-04'),
  gives('WSAEWOULDBLOCK', 'IO-04'),
  gives('WSAESHUTDOWN', 'IO-01'),
  gives('WSAENOTCONN', 'IO-03'),
  gives('WSAEMSGSIZE', 'IO-07'),
  ...lost,
  gives('WSAEINTR', 'ER-05'),
  gives('WSAEINVAL', 'IO-03', 'ER-08'),
];

const receiving: readonly Documented[] = [
  gives('ok', 'IO-05', 'GS-06'),
  gives('pending', 'IO-05'),
  gives('WSAEWOULDBLOCK', 'IO-04'),
  gives('WSAEDISCON', 'GS-06', 'GS-07'),
  gives('WSAESHUTDOWN', 'IO-02'),
  gives('WSAENOTCONN', 'IO-03'),
  gives('WSAEMSGSIZE', 'IO-07'),
  gives('WSAEINTR', 'CL-05', 'ER-05'),
  ...lost,
  gives('WSAEINVAL', 'IO-03', 'ER-08'),
];

const ofCalls: { readonly [Name in CallName]: readonly Documented[] } = {
  WSASocket: [gives('ok', 'LS-01'), gives('WSAEINVAL', 'SG-03'), gives('WSAEMFILE', 'LS-09')],
  bind: [
    gives('ok', 'LS-01'),
    gives('WSAEINVAL', 'ER-02'),
    gives('WSAEADDRINUSE', 'LS-10'),
    gives('WSAEACCES', 'ER-07'),
    gives('WSAEADDRNOTAVAIL', 'ER-02'),
  ],
  listen: [
    gives('ok', 'LS-01', 'LS-08'),
    gives('WSAEINVAL', 'LS-02'),
    gives('WSAEISCONN', 'LS-03'),
    gives('WSAEADDRINUSE', 'LS-10'),
    gives('WSAEMFILE', 'LS-09'),
  ],
  ioctlsocket: [gives('ok', 'IO-04'), gives('WSAEINVAL', 'NE-04')],
  setsockopt: [
    gives('ok', 'LG-08'),
    gives('WSAEINVAL', 'CA-27'),
    gives('WSAENOPROTOOPT', 'CA-27'),
    gives('WSAENETRESET', 'AS-08'),
  ],
  getsockopt: [gives('ok', 'LS-11', 'ER-06'), gives('WSAENOPROTOOPT', 'CA-27')],
  WSAEventSelect: [gives('ok', 'NE-03'), gives('WSAEINVAL', 'NE-34')],
  WSAEnumNetworkEvents: [gives('ok', 'NE-08'), gives('WSAEINVAL', 'NE-09')],
  WSAConnect: [
    gives('ok', 'CN-10'),
    gives('pending', 'CN-01'),
    gives('WSAEWOULDBLOCK', 'CN-02'),
    gives('WSAEALREADY', 'CN-04'),
    gives('WSAEINVAL', 'CN-06'),
    gives('WSAEISCONN', 'CN-05'),
    gives('WSAECONNREFUSED', 'CN-07', 'LS-07'),
    gives('WSAENETUNREACH', 'CN-07'),
    gives('WSAEHOSTUNREACH', 'CN-07'),
    gives('WSAETIMEDOUT', 'CN-07', 'CA-28'),
    gives('WSAEPROTONOSUPPORT', 'CD-06'),
    gives('WSAEFAULT', 'CD-07', 'CD-08'),
    gives('WSAEADDRINUSE', 'LS-10'),
    gives('WSAEADDRNOTAVAIL', 'CN-07'),
    gives('WSAEINTR', 'CL-05', 'ER-05'),
  ],
  CalleeData: [gives('ok', 'CD-08', 'CD-09')],
  WSAAccept: [
    gives('ok', 'CA-06'),
    gives('pending', 'CA-15'),
    gives('WSAEWOULDBLOCK', 'CA-15'),
    gives('WSAECONNREFUSED', 'CA-09'),
    gives('WSATRY_AGAIN', 'CA-10'),
    gives('WSAEINVAL', 'CA-14', 'CA-18'),
    gives('WSAEACCES', 'CA-16'),
    gives('WSAECONNRESET', 'CA-17'),
    gives('WSAEMFILE', 'CA-20'),
    gives('WSAEINTR', 'CL-05', 'ER-05'),
  ],
  send: sending,
  WSASend: sending,
  recv: receiving,
  WSARecv: receiving,
  shutdown: [
    gives('ok', 'GS-01'),
    gives('WSAENOTCONN', 'GS-20'),
    gives('WSAECONNABORTED', 'GS-20'),
    gives('WSAECONNRESET', 'GS-20'),
    gives('WSAESHUTDOWN', 'GS-20', 'GS-12'),
  ],
  WSASendDisconnect: [
    gives('ok', 'GS-01', 'DD-01'),
    gives('WSAENOPROTOOPT', 'DD-12'),
    gives('WSAENOTCONN', 'DD-12'),
    gives('WSAESHUTDOWN', 'DD-12', 'DD-14'),
    gives('WSAECONNRESET', 'DD-12', 'ER-08'),
    gives('WSAECONNABORTED', 'DD-12', 'AS-07'),
  ],
  WSARecvDisconnect: [
    gives('ok', 'DD-03'),
    gives('WSAEFAULT', 'DD-13'),
    gives('WSAENOPROTOOPT', 'DD-13'),
    gives('WSAENOTCONN', 'DD-13'),
    gives('WSAESHUTDOWN', 'DD-13', 'DD-14'),
    gives('WSAECONNRESET', 'DD-13', 'ER-08'),
    gives('WSAECONNABORTED', 'DD-13', 'ER-08'),
  ],
  closesocket: [
    gives('ok', 'CL-01'),
    gives('pending', 'LG-05'),
    gives('WSAEWOULDBLOCK', 'LG-06', 'CL-08'),
    gives('WSAEINTR', 'CL-08'),
  ],
};

/** The results that the documents name for a call itself, without those that any call may give. */
export const ownResultsOf = (call: CallName): readonly Documented[] => ofCalls[call];

/** Every result that the documents name for a call and that a trace can show. */
export const documentedResultsOf = (call: CallName): readonly Documented[] =>
  call === 'WSASocket' || call === 'CalleeData' ? ofCalls[call] : [...ofCalls[call], ...general];
