import { describe, it } from 'vitest';
import type { Trace } from '../testing.js';
import {
  client,
  client2,
  client3,
  listener,
  listening,
  osi,
  server,
  server2,
  settle,
  specificationOfArrival,
  tcp,
} from '../testing.js';

const queued = 'a request is queued and indicated';
const handshake = 'a handshake is complete before the backlog shows its request';
const full = 'a request that finds the backlog full fails at the connecting side';
const nobody = 'nobody listens at the address, or nobody listened when the request arrived';
const smallBacklog: Trace = [listener.WSASocket(), listener.bind(), listener.listen(1)];
const watching = listener.WSAEventSelect('FD_ACCEPT');
const conditional: Trace = [
  listener.WSASocket(),
  listener.bind(),
  listener.setsockopt({ option: 'SO_CONDITIONAL_ACCEPT', value: true }),
  listener.listen(5),
];

describe('a request that arrives', () => {
  for (const { says, holds } of specificationOfArrival('request', [
    {
      rule: queued,
      after: [listening, watching, client.WSASocket()],
      allows: [
        client.WSAConnect(listener),
        settle,
        listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 }),
        listener.accept(server),
        listener.WSAEnumNetworkEvents({}),
      ],
      refuses: [
        [client.WSAConnect(listener), settle, listener.WSAEnumNetworkEvents({})],
        [client.WSAConnect(listener), settle, listener.accept(server, 'WSAEWOULDBLOCK')],
        listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 }),
      ],
    },
    {
      rule: queued,
      says: 'in TCP’s default mode a connect succeeds before anybody accepts',
      after: [listening, client.WSASocket()],
      allows: [
        client.WSAConnect(listener),
        client.send('x'),
        listener.accept(server),
        server.recv(8, { data: 'x' }),
      ],
      refuses: [client.WSAConnect(listener, 'WSAECONNREFUSED')],
    },
    {
      rule: queued,
      says: 'with SO_CONDITIONAL_ACCEPT the connection is not completed before it is accepted',
      after: [conditional, client.WSASocket()],
      allows: [
        client.WSAConnect(listener, 'pending'),
        settle,
        listener.WSAAccept({ as: server, condition: 'CF_ACCEPT' }, 'ok', { callerId: client }),
        client.completes('WSAConnect', 'ok'),
      ],
      refuses: [
        client.WSAConnect(listener),
        [client.WSAConnect(listener, 'pending'), settle, client.completes('WSAConnect', 'ok')],
      ],
    },
    {
      rule: queued,
      says: 'a slow application makes a client of SO_CONDITIONAL_ACCEPT time out',
      after: [
        conditional,
        listener.nonblocking(),
        client.WSASocket(),
        client.WSAConnect(listener, 'pending'),
      ],
      allows: [
        settle,
        client.completes('WSAConnect', 'WSAETIMEDOUT'),
        settle,
        listener.accept(server, 'WSAEACCES'),
      ],
      refuses: [[settle, client.completes('WSAConnect', 'WSAECONNRESET')]],
    },
    {
      rule: queued,
      says: 'requests that arrive together are indicated one after the other',
      on: tcp.read({ 'AM-08a': ['R1'] }),
      after: [listening, watching, client.WSASocket(), client2.WSASocket()],
      allows: [
        [client.WSAConnect(listener), client2.WSAConnect(listener), settle],
        listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 }),
        listener.WSAEnumNetworkEvents({}),
        [listener.accept(server), settle],
        listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 }),
        listener.accept(server2),
        listener.WSAEnumNetworkEvents({}),
      ],
      refuses: [
        [
          client.WSAConnect(listener),
          client2.WSAConnect(listener),
          listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 }),
          listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 }),
        ],
      ],
    },
    {
      rule: handshake,
      says: 'a connector may know of its connection before the backlog does',
      after: [listening, listener.nonblocking(), client.WSASocket()],
      allows: [
        client.WSAConnect(listener),
        listener.accept(server, 'WSAEWOULDBLOCK'),
        settle,
        listener.accept(server),
      ],
      refuses: [
        [client.WSAConnect(listener), settle, listener.accept(server, 'WSAEWOULDBLOCK')],
        [
          client.WSAConnect(listener),
          listener.accept(server, 'WSAEWOULDBLOCK'),
          settle,
          client.send('x', 'WSAECONNRESET'),
        ],
      ],
    },
    {
      rule: handshake,
      says: 'a connector that knows of its connection has its place in the backlog',
      on: tcp.read({ 'AM-05a': ['R1'] }),
      after: [smallBacklog, client.WSASocket(), client2.WSASocket()],
      allows: [client.WSAConnect(listener), client2.WSAConnect(listener, 'WSAECONNREFUSED')],
      refuses: [
        [
          client.WSAConnect(listener),
          client2.WSAConnect(listener, 'WSAECONNREFUSED'),
          settle,
          client.send('x', 'WSAECONNRESET'),
        ],
      ],
    },
    {
      rule: full,
      after: [smallBacklog, client.WSASocket(), client.WSAConnect(listener), settle, client2.WSASocket()],
      allows: [client2.WSAConnect(listener, 'WSAECONNREFUSED')],
      refuses: [client2.WSAConnect(listener, 'WSAECONNRESET')],
    },
    {
      rule: full,
      says: 'a backlog that has room again takes the next request',
      on: tcp.read({ 'AM-05a': ['R1'] }),
      after: [smallBacklog, client.WSASocket(), client.WSAConnect(listener), settle, client2.WSASocket()],
      allows: [
        client2.WSAConnect(listener, 'WSAECONNREFUSED'),
        listener.accept(server),
        client2.WSAConnect(listener),
        client3.WSASocket(),
        client3.WSAConnect(listener, 'WSAECONNREFUSED'),
      ],
      refuses: [
        [
          client2.WSAConnect(listener, 'WSAECONNREFUSED'),
          listener.accept(server),
          settle,
          client2.WSAConnect(listener, 'WSAECONNREFUSED'),
        ],
        [client2.WSAConnect(listener, 'WSAECONNREFUSED'), client2.WSAConnect(listener)],
      ],
    },
    {
      rule: queued,
      says: 'a provider may hold more requests than it was asked to',
      after: [smallBacklog, listener.nonblocking(), client.WSASocket(), client2.WSASocket()],
      allows: [
        [client.WSAConnect(listener), client2.WSAConnect(listener), settle],
        [listener.accept(server), listener.accept(server2), listener.accept(client3, 'WSAEWOULDBLOCK')],
      ],
      refuses: [
        [
          [client.WSAConnect(listener), client2.WSAConnect(listener), settle],
          [listener.accept(server), listener.accept(server2), listener.accept(client3)],
        ],
      ],
    },
    {
      rule: nobody,
      after: [listener.WSASocket(), listener.bind(), client.WSASocket()],
      allows: [client.WSAConnect(listener, 'WSAECONNREFUSED')],
      refuses: [client.WSAConnect(listener)],
    },
    {
      rule: nobody,
      says: 'a listener that closes may have had a request that was on its way',
      after: [listening, client.WSASocket(), client.WSAConnect(listener, 'pending'), listener.closesocket()],
      allows: [client.completes('WSAConnect', 'ok'), settle, client.send('x', 'WSAECONNRESET')],
      refuses: [[settle, client.completes('WSAConnect', 'WSAECONNRESET')]],
    },
    {
      rule: nobody,
      says: 'one that has closed has no request that comes later',
      after: [listening, listener.closesocket(), settle, client.WSASocket()],
      allows: [client.WSAConnect(listener, 'WSAECONNREFUSED')],
      refuses: [client.WSAConnect(listener)],
    },
    {
      rule: nobody,
      says: 'a request may be lost on its way to nobody: the attempt times out',
      on: osi,
      after: [listener.WSASocket(), listener.bind(), client.WSASocket()],
      allows: [
        client.WSAConnect(listener, 'pending'),
        settle,
        client.completes('WSAConnect', 'WSAETIMEDOUT'),
      ],
      refuses: [[client.WSAConnect(listener, 'pending'), settle, client.completes('WSAConnect', 'ok')]],
      unseen: 'an attempt may time out while its request is on the way',
    },
  ]))
    it(says, holds);
});
