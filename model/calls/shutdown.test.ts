import { describe, it } from 'vitest';
import type { Trace } from '../testing.js';
import {
  bluetooth,
  client,
  connected,
  connectedNonblocking,
  listener,
  listening,
  osi,
  server,
  settle,
  specificationOf,
  tcp,
  withoutHalfClose,
  zeroBytes,
} from '../testing.js';

const send = 'SD_SEND starts a graceful shutdown';
const receive = 'SD_RECEIVE ends reception; on TCP, data that are queued reset the connection';
const both = 'SD_BOTH starts a graceful shutdown and ends reception';
const lost = 'a lost circuit is told, or shut down like one that stands';
const over = 'once both sides have ended, the socket may count as no longer connected';
const again = 'a direction that is down stays down';

describe('shutdown', () => {
  for (const { says, holds } of specificationOf('shutdown', [
    {
      rule: 'a socket that is not connected cannot be shut down',
      after: [client.WSASocket()],
      allows: [client.shutdown('SD_SEND', 'WSAENOTCONN')],
      refuses: [client.shutdown('SD_SEND'), client.shutdown('SD_SEND', 'WSAESHUTDOWN')],
    },
    {
      rule: 'a socket that is not connected cannot be shut down',
      says: 'neither can a listening one',
      after: listening,
      allows: [listener.shutdown('SD_BOTH', 'WSAENOTCONN')],
      refuses: [listener.shutdown('SD_BOTH')],
    },
    {
      rule: lost,
      after: [connected, client.lingers(0), client.closesocket(), settle],
      allows: [server.shutdown('SD_SEND', 'WSAECONNRESET')],
      refuses: [server.shutdown('SD_SEND', 'WSAESHUTDOWN'), server.shutdown('SD_SEND', 'WSAEWOULDBLOCK')],
    },
    {
      rule: lost,
      says: 'a lost circuit that was shut down may answer as one that stands',
      after: [connected, client.lingers(0), client.closesocket(), settle],
      allows: [
        [server.shutdown('SD_SEND'), server.send('x', 'WSAESHUTDOWN')],
        [server.shutdown('SD_RECEIVE'), server.recv(8, 'WSAESHUTDOWN')],
      ],
      refuses: [
        [server.shutdown('SD_SEND'), server.recv(8, 'WSAESHUTDOWN')],
        [server.shutdown('SD_RECEIVE'), server.send('x', 'WSAESHUTDOWN')],
        [server.shutdown('SD_BOTH'), server.send('x')],
      ],
    },
    {
      rule: over,
      after: [connected, client.shutdown('SD_SEND'), server.closesocket(), settle, client.recv(8, zeroBytes)],
      allows: [client.shutdown('SD_BOTH', 'WSAENOTCONN')],
      refuses: [client.shutdown('SD_BOTH', 'WSAECONNRESET'), client.shutdown('SD_RECEIVE', 'WSAEINVAL')],
    },
    {
      rule: over,
      says: 'without half-close, it may once one of them has (GS-13)',
      on: withoutHalfClose,
      after: [connected, client.shutdown('SD_SEND'), settle],
      allows: [server.shutdown('SD_SEND', 'WSAENOTCONN')],
      refuses: [server.shutdown('SD_SEND', 'WSAECONNRESET'), server.recv(8, 'WSAENOTCONN')],
    },
    {
      rule: over,
      says: 'where repetition is success, so is a shutdown after both sides have ended',
      on: tcp.read({ 'AM-26': ['R1'] }),
      after: [connected, client.shutdown('SD_SEND'), server.closesocket(), settle],
      allows: [client.shutdown('SD_SEND'), client.shutdown('SD_BOTH')],
      refuses: [client.shutdown('SD_BOTH', 'WSAENOTCONN')],
      idle: 'the rule is about the other reading',
    },
    {
      rule: send,
      after: [connectedNonblocking, client.send('ab')],
      allows: [client.shutdown('SD_SEND'), server.recv(8, { data: 'ab' }), server.recv(8, zeroBytes)],
      refuses: [
        client.shutdown('SD_SEND', 'WSAENOTCONN'),
        client.shutdown('SD_SEND', 'pending'),
        [client.shutdown('SD_SEND'), server.recv(8, zeroBytes)],
        [client.shutdown('SD_SEND'), settle, server.recv(8, 'WSAEWOULDBLOCK')],
      ],
    },
    {
      rule: send,
      says: 'SD_SEND closes neither the socket nor the other direction',
      after: connectedNonblocking,
      allows: [
        client.shutdown('SD_SEND'),
        server.send('ab'),
        settle,
        client.recv(8, { data: 'ab' }),
        client.closesocket(),
      ],
      refuses: [
        [client.shutdown('SD_SEND'), client.recv(8, 'WSAENOTSOCK')],
        [client.shutdown('SD_SEND'), client.recv(8, 'WSAESHUTDOWN')],
      ],
    },
    {
      rule: send,
      says: 'without graceful close even SD_SEND aborts',
      on: bluetooth.read({ 'AM-31': ['R1'] }),
      after: connectedNonblocking,
      allows: [client.shutdown('SD_SEND'), settle, server.recv(8, 'WSAECONNRESET')],
      refuses: [
        [client.shutdown('SD_SEND'), settle, server.recv(8, zeroBytes)],
        [client.shutdown('SD_SEND'), settle, server.recv(8, 'WSAEWOULDBLOCK')],
      ],
    },
    {
      rule: receive,
      says: 'after SD_RECEIVE a socket may still send',
      after: connected,
      allows: [server.shutdown('SD_RECEIVE'), server.send('ab'), settle, client.recv(8, { data: 'ab' })],
      refuses: [
        server.shutdown('SD_RECEIVE', 'WSAENOTCONN'),
        server.shutdown('SD_RECEIVE', 'pending'),
        [server.shutdown('SD_RECEIVE'), server.send('ab', 'WSAESHUTDOWN')],
      ],
    },
    {
      rule: receive,
      says: 'on TCP, data that wait to be read when reception ends reset the connection',
      after: [connectedNonblocking, client.send('ab'), settle],
      allows: [server.shutdown('SD_RECEIVE'), settle, client.recv(8, 'WSAECONNRESET')],
      refuses: [
        [server.shutdown('SD_RECEIVE'), settle, client.recv(8, 'WSAEWOULDBLOCK')],
        [server.shutdown('SD_RECEIVE'), settle, client.send('cd')],
      ],
    },
    {
      rule: receive,
      says: 'a message-oriented transport drops them',
      on: osi,
      after: [connectedNonblocking, client.send('ab'), settle],
      allows: [server.shutdown('SD_RECEIVE'), settle, client.send('cd'), client.recv(8, 'WSAEWOULDBLOCK')],
      refuses: [[server.shutdown('SD_RECEIVE'), settle, client.send('cd', 'WSAECONNRESET')]],
    },
    {
      rule: both,
      after: [connectedNonblocking, client.send('ab')],
      allows: [
        client.shutdown('SD_BOTH'),
        server.recv(8, { data: 'ab' }),
        server.recv(8, zeroBytes),
        client.recv(8, 'WSAESHUTDOWN'),
        client.send('x', 'WSAESHUTDOWN'),
      ],
      refuses: [
        client.shutdown('SD_BOTH', 'pending'),
        client.shutdown('SD_BOTH', 'WSAENOTCONN'),
        [client.shutdown('SD_BOTH'), client.recv(8, zeroBytes)],
        [client.shutdown('SD_BOTH'), client.send('x')],
        [client.shutdown('SD_BOTH'), settle, server.recv(8, zeroBytes)],
      ],
    },
    {
      rule: both,
      says: 'SD_BOTH after SD_SEND ends reception',
      after: [connected, client.shutdown('SD_SEND')],
      allows: [client.shutdown('SD_BOTH'), client.recv(8, 'WSAESHUTDOWN')],
      refuses: [[client.shutdown('SD_BOTH'), client.recv(8, 'pending')]],
    },
    {
      rule: again,
      says: 'a second SD_SEND changes nothing',
      after: [connected, client.shutdown('SD_SEND')],
      allows: [client.shutdown('SD_SEND'), client.send('x', 'WSAESHUTDOWN')],
      refuses: [
        client.shutdown('SD_SEND', 'WSAENOTCONN'),
        [settle, client.shutdown('SD_SEND', 'WSAENOTCONN')],
        [client.shutdown('SD_SEND'), client.send('x')],
      ],
    },
    {
      rule: again,
      says: 'once both directions are down, asking again succeeds or fails',
      after: [connected, client.shutdown('SD_BOTH')],
      allows: [client.shutdown('SD_SEND', 'WSAENOTCONN'), client.shutdown('SD_BOTH', 'WSAESHUTDOWN')],
      refuses: [client.shutdown('SD_SEND', 'WSAECONNRESET')],
    },
    {
      rule: 'the network has lost the circuit',
      after: connected,
      allows: [client.shutdown('SD_SEND', 'WSAECONNABORTED'), client.send('x', 'WSAECONNABORTED')],
      refuses: [
        client.shutdown('SD_SEND', 'WSAECONNRESET'),
        [client.shutdown('SD_SEND', 'WSAECONNABORTED'), client.send('x')],
        [
          client.shutdown('SD_SEND'),
          server.closesocket(),
          settle,
          client.shutdown('SD_SEND', 'WSAECONNABORTED'),
        ],
      ],
    },
  ]))
    it(says, holds);

  it('leaves open how a receive ends that was under way, though not with what nobody sent', () => {
    const receiving: Trace = [connected, server.recv(8, 'pending'), server.shutdown('SD_RECEIVE')];
    tcp.allows(receiving, server.completes('recv', zeroBytes));
    tcp.allows(receiving, server.completes('recv', 'WSAESHUTDOWN'));
    tcp.allows(receiving, client.send('ab'), server.completes('recv', { data: 'ab' }));
    tcp.refuses(receiving, client.send('ab'), server.completes('recv', { data: 'x' }));
    tcp.refuses(receiving, server.completes('recv', 'WSAESHUTDOWN'), server.recv(8, zeroBytes));
  });

  it('never blocks, whatever SO_LINGER says and whatever is unsent', () => {
    const unsent: Trace = [connected, client.lingers(30), client.send('ab')];
    for (const how of ['SD_SEND', 'SD_RECEIVE', 'SD_BOTH'] as const) {
      tcp.allows(unsent, client.shutdown(how));
      tcp.refuses(unsent, client.shutdown(how, 'pending'));
      tcp.refuses(unsent, client.nonblocking(), client.shutdown(how, 'WSAEWOULDBLOCK'));
    }
  });
});
