import { describe, it } from 'vitest';
import type { Trace } from '../testing.js';
import {
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
} from '../testing.js';

const tooSmall = 'disconnect data need a buffer that is large enough';
const fetches =
  'after notice of the peer’s end, the disconnect data are fetched and reception ends; TCP has none to fetch';
const early = 'before any notice there is nothing to fetch, or an error that no page names';
const gone =
  'a lost circuit has no disconnect data but those that came before or with the abort, and reception ends';
const over = 'once both sides have ended, a socket without disconnect data may count as no longer connected';
const stays = 'reception stays down';
const told: Trace = [connected, client.WSASendDisconnect('total'), settle];

describe('WSARecvDisconnect', () => {
  for (const { says, holds } of specificationOf('WSARecvDisconnect', [
    {
      rule: 'a socket that is not connected has no disconnect data',
      on: osi,
      after: [client.WSASocket()],
      allows: [client.WSARecvDisconnect(32, 'WSAENOTCONN')],
      refuses: [client.WSARecvDisconnect(32, { data: null }), client.WSARecvDisconnect(32, 'WSAEWOULDBLOCK')],
    },
    {
      rule: 'on a socket that is not connected, a transport without disconnect data may first say so',
      after: [client.WSASocket()],
      allows: [client.WSARecvDisconnect(8, 'WSAENOPROTOOPT')],
      refuses: [client.WSARecvDisconnect(8, { data: null }), client.WSARecvDisconnect(8, 'WSAEFAULT')],
    },
    {
      rule: 'a transport without disconnect data says so',
      after: [connected, client.shutdown('SD_SEND'), settle],
      allows: [server.WSARecvDisconnect(32, 'WSAENOPROTOOPT')],
      refuses: [
        server.WSARecvDisconnect(32, 'WSAEPROTONOSUPPORT'),
        server.WSARecvDisconnect(32, { data: 'x' }),
      ],
    },
    {
      rule: 'a transport without disconnect data says so',
      says: 'and reception ends all the same, or does not (AM-12)',
      as: [early],
      after: connectedNonblocking,
      allows: [
        [server.WSARecvDisconnect(32, 'WSAENOPROTOOPT'), server.recv(8, 'WSAESHUTDOWN')],
        [client.WSARecvDisconnect(32, 'WSAENOPROTOOPT'), client.recv(8, 'WSAEWOULDBLOCK')],
      ],
      refuses: [
        server.recv(8, 'WSAESHUTDOWN'),
        [server.WSARecvDisconnect(32, 'WSAENOPROTOOPT'), server.send('x', 'WSAESHUTDOWN')],
        [
          [server.WSARecvDisconnect(32, 'WSAENOPROTOOPT'), server.recv(8, 'WSAESHUTDOWN')],
          server.recv(8, 'WSAEWOULDBLOCK'),
        ],
      ],
    },
    {
      rule: 'a transport without disconnect data says so',
      says: 'a fetch that fails changes nothing (AM-12/R1)',
      as: [early],
      on: tcp.read({ 'AM-12': ['R1'] }),
      after: connectedNonblocking,
      allows: [server.WSARecvDisconnect(32, 'WSAENOPROTOOPT'), server.recv(8, 'WSAEWOULDBLOCK')],
      refuses: [[server.WSARecvDisconnect(32, 'WSAENOPROTOOPT'), server.recv(8, 'WSAESHUTDOWN')]],
    },
    {
      rule: 'WSARecvDisconnect tells that the circuit is lost',
      on: osi,
      after: [connected, client.lingers(0), client.closesocket(), settle],
      allows: [server.WSARecvDisconnect(32, 'WSAECONNRESET')],
      refuses: [server.WSARecvDisconnect(32, 'WSAESHUTDOWN'), server.WSARecvDisconnect(32, 'pending')],
    },
    {
      rule: gone,
      says: 'a lost circuit has no disconnect data, and reception ends',
      on: osi,
      after: [connected, client.lingers(0), client.closesocket(), settle],
      allows: [server.WSARecvDisconnect(32, { data: null }), server.recv(8, 'WSAESHUTDOWN')],
      refuses: [server.WSARecvDisconnect(32, { data: 'invented' })],
    },
    {
      rule: gone,
      says: 'disconnect data that came before the circuit was lost may be fetched',
      on: osi,
      after: [told, client.lingers(0), client.closesocket(), settle],
      allows: [server.recv(8, 'WSAECONNRESET'), server.WSARecvDisconnect(32, { data: 'total' })],
      refuses: [
        server.WSARecvDisconnect(32, { data: 'invented' }),
        server.WSARecvDisconnect(4, { data: 'tota' }),
      ],
    },
    {
      rule: gone,
      says: 'where every end is an abort, disconnect data may have come with it (AM-28/R1)',
      on: documents('atm'),
      after: [told, client.closesocket()],
      allows: [server.WSARecvDisconnect(32, { data: 'total' }), server.WSARecvDisconnect(32, { data: null })],
      refuses: [
        server.WSARecvDisconnect(32, { data: 'tota' }),
        [server.WSARecvDisconnect(32, { data: 'total' }), server.WSARecvDisconnect(32, { data: 'total' })],
        [server.WSARecvDisconnect(32, { data: null }), server.WSARecvDisconnect(32, { data: 'invented' })],
      ],
    },
    {
      rule: gone,
      says: 'an abort without disconnect data brings none',
      on: documents('atm'),
      after: [connected, client.closesocket(), settle],
      allows: [server.WSARecvDisconnect(32, { data: null })],
      refuses: [server.WSARecvDisconnect(32, { data: 'total' }), server.WSARecvDisconnect(0, 'WSAEFAULT')],
    },
    {
      rule: tooSmall,
      says: 'also for disconnect data that came with an abort (AM-28/R1)',
      on: documents('atm'),
      after: told,
      allows: [server.WSARecvDisconnect(4, 'WSAEFAULT'), server.WSARecvDisconnect(32, { data: 'total' })],
      refuses: [server.WSARecvDisconnect(32, 'WSAEFAULT')],
    },
    {
      rule: over,
      after: [connected, client.shutdown('SD_SEND'), server.shutdown('SD_SEND'), settle],
      allows: [server.WSARecvDisconnect(32, 'WSAENOTCONN')],
      refuses: [server.WSARecvDisconnect(32, 'WSAECONNRESET')],
    },
    {
      rule: over,
      says: 'without half-close, it may once one of them has (GS-13)',
      on: withoutHalfClose,
      after: [connected, client.shutdown('SD_SEND'), settle],
      allows: [server.WSARecvDisconnect(32, 'WSAENOTCONN')],
      refuses: [server.WSARecvDisconnect(32, 'WSAECONNRESET')],
    },
    {
      rule: over,
      says: 'where there are disconnect data, the last step of their exchange succeeds',
      on: osi,
      after: [told, server.WSASendDisconnect('grand total'), server.closesocket(), settle],
      allows: [client.WSARecvDisconnect(32, { data: 'grand total' })],
      refuses: [client.WSARecvDisconnect(32, 'WSAENOTCONN')],
      idle: 'the rule is about transports without disconnect data',
    },
    {
      rule: tooSmall,
      on: osi.read({ 'AM-12': ['R1'] }),
      after: told,
      allows: [
        server.WSARecvDisconnect(4, 'WSAEFAULT'),
        server.WSARecv(8, 'WSAEDISCON'),
        server.WSARecvDisconnect(5, { data: 'total' }),
      ],
      refuses: [
        server.WSARecvDisconnect(4, 'WSAEMSGSIZE'),
        server.WSARecvDisconnect(4, { data: 'tota' }),
        server.WSARecvDisconnect(5, 'WSAEFAULT'),
        [server.WSARecvDisconnect(4, 'WSAEFAULT'), server.WSARecv(8, 'WSAESHUTDOWN')],
      ],
    },
    {
      rule: tooSmall,
      says: 'what a buffer that is too small does besides may be the provider’s choice',
      on: osi.read({ 'AM-12': ['R2'] }),
      after: told,
      allows: [server.WSARecvDisconnect(4, 'WSAEFAULT'), server.WSARecv(8, 'WSAESHUTDOWN')],
      refuses: [server.WSARecvDisconnect(4, { data: 'tota' })],
    },
    {
      rule: fetches,
      says: 'disconnect data are fetched once, and reception ends',
      on: osi,
      after: told,
      allows: [
        server.WSARecvDisconnect(32, { data: 'total' }),
        server.recv(8, 'WSAESHUTDOWN'),
        server.send('x'),
      ],
      refuses: [
        server.WSARecvDisconnect(32, { data: 'TOTAL' }),
        server.WSARecvDisconnect(32, { data: '' }),
        server.WSARecvDisconnect(32, 'WSAEWOULDBLOCK'),
        server.WSARecvDisconnect(32, 'WSAENOPROTOOPT'),
        [server.WSARecvDisconnect(32, { data: 'total' }), server.recv(8, 'WSAEDISCON')],
        [server.WSARecvDisconnect(32, { data: 'total' }), server.WSARecvDisconnect(32, { data: 'total' })],
      ],
    },
    {
      rule: fetches,
      says: 'the data survive the close of the endpoint that sent them',
      on: osi,
      after: [connected, client.WSASendDisconnect('total'), client.closesocket(), settle],
      allows: [server.recv(8, 'WSAEDISCON'), server.WSARecvDisconnect(32, { data: 'total' })],
      refuses: [
        server.WSARecvDisconnect(32, { data: null }),
        server.WSARecvDisconnect(32, 'WSAENOTCONN'),
        server.WSARecvDisconnect(32, 'WSAECONNRESET'),
      ],
    },
    {
      rule: fetches,
      says: 'an end without data brings none',
      on: osi,
      after: [connected, client.shutdown('SD_SEND'), settle],
      allows: [server.WSARecvDisconnect(32, { data: null })],
      refuses: [server.WSARecvDisconnect(32, { data: 'x' })],
    },
    {
      rule: fetches,
      says: 'TCP need not fail where there are no disconnect data',
      after: [connected, client.shutdown('SD_SEND'), settle],
      allows: [server.WSARecvDisconnect(32, { data: null }), server.recv(8, 'WSAESHUTDOWN')],
      refuses: [
        [server.WSARecvDisconnect(32, { data: null }), server.recv(8, { data: '' })],
        server.WSARecvDisconnect(32, { data: 'x' }),
      ],
    },
    {
      rule: early,
      on: osi,
      after: connected,
      allows: [server.WSARecvDisconnect(32, { data: null }), server.recv(8, 'WSAESHUTDOWN')],
      refuses: [server.WSARecvDisconnect(32, { data: 'x' }), server.WSARecvDisconnect(32, 'pending')],
    },
    {
      rule: early,
      says: 'an early fetch that fails changes nothing (AM-12/R1)',
      on: osi.read({ 'AM-12': ['R1'] }),
      after: connected,
      allows: [
        server.WSARecvDisconnect(32, 'WSAEINVAL'),
        client.WSASendDisconnect('total'),
        settle,
        server.WSARecvDisconnect(32, { data: 'total' }),
      ],
      refuses: [[server.WSARecvDisconnect(32, 'WSAEINVAL'), server.recv(8, 'WSAESHUTDOWN')]],
    },
    {
      rule: early,
      says: 'an early fetch that fails may end reception all the same (AM-12/R2)',
      on: osi,
      after: connectedNonblocking,
      allows: [server.WSARecvDisconnect(32, 'WSAEINVAL'), server.recv(8, 'WSAESHUTDOWN'), server.send('x')],
      refuses: [
        server.recv(8, 'WSAESHUTDOWN'),
        [server.WSARecvDisconnect(32, 'WSAEINVAL'), server.send('x', 'WSAESHUTDOWN')],
      ],
    },
    {
      rule: early,
      says: 'on TCP, reception that ends with data unread resets the connection, or takes them silently',
      after: [connectedNonblocking, client.send('ab'), settle],
      allows: [server.WSARecvDisconnect(32, { data: null }), settle, client.recv(8, 'WSAECONNRESET')],
      refuses: [[server.WSARecvDisconnect(32, { data: null }), settle, client.recv(8, { data: '' })]],
    },
    {
      rule: early,
      says: 'before the messages are read, the end may go unnoticed (AM-12)',
      on: osi,
      after: [connected, client.send('m'), client.WSASendDisconnect('total'), settle],
      allows: [server.WSARecvDisconnect(32, 'WSAEINVAL'), server.WSARecvDisconnect(32, { data: 'total' })],
      refuses: [
        server.WSARecvDisconnect(32, { data: 'm' }),
        [server.recv(8, { data: 'm' }), server.WSARecvDisconnect(32, { data: null })],
      ],
    },
    {
      rule: stays,
      on: osi,
      after: [told, server.WSARecvDisconnect(32, { data: 'total' })],
      allows: [server.WSARecvDisconnect(32, { data: null }), server.recv(8, 'WSAESHUTDOWN')],
      refuses: [
        server.WSARecvDisconnect(32, { data: 'total' }),
        server.WSARecvDisconnect(32, 'WSAECONNRESET'),
      ],
    },
    {
      rule: stays,
      says: 'SD_RECEIVE leaves the disconnect data to be fetched',
      on: osi,
      after: [connected, server.shutdown('SD_RECEIVE'), client.WSASendDisconnect('total'), settle],
      allows: [server.WSARecvDisconnect(32, { data: 'total' })],
      refuses: [server.WSARecvDisconnect(32, { data: 'tota' }), server.WSARecvDisconnect(32, { data: null })],
    },
  ]))
    it(says, holds);

  it('never blocks', () => {
    tcp.refuses(connected, client.WSARecvDisconnect(32, 'pending'));
    osi.refuses(connected, client.WSARecvDisconnect(32, 'pending'));
    osi.refuses(told, server.WSARecvDisconnect(32, 'pending'));
  });
});
