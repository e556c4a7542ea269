import { describe, it } from 'vitest';
import {
  client,
  client2,
  connected,
  listener,
  listening,
  server,
  server2,
  settle,
  specificationOf,
  tcp,
} from '../testing.js';

const copies = 'the record is copied and cleared';
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
  ]))
    it(says, holds);
});
