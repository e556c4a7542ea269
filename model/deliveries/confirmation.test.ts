import { describe, it } from 'vitest';
import type { Trace } from '../testing.js';
import { client, listener, listening, osi, server, settle, specificationOfArrival } from '../testing.js';

const established = 'the connection is established, and callee data arrive with it';
const fault = 'callee data that do not fit their buffer are a fault';
const asking = (calleeDataLen: number): Trace => [
  [listening, client.WSASocket()],
  client.WSAConnect({ to: listener, calleeDataLen }, 'pending'),
];
const welcome = listener.WSAAccept({ as: server, condition: 'CF_ACCEPT', calleeData: 'welcome' });

describe('a confirmation that arrives', () => {
  for (const { says, holds } of specificationOfArrival('confirmation', [
    {
      rule: established,
      on: osi,
      after: [asking(16), welcome],
      allows: [
        client.completes('WSAConnect', { calleeData: 'welcome' }),
        client.CalleeData('welcome'),
        client.send('x'),
      ],
      refuses: [
        client.completes('WSAConnect', { calleeData: null }),
        client.completes('WSAConnect', { calleeData: 'welcome!' }),
        client.completes('WSAConnect', 'WSAECONNREFUSED'),
        client.completes('WSAConnect', 'WSAEFAULT'),
      ],
    },
    {
      rule: established,
      says: 'without a buffer nothing is passed back',
      on: osi,
      after: [listening, client.WSASocket(), client.WSAConnect(listener, 'pending'), welcome],
      allows: [client.completes('WSAConnect', { calleeData: null }), client.CalleeData(null)],
      refuses: [
        client.completes('WSAConnect', { calleeData: 'welcome' }),
        client.completes('WSAConnect', 'WSAEFAULT'),
      ],
    },
    {
      rule: established,
      says: 'a connection that is established is indicated, and is writable',
      after: [listening, client.WSASocket(), client.WSAEventSelect('FD_CONNECT', 'FD_WRITE')],
      allows: [
        client.WSAConnect(listener, 'WSAEWOULDBLOCK'),
        settle,
        client.WSAEnumNetworkEvents({ FD_CONNECT: 0, FD_WRITE: 0 }),
      ],
      refuses: [
        [client.WSAConnect(listener, 'WSAEWOULDBLOCK'), settle, client.WSAEnumNetworkEvents({})],
        [
          client.WSAConnect(listener, 'WSAEWOULDBLOCK'),
          settle,
          client.WSAEnumNetworkEvents({ FD_CONNECT: 0 }),
        ],
        [
          client.WSAConnect(listener, 'WSAEWOULDBLOCK'),
          client.WSAEnumNetworkEvents({ FD_CONNECT: 'WSAETIMEDOUT', FD_WRITE: 0 }),
        ],
      ],
    },
    {
      rule: fault,
      says: 'callee data that do not fit may leave the socket unconnected',
      on: osi.read({ 'AM-14': ['R1'] }),
      after: [asking(4), welcome],
      allows: [client.completes('WSAConnect', 'WSAEFAULT'), client.send('x', 'WSAENOTCONN')],
      refuses: [
        client.completes('WSAConnect', 'ok'),
        client.completes('WSAConnect', 'WSAEMSGSIZE'),
        [client.completes('WSAConnect', 'WSAEFAULT'), client.send('x')],
      ],
    },
    {
      rule: fault,
      says: 'or connect it, with as many as fit',
      on: osi.read({ 'AM-14': ['R2'] }),
      after: [asking(4), welcome],
      allows: [
        client.completes('WSAConnect', 'WSAEFAULT'),
        client.CalleeData('welc'),
        client.send('x'),
        settle,
        server.recv(8, { data: 'x' }),
      ],
      refuses: [
        client.completes('WSAConnect', 'ok'),
        [client.completes('WSAConnect', 'WSAEFAULT'), client.CalleeData('welcome')],
      ],
    },
    {
      rule: fault,
      says: 'a socket that is connected with as many as fit may be writable',
      on: osi.read({ 'AM-14': ['R2'] }),
      after: [
        [listening, client.WSASocket(), client.WSAEventSelect('FD_CONNECT', 'FD_WRITE')],
        [client.WSAConnect({ to: listener, calleeDataLen: 4 }, 'WSAEWOULDBLOCK'), welcome, settle],
      ],
      allows: [client.WSAEnumNetworkEvents({ FD_CONNECT: 'WSAEFAULT', FD_WRITE: 0 }), client.send('x')],
      refuses: [
        client.WSAEnumNetworkEvents({ FD_WRITE: 0 }),
        client.WSAEnumNetworkEvents({ FD_CONNECT: 0, FD_WRITE: 0 }),
      ],
    },
    {
      rule: fault,
      says: 'one that is left unconnected is not',
      on: osi.read({ 'AM-14': ['R1'] }),
      after: [
        [listening, client.WSASocket(), client.WSAEventSelect('FD_CONNECT', 'FD_WRITE')],
        [client.WSAConnect({ to: listener, calleeDataLen: 4 }, 'WSAEWOULDBLOCK'), welcome, settle],
      ],
      allows: [client.WSAEnumNetworkEvents({ FD_CONNECT: 'WSAEFAULT' })],
      refuses: [client.WSAEnumNetworkEvents({ FD_CONNECT: 'WSAEFAULT', FD_WRITE: 0 })],
    },
    {
      rule: 'a confirmation that nobody waits for is dropped',
      says: 'a confirmation for a client that gave up is dropped',
      on: osi,
      after: [listening, client.WSASocket(), client.WSAConnect(listener, 'pending')],
      allows: [welcome, client.closesocket(), settle, server.recv(8, 'WSAECONNRESET')],
      refuses: [[welcome, client.closesocket(), settle, server.recv(8, { data: 'x' })]],
      idle: 'who gives an attempt up drops what is on the way to it',
    },
  ]))
    it(says, holds);
});
