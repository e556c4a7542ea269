import { describe, it } from 'vitest';
import type { Trace } from '../testing.js';
import {
  client,
  connected,
  listener,
  listening,
  osi,
  server,
  server2,
  settle,
  specificationOf,
  tcp,
} from '../testing.js';

const refusedOnce: Trace = [
  [listening, server.WSASocket(), server.bind(), client.WSASocket(), client.nonblocking()],
  [client.WSAConnect(server, 'WSAEWOULDBLOCK'), settle],
];

const linger = 'SO_LINGER reads what was set; the seconds matter only while lingering is on';

describe('getsockopt', () => {
  for (const { says, holds } of specificationOf('getsockopt', [
    {
      rule: linger,
      says: 'a socket does not linger unless it is told to',
      after: [client.WSASocket()],
      allows: [client.getsockopt('SO_LINGER', { onoff: false })],
      refuses: [
        client.getsockopt('SO_LINGER', { onoff: true }),
        client.getsockopt('SO_LINGER', 'WSAENOPROTOOPT'),
      ],
    },
    {
      rule: linger,
      says: 'the seconds say nothing while lingering is off',
      after: [client.WSASocket(), client.setsockopt({ option: 'SO_LINGER', onoff: false, linger: 5 })],
      allows: [client.getsockopt('SO_LINGER', { onoff: false, linger: 0 })],
      refuses: [client.getsockopt('SO_LINGER', { onoff: true, linger: 5 })],
    },
    {
      rule: linger,
      says: 'an accepted socket lingers as its listener does',
      after: [
        listening,
        listener.lingers(7),
        client.WSASocket(),
        client.WSAConnect(listener),
        listener.accept(server),
      ],
      allows: [server.getsockopt('SO_LINGER', { onoff: true, linger: 7 })],
      refuses: [
        server.getsockopt('SO_LINGER', { onoff: false }),
        server.getsockopt('SO_LINGER', { linger: 8 }),
      ],
    },
    {
      rule: 'SO_DONTLINGER reads whether lingering is off',
      on: tcp.read({ 'AM-15': ['R1'] }),
      after: [client.WSASocket()],
      allows: [
        client.getsockopt('SO_DONTLINGER', { value: true }),
        client.lingers(3),
        client.getsockopt('SO_DONTLINGER', { value: false }),
      ],
      refuses: [client.getsockopt('SO_DONTLINGER', { value: false })],
    },
    {
      rule: 'SO_CONDITIONAL_ACCEPT reads what was set, where the provider knows it',
      says: 'SO_CONDITIONAL_ACCEPT is off unless it is turned on',
      after: [listener.WSASocket()],
      allows: [listener.getsockopt('SO_CONDITIONAL_ACCEPT', { value: false })],
      refuses: [
        listener.getsockopt('SO_CONDITIONAL_ACCEPT', { value: true }),
        listener.getsockopt('SO_CONDITIONAL_ACCEPT', 'WSAEINVAL'),
      ],
    },
    {
      rule: 'SO_CONDITIONAL_ACCEPT reads what was set, where the provider knows it',
      says: 'a provider may not know it',
      on: osi,
      after: [listener.WSASocket()],
      allows: [listener.getsockopt('SO_CONDITIONAL_ACCEPT', 'WSAENOPROTOOPT')],
      refuses: [
        listener.getsockopt('SO_CONDITIONAL_ACCEPT', { value: true }),
        listener.getsockopt('SO_CONDITIONAL_ACCEPT', 'WSAEINVAL'),
      ],
    },
    {
      rule: 'SO_ACCEPTCONN reads whether the socket listens',
      after: connected,
      allows: [
        listener.getsockopt('SO_ACCEPTCONN', { value: true }),
        server.getsockopt('SO_ACCEPTCONN', { value: false }),
      ],
      refuses: [
        listener.getsockopt('SO_ACCEPTCONN', { value: false }),
        server.getsockopt('SO_ACCEPTCONN', { value: true }),
      ],
    },
    {
      rule: 'SO_ERROR reads and clears the code of the socket, which is not always set at once',
      says: 'SO_ERROR is 0 as long as nothing went wrong',
      after: connected,
      allows: [client.getsockopt('SO_ERROR', { value: 0 })],
      refuses: [client.getsockopt('SO_ERROR', { value: 'WSAECONNRESET' })],
    },
    {
      rule: 'SO_ERROR reads and clears the code of the socket, which is not always set at once',
      says: 'SO_ERROR may give the reason why a connect failed, once',
      on: osi,
      after: [
        [server.WSASocket(), server.bind()],
        [client.WSASocket(), client.nonblocking(), client.WSAConnect(server, 'WSAEWOULDBLOCK'), settle],
      ],
      allows: [
        client.getsockopt('SO_ERROR', { value: 'WSAECONNREFUSED' }),
        client.getsockopt('SO_ERROR', { value: 0 }),
      ],
      refuses: [
        client.getsockopt('SO_ERROR', { value: 'WSAECONNRESET' }),
        [
          client.getsockopt('SO_ERROR', { value: 'WSAECONNREFUSED' }),
          client.getsockopt('SO_ERROR', { value: 'WSAECONNREFUSED' }),
        ],
      ],
    },
    {
      rule: 'SO_ERROR reads and clears the code of the socket, which is not always set at once',
      says: 'a connection that is made later does not clear why an earlier attempt failed, reading does',
      on: osi,
      after: [refusedOnce, client.WSAConnect(listener, 'WSAEWOULDBLOCK'), listener.accept(server2), settle],
      allows: [client.send('x'), client.getsockopt('SO_ERROR', { value: 'WSAECONNREFUSED' })],
      refuses: [
        client.getsockopt('SO_ERROR', { value: 'WSAECONNRESET' }),
        [
          client.getsockopt('SO_ERROR', { value: 'WSAECONNREFUSED' }),
          client.getsockopt('SO_ERROR', { value: 'WSAECONNREFUSED' }),
        ],
        server2.getsockopt('SO_ERROR', { value: 'WSAECONNREFUSED' }),
      ],
    },
    {
      rule: 'SO_ERROR reads and clears the code of the socket, which is not always set at once',
      says: 'SO_ERROR may give why the network could not reach an address, once',
      on: osi,
      after: [listening, client.WSASocket(), client.WSAConnect(listener, 'WSAENETUNREACH')],
      allows: [client.getsockopt('SO_ERROR', { value: 'WSAENETUNREACH' })],
      refuses: [
        client.getsockopt('SO_ERROR', { value: 'WSAEHOSTUNREACH' }),
        [
          client.getsockopt('SO_ERROR', { value: 'WSAENETUNREACH' }),
          client.getsockopt('SO_ERROR', { value: 'WSAENETUNREACH' }),
        ],
      ],
    },
    {
      rule: 'SO_ERROR tells how the network failed an attempt that came to nothing',
      says: 'SO_ERROR may give whatever FD_CONNECT may tell',
      on: osi,
      after: [
        [listening, client.WSASocket(), client.WSAEventSelect('FD_CONNECT')],
        [client.WSAConnect(listener, 'WSAEWOULDBLOCK'), settle],
        client.WSAEnumNetworkEvents({ FD_CONNECT: 'WSAENOBUFS' }),
      ],
      allows: [client.getsockopt('SO_ERROR', { value: 'WSAENOBUFS' })],
      refuses: [
        client.getsockopt('SO_ERROR', { value: 'WSAEINVAL' }),
        [
          client.getsockopt('SO_ERROR', { value: 'WSAENOBUFS' }),
          client.getsockopt('SO_ERROR', { value: 'WSAENOBUFS' }),
        ],
      ],
    },
    {
      rule: 'SO_ERROR tells how the network failed an attempt that came to nothing',
      after: [
        [listening, client.WSASocket(), client.nonblocking()],
        client.WSAConnect(listener, 'WSAEWOULDBLOCK'),
      ],
      allows: [
        client.getsockopt('SO_ERROR', { value: 'WSAENETUNREACH' }),
        client.WSAConnect(listener, 'WSAEWOULDBLOCK'),
      ],
      refuses: [client.getsockopt('SO_ERROR', { value: 'WSAECONNRESET' })],
    },
    {
      rule: 'SO_ERROR may keep on TCP why an attempt failed, until one succeeds',
      says: 'SO_ERROR may keep on TCP why an attempt failed (EV-20)',
      after: refusedOnce,
      allows: [
        client.getsockopt('SO_ERROR', { value: 'WSAECONNREFUSED' }),
        client.WSAConnect(listener, 'WSAEWOULDBLOCK'),
        client.getsockopt('SO_ERROR', { value: 'WSAECONNREFUSED' }),
      ],
      refuses: [
        [
          client.getsockopt('SO_ERROR', { value: 'WSAECONNREFUSED' }),
          client.WSAConnect(listener, 'WSAEWOULDBLOCK'),
          settle,
          client.send('x'),
          client.getsockopt('SO_ERROR', { value: 'WSAECONNREFUSED' }),
        ],
      ],
    },
    {
      rule: 'SO_ERROR may keep on TCP why an attempt failed, until one succeeds',
      says: 'what it has once told of how the network failed the attempt stays the same',
      after: [
        [listening, client.WSASocket(), client.nonblocking()],
        client.WSAConnect(listener, 'WSAEWOULDBLOCK'),
        client.getsockopt('SO_ERROR', { value: 'WSAENETUNREACH' }),
      ],
      allows: [client.getsockopt('SO_ERROR', { value: 'WSAENETUNREACH' })],
      refuses: [
        client.getsockopt('SO_ERROR', { value: 'WSAETIMEDOUT' }),
        client.getsockopt('SO_ERROR', { value: 'WSAENOBUFS' }),
      ],
    },
    {
      rule: 'SO_ERROR may tell of a reset by this end',
      after: [connected, client.send('x'), settle, server.shutdown('SD_RECEIVE')],
      allows: [server.getsockopt('SO_ERROR', { value: 'WSAECONNABORTED' })],
      refuses: [server.getsockopt('SO_ERROR', { value: 'WSAECONNREFUSED' })],
    },
    {
      rule: 'SO_ERROR tells that the network has lost the circuit',
      after: connected,
      allows: [client.getsockopt('SO_ERROR', { value: 'WSAETIMEDOUT' }), client.send('x', 'WSAETIMEDOUT')],
      refuses: [
        client.getsockopt('SO_ERROR', { value: 'WSAENOTCONN' }),
        [client.getsockopt('SO_ERROR', { value: 'WSAETIMEDOUT' }), client.send('x')],
        [
          client.getsockopt('SO_ERROR', { value: 'WSAETIMEDOUT' }),
          client.getsockopt('SO_ERROR', { value: 'WSAECONNABORTED' }),
        ],
      ],
    },
  ]))
    it(says, holds);
});
