import type { Documents, Trace } from '../model/testing.js';
import {
  bluetooth,
  client,
  client2,
  connected,
  connectedNonblocking,
  documents,
  listener,
  listening,
  osi,
  server,
  settle,
  zeroBytes,
} from '../model/testing.js';
import type { Candidate, ReadingKey } from '../spec/readings.js';

/** A trace that some candidates of a reading explain, and the others do not. */
export interface Telling {
  readonly key: ReadingKey;
  /** Those that explain it; of a reading with one candidate, none may. */
  readonly shows: readonly Candidate[];
  /** Candidates whose wording promises nothing here. */
  readonly leaves?: readonly Candidate[];
  readonly says: string;
  readonly on?: Documents;
  readonly trace: Trace;
}

const atm = documents('atm');
const nonblockingListener: Trace = [listening, listener.nonblocking()];
const watchingListener: Trace = [listening, listener.WSAEventSelect('FD_ACCEPT')];
const request: Trace = [client.WSASocket(), client.WSAConnect(listener)];
const laterRequest: Trace = [client2.WSASocket(), client2.WSAConnect(listener)];
const nonblockingRequest: Trace = [
  client.WSASocket(),
  client.nonblocking(),
  client.WSAConnect(listener, 'WSAEWOULDBLOCK'),
];
const smallBacklog: Trace = [listener.WSASocket(), listener.bind(), listener.listen(1)];
const fullBacklog: Trace = [smallBacklog, request, settle, client2.WSASocket()];
const aborts: Trace = [client.lingers(0), client.closesocket()];
const defers = listener.WSAAccept({ as: server, condition: 'CF_DEFER' }, 'WSATRY_AGAIN');
const rejects = listener.WSAAccept({ as: server, condition: 'CF_REJECT' }, 'WSAECONNREFUSED');
const answersOddly = listener.WSAAccept({ as: server, condition: 17 }, 'WSAEINVAL');
const told = listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 });
const silent = listener.WSAEnumNetworkEvents({});
const watchingServer: Trace = [connected, server.WSAEventSelect('FD_READ', 'FD_CLOSE')];
const lingering: Trace = [connectedNonblocking, client.lingers(30)];
const sentAll: Trace = [client.send('ab'), settle];
const unread: Trace = [connectedNonblocking, client.send('ab'), settle];
const endedAndRead: Trace = [client.shutdown('SD_SEND'), settle, server.recv(8, zeroBytes)];
const dontLinger = { option: 'SO_DONTLINGER', value: true } as const;
const askingForLess: Trace = [
  [listening, client.WSASocket(), client.WSAConnect({ to: listener, calleeDataLen: 4 }, 'pending')],
  listener.WSAAccept({ as: server, condition: 'CF_ACCEPT', calleeData: 'welcome' }),
  client.completes('WSAConnect', 'WSAEFAULT'),
];

const refusedAtOnce: Trace = [
  [server.WSASocket(), server.bind(), client.WSASocket(), client.WSAEventSelect('FD_CONNECT')],
  client.WSAConnect(server, 'WSAECONNREFUSED'),
];

/** Traces that tell the candidates of each reading apart. */
export const tellings: readonly Telling[] = [
  {
    key: 'AM-01',
    shows: ['R1', 'R2'],
    says: 'a deferral leaves FD_ACCEPT silent',
    trace: [watchingListener, request, settle, told, defers, settle, silent],
  },
  {
    key: 'AM-01',
    shows: ['R3'],
    says: 'a deferral is followed by FD_ACCEPT at once',
    trace: [watchingListener, request, settle, told, defers, told],
  },
  {
    key: 'AM-02',
    shows: ['R1', 'R2'],
    leaves: ['R3'],
    says: 'FD_CLOSE waits until all has been read',
    trace: [
      [watchingServer, client.send('ab'), client.shutdown('SD_SEND'), settle],
      [server.WSAEnumNetworkEvents({ FD_READ: 0 }), settle, server.WSAEnumNetworkEvents({})],
      [server.recv(8, { data: 'ab' }), settle, server.WSAEnumNetworkEvents({ FD_CLOSE: 0 })],
    ],
  },
  {
    key: 'AM-02',
    shows: ['R3'],
    says: 'FD_CLOSE comes while data are unread',
    trace: [
      [watchingServer, client.send('ab'), client.shutdown('SD_SEND'), settle],
      server.WSAEnumNetworkEvents({ FD_READ: 0, FD_CLOSE: 0 }),
    ],
  },
  {
    key: 'AM-03a',
    // Under R2 the documents name no error, so that WSATRY_AGAIN is as good as any.
    shows: ['R1', 'R2'],
    says: 'a deferral is repeated',
    trace: [nonblockingListener, request, defers, defers],
  },
  {
    key: 'AM-03a',
    shows: ['R2'],
    says: 'a second deferral is an error',
    trace: [
      nonblockingListener,
      request,
      defers,
      listener.WSAAccept({ as: server, condition: 'CF_DEFER' }, 'WSAEINVAL'),
    ],
  },
  {
    key: 'AM-03b',
    shows: ['R1'],
    says: 'a plain accept takes the deferred request',
    trace: [nonblockingListener, request, defers, listener.accept(server)],
  },
  {
    key: 'AM-03b',
    shows: ['R2'],
    says: 'a plain accept of a deferred request is an error',
    trace: [nonblockingListener, request, defers, listener.accept(server, 'WSAEINVAL')],
  },
  {
    key: 'AM-04',
    shows: ['R1', 'R2'],
    says: 'a request that was withdrawn before it was established is WSAEACCES',
    on: osi,
    trace: [
      nonblockingListener,
      nonblockingRequest,
      settle,
      client.closesocket(),
      settle,
      listener.accept(server, 'WSAEACCES'),
    ],
  },
  {
    key: 'AM-04',
    shows: ['R2'],
    says: 'either code may be given',
    on: osi,
    trace: [
      nonblockingListener,
      nonblockingRequest,
      settle,
      client.closesocket(),
      settle,
      listener.accept(server, 'WSAECONNRESET'),
    ],
  },
  {
    key: 'AM-04',
    shows: ['R3'],
    says: 'a withdrawn request disappears',
    trace: [nonblockingListener, request, settle, aborts, settle, listener.accept(server, 'WSAEWOULDBLOCK')],
  },
  {
    key: 'AM-04',
    shows: ['R4'],
    says: 'a withdrawn request is accepted, and the first receive tells',
    trace: [
      nonblockingListener,
      request,
      aborts,
      settle,
      listener.accept(server),
      server.recv(8, 'WSAECONNRESET'),
    ],
  },
  {
    key: 'AM-05a',
    shows: ['R1'],
    says: 'a full backlog refuses',
    trace: [fullBacklog, client2.WSAConnect(listener, 'WSAECONNREFUSED')],
  },
  {
    key: 'AM-05a',
    shows: ['R2'],
    says: 'a full backlog lets the connect succeed, and resets it',
    trace: [fullBacklog, client2.WSAConnect(listener), settle, client2.send('x', 'WSAECONNRESET')],
  },
  {
    key: 'AM-05a',
    shows: ['R3'],
    says: 'a full backlog gives no answer',
    trace: [
      [fullBacklog, client2.WSAEventSelect('FD_CONNECT'), client2.WSAConnect(listener, 'WSAEWOULDBLOCK')],
      [settle, client2.WSAEnumNetworkEvents({})],
    ],
  },
  {
    key: 'AM-05b',
    shows: ['R1'],
    says: 'a rejected request is refused, although it may have been established',
    trace: [
      [listening, client.WSASocket(), client.WSAConnect(listener, 'pending')],
      rejects,
      client.completes('WSAConnect', 'WSAECONNREFUSED'),
    ],
  },
  {
    key: 'AM-05b',
    shows: ['R2'],
    says: 'a rejected request is established all the same',
    trace: [
      [listening, client.WSASocket(), client.WSAEventSelect('FD_CONNECT')],
      [client.WSAConnect(listener, 'WSAEWOULDBLOCK'), rejects, client.send('x', 'WSAENOTCONN')],
      client.WSAEnumNetworkEvents({ FD_CONNECT: 0 }),
    ],
  },
  {
    key: 'AM-05b',
    // Where nothing is established before it is accepted, there is nothing that R2 could reset.
    shows: ['R1', 'R2'],
    says: 'a rejected request is refused where nothing was established',
    on: osi,
    trace: [
      [listening, client.WSASocket(), client.WSAConnect(listener, 'pending'), settle],
      rejects,
      client.completes('WSAConnect', 'WSAECONNREFUSED'),
    ],
  },
  {
    key: 'AM-05b',
    shows: ['R3'],
    says: 'a rejected request gets no answer',
    on: osi,
    trace: [
      [listening, client.WSASocket(), client.WSAEventSelect('FD_CONNECT')],
      [client.WSAConnect(listener, 'WSAEWOULDBLOCK'), settle, rejects, settle],
      client.WSAEnumNetworkEvents({}),
    ],
  },
  {
    key: 'AM-06',
    shows: ['R1'],
    says: 'FD_CLOSE tells a reset as any error',
    trace: [watchingServer, aborts, settle, server.WSAEnumNetworkEvents({ FD_CLOSE: 'WSAECONNABORTED' })],
  },
  {
    key: 'AM-06',
    shows: ['R1', 'R2'],
    says: 'FD_CLOSE tells a reset as WSAECONNRESET',
    trace: [watchingServer, aborts, settle, server.WSAEnumNetworkEvents({ FD_CLOSE: 'WSAECONNRESET' })],
  },
  {
    key: 'AM-07',
    shows: ['R1'],
    says: 'an abort discards what was received',
    trace: [unread, aborts, settle, server.recv(8, 'WSAECONNRESET')],
  },
  {
    key: 'AM-07',
    shows: ['R2'],
    says: 'what was received before an abort is still readable',
    trace: [unread, aborts, settle, server.recv(8, { data: 'ab' }), server.recv(8, 'WSAECONNRESET')],
  },
  {
    key: 'AM-08a',
    shows: ['R1'],
    says: 'nothing is indicated again until it is re-enabled',
    trace: [
      [watchingServer, sentAll, server.WSAEnumNetworkEvents({ FD_READ: 0 })],
      [sentAll, server.WSAEnumNetworkEvents({})],
    ],
  },
  {
    key: 'AM-08a',
    shows: ['R2'],
    says: 'a new arrival is indicated again',
    trace: [
      [watchingServer, sentAll, server.WSAEnumNetworkEvents({ FD_READ: 0 })],
      [sentAll, server.WSAEnumNetworkEvents({ FD_READ: 0 })],
    ],
  },
  {
    key: 'AM-08b',
    shows: ['R1'],
    says: 'a new registration repeats what was reported',
    trace: [
      [watchingServer, sentAll, server.WSAEnumNetworkEvents({ FD_READ: 0 })],
      [server.WSAEventSelect('FD_READ'), settle, server.WSAEnumNetworkEvents({ FD_READ: 0 })],
    ],
  },
  {
    key: 'AM-08b',
    shows: ['R2'],
    says: 'a new registration does not repeat what was reported',
    trace: [
      [watchingServer, sentAll, server.WSAEnumNetworkEvents({ FD_READ: 0 })],
      [server.WSAEventSelect('FD_READ'), settle, server.WSAEnumNetworkEvents({})],
    ],
  },
  {
    key: 'AM-08c',
    shows: ['R1'],
    says: 'FD_CONNECT does not tell a connect that failed at once',
    trace: [refusedAtOnce, settle, client.WSAEnumNetworkEvents({})],
  },
  {
    key: 'AM-08c',
    shows: ['R2'],
    says: 'FD_CONNECT tells also a connect that failed at once',
    trace: [refusedAtOnce, settle, client.WSAEnumNetworkEvents({ FD_CONNECT: 'WSAECONNREFUSED' })],
  },
  {
    key: 'AM-08e',
    shows: ['R1'],
    says: 'registering on an accepted socket records no FD_CONNECT',
    trace: [connected, server.WSAEventSelect('FD_CONNECT'), settle, server.WSAEnumNetworkEvents({})],
  },
  {
    key: 'AM-08e',
    shows: ['R2'],
    says: 'registering on an accepted socket records FD_CONNECT',
    trace: [
      connected,
      server.WSAEventSelect('FD_CONNECT'),
      settle,
      server.WSAEnumNetworkEvents({ FD_CONNECT: 0 }),
    ],
  },
  {
    key: 'AM-09',
    shows: ['R1'],
    says: 'SD_BOTH with data unread resets',
    trace: [unread, server.shutdown('SD_BOTH'), settle, client.recv(8, 'WSAECONNRESET')],
  },
  {
    key: 'AM-09',
    shows: ['R2', 'R3'],
    says: 'SD_BOTH with data unread is graceful',
    trace: [unread, server.shutdown('SD_BOTH'), settle, client.recv(8, zeroBytes)],
  },
  {
    key: 'AM-09',
    shows: ['R1', 'R3'],
    says: 'data that come after SD_BOTH reset',
    trace: [
      [connectedNonblocking, server.shutdown('SD_BOTH'), settle],
      [client.send('x'), settle, client.send('y', 'WSAECONNRESET')],
    ],
  },
  {
    key: 'AM-09',
    shows: ['R1', 'R2'],
    says: 'data that come after SD_BOTH are dropped',
    trace: [
      connectedNonblocking,
      server.shutdown('SD_BOTH'),
      settle,
      client.send('x'),
      settle,
      client.send('y'),
    ],
  },
  {
    key: 'AM-10',
    shows: ['R1'],
    says: 'WSARecvDisconnect with data unread resets',
    trace: [unread, server.WSARecvDisconnect(8, { data: null }), settle, client.send('x', 'WSAECONNRESET')],
  },
  {
    key: 'AM-10',
    shows: ['R2'],
    says: 'WSARecvDisconnect with data unread takes them in silence',
    trace: [
      [unread, server.WSARecvDisconnect(8, { data: null }), settle],
      [client.send('x'), settle, client.recv(8, 'WSAEWOULDBLOCK')],
    ],
  },
  {
    key: 'AM-11',
    shows: ['R1'],
    says: 'a close with data unread is graceful',
    trace: [unread, server.closesocket(), settle, client.recv(8, zeroBytes)],
  },
  {
    key: 'AM-11',
    shows: ['R2'],
    says: 'a close with data unread resets',
    trace: [unread, server.closesocket(), settle, client.recv(8, 'WSAECONNRESET')],
  },
  {
    key: 'AM-12',
    shows: ['R2'],
    says: 'WSASendDisconnect with refused data starts the teardown',
    trace: [connected, client.WSASendDisconnect('x', 'WSAENOPROTOOPT'), settle, server.recv(8, zeroBytes)],
  },
  {
    key: 'AM-14',
    shows: ['R1'],
    says: 'callee data that do not fit leave the socket unconnected',
    on: osi,
    trace: [askingForLess, client.send('x', 'WSAENOTCONN')],
  },
  {
    key: 'AM-14',
    shows: ['R2'],
    says: 'callee data that do not fit are cut',
    on: osi,
    trace: [askingForLess, client.send('x')],
  },
  {
    key: 'AM-15',
    shows: ['R1'],
    says: 'SO_DONTLINGER turns lingering off',
    trace: [
      client.WSASocket(),
      client.lingers(3),
      client.setsockopt(dontLinger),
      client.getsockopt('SO_LINGER', { onoff: false }),
    ],
  },
  {
    key: 'AM-15',
    shows: ['R2'],
    says: 'SO_DONTLINGER shows l_onoff',
    trace: [
      client.WSASocket(),
      client.setsockopt(dontLinger),
      client.getsockopt('SO_LINGER', { onoff: true }),
    ],
  },
  {
    key: 'AM-16',
    shows: ['R1'],
    says: 'a nonblocking close that lingers succeeds when nothing is unsent',
    trace: [lingering, sentAll, client.closesocket()],
  },
  {
    key: 'AM-16',
    shows: ['R2'],
    says: 'a nonblocking close that lingers always fails',
    trace: [lingering, sentAll, client.closesocket('WSAEWOULDBLOCK')],
  },
  {
    key: 'AM-18',
    shows: ['R1'],
    says: 'no group is made',
    trace: [client.WSASocket('WSAEINVAL', 1)],
  },
  {
    key: 'AM-18',
    shows: ['R2'],
    says: 'a socket is made in a group',
    trace: [client.WSASocket('ok', 1)],
  },
  {
    key: 'AM-20',
    shows: ['R1'],
    says: 'listening again makes no more room',
    trace: [
      [fullBacklog, client2.WSAConnect(listener, 'WSAECONNREFUSED'), listener.listen(5)],
      client2.WSAConnect(listener, 'WSAECONNREFUSED'),
    ],
  },
  {
    key: 'AM-20',
    shows: ['R2'],
    says: 'listening again drops what no longer fits',
    trace: [listening, request, laterRequest, listener.listen(1), settle, client2.send('x', 'WSAECONNRESET')],
  },
  {
    key: 'AM-21',
    shows: ['R1'],
    says: 'a plain recv tells the end by message',
    on: osi,
    trace: [connected, client.shutdown('SD_SEND'), server.recv(8, 'WSAEDISCON')],
  },
  {
    key: 'AM-21',
    shows: ['R2'],
    says: 'a plain recv tells the end as zero bytes',
    on: osi,
    trace: [connected, client.shutdown('SD_SEND'), server.recv(8, zeroBytes)],
  },
  {
    key: 'AM-23',
    shows: ['R1'],
    says: 'an accept that failed leaves the request at the head',
    trace: [nonblockingListener, request, answersOddly, listener.accept(server)],
  },
  {
    key: 'AM-23',
    shows: ['R2'],
    says: 'an accept that failed drops the request',
    trace: [nonblockingListener, request, answersOddly, settle, listener.accept(server, 'WSAEWOULDBLOCK')],
  },
  {
    key: 'AM-26',
    shows: ['R1'],
    says: 'shutting down what is down already succeeds',
    trace: [connected, client.shutdown('SD_BOTH'), client.shutdown('SD_BOTH')],
  },
  {
    key: 'AM-26',
    shows: ['R2'],
    says: 'shutting down what is down already fails',
    trace: [connected, client.shutdown('SD_BOTH'), client.shutdown('SD_BOTH', 'WSAENOTCONN')],
  },
  {
    key: 'AM-27',
    shows: ['R1'],
    says: 'a zero linger after SD_SEND resets',
    trace: [connected, client.shutdown('SD_SEND'), aborts, settle, server.recv(8, 'WSAECONNRESET')],
  },
  {
    key: 'AM-27',
    shows: ['R2'],
    says: 'a zero linger after SD_SEND is ignored',
    trace: [connected, client.shutdown('SD_SEND'), aborts, settle, server.send('x')],
  },
  {
    key: 'AM-28',
    shows: ['R1'],
    says: 'disconnect data come with an abort',
    on: atm,
    trace: [
      [connected, client.WSASendDisconnect('bye'), settle],
      server.WSARecvDisconnect(8, { data: 'bye' }),
    ],
  },
  {
    key: 'AM-28',
    shows: ['R1', 'R2'],
    says: 'disconnect data are gone where the end is an abort',
    on: atm,
    trace: [[connected, client.WSASendDisconnect('bye'), settle], server.WSARecvDisconnect(8, { data: '' })],
  },
  {
    key: 'AM-30',
    shows: ['R1'],
    says: 'sends to a peer that is gone succeed for a while, and then fail like receives',
    trace: [
      [connectedNonblocking, client.closesocket(), settle, server.send('x'), server.send('y'), settle],
      [server.send('z', 'WSAECONNRESET'), server.recv(8, 'WSAECONNRESET')],
    ],
  },
  {
    key: 'AM-30',
    shows: [],
    says: 'a send to a peer that is gone succeeds once another one has failed',
    trace: [
      [connectedNonblocking, client.closesocket(), settle, server.send('x'), settle],
      [server.send('y', 'WSAECONNRESET'), server.send('z')],
    ],
  },
  {
    key: 'AM-31',
    shows: ['R1', 'R2'],
    says: 'FD_CLOSE is an error for every end',
    on: bluetooth,
    trace: [
      [watchingServer, client.closesocket(), settle],
      server.WSAEnumNetworkEvents({ FD_CLOSE: 'WSAECONNRESET' }),
    ],
  },
  {
    key: 'AM-31',
    shows: ['R2'],
    says: 'FD_CLOSE is 0 for an orderly release',
    on: bluetooth,
    trace: [watchingServer, client.closesocket(), settle, server.WSAEnumNetworkEvents({ FD_CLOSE: 0 })],
  },
  {
    key: 'AM-32',
    shows: ['R1'],
    says: 'a receive of zero bytes leaves FD_CLOSE to be told',
    trace: [watchingServer, endedAndRead, server.WSAEnumNetworkEvents({ FD_CLOSE: 0 })],
  },
  {
    key: 'AM-32',
    shows: [],
    says: 'a receive of zero bytes takes FD_CLOSE away',
    trace: [watchingServer, endedAndRead, server.WSAEnumNetworkEvents({})],
  },
];
