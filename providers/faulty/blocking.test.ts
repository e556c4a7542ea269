import { it } from 'vitest';
import { client, connected, connectedNonblocking, listener, listening, server } from '../../model/testing.js';
import { blockingFaults } from './blocking.js';
import { testsOf } from './testing.js';

const shown = testsOf(blockingFaults, {
  'blocking-accept-does-not-wait': [listening, listener.accept(server, 'WSAEWOULDBLOCK')],
  'blocking-connect-does-not-wait': [
    listening,
    client.WSASocket(),
    client.WSAConnect(listener, 'WSAEWOULDBLOCK'),
  ],
  'nonblocking-connect-waits': [
    listening,
    client.WSASocket(),
    client.nonblocking(),
    client.WSAConnect(listener, 'pending'),
  ],
  'blocking-receive-does-not-wait': [connected, server.recv(8, 'WSAEWOULDBLOCK')],
  'nonblocking-receive-waits': [connectedNonblocking, server.recv(8, 'pending')],
  'shutdown-blocks': [connected, client.lingers(5), client.send('a'), client.shutdown('SD_SEND', 'pending')],
});

for (const { says, holds } of shown) it(says, holds);
