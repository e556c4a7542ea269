import { describe, it } from 'vitest';
import type { Trace } from '../testing.js';
import {
  actor,
  client,
  client2,
  connected,
  listener,
  listening,
  osi,
  server,
  settle,
  specificationOf,
  tcp,
} from '../testing.js';

const twoWait: Trace = [
  listening,
  [client.WSASocket(), client.WSAConnect(listener), client.nonblocking()],
  [client2.WSASocket(), client2.WSAConnect(listener), client2.nonblocking()],
];

describe('listen', () => {
  for (const { says, holds } of specificationOf('listen', [
    {
      rule: 'listening needs a bound socket',
      after: [listener.WSASocket()],
      allows: [listener.listen(5, 'WSAEINVAL')],
      refuses: [listener.listen(5), listener.listen(5, 'WSAEISCONN')],
    },
    {
      rule: 'an attempt to connect that has failed may leave no address to listen at',
      after: [
        listener.WSASocket(),
        listener.bind(),
        client.WSASocket(),
        client.WSAConnect(listener, 'WSAECONNREFUSED'),
      ],
      allows: [client.listen(1, 'WSAEINVAL'), client.listen(1)],

      refuses: [client.listen(1, 'WSAEISCONN')],
    },
    {
      rule: 'an attempt to connect that has failed may leave no address to listen at',
      says: 'nor is it said that one which was bound before can still listen',
      after: [
        [listener.WSASocket(), listener.bind(), client.WSASocket(), client.bind()],
        client.WSAConnect(listener, 'WSAECONNREFUSED'),
      ],
      allows: [client.listen(1, 'WSAEINVAL'), client.listen(1)],
      refuses: [client.listen(1, 'WSAEISCONN')],
    },
    {
      rule: 'a connected socket cannot listen',
      after: connected,
      allows: [client.listen(5, 'WSAEISCONN')],
      refuses: [client.listen(5), client.listen(5, 'WSAEALREADY')],
    },
    {
      rule: 'a connected socket cannot listen',
      says: 'nor can an accepted one',
      after: connected,
      allows: [server.listen(5, 'WSAEISCONN')],
      refuses: [server.listen(5)],
    },
    {
      rule: 'a socket that was bound by connecting or accepting may count as unbound',
      says: 'a connected socket was not bound with bind',
      after: connected,
      allows: [server.listen(5, 'WSAEINVAL'), client.listen(5, 'WSAEINVAL')],
      refuses: [],
    },
    {
      rule: 'a socket whose connection is being made cannot listen',
      on: osi,
      after: [listening, client.WSASocket(), client.WSAConnect(listener, 'pending')],
      allows: [client.listen(5, 'WSAEISCONN')],
      refuses: [client.listen(5, 'pending')],
    },
    {
      rule: 'listening after the connection is left open',
      after: [connected, server.lingers(0), server.closesocket(), settle],
      allows: [client.listen(5, 'WSAEISCONN'), client.listen(5), client.bind('WSAEFAULT')],
      refuses: [client.listen(5, 'pending')],
    },
    {
      rule: 'a bound socket listens, with a backlog that is silently clamped',
      after: [listener.WSASocket(), listener.bind()],
      allows: [listener.listen(5), listener.getsockopt('SO_ACCEPTCONN', { value: true })],
      refuses: [listener.listen(5, 'WSAEINVAL'), listener.listen(5, 'pending')],
    },
    {
      rule: 'a bound socket listens, with a backlog that is silently clamped',
      says: 'an illegal backlog becomes the nearest legal one: one request always fits',
      after: [listener.WSASocket(), listener.bind(), client.WSASocket()],
      allows: [listener.listen(-3), client.WSAConnect(listener)],
      refuses: [
        listener.listen(-3, 'WSAEINVAL'),
        [listener.listen(-3), client.WSAConnect(listener, 'WSAECONNREFUSED')],
      ],
    },
    {
      rule: 'listening again leaves the backlog, or changes it and drops what no longer fits',
      after: listening,
      allows: [listener.listen(1)],
      refuses: [listener.listen(1, 'WSAEINVAL'), listener.listen(1, 'WSAEISCONN')],
    },
    {
      rule: 'listening again leaves the backlog, or changes it and drops what no longer fits',
      says: 'listening again keeps what still fits',
      after: [listening, client.WSASocket(), client.WSAConnect(listener)],
      allows: [listener.listen(1), listener.accept(server)],
      refuses: [
        [listener.listen(1), listener.nonblocking(), settle, listener.accept(server, 'WSAEWOULDBLOCK')],
      ],
    },
    {
      rule: 'listening again leaves the backlog, or changes it and drops what no longer fits',
      says: 'listening again with a smaller backlog may reset a client that waits in it',
      after: twoWait,
      allows: [listener.listen(1), settle, client2.recv(8, 'WSAECONNRESET')],
      refuses: [
        [listener.listen(2), settle, client2.recv(8, 'WSAEDISCON')],
        [listener.listen(1), settle, client2.recv(8, { data: '' })],
      ],
    },
    {
      rule: 'listening again leaves the backlog, or changes it and drops what no longer fits',
      says: 'which of the clients that no longer fit is reset is not said, but one that still fits is not',
      after: twoWait,
      allows: [listener.listen(1), settle, client.recv(8, 'WSAECONNRESET')],
      refuses: [
        [listener.listen(2), settle, client.recv(8, 'WSAECONNRESET')],
        [listener.listen(1), settle, client.recv(8, 'WSAECONNRESET'), client2.recv(8, 'WSAECONNRESET')],
      ],
    },
    {
      rule: 'the address is taken, or descriptors have run out',
      after: [listener.WSASocket(), listener.bind()],
      allows: [listener.listen(5, 'WSAEADDRINUSE'), listener.listen(5, 'WSAEMFILE'), listener.listen(5)],
      refuses: [listener.listen(5, 'WSAENOTCONN')],
    },
  ]))
    it(says, holds);

  it('may silence nobody any more once it has dropped the request that was deferred (CA-12)', () => {
    const tells = listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 });
    const deferred: Trace = [
      [listening, listener.WSAEventSelect('FD_ACCEPT'), client.WSASocket(), client.WSAConnect(listener)],
      [settle, listener.WSAAccept({ as: server, condition: 'CF_DEFER' }, 'WSATRY_AGAIN'), tells],
      [client2.WSASocket(), client2.WSAConnect(listener), client.nonblocking(), settle],
    ];
    const on = tcp.read({ 'AM-01': ['R1'], 'AM-20': ['R2'] });
    const dropped: Trace = [listener.listen(1), settle, client.recv(8, 'WSAECONNRESET')];
    on.allows(deferred, dropped, tells);
    on.allows(deferred, dropped, listener.accept(server));
    on.refuses(deferred, tells);
  });

  it('leaves open what becomes of many requests that no longer fit, and of none where they do', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'].map(actor);
    const many: Trace = [
      [listener.WSASocket(), listener.bind(), listener.listen(6)],
      names.map((one) => [one.WSASocket(), one.WSAConnect(listener), one.nonblocking()]),
      settle,
    ];
    const reset = names.map((one) => one.recv(8, 'WSAECONNRESET'));
    tcp.allows(many, listener.listen(1), settle, reset);
    tcp.refuses(many, listener.listen(6), settle, reset.slice(0, 1));
    tcp.read({ 'AM-20': ['R1'] }).refuses(many, listener.listen(1), settle, reset.slice(0, 1));
  });
});
