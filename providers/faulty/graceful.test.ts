import { it } from 'vitest';
import { client, connected, connectedNonblocking, server, settle, zeroBytes } from '../../model/testing.js';
import { gracefulFaults } from './graceful.js';
import { testsOf } from './testing.js';

const shown = testsOf(gracefulFaults, {
  'zero-bytes-on-message-end': [connected, client.shutdown('SD_SEND'), server.WSARecv(8, zeroBytes)],
  'disconn-on-stream-end': [connected, client.shutdown('SD_SEND'), server.recv(8, 'WSAEDISCON')],
  'end-before-data': [connected, client.send('a'), client.shutdown('SD_SEND'), server.recv(8, zeroBytes)],
  'end-told-once': [
    connectedNonblocking,
    client.shutdown('SD_SEND'),
    server.recv(8, zeroBytes),
    server.recv(8, 'WSAEWOULDBLOCK'),
  ],
  'shutdown-resets': [connected, client.shutdown('SD_SEND'), settle, server.recv(8, 'WSAECONNRESET')],
  'shutdown-stays-local': [
    connectedNonblocking,
    client.shutdown('SD_SEND'),
    settle,
    server.recv(8, 'WSAEWOULDBLOCK'),
  ],
  'graceful-close-resets': [connected, client.closesocket(), settle, server.recv(8, 'WSAECONNRESET')],
});

for (const { says, holds } of shown) it(says, holds);
