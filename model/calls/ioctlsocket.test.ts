import { describe, it } from 'vitest';
import { client, connected, listener, listening, server, specificationOf } from '../testing.js';

describe('ioctlsocket', () => {
  for (const { says, holds } of specificationOf('ioctlsocket', [
    {
      rule: 'a registration keeps the socket nonblocking',
      after: [client.WSASocket(), client.WSAEventSelect('FD_READ')],
      allows: [client.nonblocking('off', 'WSAEINVAL')],
      refuses: [client.nonblocking('off')],
    },
    {
      rule: 'the mode is set',
      says: 'on a nonblocking socket a receive would block',
      after: connected,
      allows: [client.nonblocking(), client.recv(8, 'WSAEWOULDBLOCK')],
      refuses: [client.nonblocking('on', 'WSAEINVAL'), [client.nonblocking(), client.recv(8, 'pending')]],
    },
    {
      rule: 'the mode is set',
      says: 'on a socket that is blocking again a receive waits',
      after: connected,
      allows: [client.nonblocking(), client.nonblocking('off'), client.recv(8, 'pending')],
      refuses: [[client.nonblocking(), client.nonblocking('off'), client.recv(8, 'WSAEWOULDBLOCK')]],
    },
    {
      rule: 'the mode is set',
      says: 'without its registration a socket may be blocking again',
      after: [client.WSASocket(), client.WSAEventSelect('FD_READ'), client.WSAEventSelect()],
      allows: [client.nonblocking('off')],
      refuses: [client.nonblocking('off', 'WSAEINVAL')],
    },
    {
      rule: 'the mode is set',
      says: 'an accepted socket is as nonblocking as its listener',
      after: [listening, client.WSASocket(), client.WSAConnect(listener)],
      allows: [listener.nonblocking(), listener.accept(server), server.recv(8, 'WSAEWOULDBLOCK')],
      refuses: [[listener.nonblocking(), listener.accept(server), server.recv(8, 'pending')]],
    },
  ]))
    it(says, holds);
});
