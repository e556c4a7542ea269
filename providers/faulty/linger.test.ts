import { it } from 'vitest';
import type { Trace } from '../../model/testing.js';
import { client, connected, connectedNonblocking, server, zeroBytes } from '../../model/testing.js';
import { lingerFaults } from './linger.js';
import { testsOf } from './testing.js';

const sent: Trace = [connected, client.lingers(5), client.send('a')];
const failed: Trace = [
  connectedNonblocking,
  client.lingers(5),
  client.send('a'),
  client.closesocket('WSAEWOULDBLOCK'),
];

const shown = testsOf(lingerFaults, {
  'linger-zero-graceful': [connected, client.lingers(0), client.closesocket(), server.recv(8, zeroBytes)],
  'linger-unsent-lost': [sent, client.closesocket('pending'), server.recv(8, zeroBytes)],
  'linger-reports-time-out': [sent, client.closesocket('WSAETIMEDOUT')],
  'linger-nonblocking-disconnects': [failed, server.recv(8, { data: 'a' }), server.recv(8, zeroBytes)],
  'linger-nonblocking-loses-handle': [failed, client.closesocket('WSAENOTSOCK')],
  'close-waits-without-lingering': [connected, client.send('a'), client.closesocket('pending')],
  'dontlinger-ignored': [
    client.WSASocket(),
    client.setsockopt({ option: 'SO_DONTLINGER', value: true }),
    client.getsockopt('SO_LINGER', { onoff: false }),
    client.setsockopt({ option: 'SO_DONTLINGER', value: false }),
    client.getsockopt('SO_LINGER', { onoff: false }),
  ],
});

for (const { says, holds } of shown) it(says, holds);
