import { it } from 'vitest';
import {
  client,
  connected,
  connectedNonblocking,
  listener,
  listening,
  server,
  settle,
  zeroBytes,
} from '../../model/testing.js';
import { closingFaults } from './closing.js';
import { arrived, testsOf } from './testing.js';

const shown = testsOf(closingFaults, {
  'close-with-no-end': [connectedNonblocking, client.closesocket(), settle, server.recv(8, 'WSAEWOULDBLOCK')],
  'close-drops-unsent': [connected, client.send('a'), client.closesocket(), server.recv(8, zeroBytes)],
  'close-keeps-handle': [client.WSASocket(), client.closesocket(), client.closesocket()],
  'close-leaves-attempt': [
    listening,
    client.WSASocket(),
    client.WSAConnect(listener, 'pending'),
    client.closesocket(),
    settle,
    listener.accept(server),
    server.nonblocking(),
    settle,
    server.recv(8, 'WSAEWOULDBLOCK'),
  ],
  'listener-close-keeps-backlog': [
    listening,
    arrived(client),
    client.nonblocking(),
    listener.closesocket(),
    settle,
    client.recv(8, 'WSAEWOULDBLOCK'),
  ],
  'close-tells-the-reset': [
    [connected, client.lingers(0), client.closesocket(), settle],
    server.closesocket('WSAECONNRESET'),
  ],
  'shutdown-closes-socket': [connected, client.shutdown('SD_BOTH'), client.closesocket('WSAENOTSOCK')],
});

for (const { says, holds } of shown) it(says, holds);
