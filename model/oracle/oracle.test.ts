import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../spec/errors.js';
import { describeCall, describeResult } from '../../spec/trace/describe.js';
import type { Result, Step } from '../../spec/trace/step.js';
import { searched } from '../plain-search.js';
import type { Actor, Documents, Outcome, Trace } from '../testing.js';
import {
  actor,
  bluetooth,
  client,
  client2,
  client3,
  connected,
  connectedNonblocking,
  documents,
  flat,
  listener,
  listening,
  osi,
  server,
  server2,
  server3,
  settle,
  tcp,
  worldsAfter,
  zeroBytes,
} from '../testing.js';
import type { Choose } from '../walks.js';
import { choosingBy, conversation, walked } from '../walks.js';
import { Oracle } from './oracle.js';

const aborts: Trace = [client.lingers(0), client.closesocket()];
const watched: Trace = [connected, server.WSAEventSelect('FD_READ', 'FD_CLOSE')];
const listener2 = actor('listener2');
const twoListeners: Trace = [listening, [listener2.WSASocket(), listener2.bind(), listener2.listen(5)]];
const watchingListener: Trace = [listening, listener.WSAEventSelect('FD_ACCEPT')];
const asks = (one: Actor): Trace => [
  [one.WSASocket(), one.nonblocking()],
  one.WSAConnect(listener, 'WSAEWOULDBLOCK'),
];
const defers = listener.WSAAccept({ as: server, condition: 'CF_DEFER' }, 'WSATRY_AGAIN', {
  callerId: client,
});
const acceptWaits: Trace = [
  [listener.WSASocket(), listener.bind(), listener.listen(1)],
  listener.WSAAccept({ as: server, condition: 'CF_ACCEPT' }, 'pending'),
  [client.WSASocket(), client.WSAConnect(listener, 'pending')],
];
const accepts = (as: Actor, gives: Outcome) => listener.WSAAccept({ as, condition: 'CF_ACCEPT' }, gives);
const four = [client, client2, client3, actor('client4')] as const;
const [first, second] = ['x'.repeat(100), 'y'.repeat(100)] as const;
const big = 'x'.repeat(6000);
const huge = 'x'.repeat(10_000);
const watchingSender: Trace = [
  connectedNonblocking,
  [client.WSAEventSelect('FD_WRITE'), settle, client.WSAEnumNetworkEvents({ FD_WRITE: 0 })],
];

describe('what real stacks do is allowed', () => {
  const legal: readonly { readonly says: string; readonly on?: Documents; readonly trace: Trace }[] = [
    {
      says: 'receives that take what happens to be there',
      trace: [
        [connectedNonblocking, client.send('abcdef')],
        [server.recv(8, { data: 'a' }), server.recv(8, 'WSAEWOULDBLOCK'), server.recv(2, { data: 'bc' })],
        [client.send('gh'), server.recv(8, { data: 'd' }), server.recv(8, { data: 'efg' })],
        [settle, server.recv(8, { data: 'h' }), server.recv(8, 'WSAEWOULDBLOCK')],
      ],
    },
    ...([tcp, osi] as const).flatMap((on) => [
      {
        says: 'a receive that the network has failed before data came, and that is told later',
        on,
        trace: [
          [connected, server.recv(8, 'pending'), client.send('ab'), settle],
          [server.completes('recv', 'WSAENETRESET'), server.recv(8, 'WSAECONNRESET')],
        ],
      },
      {
        says: 'the same before the end came',
        on,
        trace: [
          [connected, server.WSARecv(8, 'pending'), client.shutdown('SD_SEND'), settle],
          server.completes('WSARecv', 'WSAETIMEDOUT'),
        ],
      },
      {
        says: 'a receive that had no buffers before data came, which are there still',
        on,
        trace: [
          [connected, server.recv(8, 'pending'), client.send('ab'), settle],
          [server.completes('recv', 'WSAENOBUFS'), server.recv(8, { data: 'ab' })],
        ],
      },
    ]),
    {
      says: 'a request that has arrived before the network failed its attempt, and counts as withdrawn (CA-16, CN-07)',
      on: osi,
      trace: [
        [listening, client.WSASocket(), client.WSAConnect(listener, 'WSAENETUNREACH')],
        listener.accept(server, 'WSAEACCES'),
      ],
    },
    ...(['WSAETIMEDOUT', 'WSAENETUNREACH', 'WSAENOBUFS'] as const).flatMap((code) => [
      {
        says: `the request of an attempt that gave ${code}, ahead of one that came later (CA-01, CA-16)`,
        trace: [
          [listening, client.WSASocket(), client.WSAConnect(listener, code)],
          [client2.WSASocket(), client2.WSAConnect(listener), listener.accept(server, 'WSAEACCES')],
          listener.accept(server2),
        ],
      },
      {
        says: `a backlog that is full of requests whose attempts gave ${code} (LS-06)`,
        on: osi,
        trace: [
          [listener.WSASocket(), listener.bind(), listener.listen(2), client.WSASocket()],
          [client.WSAConnect(listener, code), client.WSAConnect(listener, code)],
          [client2.WSASocket(), client2.WSAConnect(listener, 'WSAECONNREFUSED')],
        ],
      },
    ]),
    {
      says: 'data that were sent later on another connection, and arrive earlier',
      trace: [
        [connectedNonblocking, client2.WSASocket(), client2.WSAConnect(listener), listener.accept(server2)],
        [client.send('early'), client2.send('late'), server2.nonblocking()],
        [
          server2.recv(8, { data: 'late' }),
          server.recv(8, 'WSAEWOULDBLOCK'),
          server.recv(8, { data: 'early' }),
        ],
      ],
    },
    {
      says: 'an indication that is late, and one that is stale',
      trace: [
        [watched, client.send('ab'), server.WSAEnumNetworkEvents({})],
        [server.recv(8, { data: 'ab' }), server.WSAEnumNetworkEvents({ FD_READ: 0 })],
        server.recv(8, 'WSAEWOULDBLOCK'),
      ],
    },
    {
      says: 'data that had come in part before the own abort of a transport without graceful close (AM-07/R2)',
      on: documents('atm'),
      trace: [
        [connectedNonblocking, client.send('a'), client.send('bc'), server.shutdown('SD_SEND')],
        [server.recv(8, { data: 'a' }), server.recv(1, { data: 'b' }), server.recv(8, 'WSAECONNRESET')],
      ],
    },
    {
      says: 'data that had come before the own WSASendDisconnect, with their FD_READ (AM-07/R2)',
      on: documents('irda'),
      trace: [
        [connectedNonblocking, client.WSAEventSelect('FD_READ', 'FD_CLOSE'), server.send('abc')],
        [client.WSASendDisconnect(), settle, client.WSAEnumNetworkEvents({ FD_READ: 0 })],
        [client.recv(1, { data: 'a' }), client.WSAEnumNetworkEvents({ FD_READ: 0 })],
        client.recv(8, { data: 'bc' }),
      ],
    },
    {
      says: 'a connection and its rejection by a waiting accept in one record (CA-29, AM-05b/R2)',
      trace: [
        [listening, listener.WSAAccept({ as: server, condition: 'CF_REJECT' }, 'pending')],
        [client.WSASocket(), client.WSAEventSelect('FD_CONNECT', 'FD_CLOSE')],
        client.WSAConnect(listener, 'WSAEWOULDBLOCK'),
        client.WSAEnumNetworkEvents({ FD_CONNECT: 0, FD_CLOSE: 'WSAECONNRESET' }),
        listener.completes('WSAAccept', 'WSAECONNREFUSED'),
      ],
    },
    {
      says: 'a receive that tells at once of the rejection by a waiting accept (CA-29, AM-05b/R2)',
      trace: [
        [listening, listener.WSAAccept({ as: server, condition: 'CF_REJECT' }, 'pending')],
        [client.WSASocket(), client.nonblocking(), client.WSAConnect(listener, 'WSAEWOULDBLOCK')],
        client.recv(8, 'WSAECONNRESET'),
      ],
    },
    {
      says: 'a loss that was told, whatever its client and others have asked for since (AS-01, CN-07)',
      on: osi,
      trace: [
        [listening, client.WSASocket(), client2.WSASocket(), client.WSAConnect(listener, 'pending')],
        [listener.accept(server), client.completes('WSAConnect', 'WSAETIMEDOUT')],
        [server.recv(8, 'WSAECONNRESET'), client.WSAConnect(listener, 'pending')],
        [client2.WSAConnect(server, 'pending'), server.send('x', 'WSAECONNRESET')],
      ],
    },
    {
      says: 'an end that is indicated before or after the receive that shows it',
      trace: [
        [watched, client.shutdown('SD_SEND'), server.recv(8, zeroBytes)],
        [server.WSAEnumNetworkEvents({}), server.WSAEnumNetworkEvents({ FD_CLOSE: 0 })],
      ],
    },
    {
      says: 'several threads that receive and send on one socket',
      trace: [
        [connected, client.recv(2, 'pending'), client.recv(2, 'pending'), client.send('ping')],
        [server.recv(8, { data: 'ping' }), server.send('pong')],
        [client.completes('recv', { data: 'ng' }), client.completes('recv', { data: 'po' })],
      ],
    },
    {
      says: 'an accept in another thread that takes the request while its client waits',
      on: osi,
      trace: [
        [listening, client.WSASocket(), listener.accept(server, 'pending')],
        [client.WSAConnect(listener, 'pending'), client.completes('WSAConnect', 'ok')],
        listener.completes('WSAAccept', 'ok'),
      ],
    },
    {
      says: 'a reset that overtakes data, and one that does not',
      trace: [
        connectedNonblocking,
        client.send('abcd'),
        aborts,
        server.recv(8, { data: 'ab' }),
        server.recv(8, 'WSAECONNRESET'),
      ],
    },
    {
      says: 'a half-close, an answer, and the end of the other side',
      trace: [
        [connectedNonblocking, client.send('question'), client.shutdown('SD_SEND')],
        [server.recv(8, { data: 'question' }), server.recv(8, zeroBytes), server.send('answer')],
        [server.shutdown('SD_SEND'), server.closesocket(), client.recv(8, { data: 'answer' })],
        [client.recv(8, zeroBytes), client.closesocket()],
      ],
    },
    {
      says: 'a reset after a half-close, because the peer is gone',
      trace: [
        [connectedNonblocking, client.shutdown('SD_SEND'), server.closesocket(), settle],
        [client.recv(8, zeroBytes), client.send('x', 'WSAESHUTDOWN')],
      ],
    },
    {
      says: 'a peer that closes with data unread, and resets',
      trace: [
        [watched, server.send('late'), settle, client.closesocket(), settle],
        server.WSAEnumNetworkEvents({ FD_CLOSE: 'WSAECONNRESET' }),
      ],
    },
    {
      says: 'a graceful end that turns into a reset when more is sent',
      trace: [
        [watched, client.closesocket(), settle, server.WSAEnumNetworkEvents({ FD_CLOSE: 0 })],
        [server.send('late'), settle, server.send('x', 'WSAECONNRESET'), server.WSAEnumNetworkEvents({})],
      ],
    },
    {
      says: 'clients that fill the backlog, are refused and try again',
      trace: [
        [listener.WSASocket(), listener.bind(), listener.listen(2)],
        [client.WSASocket(), client2.WSASocket(), client3.WSASocket()],
        [client.WSAConnect(listener), client2.WSAConnect(listener)],
        [client3.WSAConnect(listener, 'WSAECONNREFUSED'), listener.accept(server)],
        [client3.WSAConnect(listener), listener.accept(server2), listener.accept(server3)],
        [client3.send('x'), settle, server3.recv(8, { data: 'x' })],
      ],
    },
    {
      says: 'a request that meets a full backlog, although the one that fills it was seen nowhere',
      trace: [
        [listener.WSASocket(), listener.bind(), listener.listen(1)],
        [client.WSASocket(), client.nonblocking(), client2.WSASocket()],
        client.WSAConnect(listener, 'WSAEWOULDBLOCK'),
        client2.WSAConnect(listener, 'WSAECONNREFUSED'),
      ],
    },
    {
      says: 'two requests of which the later one comes first to a backlog of one',
      trace: [
        [listener.WSASocket(), listener.bind(), listener.listen(1)],
        [
          client.WSASocket(),
          client.WSAEventSelect('FD_CONNECT'),
          client.WSAConnect(listener, 'WSAEWOULDBLOCK'),
        ],
        [client2.WSASocket(), client2.WSAEventSelect('FD_CONNECT')],
        [client2.WSAConnect(listener, 'WSAEWOULDBLOCK'), settle],
        client.WSAEnumNetworkEvents({ FD_CONNECT: 'WSAECONNREFUSED' }),
        client2.WSAEnumNetworkEvents({ FD_CONNECT: 0 }),
      ],
    },
    {
      says: 'a refused connect that is tried again elsewhere',
      trace: [
        [server2.WSASocket(), server2.bind(), listening, client.WSASocket()],
        [client.WSAConnect(server2, 'WSAECONNREFUSED'), client.WSAConnect(listener), listener.accept(server)],
        [client.send('x'), settle, server.recv(8, { data: 'x' })],
      ],
    },
    {
      says: 'a request that waits for somebody to listen',
      trace: [
        [listener.WSASocket(), listener.bind(), client.WSASocket(), client.WSAConnect(listener, 'pending')],
        [listener.listen(5), client.completes('WSAConnect', 'ok')],
      ],
    },
    {
      says: 'requests that are withdrawn while others come',
      trace: [
        [listening, listener.nonblocking(), client.WSASocket(), client.nonblocking()],
        [client.WSAConnect(listener, 'WSAEWOULDBLOCK'), client.closesocket()],
        [client2.WSASocket(), client2.nonblocking(), client2.WSAConnect(listener, 'WSAEWOULDBLOCK')],
        listener.WSAAccept({ as: server, condition: 'CF_ACCEPT' }, 'ok', { callerId: client2 }),
        listener.accept(server2, 'WSAEWOULDBLOCK'),
      ],
    },
    {
      says: 'a blocked send of which the peer reads parts',
      trace: [
        [connected, client.send(big, 'pending')],
        [server.recv(4000, { data: big.slice(0, 2500) }), server.recv(4000, { data: big.slice(0, 3500) })],
        client.completes('send', { sent: 6000 }),
      ],
    },
    {
      says: 'a send that finds room for a part',
      trace: [
        [connectedNonblocking, client.send(big, { sent: 5000 }), client.send(big, 'WSAEWOULDBLOCK')],
        [server.recv(6000, { data: big.slice(0, 5000) }), settle, client.send('x')],
      ],
    },
    {
      says: 'a connect that times out although its request was accepted',
      trace: [
        [listening, client.WSASocket(), client.WSAConnect(listener, 'pending'), listener.accept(server)],
        [client.completes('WSAConnect', 'WSAETIMEDOUT'), settle, server.recv(8, 'WSAECONNRESET')],
      ],
    },
    {
      says: 'closes that cross',
      trace: [connected, client.closesocket(), server.closesocket(), settle, listener.closesocket()],
    },
    {
      says: 'a message-oriented peer that says goodbye with data while messages are unread',
      on: osi,
      trace: [
        [connectedNonblocking, client.send('one'), client.send('two'), client.WSASendDisconnect('bye')],
        [client.closesocket(), settle, server.recv(8, { data: 'one' }), server.recv(8, { data: 'two' })],
        [server.WSARecv(8, 'WSAEDISCON'), server.WSARecvDisconnect(32, { data: 'bye' })],
      ],
    },
    {
      says: 'a transport without graceful close that still hands over what was sent',
      on: documents('irda'),
      trace: [
        [connectedNonblocking, client.send('ab'), client.closesocket(), settle],
        [server.recv(8, { data: 'ab' }), server.recv(8, 'WSAECONNRESET')],
      ],
    },
    {
      says: 'what section 18 shows of FD_CLOSE on Windows',
      on: documents('tcp-windows'),
      trace: [
        [watched, client.send('ab'), settle, server.WSAEnumNetworkEvents({ FD_READ: 0 })],
        [client.closesocket(), settle, server.WSAEnumNetworkEvents({ FD_CLOSE: 0 })],
        [server.recv(1, { data: 'a' }), settle, server.WSAEnumNetworkEvents({ FD_READ: 0 })],
        [server.recv(1, { data: 'b' }), server.recv(1, zeroBytes), settle, server.WSAEnumNetworkEvents({})],
      ],
    },
    {
      says: 'what section 18 shows of a deferral on Windows',
      on: documents('tcp-windows'),
      trace: [
        [listening, client.WSASocket(), client.WSAConnect(listener)],
        listener.WSAAccept({ as: server, condition: 'CF_DEFER' }, 'WSATRY_AGAIN'),
        listener.accept(server),
      ],
    },
    {
      says: 'FD_WRITE may come once the stack has made room, before the peer has read anything (NE-21)',
      trace: [
        [watchingSender, client.send(big), client.send('y', 'WSAEWOULDBLOCK'), settle],
        client.WSAEnumNetworkEvents({ FD_WRITE: 0 }),
      ],
    },
    {
      says: 'FD_READ that was due need not be in the record any more after the data were read (NE-14)',
      trace: [
        [connectedNonblocking, server.WSAEventSelect('FD_READ'), client.send('ab'), settle],
        [server.recv(8, { data: 'ab' }), settle, server.WSAEnumNetworkEvents({})],
      ],
    },
    {
      says: 'FD_ACCEPT that was due need not be in the record any more after the accept (NE-14)',
      trace: [
        [
          listening,
          listener.WSAEventSelect('FD_ACCEPT'),
          client.WSASocket(),
          client.WSAConnect(listener),
          settle,
        ],
        [listener.accept(server), settle, listener.WSAEnumNetworkEvents({})],
      ],
    },
    {
      says: 'FD_WRITE that was due is in the record, or not any more, when the circuit has been reset (NE-21)',
      trace: [
        [connected, server.WSAEventSelect('FD_WRITE'), settle],
        [aborts, settle, server.WSAEnumNetworkEvents({})],
      ],
    },
    {
      says: 'FD_WRITE that was reported is not repeated by registering again under AM-08b/R2',
      on: tcp.read({ 'AM-08b': ['R2'] }),
      trace: [
        [watchingSender, client.send('x'), client.WSAEventSelect('FD_WRITE'), settle],
        client.WSAEnumNetworkEvents({}),
      ],
    },
    {
      says: 'AM-02/R3 promises nothing: FD_CLOSE may still wait until all has been read',
      on: tcp.read({ 'AM-02': ['R3'] }),
      trace: [
        [
          connectedNonblocking,
          server.WSAEventSelect('FD_CLOSE'),
          client.send('ab'),
          client.shutdown('SD_SEND'),
        ],
        [settle, server.WSAEnumNetworkEvents({})],
      ],
    },
    {
      says: 'data that an abort has discarded are not recorded at registration (AM-07/R1, NE-16)',
      on: tcp.read({ 'AM-07': ['R1'] }),
      trace: [
        [connectedNonblocking, client.send('ab'), settle, aborts, settle],
        [server.WSAEventSelect('FD_READ', 'FD_CLOSE'), settle],
        server.WSAEnumNetworkEvents({ FD_CLOSE: 'WSAECONNRESET' }),
      ],
    },
    {
      says: 'after SD_BOTH, FD_CLOSE for the peer’s end may be told at registration or not (AM-09)',
      trace: [
        [connectedNonblocking, server.shutdown('SD_BOTH'), client.shutdown('SD_SEND'), settle],
        [server.WSAEventSelect('FD_CLOSE'), settle, server.WSAEnumNetworkEvents({})],
      ],
    },
    {
      says: 'FD_WRITE again for a registration after a send: a send enables it (AM-08b, NE-13)',
      on: tcp.read({ 'AM-08b': ['R2'] }),
      trace: [
        [watchingSender, client.send('x'), client.WSAEventSelect('FD_WRITE'), settle],
        client.WSAEnumNetworkEvents({ FD_WRITE: 0 }),
      ],
    },
    {
      says: 'FD_READ tells of a part of what is on its way, and a receive gives that part (IO-05, NE-18)',
      trace: [
        [connectedNonblocking, server.WSAEventSelect('FD_READ'), client.send('abcd')],
        [server.WSAEnumNetworkEvents({ FD_READ: 0 }), server.recv(8, { data: 'ab' })],
      ],
    },
    {
      says: 'a new arrival is recorded again under AM-08a/R2, also of data that were sent together (EV-08)',
      on: tcp.read({ 'AM-08a': ['R2'] }),
      trace: [
        [connectedNonblocking, server.WSAEventSelect('FD_READ'), client.send('ab'), client.send('cd')],
        [server.WSAEnumNetworkEvents({ FD_READ: 0 }), server.WSAEnumNetworkEvents({ FD_READ: 0 })],
      ],
    },
    {
      says: 'the same where nobody can read them any more (AM-08a/R2, DD-15)',
      on: tcp.read({ 'AM-08a': ['R2'] }),
      trace: [
        [connectedNonblocking, server.WSAEventSelect('FD_READ'), client.send('b'), client.send('a')],
        [server.WSARecvDisconnect(4, { data: '' }), server.WSAEnumNetworkEvents({ FD_READ: 0 })],
        server.WSAEnumNetworkEvents({ FD_READ: 0 }),
      ],
    },
    {
      says: 'more than a receiver has room for is not there after a settle (IO-05)',
      trace: [
        connectedNonblocking,
        client.send(huge),
        settle,
        server.recv(20_000, { data: huge.slice(0, 5000) }),
      ],
    },
    {
      says: 'an end behind data that the receiver has no room for is not told after a settle (GS-14)',
      on: tcp.read({ 'AM-02': ['R3'] }),
      trace: [
        [
          connectedNonblocking,
          server.WSAEventSelect('FD_CLOSE'),
          client.send(huge),
          client.shutdown('SD_SEND'),
        ],
        [settle, server.WSAEnumNetworkEvents({})],
      ],
    },
    {
      says: 'a lingering close cannot complete at once while the peer does not read (LG-06)',
      on: tcp.read({ 'AM-16': ['R1'] }),
      trace: [
        [connectedNonblocking, client.lingers(30), client.send(huge), settle],
        client.closesocket('WSAEWOULDBLOCK'),
      ],
    },
    {
      says: 'a reset may overtake a part of the data, also when everything rests (AM-07/R2)',
      trace: [
        [connectedNonblocking, client.send('abcd'), aborts, settle],
        [server.recv(8, { data: 'ab' }), server.recv(8, 'WSAECONNRESET')],
      ],
    },
    {
      says: 'a blocked send of which the peer has received a part may still fail (AS-01, IO-09)',
      trace: [
        [connected, client.send(huge, 'pending'), server.recv(100, { data: huge.slice(0, 100) })],
        [server.lingers(0), server.closesocket(), client.completes('send', 'WSAECONNRESET')],
      ],
    },
    {
      says: 'the peer hears of a reset before a send that waits is told that the network has lost the circuit (AS-07, ER-04)',
      trace: [
        [connected, client.send(huge, 'pending'), server.recv(8, 'WSAECONNRESET')],
        client.completes('send', 'WSAETIMEDOUT'),
      ],
    },
    {
      says: 'and before a receive that waits is told so, seen by FD_CLOSE',
      trace: [
        [watched, client.recv(8, 'pending'), settle],
        server.WSAEnumNetworkEvents({ FD_CLOSE: 'WSAECONNRESET' }),
        client.completes('recv', 'WSAENETRESET'),
      ],
    },
    {
      says: 'and a receive of its own that waited with it may end first',
      trace: [
        [connected, client.send(huge, 'pending'), server.recv(huge.length, { data: huge })],
        [server.recv(8, 'pending'), server.completes('recv', 'WSAECONNRESET')],
        client.completes('send', 'WSAECONNABORTED'),
      ],
    },
    {
      says: 'a connector hears of its reset before an accept that waits is told that descriptors have run out (CA-20)',
      trace: [acceptWaits, client.recv(8, 'WSAECONNRESET'), listener.completes('WSAAccept', 'WSAEMFILE')],
    },
    ...(['WSAEMFILE', 'WSAENOBUFS'] as const).map((error) => ({
      says: `an accept that fails with ${error} may drop its request (CA-20, AM-23/R2)`,
      trace: [
        [listening, client.WSASocket(), client.WSAConnect(listener, 'pending'), settle],
        [accepts(server, error), client.recv(8, 'WSAECONNRESET'), accepts(server, 'pending')],
      ],
    })),
    {
      says: 'two receives of one socket may share what comes in any way (IO-05)',
      trace: [
        [connected, server.recv(10, 'pending'), client.send('abcd')],
        [server.recv(10, { data: 'bcd' }), server.completes('recv', { data: 'a' })],
      ],
    },
    {
      says: 'a backlog that still shows the request of a client which has gone elsewhere (CN-03, CA-16)',
      on: osi,
      trace: [
        [twoListeners, client.WSASocket(), client.WSAConnect(listener, 'WSAETIMEDOUT')],
        [client.WSAConnect(listener2, 'pending'), client.WSAConnect(listener, 'WSAEINVAL')],
        [listener2.accept(server2), client.completes('WSAConnect', 'ok')],
        listener.WSAAccept({ as: server, condition: 'CF_ACCEPT' }, 'WSAEACCES', { callerId: client }),
      ],
    },
    {
      says: 'several requests that are indicated as one (NE-11, AM-08a)',
      on: documents('tcp-windows'),
      trace: [
        [watchingListener, asks(client), asks(client2), listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 })],
        [client.WSAConnect(listener, 'WSAEISCONN'), client2.WSAConnect(listener, 'WSAEISCONN')],
        [settle, listener.WSAEnumNetworkEvents({}), listener.accept(server), listener.accept(server2)],
      ],
    },
    {
      says: 'a request that arrives before the deferral of another, and is indicated (CA-12)',
      on: documents('tcp-windows', { readings: { 'AM-01': ['R1'] } }),
      trace: [
        [watchingListener, asks(client), settle, listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 })],
        [asks(client2), defers, listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 })],
      ],
    },
    {
      says: 'a deferred request whose connector aborts and stays, and the next one (CA-17, AM-04/R3)',
      on: documents('irda'),
      trace: [
        [listening, client.WSASocket(), client.nonblocking(), client.WSAConnect(listener)],
        [asks(client2), defers, client.shutdown('SD_SEND')],
        listener.WSAAccept({ as: server, condition: 'CF_DEFER' }, 'WSATRY_AGAIN', { callerId: client2 }),
      ],
    },
    {
      says: 'a request that is withdrawn ahead of one that is then accepted, and FD_ACCEPT that is told late (AM-04/R3)',
      on: documents('osi', { readings: { 'AM-04': ['R3'] } }),
      trace: [
        [watchingListener, asks(client), settle, asks(client2), settle, client.closesocket()],
        listener.WSAAccept({ as: server, condition: 'CF_ACCEPT' }, 'ok', { callerId: client2 }),
        [listener.WSAEnumNetworkEvents({}), listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 })],
      ],
    },
    {
      says: 'a blocked receive that has taken the first of two sends, and shows it after a settle (IO-05)',
      trace: [
        [connected, server.recv(4096, 'pending'), client.send(first), client.send(second), settle],
        [server.completes('recv', { data: first }), server.recv(4096, { data: second })],
      ],
    },
    {
      says: 'receives under way that share long data, and show it in any order (IO-05)',
      trace: [
        [connected, server.recv(4096, 'pending'), server.recv(4096, 'pending')],
        [client.send(first), client.send(second)],
        [server.completes('recv', { data: second }), server.completes('recv', { data: first })],
      ],
    },
    {
      says: 'so many receives under way that nobody can tell what each has taken',
      trace: [
        [connected, server.recv(4096, 'pending'), server.recv(4096, 'pending'), server.recv(4096, 'pending')],
        [client.send(first), client.send(second), client.send(first + second)],
        [server.completes('recv', { data: first + second }), server.completes('recv', { data: second })],
        server.completes('recv', { data: first }),
      ],
    },
    {
      says: 'a receive of which nobody saw what it gave, and the rest of the data (IO-05)',
      trace: [
        [connectedNonblocking, client.send('abcd'), server.recv(8, 'unseen'), server.recv(1, { data: 'c' })],
        [server.recv(8, {}), settle, server.recv(8, 'WSAEWOULDBLOCK')],
      ],
    },
    {
      says: 'a receive of which nobody saw what it gave of long data',
      trace: [
        [connectedNonblocking, client.send(first), client.send(second)],
        [server.recv(4096, {}), server.recv(4096, { data: second })],
      ],
    },
    {
      says: 'many requests that are indicated as one (NE-11, AM-08a)',
      on: documents('tcp-windows'),
      trace: [
        [watchingListener, four.map((one) => asks(one))],
        [listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 }), settle, listener.WSAEnumNetworkEvents({})],
      ],
    },
    {
      says: 'two accepts that wait while many ask, in any order (CA-01)',
      on: osi,
      trace: [
        [listening, accepts(server, 'pending'), accepts(server2, 'pending')],
        [four.map((one) => asks(one)), settle],
        listener.completes('WSAAccept', 'ok', { callerId: client3 }),
        listener.completes('WSAAccept', 'ok', { callerId: four[3] }),
      ],
    },
  ];
  for (const { says, on = tcp, trace } of legal)
    it(says, () => {
      on.allows(trace);
    });

  it('that an attempt has succeeded, where there were too many ways to follow in which it might have timed out (CN-07)', () => {
    tcp.allows(
      [listener.WSASocket(), listener.bind(), listener.listen(1)],
      [client.WSASocket(), client2.WSASocket()],
      [client2.WSAConnect(listener, 'pending'), client.WSAConnect(listener, 'pending')],
      listener.WSAAccept({ as: server, condition: 'CF_ACCEPT' }, 'pending'),
      listener.WSAEventSelect('FD_ACCEPT'),
      settle,
      listener.completes('WSAAccept', 'ok', { callerId: client2 }),
      client.completes('WSAConnect', 'WSAECONNREFUSED'),
      client2.completes('WSAConnect', 'ok'),
    );
  });

  it('what an accept makes, where there were too many ways in which it may have found the request', () => {
    const asked: Trace = [
      [listener.WSASocket(), listener.bind(), listener.listen(5), client.WSASocket()],
      [client.WSAConnect(listener, 'WSAETIMEDOUT'), client.WSAConnect(listener, 'WSAETIMEDOUT')],
      [client.nonblocking(), client.WSAConnect(listener, 'WSAEWOULDBLOCK')],
      client.getsockopt('SO_ERROR', { value: 'WSAETIMEDOUT' }),
    ];
    tcp.allows(asked, listener.accept(server), settle, client.closesocket(), server.recv(1, zeroBytes));
  });
});

describe('a fault is refused', () => {
  const twoConnections: Trace = [
    [connectedNonblocking, client2.WSASocket(), client2.WSAConnect(listener), listener.accept(server2)],
    server2.nonblocking(),
  ];
  const faults: readonly { readonly says: string; readonly on?: Documents; readonly trace: Trace }[] = [
    { says: 'data that nobody sent', trace: [connected, server.recv(8, { data: 'x' })] },
    {
      says: 'data that were lost',
      trace: [connected, client.send('ab'), client.send('cd'), server.recv(8, { data: 'cd' })],
    },
    {
      says: 'data that come twice',
      trace: [connected, client.send('ab'), server.recv(8, { data: 'ab' }), server.recv(8, { data: 'ab' })],
    },
    {
      says: 'data that came after a receive had failed, on a circuit that is lost since',
      trace: [
        [connected, server.recv(8, 'pending'), client.send('ab'), settle],
        [server.completes('recv', 'WSAENETRESET'), server.recv(8, { data: 'ab' })],
      ],
    },
    {
      says: 'no data that came after a receive had no buffers',
      trace: [
        [connected, server.recv(8, 'pending'), client.send('ab'), settle],
        [server.completes('recv', 'WSAENOBUFS'), server.nonblocking(), server.recv(8, 'WSAEWOULDBLOCK')],
      ],
    },
    {
      says: 'a reset of which nobody is the cause, in place of data',
      trace: [
        [connected, server.recv(8, 'pending'), client.send('ab'), settle],
        server.completes('recv', 'WSAECONNRESET'),
      ],
    },
    {
      says: 'a request of an attempt that did not wait, and that the network has failed at once (CN-07)',
      on: osi,
      trace: [
        [listening, client.WSASocket(), client.nonblocking(), client.WSAConnect(listener, 'WSAENETUNREACH')],
        listener.accept(server, 'WSAEACCES'),
      ],
    },
    {
      says: 'data in another order',
      trace: [connected, client.send('ab'), client.send('cd'), server.recv(8, { data: 'cdab' })],
    },
    {
      says: 'data on another connection',
      trace: [twoConnections, client.send('ab'), server2.recv(8, { data: 'ab' })],
    },
    { says: 'data that come back', trace: [connected, client.send('ab'), client.recv(8, { data: 'ab' })] },
    {
      says: 'more data than fit the buffer',
      trace: [connected, client.send('abcd'), server.recv(2, { data: 'abcd' })],
    },
    {
      says: 'an end before the data',
      trace: [connected, client.send('ab'), client.shutdown('SD_SEND'), server.recv(8, zeroBytes)],
    },
    {
      says: 'a reset that nobody made, beside a send that waits and then succeeds',
      trace: [
        [connected, client.send(huge, 'pending'), server.recv(8, 'WSAECONNRESET')],
        client.completes('send', { sent: huge.length }),
      ],
    },
    {
      says: 'a reset that nobody made, beside a call that waits on another connection',
      trace: [twoConnections, client2.recv(8, 'pending'), server.recv(8, 'WSAECONNRESET')],
    },
    {
      says: 'a reset that nobody made, beside an accept that waits and then succeeds',
      trace: [acceptWaits, client.recv(8, 'WSAECONNRESET'), listener.completes('WSAAccept', 'ok')],
    },
    { says: 'an end that nobody made', trace: [connected, server.recv(8, zeroBytes)] },
    {
      says: 'an end of one’s own making',
      trace: [connected, server.shutdown('SD_SEND'), server.recv(8, zeroBytes)],
    },
    {
      says: 'data after the end',
      trace: [
        connected,
        client.shutdown('SD_SEND'),
        server.recv(8, zeroBytes),
        server.recv(8, { data: 'x' }),
      ],
    },
    {
      says: 'an end that is never told',
      trace: [connectedNonblocking, client.closesocket(), settle, server.recv(8, 'WSAEWOULDBLOCK')],
    },
    {
      says: 'an abort that is never told',
      trace: [connectedNonblocking, aborts, settle, server.recv(8, 'WSAEWOULDBLOCK')],
    },
    {
      says: 'an abort told as an end',
      trace: [connectedNonblocking, aborts, settle, server.recv(8, zeroBytes)],
    },
    {
      says: 'an end told as an abort',
      trace: [connectedNonblocking, client.closesocket(), settle, server.recv(8, 'WSAECONNRESET')],
    },
    {
      says: 'a close that loses what was sent',
      trace: [
        connectedNonblocking,
        client.send('ab'),
        client.closesocket(),
        settle,
        server.recv(8, zeroBytes),
      ],
    },
    {
      says: 'FD_CLOSE twice',
      trace: [
        watched,
        client.shutdown('SD_SEND'),
        server.WSAEnumNetworkEvents({ FD_CLOSE: 0 }),
        client.closesocket(),
        settle,
        server.WSAEnumNetworkEvents({ FD_CLOSE: 0 }),
      ],
    },
    {
      says: 'FD_CLOSE before the data were read, where it has to wait',
      on: tcp.read({ 'AM-02': ['R1'] }),
      trace: [
        watched,
        client.send('ab'),
        client.shutdown('SD_SEND'),
        settle,
        server.WSAEnumNetworkEvents({ FD_READ: 0, FD_CLOSE: 0 }),
      ],
    },
    {
      says: 'FD_READ for an end',
      trace: [watched, client.shutdown('SD_SEND'), server.WSAEnumNetworkEvents({ FD_READ: 0 })],
    },
    {
      says: 'FD_CLOSE with an error for an end',
      trace: [
        watched,
        client.closesocket(),
        settle,
        server.WSAEnumNetworkEvents({ FD_CLOSE: 'WSAECONNRESET' }),
      ],
    },
    {
      says: 'FD_CLOSE with 0 for an abort',
      trace: [watched, aborts, settle, server.WSAEnumNetworkEvents({ FD_CLOSE: 0 })],
    },
    { says: 'FD_CLOSE that never comes', trace: [watched, aborts, settle, server.WSAEnumNetworkEvents({})] },
    {
      says: 'FD_READ that never comes',
      trace: [watched, client.send('ab'), settle, server.WSAEnumNetworkEvents({})],
    },
    {
      says: 'FD_CONNECT twice',
      trace: [
        [
          listening,
          client.WSASocket(),
          client.WSAEventSelect('FD_CONNECT'),
          client.WSAConnect(listener, 'WSAEWOULDBLOCK'),
        ],
        [client.WSAEnumNetworkEvents({ FD_CONNECT: 0 }), client.WSAEnumNetworkEvents({ FD_CONNECT: 0 })],
      ],
    },
    {
      says: 'a connection that nobody asked for',
      trace: [listening, listener.nonblocking(), listener.accept(server)],
    },
    {
      says: 'a connection to an address where nobody listens',
      trace: [server.WSASocket(), server.bind(), client.WSASocket(), client.WSAConnect(server)],
    },
    {
      says: 'a refusal although the backlog has room',
      trace: [listening, client.WSASocket(), client.WSAConnect(listener, 'WSAECONNREFUSED')],
    },
    {
      says: 'a request that is passed over',
      trace: [
        [
          listening,
          client.WSASocket(),
          client.WSAConnect(listener),
          client2.WSASocket(),
          client2.WSAConnect(listener),
        ],
        listener.WSAAccept({ as: server, condition: 'CF_ACCEPT' }, 'ok', { callerId: client2 }),
      ],
    },
    {
      says: 'a deferred request that is forgotten',
      trace: [
        [listening, listener.nonblocking(), client.WSASocket(), client.WSAConnect(listener)],
        listener.WSAAccept({ as: server, condition: 'CF_DEFER' }, 'WSATRY_AGAIN'),
        listener.WSAAccept({ as: server, condition: 'CF_ACCEPT' }, 'WSAEWOULDBLOCK'),
      ],
    },
    {
      says: 'a deferred client that is reset',
      trace: [
        [listening, listener.nonblocking(), client.WSASocket(), client.WSAConnect(listener)],
        [listener.WSAAccept({ as: server, condition: 'CF_DEFER' }, 'WSATRY_AGAIN'), settle],
        client.send('x', 'WSAECONNRESET'),
      ],
    },
    {
      says: 'a rejected client that stays connected',
      trace: [
        [listening, listener.nonblocking(), client.WSASocket(), client.WSAConnect(listener)],
        [listener.WSAAccept({ as: server, condition: 'CF_REJECT' }, 'WSAECONNREFUSED'), settle],
        client.send('x'),
      ],
    },
    {
      says: 'callee data at another client',
      on: osi,
      trace: [
        [listening, client.WSASocket(), client2.WSASocket()],
        [client.WSAConnect({ to: listener, calleeDataLen: 8 }, 'pending'), settle],
        client2.WSAConnect({ to: listener, calleeDataLen: 8 }, 'pending'),
        listener.WSAAccept({ as: server, condition: 'CF_ACCEPT', calleeData: 'one' }),
        listener.WSAAccept({ as: server2, condition: 'CF_ACCEPT', calleeData: 'two' }),
        client.completes('WSAConnect', { calleeData: 'two' }),
      ],
    },
    {
      says: 'disconnect data that a close has lost',
      on: osi,
      trace: [
        connected,
        client.WSASendDisconnect('bye'),
        client.closesocket(),
        settle,
        server.WSARecvDisconnect(32, { data: null }),
      ],
    },
    {
      says: 'a transport without graceful close that ends in silence',
      on: bluetooth,
      trace: [connectedNonblocking, client.closesocket(), settle, server.recv(8, 'WSAEWOULDBLOCK')],
    },
    {
      says: 'a rejection of a connection that a waiting accept has taken (CA-06)',
      trace: [
        [listening, listener.accept(server, 'pending')],
        [client.WSASocket(), client.WSAEventSelect('FD_CONNECT', 'FD_CLOSE')],
        client.WSAConnect(listener, 'WSAEWOULDBLOCK'),
        client.WSAEnumNetworkEvents({ FD_CONNECT: 0, FD_CLOSE: 'WSAECONNRESET' }),
        listener.completes('WSAAccept', 'ok'),
      ],
    },
    {
      says: 'no word of a loss before it counts as not connected, because its client connects anew (AS-01)',
      on: osi,
      trace: [
        [listening, client.WSASocket(), client2.WSASocket(), client.WSAConnect(listener, 'pending')],
        [listener.accept(server), client.completes('WSAConnect', 'WSAETIMEDOUT')],
        [client.WSAConnect(listener, 'pending'), client2.WSAConnect(server, 'pending'), settle],
        server.send('x', 'WSAENOTCONN'),
      ],
    },
    {
      says: 'data that were sent after the receiver’s own abort',
      on: documents('atm'),
      trace: [
        [connectedNonblocking, client.send('a'), server.shutdown('SD_SEND'), client.send('b')],
        server.recv(8, { data: 'ab' }),
      ],
    },
    {
      says: 'data that come after a receive has told of the own abort',
      on: documents('irda'),
      trace: [
        [connectedNonblocking, client.send('a'), server.WSASendDisconnect()],
        [server.recv(8, 'WSAECONNRESET'), server.recv(8, { data: 'a' })],
      ],
    },
    {
      says: 'data that the own abort has discarded (AM-07/R1)',
      on: bluetooth.read({ 'AM-07': ['R1'] }),
      trace: [
        connectedNonblocking,
        client.send('ab'),
        server.shutdown('SD_SEND'),
        server.recv(8, { data: 'a' }),
      ],
    },
    {
      says: 'more data than are left after a receive of which nobody saw what it gave',
      trace: [
        connectedNonblocking,
        client.send('abcd'),
        server.recv(2, 'unseen'),
        server.recv(8, { data: 'd' }),
      ],
    },
    { says: 'WSAESHUTDOWN without a shutdown', trace: [connected, client.recv(8, 'WSAESHUTDOWN')] },
    {
      says: 'a handle that works after its close',
      trace: [connected, client.closesocket(), client.send('x')],
    },
    {
      says: 'no FD_ACCEPT for a request that waits behind one that was withdrawn (NE-17)',
      trace: [
        [listening, listener.WSAEventSelect('FD_ACCEPT'), client.WSASocket(), client2.WSASocket()],
        [client.WSAConnect(listener), client2.WSAConnect(listener), settle, aborts, settle],
        listener.WSAEnumNetworkEvents({}),
      ],
    },
    {
      says: 'a send that tells of a shutdown which only ended reception (IO-01)',
      trace: [
        connected,
        client.send('ab'),
        settle,
        server.shutdown('SD_RECEIVE'),
        server.send('x', 'WSAESHUTDOWN'),
      ],
    },
    {
      says: 'FD_WRITE twice for one send that found no room',
      trace: [
        [watchingSender, client.send(big), client.send('y', 'WSAEWOULDBLOCK'), settle],
        [client.WSAEnumNetworkEvents({ FD_WRITE: 0 }), server.recv(6000, { data: big }), settle],
        client.WSAEnumNetworkEvents({ FD_WRITE: 0 }),
      ],
    },
    {
      says: 'FD_WRITE again for a registration, where nothing was sent since (AM-08b/R2)',
      on: tcp.read({ 'AM-08b': ['R2'] }),
      trace: [
        watchingSender,
        client.WSAEventSelect('FD_WRITE'),
        settle,
        client.WSAEnumNetworkEvents({ FD_WRITE: 0 }),
      ],
    },
    {
      says: 'FD_READ at registration for data that an abort has discarded (AM-07/R1)',
      on: tcp.read({ 'AM-07': ['R1'] }),
      trace: [
        [connectedNonblocking, client.send('ab'), settle, aborts, settle],
        [server.WSAEventSelect('FD_READ', 'FD_CLOSE'), settle],
        server.WSAEnumNetworkEvents({ FD_READ: 0, FD_CLOSE: 'WSAECONNRESET' }),
      ],
    },
    {
      says: 'data that a receiver surely has room for, and that are not there after a settle',
      trace: [
        connectedNonblocking,
        client.send(huge.slice(0, 4096)),
        settle,
        server.recv(5000, { data: huge.slice(0, 4095) }),
      ],
    },
    {
      says: 'more data, after a settle, than were ever sent',
      trace: [connectedNonblocking, client.send(huge), settle, server.recv(20_000, { data: `${huge}x` })],
    },
    {
      says: 'FD_READ again for data that nobody can read any more, where it has to wait (AM-08a/R1)',
      on: tcp.read({ 'AM-08a': ['R1'] }),
      trace: [
        [connectedNonblocking, server.WSAEventSelect('FD_READ'), client.send('b'), client.send('a')],
        [server.WSARecvDisconnect(4, { data: '' }), server.WSAEnumNetworkEvents({ FD_READ: 0 })],
        server.WSAEnumNetworkEvents({ FD_READ: 0 }),
      ],
    },
    {
      says: 'FD_READ again for data that were sent together, where it has to wait (AM-08a/R1)',
      on: tcp.read({ 'AM-08a': ['R1'] }),
      trace: [
        [connectedNonblocking, server.WSAEventSelect('FD_READ'), client.send('ab'), client.send('cd')],
        [server.WSAEnumNetworkEvents({ FD_READ: 0 }), server.WSAEnumNetworkEvents({ FD_READ: 0 })],
      ],
    },
    {
      says: 'FD_READ more often than bytes were sent',
      trace: [
        [connectedNonblocking, server.WSAEventSelect('FD_READ'), client.send('ab')],
        [server.WSAEnumNetworkEvents({ FD_READ: 0 }), server.WSAEnumNetworkEvents({ FD_READ: 0 })],
        server.WSAEnumNetworkEvents({ FD_READ: 0 }),
      ],
    },
    {
      says: 'a blocked send that fails with a reset of which nobody is the cause',
      trace: [
        [connected, client.send(huge, 'pending'), server.recv(100, { data: huge.slice(0, 100) })],
        client.completes('send', 'WSAECONNRESET'),
      ],
    },
    {
      says: 'a request withdrawn from a listener that it never went to (CA-16)',
      on: osi,
      trace: [
        [twoListeners, listener2.nonblocking(), client.WSASocket()],
        [client.WSAConnect(listener, 'WSAETIMEDOUT'), client.WSAConnect(listener, 'pending')],
        [client.WSAConnect(listener2, 'WSAEINVAL'), listener.accept(server)],
        listener2.WSAAccept({ as: server2, condition: 'CF_ACCEPT' }, 'WSAEACCES', { callerId: client }),
      ],
    },
    {
      says: 'a request that has arrived, and is never indicated (NE-17, AM-08a)',
      on: documents('tcp-windows'),
      trace: [
        [watchingListener, asks(client), listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 })],
        [asks(client2), client2.WSAConnect(listener, 'WSAEISCONN')],
        [settle, listener.WSAEnumNetworkEvents({})],
      ],
    },
    {
      says: 'a request that arrives after the deferral of another, and is indicated (CA-12)',
      on: documents('tcp-windows', { readings: { 'AM-01': ['R1'] } }),
      trace: [
        [watchingListener, asks(client), settle, listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 })],
        [defers, client.send('x'), asks(client2), settle, listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 })],
      ],
    },
    {
      says: 'another request than the deferred one, whose connector stands by it (CA-10, CA-13)',
      on: documents('irda'),
      trace: [
        [listening, client.WSASocket(), client.nonblocking(), client.WSAConnect(listener)],
        [asks(client2), defers],
        listener.WSAAccept({ as: server, condition: 'CF_DEFER' }, 'WSATRY_AGAIN', { callerId: client2 }),
      ],
    },
  ];
  for (const { says, on = tcp, trace } of faults)
    it(says, () => {
      on.refuses(trace);
    });
});

const chances = fc.array(fc.nat({ max: 9999 }), { minLength: 40, maxLength: 200 });
const described = (step: Step): string =>
  'settle' in step ? 'settle' : `${describeCall(step)} ${describeResult(step.result)}`;

describe.each([
  { transport: 'tcp', on: documents('tcp', { room: 3 }) },
  { transport: 'osi', on: osi },
])('on $transport, with two sockets that talk', ({ on }) => {
  const before: Trace = [
    connectedNonblocking,
    client.WSAEventSelect('FD_READ', 'FD_WRITE', 'FD_CLOSE'),
    server.WSAEventSelect('FD_READ', 'FD_CLOSE'),
  ];
  const worlds = worldsAfter(on, before);
  const run = (choose: Choose, length: number) =>
    walked({ machine: on.machine, worlds, offers: conversation, length, timers: 'expire' }, choose).steps;

  it('every run of the model is a trace that the oracle allows', () => {
    fc.assert(
      fc.property(chances, (numbers) => {
        on.allows(before, run(choosingBy(numbers), 30));
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it('the oracle says what a search without shortcuts says', () => {
    let compared = 0;
    let refused = 0;
    fc.assert(
      fc.property(chances, (numbers) => {
        const choose = choosingBy(numbers);
        const steps = run(choose, 14);
        const trace = [...flat(before), ...spoilt(steps, choose)];
        const expected = searched(on.machine, trace, 3000);
        if (expected === 'too many') return;
        compared += 1;
        if (expected !== null) refused += 1;
        expect(refusedAt(on, trace), trace.map(described).join('\n')).toBe(expected);
      }),
      { numRuns: 60, seed: 1 },
    );
    expect(compared).toBeGreaterThan(50);
    expect(refused).toBeGreaterThan(10);
    expect(compared - refused).toBeGreaterThan(10);
  });
});

function refusedAt({ oracle }: Documents, trace: readonly Step[]): number | null {
  let belief = oracle.start;
  for (const [index, step] of trace.entries()) {
    belief = oracle.follow(belief, step);
    if (belief.length === 0) return index;
  }
  return null;
}

/** The steps with another result in one place. */
function spoilt(steps: readonly Step[], choose: Choose): readonly Step[] {
  const at = choose([0, 1, 2, 3, 4, 5, 6, 7]);
  const results: readonly [Result, ...Result[]] = [
    { ok: {} },
    { error: 'WSAEWOULDBLOCK' },
    { error: 'WSAECONNRESET' },
    { error: 'WSAESHUTDOWN' },
    { ok: { data: '' } },
    { ok: { data: choose(['a', 'b', 'bc', 'cd']) } },
    { ok: { sent: 1 } },
    { ok: { events: {} } },
    { ok: { events: { FD_READ: 0 } } },
    { ok: { events: { FD_CLOSE: choose<0 | ErrorCode>([0, 'WSAECONNRESET']) } } },
  ];
  return steps.map((step, index) => {
    if (index !== at || 'settle' in step || 'completes' in step) return step;
    return { ...step, result: choose(results) };
  });
}

describe('a name that a pending accept might have given, and has not', () => {
  const names = ['server', 's1', 'a', 'b', '1', '2', 'proto', 'zz'];

  it.each(names)('stands for nothing any more, such as “%s”', (name) => {
    const never = actor(name);
    const made: Trace = [
      [listener.WSASocket(), listener.bind(), listener.listen(5), client.WSASocket()],
      listener.accept(never, 'pending'),
      [client.WSAConnect(listener), listener.closesocket(), listener.completes('WSAAccept', 'WSAEINTR')],
      client.closesocket(),
    ];
    tcp.allows(made, settle, client.recv(1, 'WSAENOTSOCK'));
    tcp.allows(made, never.WSASocket(), client.recv(1, 'WSAENOTSOCK'));
    tcp.allows(made, never.recv(1, 'WSAENOTSOCK'), client.recv(1, 'WSAENOTSOCK'));
    tcp.refuses(made, settle, client.recv(1, 'WSAENOTCONN'));
  });
});

describe('uncertainty on one connection', () => {
  it('says nothing of another: many connections cost no more than each of them', () => {
    const oracle = new Oracle(tcp.machine);
    const names = Array.from({ length: 20 }, (_, index) => String(index));
    const one = (name: string): Trace => [
      [
        actor(`c${name}`).WSASocket(),
        actor(`c${name}`).WSAConnect(listener),
        listener.accept(actor(`s${name}`)),
      ],
      [actor(`c${name}`).send('ab'), actor(`c${name}`).shutdown('SD_BOTH'), actor(`s${name}`).send('x')],
    ];
    let belief = oracle.start;
    for (const step of flat([listening, names.map(one)])) belief = oracle.follow(belief, step);
    const sizes = belief.flatMap(({ clusters }) => [...clusters].map(({ parts }) => parts.length));
    expect(belief.length).toBeLessThan(4);
    expect(Math.max(...sizes)).toBeLessThan(10);
  });

  it('stays small, however often what arrives is told and not read', () => {
    const oracle = new Oracle(tcp.machine);
    const again: Trace = [client.send('abcd'), server.WSAEnumNetworkEvents({ FD_READ: 0 })];
    const told = Array.from({ length: 20 }, () => again);
    let belief = oracle.start;
    for (const step of flat([connectedNonblocking, server.WSAEventSelect('FD_READ'), told]))
      belief = oracle.follow(belief, step);
    expect(belief.length).toBe(1);
    for (const { clusters } of belief) for (const { parts } of clusters) expect(parts.length).toBeLessThan(4);
  });
});
