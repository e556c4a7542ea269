import { it } from 'vitest';
import type { Trace } from '../../model/testing.js';
import { client, client2, connected, listener, listening, server, settle } from '../../model/testing.js';
import { indicationFaults } from './indications.js';
import { arrived, testsOf } from './testing.js';

const watched: Trace = [connected, server.WSAEventSelect('FD_READ', 'FD_WRITE'), settle];
const told: Trace = [
  connected,
  server.WSAEventSelect('FD_READ'),
  client.send('ab'),
  settle,
  server.WSAEnumNetworkEvents({ FD_READ: 0 }),
];
const connectsWatched: Trace = [
  listening,
  client.WSASocket(),
  client.WSAEventSelect('FD_CONNECT'),
  client.WSAConnect(listener, 'WSAEWOULDBLOCK'),
  settle,
];

const shown = testsOf(indicationFaults, {
  'registration-keeps-record': [
    connected,
    server.WSAEventSelect('FD_READ'),
    client.send('a'),
    settle,
    server.recv(8, { data: 'a' }),
    server.WSAEventSelect('FD_READ'),
    server.WSAEnumNetworkEvents({ FD_READ: 0 }),
  ],
  'registration-leaves-blocking': [connected, server.WSAEventSelect('FD_READ'), server.recv(8, 'pending')],
  'cancelling-keeps-registration': [
    watched,
    server.WSAEventSelect(),
    server.WSAEnumNetworkEvents({ FD_WRITE: 0 }),
  ],
  'mask-ignored': [
    connected,
    server.WSAEventSelect('FD_READ'),
    settle,
    server.WSAEnumNetworkEvents({ FD_WRITE: 0 }),
  ],
  'registration-misses-waiting-data': [
    connected,
    client.send('a'),
    settle,
    server.WSAEventSelect('FD_READ'),
    settle,
    server.WSAEnumNetworkEvents({}),
  ],
  'one-event-at-a-time': [watched, client.send('a'), settle, server.WSAEnumNetworkEvents({ FD_READ: 0 })],
  'record-survives-enumeration': [told, server.WSAEnumNetworkEvents({ FD_READ: 0 })],
  'failed-enumeration-clears': [
    connected,
    server.WSAEventSelect('FD_READ'),
    client.send('a'),
    settle,
    { ...server.WSAEnumNetworkEvents({}), result: { error: 'WSAENETDOWN' } },
    server.WSAEnumNetworkEvents({}),
  ],
  'fd-accept-not-repeated': [
    listening,
    listener.WSAEventSelect('FD_ACCEPT'),
    arrived(client),
    arrived(client2),
    settle,
    listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 }),
    listener.accept(server),
    settle,
    listener.WSAEnumNetworkEvents({}),
  ],
  'fd-read-not-repeated': [told, server.recv(1, { data: 'a' }), settle, server.WSAEnumNetworkEvents({})],
  'failing-receive-does-not-reenable': [
    told,
    server.WSARecv(1, 'WSAEMSGSIZE'),
    settle,
    server.WSAEnumNetworkEvents({}),
  ],
  'fd-write-repeated': [
    watched,
    server.WSAEnumNetworkEvents({ FD_WRITE: 0 }),
    server.send('a'),
    server.WSAEnumNetworkEvents({ FD_WRITE: 0 }),
  ],
  'fd-connect-missing': [connectsWatched, client.WSAEnumNetworkEvents({})],
  'fd-connect-code-zero-on-refusal': [
    connectsWatched,
    listener.WSAAccept({ as: server, condition: 'CF_REJECT' }, 'WSAECONNREFUSED'),
    settle,
    client.WSAEnumNetworkEvents({ FD_CONNECT: 0 }),
  ],
});

for (const { says, holds } of shown) it(says, holds);
