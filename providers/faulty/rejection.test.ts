import { it } from 'vitest';
import type { Trace } from '../../model/testing.js';
import { client, client2, listener, listening, server, settle } from '../../model/testing.js';
import { rejectionFaults } from './rejection.js';
import { arrived, testsOf } from './testing.js';

const rejects = { as: server, condition: 'CF_REJECT' } as const;
const rejected: Trace = [
  listening,
  listener.nonblocking(),
  arrived(client),
  listener.WSAAccept(rejects, 'WSAECONNREFUSED', { callerId: client }),
];

/** On a transport that confirms a connection on acceptance. */
const held: Trace = [listening, client.WSASocket(), client.WSAConnect(listener, 'pending'), settle];

const shown = testsOf(rejectionFaults, {
  'reject-says-try-again': [listening, arrived(client), listener.WSAAccept(rejects, 'WSATRY_AGAIN')],
  'reject-leaves-request': [rejected, listener.WSAAccept(rejects, 'WSAECONNREFUSED')],
  'reject-drops-next-request': [
    listening,
    listener.nonblocking(),
    arrived(client),
    arrived(client2),
    settle,
    listener.WSAAccept(rejects, 'WSAECONNREFUSED', { callerId: client }),
    listener.accept(server, 'WSAEWOULDBLOCK'),
  ],
  'listener-closes-after-reject': [rejected, listener.getsockopt('SO_ACCEPTCONN', { value: false })],
  'reject-ends-gracefully': [rejected, client.recv(1, { data: '' })],
  'reject-confirms': [
    held,
    listener.WSAAccept(rejects, 'WSAECONNREFUSED'),
    client.completes('WSAConnect', 'ok'),
  ],
  'refused-socket-cannot-retry': [
    held,
    listener.WSAAccept(rejects, 'WSAECONNREFUSED'),
    client.completes('WSAConnect', 'WSAECONNREFUSED'),
    client.WSAConnect(listener, 'WSAEINVAL'),
  ],
});

for (const { says, holds } of shown) it(says, holds);
