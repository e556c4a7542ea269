import { it } from 'vitest';
import type { Trace } from '../../model/testing.js';
import { client, connected, listener, listening, server, settle, zeroBytes } from '../../model/testing.js';
import { fdCloseFaults } from './fd-close.js';
import { arrived, testsOf } from './testing.js';

const watched: Trace = [connected, server.WSAEventSelect('FD_READ', 'FD_CLOSE')];
const ended: Trace = [watched, client.shutdown('SD_SEND'), settle];
const reset: Trace = [watched, client.lingers(0), client.closesocket(), settle];

const shown = testsOf(fdCloseFaults, {
  'fd-close-missing': [ended, server.WSAEnumNetworkEvents({})],
  'fd-close-missing-after-own-shutdown': [
    watched,
    server.shutdown('SD_SEND'),
    client.shutdown('SD_SEND'),
    settle,
    server.WSAEnumNetworkEvents({}),
  ],
  'fd-close-missing-on-reset': [reset, server.WSAEnumNetworkEvents({})],
  'fd-close-code-zero-on-reset': [reset, server.WSAEnumNetworkEvents({ FD_CLOSE: 0 })],
  'fd-close-code-zero-on-rejection': [
    [listening, arrived(client), client.WSAEventSelect('FD_CLOSE')],
    listener.WSAAccept({ as: server, condition: 'CF_REJECT' }, 'WSAECONNREFUSED'),
    [settle, client.WSAEnumNetworkEvents({ FD_CLOSE: 0 })],
  ],
  'fd-close-before-data-read': [
    [watched, client.send('a'), client.shutdown('SD_SEND'), settle],
    server.WSAEnumNetworkEvents({ FD_READ: 0, FD_CLOSE: 0 }),
  ],
  'fd-close-as-fd-read': [ended, server.WSAEnumNetworkEvents({ FD_READ: 0 })],
  'fd-close-twice': [
    ended,
    server.WSAEnumNetworkEvents({ FD_CLOSE: 0 }),
    server.recv(8, zeroBytes),
    settle,
    server.WSAEnumNetworkEvents({ FD_CLOSE: 0 }),
  ],
  'fd-close-forgotten-after-data': [
    watched,
    client.send('a'),
    client.shutdown('SD_SEND'),
    settle,
    server.WSAEnumNetworkEvents({ FD_READ: 0 }),
    server.recv(8, { data: 'a' }),
    settle,
    server.WSAEnumNetworkEvents({}),
  ],
  'fd-close-missed-at-registration': [
    connected,
    client.shutdown('SD_SEND'),
    settle,
    server.WSAEventSelect('FD_CLOSE'),
    settle,
    server.WSAEnumNetworkEvents({}),
  ],
  'fd-close-after-closesocket': [
    watched,
    server.closesocket(),
    client.shutdown('SD_SEND'),
    settle,
    server.WSAEnumNetworkEvents({ FD_CLOSE: 0 }),
  ],
});

for (const { says, holds } of shown) it(says, holds);
