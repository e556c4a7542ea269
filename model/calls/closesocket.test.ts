import { describe, it } from 'vitest';
import type { Trace } from '../testing.js';
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
  specificationOf,
  tcp,
  zeroBytes,
} from '../testing.js';

const background = 'without lingering, close returns at once and shuts down gracefully in the background';
const zero = 'lingering for zero seconds resets the connection and returns at once';
const waiting = 'lingering on a blocking socket waits until what was sent has gone, or the time-out';
const atOnce = 'lingering on a nonblocking socket succeeds if it can complete at once';
const cannot =
  'lingering on a nonblocking socket fails if it cannot complete at once, and disconnects nothing';
const isLost = 'after the circuit is lost only the handle is left to give back';
const backlog = 'a listening socket takes its backlog along';
const withdraws = 'closing withdraws a connection attempt';

describe('closesocket', () => {
  for (const { says, holds } of specificationOf('closesocket', [
    {
      rule: 'a socket without a connection is just gone',
      after: [client.WSASocket(), client.bind()],
      allows: [client.closesocket(), client.bind('WSAENOTSOCK')],
      refuses: [
        client.closesocket('WSAENOTCONN'),
        client.closesocket('pending'),
        [client.closesocket(), client.closesocket()],
      ],
    },
    {
      rule: backlog,
      after: [listening, client.WSASocket(), client.WSAConnect(listener), client.nonblocking()],
      allows: [listener.closesocket(), settle, client.recv(8, 'WSAECONNRESET')],
      refuses: [
        listener.closesocket('WSAEWOULDBLOCK'),
        [listener.closesocket(), settle, client.recv(8, 'WSAEWOULDBLOCK')],
        [listener.closesocket(), settle, client.recv(8, zeroBytes)],
      ],
    },
    {
      rule: backlog,
      says: 'nobody is connected to a listener that is closed',
      on: osi,
      after: [listening, client.WSASocket(), client.WSAConnect(listener, 'pending'), settle],
      allows: [listener.closesocket(), client.completes('WSAConnect', 'WSAECONNREFUSED')],
      refuses: [[listener.closesocket(), client.completes('WSAConnect', 'ok')]],
    },
    {
      rule: backlog,
      says: 'a listener leaves the connections that it has accepted alone',
      after: connectedNonblocking,
      allows: [
        listener.closesocket(),
        client2.WSASocket(),
        client2.WSAConnect(listener, 'WSAECONNREFUSED'),
        client.send('x'),
        settle,
        server.recv(8, { data: 'x' }),
      ],
      refuses: [
        [listener.closesocket(), listener.accept(client2, 'WSAEINVAL')],
        [listener.closesocket(), settle, server.send('x', 'WSAECONNRESET')],
      ],
    },
    {
      rule: withdraws,
      // An attempt that timed out unnoticed has nothing left to withdraw.
      as: ['a socket without a connection is just gone'],
      on: osi,
      after: [
        [listening, listener.nonblocking()],
        [client.WSASocket(), client.nonblocking(), client.WSAConnect(listener, 'WSAEWOULDBLOCK'), settle],
      ],
      allows: [client.closesocket(), settle, listener.accept(server, 'WSAEACCES')],
      refuses: [
        client.closesocket('WSAEWOULDBLOCK'),
        [client.closesocket(), client.WSAEnumNetworkEvents({})],
        [client.closesocket(), settle, listener.accept(server, 'WSAECONNREFUSED')],
      ],
    },
    {
      rule: isLost,
      after: [connected, client.lingers(30), server.lingers(0), server.closesocket(), settle],
      allows: [client.closesocket(), client.send('x', 'WSAENOTSOCK')],
      refuses: [client.closesocket('pending'), client.closesocket('WSAECONNRESET')],
    },
    {
      rule: 'a close that waits may be cancelled',
      after: [connected, client.lingers(30), client.send('ab')],
      allows: [
        client.closesocket('pending'),
        client.completes('closesocket', 'WSAEINTR'),
        client.closesocket(),
      ],
      refuses: [
        [client.closesocket('pending'), client.completes('closesocket', 'WSAETIMEDOUT')],
        [client.lingers(0), client.closesocket('WSAEINTR')],
      ],
    },
    {
      rule: 'a close that waits may be cancelled',
      says: 'so may one that waits for the receiver without lingering (CL-09)',
      on: bluetooth,
      after: [connected, client.send('ab')],
      allows: [client.closesocket('WSAEINTR'), client.closesocket()],
      refuses: [
        [settle, server.recv(8, { data: 'ab' }), settle, client.closesocket('WSAEINTR')],
        [client.nonblocking(), client.closesocket('WSAEINTR')],
      ],
    },
    {
      rule: 'closing beside a send under way is undefined',
      after: [connected, client.send('abc', 'pending')],
      allows: [
        [client.closesocket(), client.completes('send', 'WSAEINTR'), settle],
        [server.recv(8, { data: 'ab' }), server.recv(8, { data: '' })],
      ],
      refuses: [
        [server.closesocket(), server.send('x')],
        [client.closesocket(), listener.listen(1, 'WSAEINVAL')],
      ],
    },
    {
      rule: background,
      after: [connectedNonblocking, client.send('ab')],
      allows: [client.closesocket(), settle, server.recv(8, { data: 'ab' }), server.recv(8, zeroBytes)],
      refuses: [
        client.closesocket('WSAEWOULDBLOCK'),
        [client.closesocket(), client.send('x', 'WSAENOTCONN')],
        [client.closesocket(), settle, server.recv(8, zeroBytes)],
        [client.closesocket(), settle, server.recv(8, 'WSAECONNRESET')],
        [client.closesocket(), settle, server.recv(8, { data: 'ab' }), server.recv(8, 'WSAEWOULDBLOCK')],
      ],
    },
    {
      rule: background,
      says: 'a close after SD_SEND adds nothing to the sequence',
      after: [connectedNonblocking, server.WSAEventSelect('FD_CLOSE'), client.shutdown('SD_SEND'), settle],
      allows: [
        client.closesocket(),
        server.WSAEnumNetworkEvents({ FD_CLOSE: 0 }),
        server.recv(8, zeroBytes),
        settle,
        server.WSAEnumNetworkEvents({}),
      ],
      refuses: [[client.closesocket(), server.WSAEnumNetworkEvents({ FD_CLOSE: 'WSAECONNRESET' })]],
    },
    {
      rule: background,
      says: 'no time-out matters while lingering is off',
      after: [
        [connectedNonblocking, client.setsockopt({ option: 'SO_LINGER', onoff: false, linger: 30 })],
        client.send('ab'),
      ],
      allows: [client.closesocket(), settle, server.recv(8, { data: 'ab' })],
      refuses: [client.closesocket('WSAEWOULDBLOCK')],
    },
    {
      rule: zero,
      after: [connectedNonblocking, client.lingers(0), client.send('ab')],
      allows: [client.closesocket(), settle, server.recv(8, 'WSAECONNRESET')],
      refuses: [
        client.closesocket('WSAEWOULDBLOCK'),
        [client.closesocket(), settle, server.recv(8, zeroBytes)],
        [client.closesocket(), settle, server.recv(8, 'WSAEWOULDBLOCK')],
      ],
    },
    {
      rule: waiting,
      says: 'a lingering close may wait until the data have gone',
      after: [connected, client.lingers(30), client.send('ab')],
      allows: [
        client.closesocket('pending'),
        server.recv(8, { data: 'ab' }),
        client.completes('closesocket', 'ok'),
        client.send('x', 'WSAENOTSOCK'),
      ],
      refuses: [
        client.closesocket('WSAEWOULDBLOCK'),
        [client.closesocket('pending'), client.completes('closesocket', 'WSAETIMEDOUT')],
        [client.closesocket(), settle, server.recv(8, zeroBytes)],
      ],
    },
    {
      rule: atOnce,
      on: tcp.read({ 'AM-16': ['R1'] }),
      after: [connectedNonblocking, client.lingers(30), client.send('ab'), settle],
      allows: [client.closesocket(), client.send('x', 'WSAENOTSOCK')],
      refuses: [client.closesocket('WSAEWOULDBLOCK'), client.closesocket('pending')],
    },
    {
      rule: atOnce,
      says: 'a close that has to wait works once the sending direction was shut down',
      on: tcp.read({ 'AM-16': ['R2'] }),
      after: [connectedNonblocking, client.lingers(30), client.shutdown('SD_SEND'), settle],
      allows: [client.closesocket(), server.recv(8, zeroBytes)],
      refuses: [client.closesocket('WSAEWOULDBLOCK')],
    },
    {
      rule: cannot,
      says: 'a close that would block disconnects nothing, and leaves the handle as it was',
      on: tcp.read({ 'AM-16': ['R1'] }),
      after: [connectedNonblocking, client.lingers(30), client.send('ab')],
      allows: [
        client.closesocket('WSAEWOULDBLOCK'),
        client.send('cd'),
        settle,
        server.recv(8, { data: 'abcd' }),
        server.recv(8, 'WSAEWOULDBLOCK'),
      ],
      refuses: [
        client.closesocket('WSAEINVAL'),
        [client.closesocket('WSAEWOULDBLOCK'), client.send('cd', 'WSAENOTSOCK')],
        [client.closesocket('WSAEWOULDBLOCK'), client.send('cd', 'WSAESHUTDOWN')],
        [
          client.closesocket('WSAEWOULDBLOCK'),
          settle,
          server.recv(8, { data: 'ab' }),
          server.recv(8, zeroBytes),
        ],
      ],
    },
    {
      rule: 'a transport without graceful close may wait until the receiver has taken what was sent',
      says: 'IrDA may delay closing until the receiver has taken the data',
      on: documents('irda'),
      after: [connected, client.send('ab')],
      allows: [
        client.closesocket('pending'),
        server.recv(8, { data: 'ab' }),
        client.completes('closesocket', 'ok'),
        server.recv(8, 'WSAECONNRESET'),
      ],
      refuses: [client.closesocket('WSAEWOULDBLOCK')],
    },
    {
      rule: cannot,
      says: 'so it may where what was sent is accepted in silence, and never taken (AM-10/R2)',
      on: tcp.read({ 'AM-16': ['R1'] }),
      after: [
        [connectedNonblocking, client.lingers(30), server.WSARecvDisconnect(8, { data: '' })],
        [client.send('ab'), settle],
      ],
      allows: [client.closesocket('WSAEWOULDBLOCK'), client.closesocket()],
      refuses: [client.closesocket('pending')],
    },
    {
      rule: 'a transport without graceful close may wait until the receiver has taken what was sent',
      says: 'what has arrived, and was not read, the receiver has not taken',
      on: documents('irda'),
      after: [connected, client.send('ab'), settle],
      allows: [
        client.closesocket('pending'),
        server.recv(8, { data: 'ab' }),
        settle,
        client.completes('closesocket', 'ok'),
      ],
      refuses: [[server.recv(8, { data: 'ab' }), client.closesocket('pending')]],
    },
    {
      rule: 'a transport without graceful close may not lend itself to lingering on a nonblocking socket',
      on: bluetooth.read({ 'AM-16': ['R1'] }),
      after: [connectedNonblocking, client.lingers(3), client.send('ab')],
      allows: [client.closesocket('WSAEWOULDBLOCK'), client.send('cd')],
      refuses: [client.closesocket('pending')],
    },
    {
      rule: 'a transport without graceful close may not lend itself to lingering on a nonblocking socket',
      says: 'nor while the receiver has not read what has arrived (CL-09)',
      on: documents('irda', { readings: { 'AM-16': ['R1'] } }),
      after: [connectedNonblocking, client.lingers(3), client.send('ab'), settle],
      allows: [client.closesocket('WSAEWOULDBLOCK'), server.recv(8, { data: 'ab' })],
      refuses: [[server.recv(8, { data: 'ab' }), client.closesocket('WSAEWOULDBLOCK')]],
    },
    {
      rule: 'a transport without graceful close may take no lingering close on a nonblocking socket, whatever has gone',
      on: bluetooth,
      after: [connectedNonblocking, client.lingers(3)],
      allows: [
        client.closesocket('WSAEWOULDBLOCK'),
        client.send('ab'),
        settle,
        server.recv(8, { data: 'ab' }),
      ],
      refuses: [
        client.closesocket('pending'),
        client.closesocket('WSAEINVAL'),
        [client.closesocket('WSAEWOULDBLOCK'), settle, server.recv(8, 'WSAECONNRESET')],
        [client.lingers(0), client.closesocket('WSAEWOULDBLOCK')],
        [client.shutdown('SD_SEND'), client.closesocket('WSAEWOULDBLOCK')],
      ],
    },
    {
      rule: 'a transport without graceful close aborts',
      on: bluetooth.read({ 'AM-31': ['R1'] }),
      after: connectedNonblocking,
      allows: [client.closesocket(), settle, server.recv(8, 'WSAECONNRESET')],
      refuses: [
        client.closesocket('WSAEWOULDBLOCK'),
        [client.closesocket(), settle, server.recv(8, zeroBytes)],
        [client.closesocket(), settle, server.recv(8, 'WSAEWOULDBLOCK')],
      ],
    },
  ]))
    it(says, holds);

  it('cancels the calls that wait on the socket', () => {
    const receiving: Trace = [connected, client.recv(8, 'pending')];
    tcp.allows(receiving, client.closesocket(), client.completes('recv', 'WSAENOTSOCK'));
    tcp.allows(receiving, client.closesocket(), client.completes('recv', 'WSAEINTR'));
    tcp.allows(listening, listener.accept(server, 'pending'), listener.closesocket());
  });

  it('gives a receive that it cancels nothing but what was sent', () => {
    const received: Trace = [connected, client.recv(8, 'pending'), server.send('abcd')];
    tcp.allows(received, client.closesocket(), client.completes('recv', { data: 'ab' }));
    tcp.allows(received, client.lingers(0), client.closesocket(), client.completes('recv', { data: 'abcd' }));
    tcp.allows(received, client.closesocket(), client.completes('recv', zeroBytes));
    tcp.allows(
      [received, client.send('x', 'WSAECONNABORTED'), client.closesocket()],
      client.completes('recv', { data: 'abcd' }),
    );
    tcp.refuses(
      [received, client.send('x', 'WSAECONNABORTED'), client.closesocket()],
      client.completes('recv', { data: 'abcdabcd' }),
    );
    tcp.refuses(received, client.closesocket(), client.completes('recv', { data: 'invented' }));
    tcp.refuses(
      [connected, client.recv(8, 'pending'), client.closesocket(), server.send('late')],
      client.completes('recv', { data: 'late' }),
    );
  });

  it('makes no connection by cancelling', () => {
    tcp.refuses(
      [listening, listener.accept(server, 'pending'), listener.closesocket()],
      listener.completes('WSAAccept', 'ok'),
    );
    osi.refuses(
      [listening, client.WSASocket(), client.WSAConnect(listener, 'pending'), client.closesocket()],
      client.completes('WSAConnect', 'ok'),
    );
  });

  it('leaves no name for a socket that was never accepted', () => {
    tcp.refuses(listening, listener.accept(server, 'pending'), listener.closesocket(), server.send('x'));
  });
});
