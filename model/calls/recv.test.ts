import { describe, it } from 'vitest';
import type { Trace } from '../testing.js';
import {
  bluetooth,
  client,
  connected,
  connectedNonblocking,
  listener,
  listening,
  osi,
  server,
  settle,
  specificationOf,
  tcp,
  withoutHalfClose,
  zeroBytes,
} from '../testing.js';

const gives = 'a byte stream gives what is there, a message-oriented transport one whole message';
const ends = 'the graceful end comes after all data: zero bytes on byte streams, WSAEDISCON by message';
const isLost = 'a receive tells that the circuit is lost';
const keepsOrDiscards = 'what was received before the circuit was lost is discarded, or still read';
const loses = 'the network loses the circuit, and what was not read';
const aborts: Trace = [client.lingers(0), client.closesocket()];

describe('recv', () => {
  for (const { says, holds } of specificationOf('recv', [
    {
      rule: 'nothing can be received on a socket that is not connected',
      after: [client.WSASocket(), client.bind()],
      allows: [client.recv(8, 'WSAENOTCONN')],
      refuses: [client.recv(8, zeroBytes), client.recv(8, 'pending'), client.recv(8, 'WSAESHUTDOWN')],
    },
    {
      rule: 'nothing can be received on a socket that is not connected',
      says: 'one whose address came from an attempt that has failed may count as not bound',
      after: [
        [listening, server.WSASocket(), server.bind(), client.WSASocket()],
        client.WSAConnect(server, 'WSAECONNREFUSED'),
      ],
      allows: [client.recv(8, 'WSAEINVAL'), client.recv(8, 'WSAENOTCONN')],
      refuses: [client.recv(8, 'WSAEWOULDBLOCK'), server.recv(8, 'WSAEINVAL'), listener.recv(8, 'WSAEINVAL')],
    },
    {
      rule: 'nothing can be received after the receiving direction was shut down',
      after: [connected, server.shutdown('SD_RECEIVE')],
      allows: [server.recv(8, 'WSAESHUTDOWN')],
      refuses: [server.recv(8, zeroBytes), server.recv(8, 'pending'), server.recv(8, 'WSAENOTCONN')],
    },
    {
      rule: 'nothing can be received after the receiving direction was shut down',
      says: 'nor after WSARecvDisconnect',
      on: osi,
      after: [
        connected,
        client.WSASendDisconnect('bye'),
        settle,
        server.WSARecvDisconnect(32, { data: 'bye' }),
      ],
      allows: [server.recv(8, 'WSAESHUTDOWN')],
      refuses: [server.recv(8, 'WSAEDISCON'), server.recv(8, zeroBytes)],
    },
    {
      rule: isLost,
      says: 'an abortive shutdown by the peer is WSAECONNRESET',
      after: [connectedNonblocking, aborts, settle],
      allows: [server.recv(8, 'WSAECONNRESET')],
      refuses: [
        server.recv(8, zeroBytes),
        server.recv(8, 'WSAEWOULDBLOCK'),
        server.recv(8, 'WSAEDISCON'),
        server.recv(8, 'WSAECONNABORTED'),
        server.recv(8, 'WSAENOTCONN'),
      ],
    },
    {
      rule: isLost,
      says: 'whatever the transport, an abort is WSAECONNRESET',
      on: osi,
      after: [connectedNonblocking, aborts, settle],
      allows: [server.recv(8, 'WSAECONNRESET')],
      refuses: [server.recv(8, 'WSAEDISCON'), server.recv(8, zeroBytes), server.recv(8, 'WSAEWOULDBLOCK')],
    },
    {
      rule: isLost,
      says: 'a receive that waits is ended by an abort',
      after: connected,
      allows: [server.recv(8, 'pending'), aborts, settle, server.completes('recv', 'WSAECONNRESET')],
      refuses: [
        [server.recv(8, 'pending'), aborts, server.completes('recv', zeroBytes)],
        [server.recv(8, 'pending'), aborts, server.completes('recv', 'WSAEDISCON')],
      ],
    },
    {
      rule: isLost,
      says: 'without graceful close, the end of the peer is an abort, or an orderly release',
      on: bluetooth,
      after: [connectedNonblocking, client.closesocket(), settle],
      allows: [server.recv(8, 'WSAECONNRESET')],
      refuses: [server.recv(8, 'WSAEWOULDBLOCK'), server.recv(8, 'WSAEDISCON')],
    },
    {
      rule: isLost,
      says: 'an abort may be told although reception was shut down before',
      after: [connected, server.shutdown('SD_RECEIVE'), aborts, settle],
      allows: [server.recv(8, 'WSAECONNRESET')],
      refuses: [server.recv(8, zeroBytes), server.recv(8, 'WSAENOTCONN')],
    },
    {
      rule: keepsOrDiscards,
      says: 'an abort may discard what was received',
      on: tcp.read({ 'AM-07': ['R1'] }),
      after: [connected, client.send('ab'), settle, aborts, settle],
      allows: [server.recv(8, 'WSAECONNRESET')],
      refuses: [server.recv(8, { data: 'ab' }), server.recv(8, zeroBytes)],
    },
    {
      rule: keepsOrDiscards,
      says: 'or leave it to be read before it is told',
      on: tcp.read({ 'AM-07': ['R2'] }),
      after: [connected, client.send('ab'), settle, aborts, settle],
      allows: [server.recv(1, { data: 'a' }), server.recv(8, { data: 'b' }), server.recv(8, 'WSAECONNRESET')],
      refuses: [
        server.recv(8, 'WSAECONNRESET'),
        server.recv(8, { data: 'b' }),
        [server.recv(8, { data: 'ab' }), server.recv(8, zeroBytes)],
      ],
    },
    {
      rule: gives,
      says: 'a byte stream gives what is available, up to the length of the buffer',
      after: [connectedNonblocking, client.send('ab'), client.send('cd')],
      allows: [
        server.recv(3, { data: 'abc' }),
        server.recv(3, { data: 'd' }),
        server.recv(3, 'WSAEWOULDBLOCK'),
      ],
      refuses: [
        server.recv(3, { data: 'abcd' }),
        server.recv(3, { data: 'bcd' }),
        server.recv(3, zeroBytes),
        [server.recv(3, { data: 'abc' }), server.recv(3, { data: 'abc' })],
        [server.recv(3, { data: 'abc' }), server.recv(3, { data: 'cd' })],
        [settle, server.recv(3, { data: 'ab' })],
      ],
    },
    {
      rule: gives,
      says: 'one byte suffices to end a receive',
      after: [connectedNonblocking, client.send('abcd')],
      allows: [
        server.recv(8, { data: 'a' }),
        server.recv(8, { data: 'bc' }),
        server.recv(8, 'WSAEWOULDBLOCK'),
        server.recv(8, { data: 'd' }),
      ],
      refuses: [
        [server.recv(8, { data: 'a' }), server.recv(8, { data: 'ab' })],
        [server.recv(8, { data: 'a' }), server.recv(8, { data: 'c' })],
      ],
    },
    {
      rule: gives,
      says: 'data that have surely arrived do not block',
      after: [connectedNonblocking, client.send('ab'), settle],
      allows: [server.recv(8, { data: 'ab' })],
      refuses: [server.recv(8, 'WSAEWOULDBLOCK'), server.recv(8, { data: 'a' }), server.recv(8, 'pending')],
    },
    {
      rule: gives,
      says: 'after a half-close the other direction goes on',
      after: [connectedNonblocking, client.shutdown('SD_SEND')],
      allows: [server.send('response'), settle, client.recv(8, { data: 'response' })],
      refuses: [
        client.recv(8, 'WSAESHUTDOWN'),
        client.recv(8, zeroBytes),
        [server.send('response'), settle, client.recv(8, 'WSAEWOULDBLOCK')],
      ],
    },
    {
      rule: gives,
      says: 'a message comes whole, or not at all: one that is longer than the buffer stays',
      on: osi,
      after: [connectedNonblocking, client.send('abcd'), client.send('ef')],
      allows: [
        server.recv(2, 'WSAEMSGSIZE'),
        server.recv(4, { data: 'abcd' }),
        server.recv(4, { data: 'ef' }),
        server.recv(4, 'WSAEWOULDBLOCK'),
      ],
      refuses: [
        server.recv(2, { data: 'ab' }),
        server.recv(8, { data: 'abcdef' }),
        server.recv(8, { data: 'ef' }),
        [server.recv(2, 'WSAEMSGSIZE'), server.recv(8, { data: 'ef' })],
        [server.recv(2, 'WSAEMSGSIZE'), server.recv(8, 'WSAEWOULDBLOCK')],
      ],
    },
    {
      rule: ends,
      says: 'a graceful end is zero bytes on a byte stream, again and again',
      after: [connectedNonblocking, client.shutdown('SD_SEND')],
      allows: [server.recv(8, zeroBytes), server.recv(8, zeroBytes)],
      refuses: [
        server.recv(8, 'WSAEDISCON'),
        server.recv(8, { data: 'x' }),
        [settle, server.recv(8, 'WSAECONNRESET')],
        [settle, server.recv(8, 'WSAEWOULDBLOCK')],
        [server.recv(8, zeroBytes), server.recv(8, 'WSAEWOULDBLOCK')],
      ],
    },
    {
      rule: ends,
      says: 'zero bytes come only after all data',
      after: [connectedNonblocking, client.send('ab'), client.shutdown('SD_SEND')],
      allows: [server.recv(1, { data: 'a' }), server.recv(8, { data: 'b' }), server.recv(8, zeroBytes)],
      refuses: [
        server.recv(8, zeroBytes),
        [server.recv(1, { data: 'a' }), server.recv(8, zeroBytes)],
        [server.recv(8, { data: 'ab' }), server.recv(8, zeroBytes), server.recv(8, { data: 'ab' })],
      ],
    },
    {
      rule: ends,
      says: 'a close without lingering loses no data',
      after: [connectedNonblocking, client.send('ab'), client.closesocket(), settle],
      allows: [server.recv(8, { data: 'ab' }), server.recv(8, zeroBytes)],
      refuses: [server.recv(8, zeroBytes), server.recv(8, 'WSAECONNRESET'), server.recv(8, 'WSAEWOULDBLOCK')],
    },
    {
      rule: 'without half-close nothing is said of receiving after the own end',
      on: withoutHalfClose,
      after: [connectedNonblocking, client.shutdown('SD_SEND'), settle],
      allows: [client.recv(8, 'WSAENOTCONN'), server.send('x', 'WSAECONNRESET')],
      refuses: [server.recv(8, 'WSAENOTCONN')],
    },
    {
      rule: isLost,
      says: 'a transport may need time for the abort that its own shutdown is (CL-09)',
      on: bluetooth,
      after: [connectedNonblocking, client.shutdown('SD_SEND')],
      allows: [client.recv(8, 'WSAEWOULDBLOCK'), client.recv(8, 'WSAECONNRESET')],
      refuses: [[client.recv(8, 'WSAECONNRESET'), client.recv(8, 'WSAEWOULDBLOCK')]],
    },
    {
      rule: 'nothing to receive: a receive waits, or would block',
      after: connectedNonblocking,
      allows: [server.recv(8, 'WSAEWOULDBLOCK')],
      refuses: [server.recv(8, 'pending'), server.recv(8, zeroBytes), server.recv(8, { data: 'x' })],
    },
    {
      rule: loses,
      after: connected,
      allows: [server.recv(8, 'WSAECONNABORTED'), server.recv(8, 'WSAECONNABORTED')],
      refuses: [
        server.recv(8, 'WSAEDISCON'),
        server.recv(8, 'WSAESHUTDOWN'),
        server.recv(8, 'WSAECONNRESET'),
        server.recv(8, 'WSAENOTCONN'),
        [client.shutdown('SD_SEND'), server.recv(8, 'WSAECONNRESET')],
        [server.recv(8, 'WSAECONNABORTED'), server.send('x')],
        [client.shutdown('SD_SEND'), settle, server.recv(8, 'WSAECONNABORTED')],
      ],
    },
    {
      rule: loses,
      says: 'what was sent to a circuit that the network loses may never arrive',
      after: [connectedNonblocking, client.send('abcd')],
      allows: [
        [client.send('x', 'WSAETIMEDOUT'), settle],
        [server.recv(8, { data: 'ab' }), server.recv(8, 'WSAEWOULDBLOCK'), server.recv(8, 'WSAETIMEDOUT')],
      ],
      refuses: [
        [client.send('x', 'WSAETIMEDOUT'), settle, server.recv(8, { data: 'cd' })],
        [client.send('x', 'WSAETIMEDOUT'), settle, server.recv(8, zeroBytes)],
      ],
    },
    {
      rule: loses,
      says: 'with the circuit goes what was not read, as an abort discards it',
      on: tcp.read({ 'AM-07': ['R1'] }),
      after: [connectedNonblocking, client.send('ab'), settle],
      allows: [server.recv(8, 'WSAECONNABORTED')],
      refuses: [[server.recv(8, 'WSAECONNABORTED'), server.recv(8, { data: 'ab' })]],
    },
    {
      rule: loses,
      says: 'or stays to be read before the loss is told',
      on: tcp.read({ 'AM-07': ['R2'] }),
      after: [connectedNonblocking, client.send('ab'), settle],
      allows: [server.recv(8, { data: 'ab' }), server.recv(8, 'WSAECONNABORTED')],
      refuses: [server.recv(8, 'WSAECONNABORTED')],
    },
    {
      rule: isLost,
      says: 'what had arrived before another call told that the network has lost the circuit may be read still',
      on: tcp.read({ 'AM-07': ['R2'] }),
      after: [connectedNonblocking, client.send('ab'), server.send('x', 'WSAECONNABORTED')],
      allows: [
        server.recv(8, { data: 'a' }),
        server.recv(8, { data: 'b' }),
        server.recv(8, 'WSAECONNABORTED'),
      ],
      refuses: [
        server.recv(8, { data: 'b' }),
        server.recv(8, zeroBytes),
        [client.send('cd'), server.recv(8, { data: 'abcd' })],
        [server.recv(8, 'WSAECONNABORTED'), server.recv(8, { data: 'ab' })],
      ],
    },
    {
      rule: isLost,
      says: 'nor may what had arrived before, where a loss discards it',
      on: tcp.read({ 'AM-07': ['R1'] }),
      after: [connectedNonblocking, client.send('ab'), server.send('x', 'WSAECONNABORTED')],
      allows: [server.recv(8, 'WSAECONNABORTED')],
      refuses: [server.recv(8, { data: 'ab' })],
    },
    {
      rule: isLost,
      says: 'where nothing was in flight, a receive cannot have waited, nor be cancelled (ER-05)',
      on: tcp.read({ 'AM-07': ['R2'] }),
      after: [connected, server.send('x', 'WSAECONNABORTED')],
      allows: [server.recv(8, 'WSAECONNABORTED')],
      refuses: [server.recv(8, 'WSAEINTR')],
    },
    {
      rule: isLost,
      says: 'a receive that tells first that the network has lost the circuit leaves nothing to be read',
      on: tcp.read({ 'AM-07': ['R2'] }),
      after: [connectedNonblocking, client.send('ab'), server.recv(8, 'WSAECONNABORTED')],
      allows: [server.recv(8, 'WSAECONNABORTED')],
      refuses: [server.recv(8, { data: 'ab' }), server.recv(8, { data: 'a' })],
    },
    {
      rule: loses,
      says: 'a receive that waits is ended by the network too',
      after: connected,
      allows: [server.recv(8, 'pending'), settle, server.completes('recv', 'WSAENETRESET')],
      refuses: [
        [server.recv(8, 'pending'), server.completes('recv', 'WSAECONNRESET')],
        [server.recv(8, 'pending'), server.completes('recv', 'WSAENOTCONN')],
      ],
    },
  ]))
    it(says, holds);

  it('waits for data on a blocking socket', () => {
    tcp.allows(
      connected,
      server.recv(8, 'pending'),
      client.send('ab'),
      server.completes('recv', { data: 'ab' }),
    );
    tcp.allows(
      connected,
      server.recv(8, 'pending'),
      client.send('ab'),
      server.completes('recv', { data: 'a' }),
    );
    tcp.refuses(connected, server.recv(8, 'pending'), server.completes('recv', { data: 'ab' }));
    tcp.refuses(
      connected,
      server.recv(8, 'pending'),
      client.send('ab'),
      server.completes('recv', { data: 'b' }),
    );
    tcp.refuses(connected, server.recv(8, 'WSAEWOULDBLOCK'));
  });

  it('takes in several threads what came, each byte once', () => {
    const waiting: Trace = [
      connected,
      server.recv(2, 'pending'),
      server.recv(2, 'pending'),
      client.send('abcd'),
    ];
    tcp.allows(waiting, server.completes('recv', { data: 'cd' }), server.completes('recv', { data: 'ab' }));
    tcp.allows(waiting, server.completes('recv', { data: 'bc' }), server.completes('recv', { data: 'a' }));
    tcp.refuses(waiting, server.completes('recv', { data: 'ab' }), server.completes('recv', { data: 'ab' }));
    tcp.refuses(waiting, server.completes('recv', { data: 'bc' }), server.completes('recv', { data: 'd' }));
    tcp.refuses(waiting, server.completes('recv', { data: 'd' }));
  });
});

describe('WSARecv', () => {
  for (const { says, holds } of specificationOf('WSARecv', [
    {
      rule: 'nothing can be received on a socket that is not connected',
      after: [client.WSASocket(), client.bind()],
      allows: [client.WSARecv(8, 'WSAENOTCONN')],
      refuses: [client.WSARecv(8, zeroBytes)],
    },
    {
      rule: 'nothing can be received after the receiving direction was shut down',
      after: [connected, server.shutdown('SD_BOTH')],
      allows: [server.WSARecv(8, 'WSAESHUTDOWN')],
      refuses: [server.WSARecv(8, zeroBytes)],
    },
    {
      rule: isLost,
      after: [connectedNonblocking, aborts, settle],
      allows: [server.WSARecv(8, 'WSAECONNRESET')],
      refuses: [server.WSARecv(8, 'WSAEDISCON'), server.WSARecv(8, zeroBytes)],
    },
    {
      rule: keepsOrDiscards,
      on: tcp.read({ 'AM-07': ['R2'] }),
      after: [connected, client.send('ab'), settle, aborts, settle],
      allows: [server.WSARecv(8, { data: 'ab' }), server.WSARecv(8, 'WSAECONNRESET')],
      refuses: [server.WSARecv(8, zeroBytes)],
    },
    {
      rule: gives,
      after: [connected, client.send('ab')],
      allows: [server.WSARecv(8, { data: 'ab' })],
      refuses: [server.WSARecv(8, { data: 'abc' })],
    },
    {
      rule: ends,
      says: 'a graceful end is zero bytes on a byte stream',
      after: [connected, client.shutdown('SD_SEND')],
      allows: [server.WSARecv(8, zeroBytes)],
      refuses: [server.WSARecv(8, 'WSAEDISCON')],
    },
    {
      rule: ends,
      says: 'a graceful end is WSAEDISCON on a message-oriented transport, after all messages',
      on: osi,
      after: [connected, client.send('ab'), client.shutdown('SD_SEND')],
      allows: [
        server.WSARecv(8, { data: 'ab' }),
        server.WSARecv(8, 'WSAEDISCON'),
        server.WSARecv(8, 'WSAEDISCON'),
      ],
      refuses: [
        server.WSARecv(8, 'WSAEDISCON'),
        [server.WSARecv(8, { data: 'ab' }), server.WSARecv(8, zeroBytes)],
        [server.WSARecv(8, { data: 'ab' }), settle, server.WSARecv(8, 'WSAECONNRESET')],
      ],
    },
    {
      rule: 'nothing to receive: a receive waits, or would block',
      after: connectedNonblocking,
      allows: [server.WSARecv(8, 'WSAEWOULDBLOCK')],
      refuses: [server.WSARecv(8, zeroBytes), server.WSARecv(8, 'WSAEDISCON')],
    },
    {
      rule: loses,
      after: connected,
      allows: [server.WSARecv(8, 'WSAETIMEDOUT')],
      refuses: [server.WSARecv(8, 'WSAEDISCON')],
    },
    {
      rule: 'without half-close nothing is said of receiving after the own end',
      on: withoutHalfClose,
      after: [connectedNonblocking, client.shutdown('SD_SEND'), settle],
      allows: [client.WSARecv(8, 'WSAENOTCONN'), server.send('x', 'WSAECONNRESET')],
      refuses: [server.WSARecv(8, 'WSAENOTCONN')],
    },
  ]))
    it(says, holds);
});
