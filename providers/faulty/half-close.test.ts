import { it } from 'vitest';
import { client, connected, connectedNonblocking, server, settle } from '../../model/testing.js';
import { halfCloseFaults } from './half-close.js';
import { testsOf } from './testing.js';

const shown = testsOf(halfCloseFaults, {
  'shutdown-closes-both': [connected, client.shutdown('SD_SEND'), client.recv(8, 'WSAESHUTDOWN')],
  'half-close-drops-arrivals': [
    connectedNonblocking,
    client.shutdown('SD_SEND'),
    server.send('a'),
    settle,
    client.recv(8, 'WSAEWOULDBLOCK'),
  ],
  'send-fails-after-peers-end': [connected, client.shutdown('SD_SEND'), server.send('a', 'WSAESHUTDOWN')],
});

for (const { says, holds } of shown) it(says, holds);
