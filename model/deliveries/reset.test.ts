import { describe, it } from 'vitest';
import type { Trace } from '../testing.js';
import {
  client,
  client2,
  connected,
  connectedNonblocking,
  listener,
  listening,
  osi,
  server,
  settle,
  specificationOfArrival,
  tcp,
  zeroBytes,
} from '../testing.js';

const reset = 'the circuit is reset';
const withdrawn = 'a request is withdrawn, or its connection reset, before it was accepted';
const aborts: Trace = [client.lingers(0), client.closesocket()];

describe('a reset that arrives', () => {
  for (const { says, holds } of specificationOfArrival('reset', [
    {
      rule: reset,
      says: 'FD_CLOSE tells of a reset with a code that is not 0, once',
      after: [connected, server.WSAEventSelect('FD_READ', 'FD_CLOSE')],
      allows: [
        aborts,
        settle,
        server.WSAEnumNetworkEvents({ FD_CLOSE: 'WSAECONNRESET' }),
        settle,
        server.WSAEnumNetworkEvents({}),
      ],
      refuses: [
        [aborts, settle, server.WSAEnumNetworkEvents({})],
        [aborts, settle, server.WSAEnumNetworkEvents({ FD_CLOSE: 0 })],
        [aborts, settle, server.WSAEnumNetworkEvents({ FD_CLOSE: 'WSAECONNRESET', FD_READ: 0 })],
        [
          aborts,
          server.WSAEnumNetworkEvents({ FD_CLOSE: 'WSAECONNRESET' }),
          server.WSAEnumNetworkEvents({ FD_CLOSE: 'WSAECONNRESET' }),
        ],
        server.WSAEnumNetworkEvents({ FD_CLOSE: 'WSAECONNRESET' }),
      ],
    },
    {
      rule: reset,
      says: 'a reset may overtake data, or come after them',
      after: [connectedNonblocking, client.send('ab')],
      allows: [aborts, server.recv(1, { data: 'a' }), settle, server.send('x', 'WSAECONNRESET')],
      refuses: [
        [aborts, server.recv(8, zeroBytes)],
        [aborts, server.recv(8, { data: 'b' })],
        [aborts, settle, server.recv(8, 'WSAEWOULDBLOCK')],
      ],
    },
    {
      rule: reset,
      says: 'a reset after a half-close overtakes the end',
      after: [connectedNonblocking, client.send('ab'), client.shutdown('SD_SEND')],
      allows: [aborts, settle, server.send('x', 'WSAECONNRESET')],
      refuses: [[aborts, settle, server.send('x', 'WSAESHUTDOWN')]],
    },
    {
      rule: reset,
      says: 'a connection that is reset is reset for its connector too',
      after: [connectedNonblocking, server.lingers(0)],
      allows: [server.closesocket(), settle, client.send('x', 'WSAECONNRESET')],
      refuses: [
        [server.closesocket(), settle, client.recv(8, zeroBytes)],
        [server.closesocket(), settle, client.send('x')],
      ],
    },
    {
      rule: reset,
      says: 'nobody else feels a reset',
      after: [connected, client2.WSASocket(), client2.WSAConnect(listener), client2.nonblocking(), aborts],
      allows: [
        settle,
        server.send('y', 'WSAECONNRESET'),
        client2.send('x'),
        client2.recv(8, 'WSAEWOULDBLOCK'),
      ],
      refuses: [[settle, client2.send('x', 'WSAECONNRESET')]],
    },
    {
      rule: withdrawn,
      on: osi.read({ 'AM-04': ['R1', 'R2'] }),
      after: [
        [listening, listener.nonblocking()],
        [client.WSASocket(), client.nonblocking(), client.WSAConnect(listener, 'WSAEWOULDBLOCK'), settle],
      ],
      allows: [client.closesocket(), settle, listener.accept(server, 'WSAEACCES')],
      refuses: [
        [client.closesocket(), settle, listener.accept(server)],
        [settle, listener.accept(server, 'WSAETIMEDOUT')],
      ],
    },
    {
      rule: withdrawn,
      says: 'a request that is withdrawn on its way is never indicated, or indicated in vain',
      on: tcp,
      after: [listening, listener.WSAEventSelect('FD_ACCEPT'), client.WSASocket(), client.nonblocking()],
      allows: [
        client.WSAConnect(listener, 'WSAEWOULDBLOCK'),
        client.closesocket(),
        settle,
        listener.WSAEnumNetworkEvents({}),
        listener.accept(server, 'WSAEWOULDBLOCK'),
      ],
      refuses: [
        [
          client.WSAConnect(listener, 'WSAEWOULDBLOCK'),
          client.closesocket(),
          settle,
          listener.WSAEnumNetworkEvents({ FD_ACCEPT: 'WSAECONNRESET' }),
        ],
      ],
    },
    {
      rule: 'what the network has lost never arrives, and its peer does not hear of it',
      after: [connectedNonblocking, client.shutdown('SD_SEND'), client.recv(8, 'WSAETIMEDOUT'), settle],
      allows: [server.recv(8, 'WSAEWOULDBLOCK'), settle, server.recv(8, 'WSAEWOULDBLOCK')],
      refuses: [[server.recv(8, 'WSAEWOULDBLOCK'), server.recv(8, zeroBytes)], server.recv(8, { data: 'x' })],
    },
  ]))
    it(says, holds);
});
