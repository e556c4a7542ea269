import { describe, it } from 'vitest';
import {
  bluetooth,
  client,
  connected,
  connectedNonblocking,
  documents,
  osi,
  server,
  settle,
  specificationOf,
  tcp,
  withoutHalfClose,
  zeroBytes,
} from '../testing.js';

const unsupported = 'disconnect data need a transport that carries them';
const tooLong = 'no code is documented for disconnect data that are too long';
const goes = 'the end of data and the disconnect data go to the peer';
const stays = 'the sending direction stays down';

describe('WSASendDisconnect', () => {
  for (const { says, holds } of specificationOf('WSASendDisconnect', [
    {
      rule: 'a socket that is not connected has nobody to disconnect from',
      after: [client.WSASocket()],
      allows: [client.WSASendDisconnect(null, 'WSAENOTCONN')],
      refuses: [client.WSASendDisconnect(), client.WSASendDisconnect(null, 'WSAENOPROTOOPT')],
    },
    {
      rule: 'on a socket that is not connected, disconnect data may first need a transport that carries them',
      after: [client.WSASocket()],
      allows: [client.WSASendDisconnect('bye', 'WSAENOPROTOOPT')],
      refuses: [client.WSASendDisconnect('bye'), client.WSASendDisconnect('bye', 'WSAEFAULT')],
    },
    {
      rule: unsupported,
      says: 'a transport without disconnect data refuses them',
      after: connected,
      allows: [client.WSASendDisconnect('bye', 'WSAENOPROTOOPT')],
      refuses: [client.WSASendDisconnect('bye'), client.WSASendDisconnect('bye', 'WSAEPROTONOSUPPORT')],
    },
    {
      rule: unsupported,
      says: 'refused disconnect data change nothing',
      on: tcp.read({ 'AM-12': ['R1'] }),
      after: connected,
      allows: [
        client.WSASendDisconnect('bye', 'WSAENOPROTOOPT'),
        client.send('x'),
        settle,
        server.recv(8, { data: 'x' }),
      ],
      refuses: [
        [client.WSASendDisconnect('bye', 'WSAENOPROTOOPT'), server.recv(8, zeroBytes)],
        [client.WSASendDisconnect('bye', 'WSAENOPROTOOPT'), client.send('x', 'WSAESHUTDOWN')],
      ],
    },
    {
      rule: unsupported,
      says: 'or they start the teardown all the same',
      on: tcp.read({ 'AM-12': ['R2'] }),
      after: connected,
      allows: [client.WSASendDisconnect('bye', 'WSAENOPROTOOPT'), server.recv(8, zeroBytes)],
      refuses: [[client.WSASendDisconnect('bye', 'WSAENOPROTOOPT'), server.recv(8, { data: 'bye' })]],
    },
    {
      rule: unsupported,
      says: 'empty data are data or none',
      after: connected,
      allows: [client.WSASendDisconnect('', 'WSAENOPROTOOPT'), client.WSASendDisconnect('')],
      refuses: [client.WSASendDisconnect('', 'WSAEFAULT')],
    },
    {
      rule: tooLong,
      on: osi,
      after: connected,
      allows: [client.WSASendDisconnect('x'.repeat(33), 'WSAEMSGSIZE')],
      refuses: [client.WSASendDisconnect('x'.repeat(33), 'pending')],
    },
    {
      rule: tooLong,
      says: 'too long disconnect data may be cut, or not go at all (AM-12/R2)',
      on: osi,
      after: connected,
      allows: [
        [client.WSASendDisconnect('x'.repeat(33)), settle, server.WSARecv(8, 'WSAEDISCON')],
        server.WSARecvDisconnect(40, { data: '' }),
      ],
      refuses: [
        [client.WSASendDisconnect('x'.repeat(33)), settle, server.WSARecvDisconnect(40, { data: 'y' })],
        [client.WSASendDisconnect('x'.repeat(32)), settle, server.WSARecvDisconnect(40, { data: '' })],
      ],
    },
    {
      rule: tooLong,
      says: 'too long disconnect data change nothing',
      on: osi.read({ 'AM-12': ['R1'] }),
      after: connected,
      allows: [
        client.WSASendDisconnect('x'.repeat(33), 'WSAEFAULT'),
        client.send('y'),
        server.recv(8, { data: 'y' }),
      ],
      refuses: [
        client.WSASendDisconnect('x'.repeat(33)),
        [client.WSASendDisconnect('x'.repeat(33), 'WSAEFAULT'), server.recv(8, 'WSAEDISCON')],
      ],
    },
    {
      rule: 'WSASendDisconnect tells that the circuit is lost',
      after: [connected, server.lingers(0), server.closesocket(), settle],
      allows: [client.WSASendDisconnect(null, 'WSAENOTCONN')],
      refuses: [client.WSASendDisconnect(null, 'WSAESHUTDOWN'), client.WSASendDisconnect(null, 'pending')],
    },
    {
      rule: 'WSASendDisconnect tells that the circuit is lost',
      says: 'a lost circuit is told, or that the transport does not carry the data',
      after: [connected, server.lingers(0), server.closesocket(), settle],
      allows: [client.WSASendDisconnect('x', 'WSAENOPROTOOPT'), client.WSASendDisconnect('x', 'WSAENOTCONN')],
      refuses: [client.WSASendDisconnect('x'), client.WSASendDisconnect('x', 'WSAESHUTDOWN')],
    },
    {
      rule: 'a lost circuit is shut down like one that stands',
      after: [connected, server.lingers(0), server.closesocket(), settle],
      allows: [client.WSASendDisconnect(), client.send('x', 'WSAESHUTDOWN')],
      refuses: [[client.WSASendDisconnect(), client.recv(8, 'WSAESHUTDOWN')]],
    },
    {
      rule: 'once both sides have ended, WSASendDisconnect may find no connection any more',
      after: [connected, client.WSASendDisconnect(), server.closesocket(), settle],
      allows: [client.WSASendDisconnect(null, 'WSAENOTCONN')],
      refuses: [client.WSASendDisconnect(null, 'WSAECONNRESET')],
    },
    {
      rule: 'once both sides have ended, WSASendDisconnect may find no connection any more',
      says: 'without half-close, it may once one of them has (GS-13)',
      on: withoutHalfClose,
      after: [connected, client.shutdown('SD_SEND'), settle],
      allows: [server.WSASendDisconnect(null, 'WSAENOTCONN')],
      refuses: [server.WSASendDisconnect(null, 'WSAECONNRESET')],
    },
    {
      rule: goes,
      says: 'the disconnect data reach the peer after all messages, whole',
      on: osi,
      after: [connected, client.send('ab')],
      allows: [
        client.WSASendDisconnect('total'),
        server.recv(8, { data: 'ab' }),
        server.WSARecv(8, 'WSAEDISCON'),
        server.WSARecvDisconnect(32, { data: 'total' }),
      ],
      refuses: [
        client.WSASendDisconnect('total', 'WSAENOPROTOOPT'),
        client.WSASendDisconnect('total', 'pending'),
        [client.WSASendDisconnect('total'), server.WSARecv(8, 'WSAEDISCON')],
        [
          client.WSASendDisconnect('total'),
          settle,
          server.recv(8, { data: 'ab' }),
          server.recv(8, { data: 'total' }),
        ],
        [client.WSASendDisconnect('total'), settle, server.WSARecvDisconnect(32, { data: 'tot' })],
        [
          client.WSASendDisconnect('total'),
          server.recv(8, { data: 'ab' }),
          settle,
          server.WSARecvDisconnect(32, { data: null }),
        ],
      ],
    },
    {
      rule: goes,
      says: 'the initiator may still receive, and the disconnect data of its peer in the end',
      on: osi,
      after: connected,
      allows: [
        client.WSASendDisconnect('total'),
        server.send('more'),
        server.WSASendDisconnect('grand total'),
        server.closesocket(),
        settle,
        client.recv(8, { data: 'more' }),
        client.recv(8, 'WSAEDISCON'),
        client.WSARecvDisconnect(32, { data: 'grand total' }),
      ],
      refuses: [
        [client.WSASendDisconnect('total'), client.recv(8, 'WSAESHUTDOWN')],
        [
          client.WSASendDisconnect('total'),
          server.WSASendDisconnect('grand total'),
          server.closesocket(),
          settle,
          client.WSARecvDisconnect(32, { data: 'total' }),
        ],
      ],
    },
    {
      rule: goes,
      says: 'without data it is SD_SEND, also where disconnect data are not supported',
      after: [connectedNonblocking, client.send('ab')],
      allows: [client.WSASendDisconnect(), server.recv(8, { data: 'ab' }), server.recv(8, zeroBytes)],
      refuses: [
        client.WSASendDisconnect(null, 'WSAENOPROTOOPT'),
        [
          client.WSASendDisconnect(),
          settle,
          server.recv(8, { data: 'ab' }),
          server.recv(8, 'WSAEWOULDBLOCK'),
        ],
        [client.WSASendDisconnect(), client.send('x')],
      ],
    },
    {
      rule: goes,
      says: 'without graceful close it aborts',
      on: bluetooth.read({ 'AM-31': ['R1'] }),
      after: connectedNonblocking,
      allows: [client.WSASendDisconnect(), settle, server.recv(8, 'WSAECONNRESET')],
      refuses: [[client.WSASendDisconnect(), settle, server.recv(8, zeroBytes)]],
    },
    {
      rule: goes,
      says: 'where the end is an abort, the disconnect data may go along, and FD_CLOSE be 0 (AM-28/R1, AM-31/R2)',
      on: documents('atm'),
      after: [connected, server.WSAEventSelect('FD_CLOSE')],
      allows: [
        [client.WSASendDisconnect('total'), settle, server.WSAEnumNetworkEvents({ FD_CLOSE: 0 })],
        server.WSARecvDisconnect(32, { data: 'total' }),
      ],
      refuses: [[client.WSASendDisconnect('total'), settle, server.WSARecvDisconnect(32, { data: 'other' })]],
    },
    {
      rule: goes,
      says: 'disconnect data that accompany graceful ends alone do not go along with an abort (AM-28/R2)',
      on: documents('atm', { readings: { 'AM-28': ['R2'] } }),
      after: connected,
      allows: [client.WSASendDisconnect('total'), settle, server.WSARecvDisconnect(32, { data: null })],
      refuses: [[client.WSASendDisconnect('total'), settle, server.WSARecvDisconnect(32, { data: 'total' })]],
    },
    {
      rule: stays,
      says: 'a second one changes nothing: the first disconnect data stay',
      on: osi,
      after: [connected, client.WSASendDisconnect('total')],
      allows: [client.WSASendDisconnect('other'), settle, server.WSARecvDisconnect(32, { data: 'total' })],
      refuses: [
        client.WSASendDisconnect('other', 'WSAENOTCONN'),
        [client.WSASendDisconnect('other'), settle, server.WSARecvDisconnect(32, { data: 'other' })],
      ],
    },
    {
      rule: stays,
      says: 'once both directions are down it succeeds or fails',
      after: [connected, client.shutdown('SD_BOTH')],
      allows: [client.WSASendDisconnect(null, 'WSAENOTCONN')],
      refuses: [client.WSASendDisconnect(null, 'WSAECONNRESET')],
    },
    {
      rule: stays,
      says: 'disconnect data after SD_SEND are still sent, or not (AM-26)',
      on: osi,
      after: [connected, client.shutdown('SD_SEND'), settle],
      allows: [
        client.WSASendDisconnect('total'),
        settle,
        server.WSARecvDisconnect(32, { data: 'total' }),
        server.WSARecvDisconnect(32, { data: null }),
      ],
      refuses: [[client.WSASendDisconnect('total'), settle, server.WSARecvDisconnect(32, { data: 'tot' })]],
    },
  ]))
    it(says, holds);

  it('never blocks, whatever SO_LINGER says and whatever is unsent', () => {
    tcp.allows(connected, client.lingers(30), client.send('ab'), client.WSASendDisconnect());
    tcp.refuses(connected, client.lingers(30), client.send('ab'), client.WSASendDisconnect(null, 'pending'));
    tcp.refuses(
      [connectedNonblocking, client.lingers(30), client.send('ab')],
      client.WSASendDisconnect(null, 'WSAEWOULDBLOCK'),
    );
  });
});
