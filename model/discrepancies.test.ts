import { describe, it } from 'vitest';
import type { Documents, Trace } from './testing.js';
import {
  client,
  connected,
  connectedNonblocking,
  listener,
  listening,
  server,
  settle,
  tcp,
} from './testing.js';

/** Where the model and the documents disagree: what should hold, and why it does not. */
interface Discrepancy {
  readonly says: string;
  readonly because: string;
  readonly on?: Documents;
  readonly trace: Trace;
}

const nonblockingListener: Trace = [listening, listener.nonblocking()];

/** Traces that the documents allow, and the oracle refuses. */
const accusations: readonly Discrepancy[] = [
  {
    says: 'a connector may know of its connection before the backlog does (CA-29)',
    because:
      'the confirmation is sent only when the request is in the backlog; TCP’s last segment is still on its way',
    trace: [
      [nonblockingListener, client.WSASocket(), client.WSAConnect(listener)],
      [listener.accept(server, 'WSAEWOULDBLOCK'), settle, listener.accept(server)],
    ],
  },
  {
    says: 'a receive that waits may be ended by the network (AS-07, AS-09)',
    because: 'failures of the surroundings are looked for in calls that end at once only',
    trace: [connected, server.recv(8, 'pending'), server.completes('recv', 'WSAECONNABORTED')],
  },
  {
    says: 'a connect that waits may find the network unreachable (CN-07)',
    because: 'failures of the surroundings are looked for in calls that end at once only',
    trace: [
      [listening, client.WSASocket(), client.WSAConnect(listener, 'pending')],
      client.completes('WSAConnect', 'WSAENETUNREACH'),
    ],
  },
  {
    says: 'FD_CONNECT may tell that the network is unreachable (NE-20)',
    because: 'failures of the surroundings are looked for in calls only',
    trace: [
      [listening, client.WSASocket(), client.WSAEventSelect('FD_CONNECT')],
      client.WSAConnect(listener, 'WSAEWOULDBLOCK'),
      client.WSAEnumNetworkEvents({ FD_CONNECT: 'WSAENETUNREACH' }),
    ],
  },
  {
    says: 'a send may tell that the circuit was lost to a time-out (AS-07, AS-09)',
    because: 'only a receive notices that the network has lost the circuit',
    trace: [connected, client.send('x', 'WSAETIMEDOUT')],
  },
  {
    says: 'a shutdown may tell that the circuit was lost to a failure (AS-07, GS-20)',
    because: 'only a receive notices that the network has lost the circuit',
    trace: [connected, client.shutdown('SD_SEND', 'WSAECONNABORTED')],
  },
  {
    says: 'FD_CLOSE tells of a circuit that the network has lost (AS-07, NE-27)',
    because: 'a loss by the network is indicated to nobody',
    trace: [
      [connectedNonblocking, server.WSAEventSelect('FD_CLOSE'), server.recv(8, 'WSAECONNABORTED')],
      server.WSAEnumNetworkEvents({ FD_CLOSE: 'WSAECONNABORTED' }),
    ],
  },
  {
    says: 'an event may bear WSAENETDOWN (NE-17, NE-18, NE-21, NE-27)',
    because: 'failures of the surroundings are looked for in calls only',
    trace: [
      [connectedNonblocking, server.WSAEventSelect('FD_READ')],
      server.WSAEnumNetworkEvents({ FD_READ: 'WSAENETDOWN' }),
    ],
  },
];

/** Traces that the documents do not allow in their last step, and the oracle does. */
const faults: readonly Discrepancy[] = [
  {
    says: 'WSAECONNRESET without any abort (AS-01)',
    because: 'the network loses circuits with any code, that of a remote abort included',
    trace: [connected, server.recv(8, 'WSAECONNRESET')],
  },
  {
    says: 'a graceful end that a receive tells as WSAECONNRESET (AS-01, GS-06)',
    because: 'the network loses circuits with any code, that of a remote abort included',
    trace: [connected, client.shutdown('SD_SEND'), server.recv(8, 'WSAECONNRESET')],
  },
  {
    says: 'WSAENOTCONN on a connected socket (IO-03)',
    because: 'the network loses circuits with any code, that of an unconnected socket included',
    trace: [connected, server.recv(8, 'WSAENOTCONN')],
  },
  {
    says: 'WSAECONNABORTED in place of data that are there (IO-05)',
    because: 'the network may lose a circuit although data wait to be read',
    trace: [connectedNonblocking, client.send('ab'), settle, server.recv(8, 'WSAECONNABORTED')],
  },
];

describe('the documents allow that', () => {
  for (const { says, because, on = tcp, trace } of accusations)
    it.fails(`${says} [refused: ${because}]`, () => {
      on.allows(trace);
    });
});

describe('the documents do not allow', () => {
  for (const { says, because, on = tcp, trace } of faults)
    it.fails(`${says} [allowed: ${because}]`, () => {
      on.refuses(trace);
    });
});
