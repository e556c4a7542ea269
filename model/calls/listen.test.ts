import { describe, it } from 'vitest';
import {
  client,
  client2,
  connected,
  listener,
  listening,
  osi,
  server,
  settle,
  specificationOf,
} from '../testing.js';

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
      after: [
        listening,
        [client.WSASocket(), client.WSAConnect(listener)],
        [client2.WSASocket(), client2.WSAConnect(listener), client2.nonblocking()],
      ],
      allows: [listener.listen(1), settle, client2.recv(8, 'WSAECONNRESET')],
      refuses: [
        [listener.listen(2), settle, client2.recv(8, 'WSAEDISCON')],
        [listener.listen(1), settle, client2.recv(8, { data: '' })],
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
});
