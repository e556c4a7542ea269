import { it } from 'vitest';
import type { Trace } from '../../model/testing.js';
import { client, connected, connectedNonblocking, server, settle, zeroBytes } from '../../model/testing.js';
import { bytesFaults } from './bytes.js';
import { testsOf } from './testing.js';

const sentApart: Trace = [connected, client.send('a'), settle, client.send('b'), settle];

const shown = testsOf(bytesFaults, {
  'last-byte-lost-at-shutdown': [
    connected,
    client.send('ab'),
    client.shutdown('SD_SEND'),
    server.recv(8, { data: 'a' }),
    server.recv(8, zeroBytes),
  ],
  'data-reordered': [sentApart, server.recv(8, { data: 'ba' })],
  'data-duplicated': [connected, client.send('a'), server.recv(8, { data: 'aa' })],
  'receive-waits-for-full-buffer': [
    connectedNonblocking,
    client.send('a'),
    settle,
    server.recv(8, 'WSAEWOULDBLOCK'),
  ],
  'messages-run-together': [sentApart, server.WSARecv(8, { data: 'ab' })],
  'long-message-cut': [connected, client.send('ab'), server.WSARecv(1, { data: 'a' })],
  'empty-message-dropped': [
    connectedNonblocking,
    client.send(''),
    settle,
    server.WSARecv(8, 'WSAEWOULDBLOCK'),
  ],
});

for (const { says, holds } of shown) it(says, holds);
