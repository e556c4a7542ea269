import { describe, it } from 'vitest';
import {
  client,
  connected,
  connectedNonblocking,
  osi,
  server,
  settle,
  specificationOfArrival,
  zeroBytes,
} from '../testing.js';

const received = 'data are received and indicated';
const unwanted = 'data that meet a direction shut for receiving are dropped, or reset the circuit';
const gone = 'data for an endpoint that is gone may be answered with a reset';

describe('data that arrive', () => {
  for (const { says, holds } of specificationOfArrival('data', [
    {
      rule: received,
      after: [connected, server.WSAEventSelect('FD_READ')],
      allows: [
        client.send('ab'),
        settle,
        server.WSAEnumNetworkEvents({ FD_READ: 0 }),
        server.recv(8, { data: 'ab' }),
      ],
      refuses: [
        server.WSAEnumNetworkEvents({ FD_READ: 0 }),
        [client.send('ab'), settle, server.WSAEnumNetworkEvents({})],
        [client.send('ab'), settle, server.recv(8, 'WSAEWOULDBLOCK')],
        [client.send('ab'), client.WSAEventSelect('FD_READ'), client.WSAEnumNetworkEvents({ FD_READ: 0 })],
      ],
    },
    {
      rule: received,
      says: 'data may reach one connection before those that were sent earlier reach another',
      after: [connectedNonblocking, client.send('ab'), server.send('cd')],
      allows: [
        client.recv(8, { data: 'cd' }),
        server.recv(8, 'WSAEWOULDBLOCK'),
        server.recv(8, { data: 'ab' }),
      ],
      refuses: [[client.recv(8, { data: 'cd' }), server.recv(8, { data: 'cd' })]],
    },
    {
      rule: received,
      says: 'nothing that is sent on one side comes back on it',
      after: connectedNonblocking,
      allows: [client.send('ab'), settle, client.recv(8, 'WSAEWOULDBLOCK'), server.recv(8, { data: 'ab' })],
      refuses: [[client.send('ab'), settle, client.recv(8, { data: 'ab' })]],
    },
    {
      rule: unwanted,
      says: 'on TCP, data that come after SD_RECEIVE reset the connection',
      after: [connectedNonblocking, server.shutdown('SD_RECEIVE')],
      allows: [client.send('ab'), settle, client.send('cd', 'WSAECONNRESET')],
      refuses: [
        [client.send('ab'), settle, client.recv(8, 'WSAEWOULDBLOCK')],
        [client.send('ab'), settle, client.send('cd')],
        [settle, client.recv(8, 'WSAECONNRESET')],
      ],
    },
    {
      rule: unwanted,
      says: 'messages that come after SD_RECEIVE are dropped, and FD_READ may stay silent',
      on: osi,
      after: [connectedNonblocking, server.WSAEventSelect('FD_READ'), server.shutdown('SD_RECEIVE')],
      allows: [client.send('ab'), settle, client.send('cd'), server.WSAEnumNetworkEvents({})],
      refuses: [[client.send('ab'), settle, server.recv(8, { data: 'ab' })]],
      unseen: 'without the rule they stay on the way, where nobody sees them either',
    },
    {
      rule: unwanted,
      says: 'or FD_READ tells that they have come: it is a hint, and does not say that they can be read',
      after: [connectedNonblocking, server.WSAEventSelect('FD_READ'), server.shutdown('SD_RECEIVE')],
      allows: [client.send('ab'), settle, server.WSAEnumNetworkEvents({ FD_READ: 0 })],
      refuses: [
        [settle, server.WSAEnumNetworkEvents({ FD_READ: 0 })],
        [
          client.send('ab'),
          settle,
          server.WSAEnumNetworkEvents({ FD_READ: 0 }),
          settle,
          server.WSAEnumNetworkEvents({ FD_READ: 0 }),
        ],
      ],
    },
    {
      rule: gone,
      says: 'data for a socket that was closed may be answered with a reset',
      after: [connectedNonblocking, server.closesocket(), settle],
      allows: [client.send('x'), settle, client.send('y', 'WSAECONNRESET')],
      refuses: [[client.recv(8, zeroBytes), settle, client.send('y', 'WSAESHUTDOWN')]],
    },
    {
      rule: gone,
      says: 'or not: any number of sends may succeed',
      after: [connectedNonblocking, server.closesocket(), settle],
      allows: [
        client.send('x'),
        settle,
        client.send('y'),
        settle,
        client.send('z'),
        client.recv(8, zeroBytes),
      ],
      refuses: [[client.send('x'), settle, client.recv(8, 'WSAEWOULDBLOCK')]],
      unseen: 'without the rule they stay on the way',
    },
    {
      rule: 'data that a reset has overtaken may have arrived before it',
      says: 'a reset leaves any part of the data to be read, also when everything rests (AM-07/R2)',
      after: [connectedNonblocking, client.send('abcd'), client.lingers(0), client.closesocket(), settle],
      allows: [server.recv(1, { data: 'a' }), server.recv(8, { data: 'b' }), server.recv(8, 'WSAECONNRESET')],
      refuses: [
        server.recv(8, 'WSAEWOULDBLOCK'),
        server.recv(8, { data: 'bc' }),
        [server.recv(8, { data: 'ab' }), server.recv(8, zeroBytes)],
        [server.recv(8, 'WSAECONNRESET'), server.recv(8, { data: 'abcd' })],
      ],
    },
    {
      rule: 'data for a circuit that is lost are lost',
      after: [connectedNonblocking, client.send('ab')],
      allows: [server.recv(8, 'WSAECONNABORTED'), settle, server.recv(8, 'WSAECONNABORTED')],
      refuses: [[server.recv(8, 'WSAECONNABORTED'), settle, server.recv(8, 'WSAEWOULDBLOCK')]],
      unseen: 'without the rule they stay on the way',
    },
  ]))
    it(says, holds);
});
