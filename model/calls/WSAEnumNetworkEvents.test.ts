import { describe, it } from 'vitest';
import type { ErrorCode } from '../../spec/errors.js';
import type { Step } from '../../spec/trace/step.js';
import type { Actor } from '../testing.js';
import {
  client,
  client2,
  connected,
  connectedNonblocking,
  listener,
  listening,
  server,
  server2,
  settle,
  specificationOf,
  tcp,
  withoutHalfClose,
} from '../testing.js';

const copies = 'the record is copied and cleared';
const failure = 'the record tells of a failure of the surroundings';
const watched = [connected, server.WSAEventSelect('FD_READ', 'FD_CLOSE')] as const;

describe('WSAEnumNetworkEvents', () => {
  for (const { says, holds } of specificationOf('WSAEnumNetworkEvents', [
    {
      rule: copies,
      says: 'a socket without a registration has an empty record',
      after: connected,
      allows: [server.WSAEnumNetworkEvents({})],
      refuses: [server.WSAEnumNetworkEvents({ FD_READ: 0 }), server.WSAEnumNetworkEvents({ FD_WRITE: 0 })],
    },
    {
      rule: copies,
      says: 'what has been enumerated is cleared, and nothing more happens until it is re-enabled',
      on: tcp.read({ 'AM-08a': ['R1'] }),
      after: [watched, client.send('ab')],
      allows: [
        server.WSAEnumNetworkEvents({ FD_READ: 0 }),
        client.send('cd'),
        settle,
        server.WSAEnumNetworkEvents({}),
      ],
      refuses: [
        [
          server.WSAEnumNetworkEvents({ FD_READ: 0 }),
          client.send('cd'),
          settle,
          server.WSAEnumNetworkEvents({ FD_READ: 0 }),
        ],
      ],
    },
    {
      rule: copies,
      says: 'what a receive has consumed is in the record still or not, which the next enumeration shows',
      after: [connectedNonblocking, server.WSAEventSelect('FD_READ'), client.send('ab'), settle],
      allows: [
        [server.recv(8, { data: 'ab' }), server.recv(8, 'WSAEWOULDBLOCK')],
        [server.WSAEnumNetworkEvents({ FD_READ: 0 }), server.WSAEnumNetworkEvents({})],
      ],
      refuses: [
        [
          [server.recv(8, { data: 'ab' }), server.recv(8, 'WSAEWOULDBLOCK')],
          [server.WSAEnumNetworkEvents({}), server.WSAEnumNetworkEvents({ FD_READ: 0 })],
        ],
      ],
    },
    {
      rule: copies,
      says: 'an event that is due may not have been recorded yet, but is never lost',
      after: [watched, client.send('ab')],
      allows: [
        server.WSAEnumNetworkEvents({}),
        server.WSAEnumNetworkEvents({}),
        settle,
        server.WSAEnumNetworkEvents({ FD_READ: 0 }),
      ],
      refuses: [
        [settle, server.WSAEnumNetworkEvents({})],
        [server.WSAEnumNetworkEvents({}), settle, server.WSAEnumNetworkEvents({})],
      ],
    },
    {
      rule: copies,
      says: 'FD_READ is level-triggered: it is recorded again after a receive that leaves data',
      after: [watched, client.send('ab'), settle],
      allows: [
        server.WSAEnumNetworkEvents({ FD_READ: 0 }),
        server.recv(1, { data: 'a' }),
        settle,
        server.WSAEnumNetworkEvents({ FD_READ: 0 }),
        server.recv(1, { data: 'b' }),
        settle,
        server.WSAEnumNetworkEvents({}),
      ],
      refuses: [
        [
          server.WSAEnumNetworkEvents({ FD_READ: 0 }),
          server.recv(1, { data: 'a' }),
          settle,
          server.WSAEnumNetworkEvents({}),
        ],
        [
          server.WSAEnumNetworkEvents({ FD_READ: 0 }),
          server.recv(2, { data: 'ab' }),
          settle,
          server.WSAEnumNetworkEvents({ FD_READ: 0 }),
        ],
      ],
    },
    {
      rule: copies,
      says: 'FD_ACCEPT is level-triggered: it is recorded again after an accept that leaves a request',
      after: [
        [listening, listener.WSAEventSelect('FD_ACCEPT')],
        [client.WSASocket(), client.WSAConnect(listener), client2.WSASocket(), client2.WSAConnect(listener)],
        settle,
      ],
      allows: [
        listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 }),
        listener.accept(server),
        settle,
        listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 }),
        listener.accept(server2),
        settle,
        listener.WSAEnumNetworkEvents({}),
      ],
      refuses: [
        [
          listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 }),
          listener.accept(server),
          settle,
          listener.WSAEnumNetworkEvents({}),
        ],
        [
          listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 }),
          listener.accept(server),
          listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 }),
          listener.accept(server2),
          listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 }),
        ],
      ],
    },
    {
      rule: copies,
      says: 'several events are reported together',
      after: [watched, client.send('ab'), client.shutdown('SD_SEND'), settle, server.recv(1, { data: 'a' })],
      allows: [
        server.recv(1, { data: 'b' }),
        settle,
        server.WSAEnumNetworkEvents({ FD_READ: 0, FD_CLOSE: 0 }),
      ],
      refuses: [
        [server.recv(1, { data: 'b' }), settle, server.WSAEnumNetworkEvents({ FD_READ: 0 })],
        [
          server.recv(1, { data: 'b' }),
          settle,
          server.WSAEnumNetworkEvents({ FD_READ: 0, FD_CLOSE: 'WSAECONNRESET' }),
        ],
      ],
    },
    {
      rule: copies,
      says: 'closure is told by FD_CLOSE alone, never by FD_READ',
      after: [watched, client.shutdown('SD_SEND')],
      allows: [server.WSAEnumNetworkEvents({ FD_CLOSE: 0 })],
      refuses: [
        server.WSAEnumNetworkEvents({ FD_READ: 0 }),
        server.WSAEnumNetworkEvents({ FD_READ: 0, FD_CLOSE: 0 }),
      ],
    },
    {
      rule: copies,
      says: 'FD_CLOSE comes once: neither the zero-byte receive nor the close that follows repeats it',
      after: [watched, client.shutdown('SD_SEND')],
      allows: [
        server.WSAEnumNetworkEvents({ FD_CLOSE: 0 }),
        server.recv(8, { data: '' }),
        client.closesocket(),
        settle,
        server.WSAEnumNetworkEvents({}),
      ],
      refuses: [
        [server.WSAEnumNetworkEvents({ FD_CLOSE: 0 }), server.WSAEnumNetworkEvents({ FD_CLOSE: 0 })],
        [
          server.WSAEnumNetworkEvents({ FD_CLOSE: 0 }),
          server.recv(8, { data: '' }),
          server.WSAEnumNetworkEvents({ FD_CLOSE: 0 }),
        ],
        [
          server.WSAEnumNetworkEvents({ FD_CLOSE: 0 }),
          client.closesocket(),
          settle,
          server.WSAEnumNetworkEvents({ FD_CLOSE: 0 }),
        ],
      ],
    },
    {
      rule: copies,
      says: 'no event is recorded for a socket that was closed',
      after: [watched, client.send('ab'), settle],
      allows: [server.WSAEnumNetworkEvents({ FD_READ: 0 }), server.closesocket()],
      refuses: [[server.closesocket(), server.WSAEnumNetworkEvents({ FD_READ: 0 })]],
    },
    {
      rule: failure,
      says: 'FD_READ, FD_WRITE and FD_ACCEPT may tell that the network subsystem has failed',
      after: [connectedNonblocking, server.WSAEventSelect('FD_READ')],
      allows: [server.WSAEnumNetworkEvents({ FD_READ: 'WSAENETDOWN' })],
      refuses: [
        server.WSAEnumNetworkEvents({ FD_WRITE: 'WSAENETDOWN' }),
        server.WSAEnumNetworkEvents({ FD_READ: 'WSAECONNABORTED' }),
        [
          server.WSAEnumNetworkEvents({ FD_READ: 'WSAENETDOWN' }),
          server.WSAEnumNetworkEvents({ FD_READ: 'WSAENETDOWN' }),
        ],
      ],
    },
    {
      rule: failure,
      says: 'so may one that was told before, of something new (AM-08a/R2)',
      on: tcp.read({ 'AM-08a': ['R2'] }),
      after: [watched, client.send('ab'), settle, server.WSAEnumNetworkEvents({ FD_READ: 0 })],
      allows: [client.send('c'), settle, server.WSAEnumNetworkEvents({ FD_READ: 'WSAENETDOWN' })],
      refuses: [
        server.WSAEnumNetworkEvents({ FD_READ: 'WSAENETDOWN' }),
        [client.send('c'), settle, server.WSAEnumNetworkEvents({ FD_READ: 'WSAECONNABORTED' })],
        [client.send('c'), settle, server.WSAEnumNetworkEvents({})],
      ],
    },
    {
      rule: failure,
      says: 'FD_CONNECT may tell that the network is unreachable',
      after: [
        [listening, client.WSASocket(), client.WSAEventSelect('FD_CONNECT')],
        client.WSAConnect(listener, 'WSAEWOULDBLOCK'),
      ],
      allows: [
        client.WSAEnumNetworkEvents({ FD_CONNECT: 'WSAENETUNREACH' }),
        client.WSAConnect(listener, 'WSAEWOULDBLOCK'),
        client.WSAEnumNetworkEvents({ FD_CONNECT: 0 }),
      ],
      refuses: [
        client.WSAEnumNetworkEvents({ FD_CONNECT: 'WSAECONNRESET' }),
        client.WSAEnumNetworkEvents({ FD_CONNECT: 'WSAENETDOWN' }),
      ],
    },
    {
      rule: failure,
      says: 'FD_CLOSE may be the first to tell of a circuit that the network has lost',
      after: watched,
      allows: [
        server.WSAEnumNetworkEvents({ FD_CLOSE: 'WSAECONNABORTED' }),
        server.recv(8, 'WSAECONNABORTED'),
        server.WSAEnumNetworkEvents({}),
      ],
      refuses: [
        server.WSAEnumNetworkEvents({ FD_CLOSE: 'WSAECONNRESET' }),
        server.WSAEnumNetworkEvents({ FD_CLOSE: 0 }),
        [server.WSAEnumNetworkEvents({ FD_CLOSE: 'WSAECONNABORTED' }), server.send('x')],
        [client.closesocket(), settle, server.WSAEnumNetworkEvents({ FD_CLOSE: 'WSAECONNABORTED' })],
      ],
    },
    {
      rule: copies,
      says: 'FD_CLOSE may tell of a loss by the network that a receive has told, or not',
      as: [failure],
      after: [watched, server.recv(8, 'WSAETIMEDOUT'), settle],
      allows: [server.WSAEnumNetworkEvents({ FD_CLOSE: 'WSAECONNABORTED' })],
      refuses: [
        server.WSAEnumNetworkEvents({ FD_CLOSE: 0 }),
        [server.WSAEnumNetworkEvents({}), server.WSAEnumNetworkEvents({ FD_CLOSE: 'WSAECONNABORTED' })],
      ],
    },
    {
      rule: 'without half-close nothing is said of indications after the own end',
      on: withoutHalfClose,
      after: [connected, client.WSAEventSelect('FD_CLOSE'), client.shutdown('SD_SEND'), settle],
      allows: [client.WSAEnumNetworkEvents({ FD_CLOSE: 0 })],
      refuses: [[client.send('x', 'WSAENOTCONN')]],
    },
    {
      rule: copies,
      says: 'FD_WRITE comes after FD_CONNECT (NE-21)',
      after: [
        [listening, client.WSASocket(), client.WSAEventSelect('FD_CONNECT', 'FD_WRITE')],
        client.WSAConnect(listener, 'WSAEWOULDBLOCK'),
      ],
      allows: [client.WSAEnumNetworkEvents({ FD_CONNECT: 0 }), client.WSAEnumNetworkEvents({ FD_WRITE: 0 })],
      refuses: [client.WSAEnumNetworkEvents({ FD_WRITE: 0 })],
    },
    {
      rule: copies,
      says: 'FD_CLOSE may tell of a reset by this end, or not (GS-15)',
      as: [failure],
      after: [
        [connectedNonblocking, client.WSAEventSelect('FD_CLOSE'), client.shutdown('SD_RECEIVE')],
        [server.send('x'), settle],
      ],
      allows: [client.WSAEnumNetworkEvents({ FD_CLOSE: 'WSAECONNABORTED' })],
      refuses: [client.WSAEnumNetworkEvents({ FD_CLOSE: 0 })],
    },
    {
      rule: 'without a registration there may be no record to enumerate',
      after: [connected, client.send('x'), settle],
      allows: [
        [step(server, 'WSAEINVAL'), server.WSAEventSelect('FD_READ')],
        [settle, server.WSAEnumNetworkEvents({ FD_READ: 0 })],
      ],
      refuses: [
        [server.WSAEventSelect('FD_READ'), step(server, 'WSAEINVAL')],
        [
          step(server, 'WSAEINVAL'),
          server.WSAEventSelect('FD_READ'),
          settle,
          server.WSAEnumNetworkEvents({}),
        ],
      ],
    },
  ]))
    it(says, holds);

  it('tells nothing new of an event that was told, if only the call that enables it may have it recorded (AM-08a/R1)', () => {
    tcp
      .read({ 'AM-08a': ['R1'] })
      .refuses(
        [watched, client.send('ab'), settle, server.WSAEnumNetworkEvents({ FD_READ: 0 })],
        [client.send('c'), settle, server.WSAEnumNetworkEvents({ FD_READ: 'WSAENETDOWN' })],
      );
  });
});

const step = ({ name }: Actor, error: ErrorCode): Step => ({
  socket: name,
  call: 'WSAEnumNetworkEvents',
  args: {},
  result: { error },
});
