import { describe, it } from 'vitest';
import type { Trace } from '../testing.js';
import {
  client,
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
  withoutHalfClose,
} from '../testing.js';

const sends = 'data go out, in whole if there is surely room';
const atOnce = 'a send may tell before it returns what its own data have met';
const noRoom = 'a send may find no room, and FD_WRITE will tell when there is some';
const narrow = documents('tcp', { room: 4 });
const watchedSender: Trace = [
  connectedNonblocking,
  [client.WSAEventSelect('FD_WRITE'), settle, client.WSAEnumNetworkEvents({ FD_WRITE: 0 })],
];

describe('send', () => {
  for (const { says, holds } of specificationOf('send', [
    {
      rule: 'nothing can be sent on a socket that is not connected',
      after: [client.WSASocket(), client.bind()],
      allows: [client.send('x', 'WSAENOTCONN')],
      refuses: [client.send('x'), client.send('x', 'WSAEWOULDBLOCK'), client.send('x', 'WSAESHUTDOWN')],
    },
    {
      rule: 'nothing can be sent on a socket that is not connected',
      says: 'one whose address came from an attempt that has failed may count as not bound',
      after: [
        [listening, server.WSASocket(), server.bind(), client.WSASocket()],
        client.WSAConnect(server, 'WSAECONNREFUSED'),
      ],
      allows: [client.send('x', 'WSAEINVAL'), client.send('x', 'WSAENOTCONN')],
      refuses: [
        client.send('x', 'WSAEWOULDBLOCK'),
        server.send('x', 'WSAEINVAL'),
        listener.send('x', 'WSAEINVAL'),
      ],
    },
    {
      rule: 'nothing can be sent after the sending direction was shut down',
      after: [connected, client.shutdown('SD_SEND')],
      allows: [client.send('x', 'WSAESHUTDOWN')],
      refuses: [client.send('x'), client.send('x', 'WSAENOTCONN'), client.send('x', 'WSAECONNRESET')],
    },
    {
      rule: 'nothing can be sent after the sending direction was shut down',
      says: 'nor after SD_BOTH',
      after: [connected, client.shutdown('SD_BOTH')],
      allows: [client.send('x', 'WSAESHUTDOWN')],
      refuses: [client.send('x')],
    },
    {
      rule: 'nothing can be sent after the sending direction was shut down',
      says: 'nor after WSASendDisconnect',
      on: osi,
      after: [connected, client.WSASendDisconnect('bye')],
      allows: [client.send('x', 'WSAESHUTDOWN')],
      refuses: [client.send('x')],
    },
    {
      rule: 'a send tells that the circuit is lost',
      says: 'a send on a circuit that the peer has reset tells so',
      after: [connected, server.lingers(0), server.closesocket(), settle],
      allows: [client.send('x', 'WSAECONNRESET'), client.send('x', 'WSAECONNABORTED')],
      refuses: [
        client.send('x'),
        client.send('x', 'WSAESHUTDOWN'),
        client.send('x', 'WSAEWOULDBLOCK'),
        client.send('x', 'WSAENOTCONN'),
      ],
    },
    {
      rule: 'a send tells that the circuit is lost',
      says: 'sending to a peer that has closed may succeed, until its stack answers with a reset',
      as: ['the network loses the circuit', atOnce],
      after: [connected, server.closesocket(), settle],
      allows: [client.send('x'), client.send('y'), settle, client.send('z', 'WSAECONNABORTED')],
      refuses: [client.send('x', 'WSAESHUTDOWN'), client.send('x', 'WSAENOTCONN')],
    },
    {
      rule: sends,
      after: connected,
      allows: [client.send('ab'), client.send('cd'), settle, server.recv(8, { data: 'abcd' })],
      refuses: [
        client.send('ab', { sent: 1 }),
        client.send('ab', { sent: 3 }),
        client.send('ab', 'WSAEWOULDBLOCK'),
        [client.send('ab'), settle, server.recv(8, { data: 'a' })],
        [client.send('ab'), settle, server.recv(8, { data: 'ba' })],
        [client.send('ab'), settle, server.recv(8, { data: 'abab' })],
      ],
    },
    {
      rule: sends,
      says: 'messages keep their boundaries',
      on: osi,
      after: connected,
      allows: [
        client.send('ab'),
        client.send('cd'),
        server.recv(8, { data: 'ab' }),
        server.recv(8, { data: 'cd' }),
      ],
      refuses: [
        [client.send('ab'), client.send('cd'), server.recv(8, { data: 'abcd' })],
        [client.send('ab'), client.send('cd'), server.recv(8, { data: 'cd' })],
        client.send('ab', { sent: 1 }),
      ],
    },
    {
      rule: sends,
      says: 'a message may be empty, which is no closure',
      on: osi,
      after: connected,
      allows: [
        client.send(''),
        client.send('x'),
        server.recv(8, { data: '' }),
        server.recv(8, { data: 'x' }),
      ],
      refuses: [[client.send(''), client.send('x'), server.recv(8, { data: 'x' })]],
    },
    {
      rule: sends,
      says: 'after the graceful end of its peer a socket may go on sending',
      after: [connected, server.shutdown('SD_SEND'), settle, client.recv(8, { data: '' })],
      allows: [client.send('x'), settle, server.recv(8, { data: 'x' })],
      refuses: [client.send('x', 'WSAESHUTDOWN'), client.send('x', 'WSAENOTCONN')],
    },
    {
      rule: sends,
      says: 'more than a connection surely has room for may go out in part',
      on: narrow,
      after: connectedNonblocking,
      allows: [client.send('abcdefgh', { sent: 3 }), settle, server.recv(8, { data: 'abc' })],
      refuses: [
        client.send('abcdefgh', { sent: 9 }),
        client.send('abcdefgh', { sent: 0 }),
        client.send('abcd', { sent: 3 }),
        client.send('abcdefgh', 'WSAEWOULDBLOCK'),
      ],
    },
    {
      rule: noRoom,
      on: narrow,
      after: [watchedSender, client.send('abc')],
      allows: [
        client.send('def', 'WSAEWOULDBLOCK'),
        server.recv(8, { data: 'abc' }),
        settle,
        client.WSAEnumNetworkEvents({ FD_WRITE: 0 }),
        client.send('def'),
      ],
      refuses: [
        client.send('d', 'WSAEWOULDBLOCK'),
        client.send('def', 'pending'),
        [
          client.send('def', 'WSAEWOULDBLOCK'),
          server.recv(8, { data: 'abc' }),
          settle,
          client.WSAEnumNetworkEvents({}),
        ],
        [client.send('def', 'WSAEWOULDBLOCK'), settle, server.recv(8, { data: 'abcdef' })],
      ],
    },
    {
      rule: noRoom,
      says: 'data that are accepted in silence, and never taken, may fill the window (DD-15, AM-10/R2)',
      after: [connectedNonblocking, server.WSARecvDisconnect(8, { data: '' }), client.send('x')],
      allows: [settle, client.send('y'), settle, client.send('z', 'WSAEWOULDBLOCK')],
      refuses: [
        client.send('', 'WSAEWOULDBLOCK'),
        client.send('y', 'pending'),
        [client.nonblocking('off'), client.send('y', 'WSAEWOULDBLOCK')],
      ],
    },
    {
      rule: noRoom,
      says: 'as may those that were unread when the reception ended: a send may go out in part, and the next one not at all',
      on: tcp.read({ 'AM-10': ['R2'] }),
      after: [connectedNonblocking, client.send('x'), settle, server.WSARecvDisconnect(8, { data: '' })],
      allows: [client.send('yy', { sent: 1 }), client.send('z', 'WSAEWOULDBLOCK')],
      refuses: [client.send('y', 'WSAECONNRESET')],
    },
    {
      rule: noRoom,
      says: 'no window is full where nothing was sent since, nor on a circuit that they have reset (AS-05, AM-10/R1)',
      on: tcp.read({ 'AM-10': ['R1'] }),
      after: [connectedNonblocking, client.send('x'.repeat(4096))],
      allows: [client.send('y', 'WSAEWOULDBLOCK')],
      refuses: [
        [server.WSARecvDisconnect(8, { data: '' }), settle, client.send('y', 'WSAEWOULDBLOCK')],
        [server.shutdown('SD_RECEIVE'), settle, client.send('y', 'WSAEWOULDBLOCK')],
        [
          server.recv(4096, { data: 'x'.repeat(4096) }),
          server.WSARecvDisconnect(8, { data: '' }),
          client.send('y', 'WSAEWOULDBLOCK'),
        ],
      ],
    },
    {
      rule: noRoom,
      says: 'where messages that meet a shut direction are dropped, they may take room as well',
      on: osi,
      after: [connectedNonblocking, server.shutdown('SD_RECEIVE'), client.send('x'), settle],
      allows: [client.send('yy', 'WSAEWOULDBLOCK')],
      refuses: [client.send('yy', { sent: 1 }), client.send('yy', 'WSAECONNRESET')],
    },
    {
      rule: 'a message may be longer than the transport’s maximum',
      on: osi,
      after: connected,
      allows: [
        client.send('x'.repeat(2000), 'WSAEMSGSIZE'),
        client.send('y'),
        settle,
        server.recv(8, { data: 'y' }),
      ],
      refuses: [client.send('', 'WSAEMSGSIZE')],
    },
    {
      rule: 'the network loses the circuit',
      after: connected,
      allows: [client.send('x', 'WSAETIMEDOUT'), client.recv(8, 'WSAENOTCONN')],
      refuses: [
        client.send('x', 'WSAECONNRESET'),
        client.send('x', 'WSAENOTCONN'),
        [client.send('x', 'WSAETIMEDOUT'), client.send('x')],
      ],
    },
    {
      rule: 'the network loses the circuit',
      says: 'a blocking send that the network cuts off may have let the peer have a part of its data',
      after: connected,
      allows: [client.send('abc', 'WSAETIMEDOUT'), server.recv(8, { data: 'ab' })],
      refuses: [
        [client.send('abc', 'WSAETIMEDOUT'), server.recv(8, { data: 'b' })],
        [client.send('abc', 'WSAETIMEDOUT'), server.recv(8, { data: 'abcd' })],
        [
          client.send('abc', 'WSAETIMEDOUT'),
          server.recv(8, { data: 'abc' }),
          server.recv(8, { data: 'abc' }),
        ],
      ],
    },
    {
      rule: 'the network loses the circuit',
      says: 'a send that the network cuts off while it waits has sent its data once',
      after: [connected, client.send('abc', 'pending')],
      allows: [client.completes('send', 'WSAETIMEDOUT'), server.recv(8, { data: 'ab' })],
      refuses: [
        [client.completes('send', 'WSAETIMEDOUT'), server.recv(8, { data: 'b' })],
        [client.completes('send', 'WSAETIMEDOUT'), server.recv(8, { data: 'abcabc' })],
        [
          server.recv(8, { data: 'abc' }),
          client.completes('send', 'WSAETIMEDOUT'),
          server.recv(8, { data: 'abc' }),
        ],
      ],
    },
    {
      rule: 'the network loses the circuit',
      says: 'a send that waits is ended by the network too',
      on: narrow,
      after: [connected, client.send('abc'), client.send('def', 'pending'), settle],
      allows: [client.completes('send', 'WSAENETRESET'), client.send('x', 'WSAECONNRESET')],
      refuses: [client.completes('send', 'WSAECONNRESET')],
    },
    {
      rule: atOnce,
      says: 'the first send to a peer that has closed may fail at once',
      after: [connected, server.closesocket(), settle],
      allows: [client.send('x', 'WSAECONNRESET'), client.recv(8, 'WSAECONNRESET')],
      refuses: [client.send('', 'WSAECONNRESET'), client.recv(8, 'WSAECONNRESET')],
    },
    {
      rule: atOnce,
      says: 'the first send to a peer that receives no more may fail at once, where that resets',
      after: [connectedNonblocking, server.shutdown('SD_RECEIVE'), settle],
      allows: [client.send('x', 'WSAECONNRESET')],
      refuses: [client.recv(8, 'WSAECONNRESET'), server.send('x', 'WSAECONNRESET')],
    },
    {
      rule: 'without half-close nothing is said of sending after the peer’s end',
      on: withoutHalfClose,
      after: [connected, client.shutdown('SD_SEND'), settle],
      allows: [server.send('x', 'WSAESHUTDOWN')],
      refuses: [client.send('x', 'WSAENOTCONN')],
    },
  ]))
    it(says, holds);

  it('never tells of FD_WRITE again while sends succeed', () => {
    tcp.refuses(watchedSender, client.send('x'), settle, client.WSAEnumNetworkEvents({ FD_WRITE: 0 }));
  });

  it('that has waited and failed on a circuit that goes on may have sent a part', () => {
    const failed: Trace = [connected, client.send('abc', 'pending'), server.recv(8, { data: 'ab' })];
    tcp.allows(
      failed,
      [client.completes('send', 'WSAENOBUFS'), settle, server.nonblocking()],
      server.recv(8, 'WSAEWOULDBLOCK'),
    );
    tcp.refuses(
      failed,
      client.completes('send', { sent: 3 }),
      settle,
      server.nonblocking(),
      server.recv(8, 'WSAEWOULDBLOCK'),
    );
    tcp.refuses(failed, client.completes('send', 'WSAEINVAL'));
  });

  it('has sent nothing on a nonblocking socket where the network has cut it off', () => {
    tcp.refuses(connectedNonblocking, client.send('abc', 'WSAETIMEDOUT'), server.recv(8, { data: 'ab' }));
  });

  it('waits for room on a blocking socket', () => {
    narrow.allows(
      [connected, client.send('abc'), client.send('def', 'pending')],
      server.recv(3, { data: 'abc' }),
      client.completes('send', { sent: 3 }),
      server.recv(3, { data: 'def' }),
    );
    narrow.refuses(connected, client.send('abc'), client.send('def', 'WSAEWOULDBLOCK'));
    narrow.refuses(connected, client.send('abc', 'pending'), client.completes('send', { sent: 2 }));
  });
});

describe('WSASend', () => {
  it('does what send does', () => {
    tcp.allows(
      connected,
      client.WSASend('ab'),
      client.send('cd'),
      settle,
      server.WSARecv(8, { data: 'abcd' }),
    );
    tcp.refuses(connected, client.WSASend('ab', { sent: 1 }));
    tcp.refuses(connected, client.shutdown('SD_SEND'), client.WSASend('ab'));
    tcp.allows(connected, client.shutdown('SD_SEND'), client.WSASend('ab', 'WSAESHUTDOWN'));
    tcp.allows(client.WSASocket(), client.WSASend('ab', 'WSAENOTCONN'));
  });
});
