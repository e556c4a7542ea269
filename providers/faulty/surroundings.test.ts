import { it } from 'vitest';
import {
  client,
  connectedNonblocking,
  listener,
  listening,
  server,
  server2,
  settle,
} from '../../model/testing.js';
import { surroundingsFaults } from './surroundings.js';
import { arrived, testsOf } from './testing.js';

const shown = testsOf(surroundingsFaults, {
  'shortage-ends-listening': [
    [listening, arrived(client), listener.accept(server, 'WSAEMFILE')],
    listener.WSAAccept({ as: server, condition: 'CF_ACCEPT' }, 'WSAEINVAL'),
  ],
  'address-clash-listens-all-the-same': [
    [listening, server.WSASocket(), server.bind(), server.nonblocking()],
    [server.listen(1, 'WSAEADDRINUSE'), server.accept(server2, 'WSAEWOULDBLOCK')],
  ],
  'timed-out-circuit-goes-on': [
    connectedNonblocking,
    server.recv(1, 'WSAETIMEDOUT'),
    settle,
    server.send('a', { sent: 1 }),
  ],
  'keep-alive-failure-goes-on': [
    connectedNonblocking,
    server.recv(1, 'WSAENETRESET'),
    settle,
    server.send('a', { sent: 1 }),
  ],
  'keep-alive-failure-delivers': [
    connectedNonblocking,
    client.send('a', 'WSAENETRESET'),
    settle,
    server.recv(1, { data: 'a' }),
  ],
  'cancelled-accept-succeeds': [
    [listener.WSASocket(), listener.bind(), listener.listen(1), listener.accept(server, 'pending')],
    [listener.closesocket(), listener.completes('WSAAccept', 'ok')],
  ],
});

for (const { says, holds } of shown) it(says, holds);
