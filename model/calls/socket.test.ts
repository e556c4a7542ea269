import { describe, it } from 'vitest';
import { client, specificationOf, tcp } from '../testing.js';

describe('WSASocket', () => {
  for (const { says, holds } of specificationOf('WSASocket', [
    {
      rule: 'a socket is made',
      allows: [client.WSASocket(), client.bind()],
      refuses: [client.WSASocket('WSAEINVAL'), client.WSASocket('pending')],
    },
    {
      rule: 'a socket is made',
      says: 'a socket without a group is made whichever way groups are read',
      on: tcp.read({ 'AM-18': ['R2'] }),
      allows: [client.WSASocket('ok', 0)],
      refuses: [client.WSASocket('WSAEINVAL', 0)],
    },
    {
      rule: 'no descriptor is left for a socket',
      allows: [client.WSASocket('WSAEMFILE'), client.bind('WSAENOTSOCK'), client.WSASocket()],
      refuses: [[client.WSASocket('WSAEMFILE'), client.bind()], client.WSASocket('WSAEACCES')],
    },
    {
      rule: 'socket groups are reserved',
      says: 'a socket in a group is refused, and its name stands for no socket',
      allows: [client.WSASocket('WSAEINVAL', 1), client.bind('WSAENOTSOCK')],
      refuses: [client.WSASocket('WSAEOPNOTSUPP', 1), [client.WSASocket('WSAEINVAL', 1), client.bind()]],
    },
    {
      rule: 'socket groups are reserved',
      says: 'groups that are reserved refuse every group',
      on: tcp.read({ 'AM-18': ['R1'] }),
      allows: [client.WSASocket('WSAEINVAL', 2)],
      refuses: [client.WSASocket('ok', 1), client.WSASocket('ok', 2), client.WSASocket('ok', 17)],
    },
    {
      rule: 'socket groups are reserved',
      says: 'with groups as the API describes them, 1 and 2 create one, and another number may be one that exists',
      on: tcp.read({ 'AM-18': ['R2'] }),
      allows: [client.WSASocket('ok', 17)],
      refuses: [client.WSASocket('WSAEINVAL', 1), client.WSASocket('WSAEINVAL', 2)],
    },
  ]))
    it(says, holds);

  it('makes nothing if it fails with its surroundings', () => {
    tcp.allows(client.WSASocket('WSAENOBUFS'), client.bind('WSAENOTSOCK'));
    tcp.refuses(client.WSASocket('WSAENOBUFS'), client.bind());
  });

  it('has made a socket if its outcome was not observed', () => {
    tcp.allows(client.WSASocket('unseen'), client.bind());
    tcp.refuses(client.WSASocket('unseen'), client.bind('WSAENOTSOCK'));
  });
});
