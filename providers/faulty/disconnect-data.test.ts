import { it } from 'vitest';
import type { Trace } from '../../model/testing.js';
import { client, connected, connectedNonblocking, server, settle } from '../../model/testing.js';
import { disconnectDataFaults } from './disconnect-data.js';
import { testsOf } from './testing.js';

/** The client says goodbye, and the server has been told by a receive. */
const said: Trace = [connected, client.WSASendDisconnect('bye'), server.WSARecv(8, 'WSAEDISCON')];

const shown = testsOf(disconnectDataFaults, {
  'send-disconnect-starts-nothing': [
    connectedNonblocking,
    client.WSASendDisconnect('bye'),
    settle,
    server.WSARecv(8, 'WSAEWOULDBLOCK'),
  ],
  'send-after-disconnect-succeeds': [connected, client.WSASendDisconnect('bye'), client.send('a')],
  'disconnect-data-cut': [said, server.WSARecvDisconnect(8, { data: 'by' })],
  'disconnect-data-in-stream': [
    connected,
    client.WSASendDisconnect('bye'),
    server.WSARecv(8, { data: 'bye' }),
  ],
  'disconnect-data-twice': [
    said,
    server.WSARecvDisconnect(8, { data: 'bye' }),
    server.WSARecvDisconnect(8, { data: 'bye' }),
  ],
  'disconnect-data-lost-on-close': [
    connected,
    client.WSASendDisconnect('bye'),
    client.closesocket(),
    server.WSARecv(8, 'WSAEDISCON'),
    server.WSARecvDisconnect(8, { data: '' }),
  ],
  'responders-data-lost': [
    said,
    server.WSASendDisconnect('thanks'),
    client.WSARecv(8, 'WSAEDISCON'),
    client.WSARecvDisconnect(8, { data: '' }),
  ],
  'fd-close-ends-disconnect-data': [
    connected,
    server.WSAEventSelect('FD_CLOSE'),
    client.WSASendDisconnect('bye'),
    server.WSAEnumNetworkEvents({ FD_CLOSE: 0 }),
    server.WSARecvDisconnect(8, 'WSAENOTCONN'),
  ],
  'only-fd-close-is-notice': [said, server.WSARecvDisconnect(8, 'WSAENOTCONN')],
  'receive-after-recv-disconnect': [
    said,
    server.WSARecvDisconnect(8, { data: 'bye' }),
    server.WSARecv(8, 'WSAEDISCON'),
  ],
  'recv-disconnect-ends-sending': [
    said,
    server.WSARecvDisconnect(8, { data: 'bye' }),
    server.send('a', 'WSAESHUTDOWN'),
  ],
  'recv-disconnect-closes-socket': [
    said,
    server.WSARecvDisconnect(8, { data: 'bye' }),
    server.closesocket('WSAENOTSOCK'),
  ],
  'short-disconnect-buffer-cuts': [said, server.WSARecvDisconnect(2, { data: 'by' })],
  'disconnect-data-swallowed': [connected, client.WSASendDisconnect('bye')],
});

for (const { says, holds } of shown) it(says, holds);
