import { describe, it } from 'vitest';
import type { Trace } from '../testing.js';
import {
  client,
  connected,
  osi,
  server,
  settle,
  specificationOfArrival,
  tcp,
  zeroBytes,
} from '../testing.js';

const told = 'the end of data has arrived, and FD_CLOSE tells it when nothing is left to read';
const watched: Trace = [connected, server.WSAEventSelect('FD_READ', 'FD_CLOSE')];

describe('the end of data that arrives', () => {
  for (const { says, holds } of specificationOfArrival('end', [
    {
      rule: told,
      says: 'the graceful end is told once, with code 0, by FD_CLOSE and by receives',
      after: [watched, client.shutdown('SD_SEND'), settle],
      allows: [
        server.WSAEnumNetworkEvents({ FD_CLOSE: 0 }),
        server.recv(8, zeroBytes),
        settle,
        server.WSAEnumNetworkEvents({}),
      ],
      refuses: [
        server.WSAEnumNetworkEvents({}),
        server.WSAEnumNetworkEvents({ FD_CLOSE: 'WSAECONNABORTED' }),
        server.WSAEnumNetworkEvents({ FD_CLOSE: 0, FD_READ: 0 }),
      ],
    },
    {
      rule: told,
      says: 'FD_CLOSE does not come before the peer has ended',
      after: [watched, client.send('ab')],
      allows: [
        [server.WSAEnumNetworkEvents({ FD_READ: 0 }), server.recv(8, { data: 'ab' })],
        [client.shutdown('SD_SEND'), settle],
        server.WSAEnumNetworkEvents({ FD_CLOSE: 0 }),
      ],
      refuses: [
        server.WSAEnumNetworkEvents({ FD_CLOSE: 0 }),
        [server.shutdown('SD_SEND'), settle, server.WSAEnumNetworkEvents({ FD_READ: 0, FD_CLOSE: 0 })],
      ],
    },
    {
      rule: told,
      says: 'an endpoint that has ended itself gets FD_CLOSE when its peer answers with its own end',
      after: [watched, server.shutdown('SD_SEND'), settle, server.WSAEnumNetworkEvents({})],
      allows: [client.shutdown('SD_SEND'), settle, server.WSAEnumNetworkEvents({ FD_CLOSE: 0 })],
      refuses: [
        [settle, server.WSAEnumNetworkEvents({ FD_CLOSE: 0 })],
        [client.shutdown('SD_SEND'), settle, server.WSAEnumNetworkEvents({})],
      ],
    },
    {
      rule: told,
      says: 'FD_CLOSE is held back until all has been read, or comes at once',
      after: [watched, client.send('ab'), client.shutdown('SD_SEND'), settle],
      allows: [
        server.WSAEnumNetworkEvents({ FD_READ: 0 }),
        server.recv(1, { data: 'a' }),
        server.WSAEnumNetworkEvents({ FD_READ: 0 }),
        server.recv(8, { data: 'b' }),
        settle,
        server.WSAEnumNetworkEvents({ FD_CLOSE: 0 }),
      ],
      refuses: [
        server.WSAEnumNetworkEvents({ FD_CLOSE: 0 }),
        [
          server.WSAEnumNetworkEvents({ FD_READ: 0 }),
          server.recv(8, { data: 'ab' }),
          settle,
          server.WSAEnumNetworkEvents({}),
        ],
      ],
    },
    {
      rule: told,
      says: 'its disconnect data come with it, and not before',
      on: osi,
      after: [connected, client.send('ab')],
      allows: [
        client.WSASendDisconnect('total'),
        settle,
        server.recv(8, { data: 'ab' }),
        server.WSARecvDisconnect(32, { data: 'total' }),
      ],
      refuses: [
        [settle, server.WSARecvDisconnect(32, { data: 'total' })],
        [client.WSASendDisconnect('total'), settle, server.recv(8, 'WSAEDISCON')],
      ],
    },
    {
      rule: told,
      says: 'where reception was shut, FD_CLOSE may be told or not',
      on: tcp,
      after: [watched, server.shutdown('SD_BOTH')],
      allows: [client.shutdown('SD_SEND'), settle, server.WSAEnumNetworkEvents({ FD_CLOSE: 0 })],
      refuses: [
        [settle, server.WSAEnumNetworkEvents({ FD_CLOSE: 0 })],
        [client.shutdown('SD_SEND'), settle, server.WSAEnumNetworkEvents({ FD_CLOSE: 'WSAECONNRESET' })],
      ],
    },
    {
      rule: 'after a loss nobody minds a graceful end',
      after: [connected, client.shutdown('SD_SEND'), server.recv(8, 'WSAECONNABORTED')],
      allows: [settle, server.recv(8, 'WSAECONNABORTED')],
      refuses: [[settle, server.recv(8, { data: 'x' })]],
      unseen: 'the end would stay on the way',
    },
  ]))
    it(says, holds);
});
