import { describe, it } from 'vitest';
import { client, listener, listening, osi, server, settle, specificationOfArrival } from '../testing.js';

const refused = 'the attempt is refused, and the socket may try again';
const rejects = listener.WSAAccept({ as: server, condition: 'CF_REJECT' }, 'WSAECONNREFUSED');

describe('a refusal that arrives', () => {
  for (const { says, holds } of specificationOfArrival('refusal', [
    {
      rule: refused,
      on: osi,
      after: [listening, client.WSASocket()],
      allows: [
        [client.WSAConnect(listener, 'pending'), rejects, client.completes('WSAConnect', 'WSAECONNREFUSED')],
        [
          client.WSAConnect(listener, 'pending'),
          listener.accept(server),
          client.completes('WSAConnect', 'ok'),
        ],
      ],
      refuses: [
        [client.WSAConnect(listener, 'pending'), client.completes('WSAConnect', 'WSAECONNREFUSED')],
        [client.WSAConnect(listener, 'pending'), rejects, client.completes('WSAConnect', 'WSAECONNRESET')],
      ],
    },
    {
      rule: refused,
      says: 'a nonblocking connector learns of it by FD_CONNECT',
      on: osi.read({ 'AM-05b': ['R1'] }),
      after: [listening, client.WSASocket(), client.WSAEventSelect('FD_CONNECT', 'FD_WRITE', 'FD_CLOSE')],
      allows: [
        [client.WSAConnect(listener, 'WSAEWOULDBLOCK'), settle, rejects, settle],
        client.WSAEnumNetworkEvents({ FD_CONNECT: 'WSAECONNREFUSED' }),
      ],
      refuses: [
        [
          [client.WSAConnect(listener, 'WSAEWOULDBLOCK'), settle, rejects, settle],
          client.WSAEnumNetworkEvents({ FD_CONNECT: 0 }),
        ],
        [
          [client.WSAConnect(listener, 'WSAEWOULDBLOCK'), settle, rejects, settle],
          client.WSAEnumNetworkEvents({ FD_CONNECT: 'WSAECONNREFUSED', FD_CLOSE: 'WSAECONNRESET' }),
        ],
        [
          [client.WSAConnect(listener, 'WSAEWOULDBLOCK'), settle, rejects, settle],
          client.WSAEnumNetworkEvents({}),
        ],
      ],
    },
  ]))
    it(says, holds);
});
