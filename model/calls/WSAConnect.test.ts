import { describe, it } from 'vitest';
import type { Trace } from '../testing.js';
import {
  bluetooth,
  client,
  client2,
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

const nonblockingClient = [client.WSASocket(), client.nonblocking()] as const;
const watchingClient = [client.WSASocket(), client.WSAEventSelect('FD_CONNECT', 'FD_WRITE')] as const;
const unreached = [client.WSAConnect(listener, 'WSAENETUNREACH'), settle] as const;
/** Bound, so that there is an address; nobody listens there. */
const nobody = [server.WSASocket(), server.bind()] as const;

describe('WSAConnect', () => {
  for (const { says, holds } of specificationOf('WSAConnect', [
    {
      rule: 'a connected socket cannot connect again',
      after: connected,
      allows: [client.WSAConnect(listener, 'WSAEISCONN')],
      refuses: [client.WSAConnect(listener), client.WSAConnect(listener, 'WSAEALREADY')],
    },
    {
      rule: 'a connected socket cannot connect again',
      says: 'an accepted socket cannot connect',
      after: connected,
      allows: [server.WSAConnect(listener, 'WSAEISCONN')],
      refuses: [server.WSAConnect(listener, 'WSAEINVAL')],
    },
    {
      rule: 'connecting again after a shutdown or a loss is left open',
      after: [connected, client.shutdown('SD_SEND')],
      allows: [client.WSAConnect(listener), client.send('x')],
      refuses: [],
    },
    {
      rule: 'connecting again after a shutdown or a loss is left open',
      says: 'where connecting again is refused, nothing else changes',
      after: [connected, client.shutdown('SD_SEND')],
      allows: [client.WSAConnect(listener, 'WSAEINVAL'), client.send('x', 'WSAESHUTDOWN')],
      refuses: [[client.WSAConnect(listener, 'WSAEINVAL'), client.send('x')]],
    },
    {
      rule: 'a listening socket cannot connect',
      after: [listening, nobody],
      allows: [listener.WSAConnect(server, 'WSAEINVAL')],
      refuses: [listener.WSAConnect(server), listener.WSAConnect(server, 'WSAEISCONN')],
    },
    {
      rule: 'one attempt at a time',
      on: osi,
      after: [listening, nonblockingClient, client.WSAConnect(listener, 'WSAEWOULDBLOCK')],
      allows: [client.WSAConnect(listener, 'WSAEALREADY')],
      refuses: [client.WSAConnect(listener), client.WSAConnect(listener, 'WSAEISCONN')],
    },
    {
      rule: 'one attempt at a time',
      says: 'applications written for version 1.1 see WSAEINVAL or WSAEWOULDBLOCK here',
      on: osi,
      after: [listening, nonblockingClient, client.WSAConnect(listener, 'WSAEWOULDBLOCK')],
      allows: [client.WSAConnect(listener, 'WSAEINVAL'), client.WSAConnect(listener, 'WSAEALREADY')],
      refuses: [client.WSAConnect(listener, 'WSAENOTCONN')],
    },
    {
      rule: 'caller data need a transport that carries them',
      after: [listening, client.WSASocket()],
      allows: [client.WSAConnect({ to: listener, callerData: 'hello' }, 'WSAEPROTONOSUPPORT')],
      refuses: [
        client.WSAConnect({ to: listener, callerData: 'hello' }),
        client.WSAConnect({ to: listener, callerData: 'hello' }, 'WSAENOPROTOOPT'),
        client.WSAConnect({ to: listener, callerData: null }, 'WSAEPROTONOSUPPORT'),
      ],
    },
    {
      rule: 'empty caller data are data or none',
      says: 'a transport without connect data may refuse even empty ones',
      after: [listening, client.WSASocket()],
      allows: [client.WSAConnect({ to: listener, callerData: '' }, 'WSAEPROTONOSUPPORT')],
      refuses: [client.WSAConnect({ to: listener, callerData: '' }, 'WSAEFAULT')],
    },
    {
      rule: 'caller data may not be longer than the transport allows',
      says: 'too long caller data are a fault, not a long message',
      on: osi,
      after: [listening, client.WSASocket()],
      allows: [client.WSAConnect({ to: listener, callerData: 'x'.repeat(33) }, 'WSAEFAULT')],
      refuses: [
        client.WSAConnect({ to: listener, callerData: 'x'.repeat(33) }, 'WSAEMSGSIZE'),
        client.WSAConnect({ to: listener, callerData: 'x'.repeat(33) }, 'pending'),
        client.WSAConnect({ to: listener, callerData: 'x'.repeat(32) }, 'WSAEFAULT'),
      ],
    },
    {
      rule: 'a blocking connect waits for the outcome',
      says: 'a blocking connect returns success once the request is in the backlog',
      after: [listening, client.WSASocket()],
      allows: [client.WSAConnect(listener), client.send('x')],
      refuses: [
        client.WSAConnect(listener, 'WSAEWOULDBLOCK'),
        client.WSAConnect(listener, 'WSAECONNREFUSED'),
      ],
    },
    {
      rule: 'a blocking connect waits for the outcome',
      says: 'where acceptance confirms, a connect does not succeed before it',
      on: osi,
      after: [listening, client.WSASocket()],
      allows: [
        client.WSAConnect(listener, 'pending'),
        listener.accept(server),
        client.completes('WSAConnect', 'ok'),
      ],
      refuses: [
        client.WSAConnect(listener),
        [client.WSAConnect(listener, 'pending'), client.completes('WSAConnect', 'ok')],
        [client.WSAConnect(listener, 'pending'), settle, client.completes('WSAConnect', 'WSAECONNREFUSED')],
      ],
    },
    {
      rule: 'a blocking connect waits for the outcome',
      says: 'a blocking connect to an address where nobody listens is refused, or times out',
      after: [nobody, client.WSASocket(), client2.WSASocket()],
      allows: [client.WSAConnect(server, 'WSAECONNREFUSED'), client2.WSAConnect(server, 'WSAETIMEDOUT')],
      refuses: [client.WSAConnect(server), client.WSAConnect(server, 'WSAECONNRESET')],
    },
    {
      rule: 'a blocking connect waits for the outcome',
      says: 'after a refusal the same socket may connect again',
      after: [nobody, client.WSASocket()],
      allows: [
        client.WSAConnect(server, 'WSAECONNREFUSED'),
        client.send('x', 'WSAENOTCONN'),
        server.listen(5),
        client.WSAConnect(server),
        client.send('x'),
      ],
      refuses: [
        [client.WSAConnect(server, 'WSAECONNREFUSED'), client.send('x')],
        [client.WSAConnect(server, 'WSAECONNREFUSED'), client.WSAConnect(server, 'WSAEISCONN')],
      ],
    },
    {
      rule: 'a blocking connect waits for the outcome',
      says: 'a connect gives back as much callee data as the acceptor sent',
      on: osi,
      after: [listening, client.WSASocket()],
      allows: [
        client.WSAConnect({ to: listener, callerData: 'hello', calleeDataLen: 16 }, 'pending'),
        listener.WSAAccept({ as: server, condition: 'CF_ACCEPT', calleeData: 'welcome' }, 'ok', {
          callerId: client,
          callerData: 'hello',
          calleeDataLen: 32,
        }),
        client.completes('WSAConnect', { calleeData: 'welcome' }),
      ],
      refuses: [
        [
          client.WSAConnect({ to: listener, calleeDataLen: 16 }, 'pending'),
          listener.WSAAccept({ as: server, condition: 'CF_ACCEPT', calleeData: 'welcome' }),
          client.completes('WSAConnect', { calleeData: 'hello' }),
        ],
        [
          client.WSAConnect({ to: listener, calleeDataLen: 16 }, 'pending'),
          listener.WSAAccept({ as: server, condition: 'CF_ACCEPT', calleeData: 'welcome' }),
          client.completes('WSAConnect', { calleeData: null }),
        ],
      ],
    },
    {
      rule: 'a nonblocking connect goes on after it would block',
      after: [listening, watchingClient],
      allows: [
        client.WSAConnect(listener, 'WSAEWOULDBLOCK'),
        settle,
        client.WSAEnumNetworkEvents({ FD_CONNECT: 0, FD_WRITE: 0 }),
        client.WSAConnect(listener, 'WSAEISCONN'),
      ],
      refuses: [
        client.WSAConnect(listener, 'pending'),
        client.WSAConnect(listener, 'WSAEALREADY'),
        [client.WSAConnect(listener, 'WSAEWOULDBLOCK'), settle, client.WSAEnumNetworkEvents({})],
        [
          client.WSAConnect(listener, 'WSAEWOULDBLOCK'),
          client.WSAEnumNetworkEvents({ FD_CONNECT: 'WSAECONNREFUSED' }),
        ],
      ],
    },
    {
      rule: 'a nonblocking connect goes on after it would block',
      says: 'FD_CONNECT tells that the attempt was refused',
      after: [nobody, watchingClient],
      allows: [
        client.WSAConnect(server, 'WSAEWOULDBLOCK'),
        client.WSAEnumNetworkEvents({ FD_CONNECT: 'WSAECONNREFUSED' }),
        client.WSAEnumNetworkEvents({}),
      ],
      refuses: [
        [client.WSAConnect(server, 'WSAEWOULDBLOCK'), client.WSAEnumNetworkEvents({ FD_CONNECT: 0 })],
        [
          client.WSAConnect(server, 'WSAEWOULDBLOCK'),
          client.WSAEnumNetworkEvents({ FD_CONNECT: 'WSAECONNREFUSED', FD_WRITE: 0 }),
        ],
        [
          client.WSAConnect(server, 'WSAEWOULDBLOCK'),
          client.WSAEnumNetworkEvents({ FD_CONNECT: 'WSAECONNREFUSED' }),
          client.WSAEnumNetworkEvents({ FD_CONNECT: 'WSAECONNREFUSED' }),
        ],
      ],
    },
    {
      rule: 'a nonblocking connect goes on after it would block',
      says: 'each attempt has its own FD_CONNECT',
      after: [nobody, watchingClient],
      allows: [
        client.WSAConnect(server, 'WSAEWOULDBLOCK'),
        client.WSAEnumNetworkEvents({ FD_CONNECT: 'WSAECONNREFUSED' }),
        server.listen(5),
        client.WSAConnect(server, 'WSAEWOULDBLOCK'),
        settle,
        client.WSAEnumNetworkEvents({ FD_CONNECT: 0, FD_WRITE: 0 }),
      ],
      refuses: [
        [
          client.WSAConnect(server, 'WSAEWOULDBLOCK'),
          client.WSAEnumNetworkEvents({ FD_CONNECT: 'WSAECONNREFUSED' }),
          server.listen(5),
          client.WSAConnect(server, 'WSAEWOULDBLOCK'),
          settle,
          client.WSAEnumNetworkEvents({ FD_WRITE: 0 }),
        ],
      ],
    },
    {
      rule: 'a nonblocking connect goes on after it would block',
      says: 'any transport tells a nonblocking connector of its acceptance',
      on: bluetooth,
      after: [listening, watchingClient],
      allows: [
        client.WSAConnect(listener, 'WSAEWOULDBLOCK'),
        listener.accept(server),
        settle,
        client.WSAEnumNetworkEvents({ FD_CONNECT: 0, FD_WRITE: 0 }),
      ],
      refuses: [
        [
          client.WSAConnect(listener, 'WSAEWOULDBLOCK'),
          listener.accept(server),
          settle,
          client.WSAEnumNetworkEvents({ FD_WRITE: 0 }),
        ],
      ],
    },
    {
      rule: 'a nonblocking connect may have its outcome at once',
      after: [listening, nonblockingClient],
      allows: [client.WSAConnect(listener), client.send('x')],
      refuses: [[client.WSAConnect(listener), client.WSAConnect(listener, 'WSAEALREADY')]],
    },
    {
      rule: 'a nonblocking connect may have its outcome at once',
      says: 'FD_CONNECT comes even if the connection is established immediately',
      after: [listening, watchingClient],
      allows: [
        client.WSAConnect(listener),
        settle,
        client.WSAEnumNetworkEvents({ FD_CONNECT: 0, FD_WRITE: 0 }),
      ],
      refuses: [[client.WSAConnect(listener), settle, client.WSAEnumNetworkEvents({ FD_WRITE: 0 })]],
    },
    {
      rule: 'the network cannot reach the address',
      after: [listening, nonblockingClient],
      allows: [client.WSAConnect(listener, 'WSAENETUNREACH'), client.WSAConnect(listener)],
      refuses: [client.WSAConnect(listener, 'WSAENOTCONN')],
    },
    {
      rule: 'the network cannot reach the address',
      says: 'a host that cannot be reached is no obstacle to trying again',
      after: [listening, nonblockingClient],
      allows: [client.WSAConnect(listener, 'WSAEHOSTUNREACH'), client.WSAConnect(listener, 'WSAEWOULDBLOCK')],
      refuses: [[client.WSAConnect(listener, 'WSAEHOSTUNREACH'), client.send('x')]],
    },
    {
      rule: 'the network cannot reach the address',
      says: 'FD_CONNECT may tell it as well (AM-08c/R2)',
      on: tcp.read({ 'AM-08c': ['R2'] }),
      after: [listening, watchingClient],
      allows: [unreached, client.WSAEnumNetworkEvents({ FD_CONNECT: 'WSAENETUNREACH' })],
      refuses: [
        [unreached, client.WSAEnumNetworkEvents({})],
        [unreached, client.WSAEnumNetworkEvents({ FD_CONNECT: 'WSAEHOSTUNREACH' })],
        [unreached, client.WSAEnumNetworkEvents({ FD_CONNECT: 'WSAENETUNREACH', FD_WRITE: 0 })],
      ],
    },
    {
      rule: 'the network cannot reach the address',
      says: 'FD_CONNECT may tell a reason that is not among its codes, or not',
      on: tcp.read({ 'AM-08c': ['R2'] }),
      after: [listening, watchingClient, client2.WSASocket(), client2.WSAEventSelect('FD_CONNECT')],
      allows: [
        client.WSAConnect(listener, 'WSAEHOSTUNREACH'),
        client2.WSAConnect(listener, 'WSAEADDRINUSE'),
        settle,
        client.WSAEnumNetworkEvents({ FD_CONNECT: 'WSAEHOSTUNREACH' }),
        client2.WSAEnumNetworkEvents({}),
      ],
      refuses: [
        [
          client.WSAConnect(listener, 'WSAEHOSTUNREACH'),
          settle,
          client.WSAEnumNetworkEvents({ FD_CONNECT: 'WSAETIMEDOUT' }),
        ],
      ],
    },
    {
      rule: 'the network cannot reach the address',
      says: 'or not, since the call has told it (AM-08c/R1)',
      on: tcp.read({ 'AM-08c': ['R1'] }),
      after: [listening, watchingClient],
      allows: [unreached, client.WSAEnumNetworkEvents({})],
      refuses: [[unreached, client.WSAEnumNetworkEvents({ FD_CONNECT: 'WSAENETUNREACH' })]],
    },
    {
      rule: 'the network cannot reach the address',
      says: 'whether the address is kept that the attempt gave is open',
      after: [listening, nonblockingClient],
      allows: [client.WSAConnect(listener, 'WSAENETUNREACH'), client.bind()],
      refuses: [[client.WSAConnect(listener, 'WSAENETUNREACH'), client.bind(), client.bind()]],
    },
    {
      rule: 'that there are no buffers for an attempt may be told like any reason why one fails',
      after: [listening, watchingClient, client.WSAConnect(listener, 'WSAENOBUFS'), settle],
      allows: [
        client.WSAEnumNetworkEvents({ FD_CONNECT: 'WSAENOBUFS' }),
        client.getsockopt('SO_ERROR', { value: 'WSAENOBUFS' }),
      ],
      refuses: [
        client.WSAEnumNetworkEvents({ FD_CONNECT: 'WSAENETUNREACH' }),
        client.WSAEnumNetworkEvents({ FD_CONNECT: 0 }),
        [
          client.WSAEnumNetworkEvents({ FD_CONNECT: 'WSAENOBUFS' }),
          client.WSAEnumNetworkEvents({ FD_CONNECT: 'WSAENOBUFS' }),
        ],
      ],
    },
    {
      rule: 'a buffer for callee data may be too small before it is known what comes back',
      on: osi,
      after: [listening, client.WSASocket()],
      allows: [
        client.WSAConnect({ to: listener, calleeDataLen: 8 }, 'WSAEFAULT'),
        client.send('x', 'WSAENOTCONN'),
      ],
      refuses: [
        client.WSAConnect(listener, 'WSAEFAULT'),
        client.WSAConnect({ to: listener, calleeDataLen: 32 }, 'WSAEFAULT'),
      ],
    },
  ]))
    it(says, holds);

  it('of a socket to itself is described nowhere', () => {
    tcp.allows(client.WSASocket(), client.bind(), client.WSAConnect(client), client.send('x'));
    tcp.allows(client.WSASocket(), client.bind(), client.WSAConnect(client, 'WSAECONNREFUSED'));
  });

  it('that waits may find the network unreachable, and be tried again', () => {
    const waiting: Trace = [listening, client.WSASocket(), client.WSAConnect(listener, 'pending')];
    tcp.allows(waiting, client.completes('WSAConnect', 'WSAENETUNREACH'), client.WSAConnect(listener));
    tcp.allows(waiting, settle, client.completes('WSAConnect', 'WSAEHOSTUNREACH'));
    const unreachable = client.completes('WSAConnect', 'WSAENETUNREACH');
    tcp.allows(waiting, unreachable, client.getsockopt('SO_ERROR', { value: 'WSAENETUNREACH' }));
    tcp.refuses(waiting, unreachable, client.getsockopt('SO_ERROR', { value: 'WSAEHOSTUNREACH' }));
    tcp.refuses(waiting, client.completes('WSAConnect', 'WSAECONNRESET'));
    tcp.refuses(
      waiting,
      client.completes('WSAConnect', 'ok'),
      client.completes('WSAConnect', 'WSAENETUNREACH'),
    );
  });

  it('to an accepted socket reaches its listener', () => {
    tcp.allows(connected, client2.WSASocket(), client2.WSAConnect(server), listener.accept(server2));
    tcp.refuses(connected, client2.WSASocket(), client2.WSAConnect(server, 'WSAECONNREFUSED'));
  });
});
