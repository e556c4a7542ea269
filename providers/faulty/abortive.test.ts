import { it } from 'vitest';
import type { Trace } from '../../model/testing.js';
import { client, connected, connectedNonblocking, server, settle, zeroBytes } from '../../model/testing.js';
import { abortiveFaults } from './abortive.js';
import { testsOf } from './testing.js';

const reset: Trace = [connectedNonblocking, client.lingers(0), client.closesocket(), settle];

const shown = testsOf(abortiveFaults, {
  'reset-seen-as-end': [reset, server.recv(8, zeroBytes)],
  'reset-told-as-aborted': [reset, server.recv(8, 'WSAECONNABORTED')],
  'reset-told-once': [reset, server.recv(8, 'WSAECONNRESET'), server.recv(8, zeroBytes)],
  'lost-circuit-told-as-reset': [connectedNonblocking, server.send('a'), server.recv(8, 'WSAECONNRESET')],
  'reset-goes-unseen': [reset, server.recv(8, 'WSAEWOULDBLOCK')],
  'data-after-reset': [
    connected,
    client.send('a'),
    settle,
    client.lingers(0),
    client.closesocket(),
    settle,
    server.recv(8, 'WSAECONNRESET'),
    server.recv(8, { data: 'a' }),
  ],
  'send-after-reset-succeeds': [reset, server.send('a')],
  'send-after-told-reset-succeeds': [reset, server.recv(8, 'WSAECONNRESET'), server.send('a')],
  'sd-receive-ignores-data': [
    connectedNonblocking,
    client.send('a'),
    settle,
    server.shutdown('SD_RECEIVE'),
    settle,
    client.recv(8, 'WSAEWOULDBLOCK'),
  ],
  'graceful-where-unsupported': [
    connected,
    client.shutdown('SD_SEND'),
    server.send('a'),
    settle,
    client.recv(8, { data: 'a' }),
  ],
});

for (const { says, holds } of shown) it(says, holds);
