import { describe, it } from 'vitest';
import { client, connected, listener, listening, server, settle, specificationOf } from '../testing.js';

describe('bind', () => {
  for (const { says, holds } of specificationOf('bind', [
    {
      rule: 'an unbound socket is bound',
      after: [client.WSASocket()],
      allows: [client.bind(), client.listen(1)],
      refuses: [client.bind('WSAEINVAL'), client.bind('pending')],
    },
    {
      rule: 'a socket that has an address cannot be bound again',
      after: [client.WSASocket(), client.bind()],
      allows: [client.bind('WSAEINVAL')],
      refuses: [client.bind()],
    },
    {
      rule: 'a socket that has an address cannot be bound again',
      says: 'a connecting socket was bound on the way',
      after: [listening, client.WSASocket(), client.WSAConnect(listener)],
      allows: [client.bind('WSAEINVAL')],
      refuses: [client.bind()],
    },
    {
      rule: 'an attempt to connect that has failed may leave no address behind',
      after: [
        listener.WSASocket(),
        listener.bind(),
        client.WSASocket(),
        client.WSAConnect(listener, 'WSAECONNREFUSED'),
      ],
      allows: [client.bind('WSAEINVAL'), client.bind(), client.listen(1)],
      refuses: [[client.bind(), client.bind()], client.bind('pending')],
    },
    {
      rule: 'a socket that has an address cannot be bound again',
      says: 'an address that a socket was given keeps it bound when a connection is refused',
      after: [
        listener.WSASocket(),
        listener.bind(),
        client.WSASocket(),
        client.bind(),
        client.WSAConnect(listener, 'WSAECONNREFUSED'),
      ],
      allows: [client.bind('WSAEINVAL')],
      refuses: [client.bind(), client.bind('pending')],
    },
    {
      rule: 'binding again after the connection is left open',
      after: [connected, server.lingers(0), server.closesocket(), settle],
      allows: [client.bind('WSAEINVAL'), client.bind(), client.listen(1)],
      refuses: [client.bind('pending')],
    },
    {
      rule: 'the address is taken',
      after: [client.WSASocket()],
      allows: [client.bind('WSAEADDRINUSE')],
      refuses: [client.bind('WSAENOTCONN')],
    },
    {
      rule: 'the address is taken',
      says: 'a bind that failed leaves the socket unbound',
      after: [client.WSASocket()],
      allows: [client.bind('WSAEACCES'), client.listen(1, 'WSAEINVAL'), client.bind()],
      refuses: [[client.bind('WSAEADDRINUSE'), client.listen(1)]],
    },
    {
      rule: 'the address is none of this machine',
      after: [client.WSASocket()],
      allows: [client.bind('WSAEADDRNOTAVAIL'), client.listen(1, 'WSAEINVAL'), client.bind()],
      refuses: [
        [client.bind('WSAEADDRNOTAVAIL'), client.listen(1)],
        [client.bind(), client.bind('WSAEADDRNOTAVAIL'), client.bind()],
      ],
    },
  ]))
    it(says, holds);
});
