import { describe, it } from 'vitest';
import { client, listener, listening, server, specificationOf } from '../testing.js';

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
      rule: 'the address that a failed attempt to connect gave a socket may be gone',
      after: [
        [server.WSASocket(), server.bind(), client.WSASocket()],
        client.WSAConnect(server, 'WSAECONNREFUSED'),
      ],
      allows: [client.bind()],
      refuses: [client.bind('pending')],
    },
    {
      rule: 'the address that a failed attempt to connect gave a socket may be gone',
      says: 'and it may be there still',
      after: [listening, client.WSASocket(), client.WSAConnect(listener, 'WSAENETUNREACH')],
      allows: [client.bind('WSAEINVAL')],
      refuses: [client.bind('pending')],
    },
  ]))
    it(says, holds);
});
