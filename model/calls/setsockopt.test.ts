import { describe, it } from 'vitest';
import type { Trace } from '../testing.js';
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
  tcp,
} from '../testing.js';

const conditionalAccept = { option: 'SO_CONDITIONAL_ACCEPT', value: true } as const;
const dontLinger = (value: boolean) => ({ option: 'SO_DONTLINGER', value }) as const;

describe('setsockopt', () => {
  for (const { says, holds } of specificationOf('setsockopt', [
    {
      rule: 'setting options while a connect is pending is undefined',
      on: osi,
      after: [
        listening,
        client.WSASocket(),
        client.nonblocking(),
        client.WSAConnect(listener, 'WSAEWOULDBLOCK'),
      ],
      allows: [client.lingers(3), client.getsockopt('SO_LINGER', { onoff: true, linger: 4 })],
      refuses: [],
    },
    {
      rule: 'SO_LINGER sets whether and how long a close lingers',
      after: [client.WSASocket()],
      allows: [client.lingers(3), client.getsockopt('SO_LINGER', { onoff: true, linger: 3 })],
      refuses: [
        [client.lingers(3), client.getsockopt('SO_LINGER', { onoff: true, linger: 4 })],
        [client.lingers(3), client.getsockopt('SO_LINGER', { onoff: false })],
        client.setsockopt({ option: 'SO_LINGER', onoff: true, linger: 3 }, 'WSAENOPROTOOPT'),
      ],
    },
    {
      rule: 'SO_LINGER sets whether and how long a close lingers',
      says: 'lingering can be turned off again',
      after: [client.WSASocket()],
      allows: [
        client.lingers(3),
        client.setsockopt({ option: 'SO_LINGER', onoff: false, linger: 0 }),
        client.getsockopt('SO_LINGER', { onoff: false }),
      ],
      refuses: [
        [
          client.lingers(3),
          client.setsockopt({ option: 'SO_LINGER', onoff: false, linger: 0 }),
          client.getsockopt('SO_LINGER', { onoff: true }),
        ],
      ],
    },
    {
      rule: 'SO_DONTLINGER is the complement of lingering; turned on through it, the time-out is the provider’s choice',
      says: 'turning SO_DONTLINGER on turns lingering off',
      on: tcp.read({ 'AM-15': ['R1'] }),
      after: [client.WSASocket(), client.lingers(3)],
      allows: [client.setsockopt(dontLinger(true)), client.getsockopt('SO_LINGER', { onoff: false })],
      refuses: [[client.setsockopt(dontLinger(true)), client.getsockopt('SO_LINGER', { onoff: true })]],
    },
    {
      rule: 'SO_DONTLINGER is the complement of lingering; turned on through it, the time-out is the provider’s choice',
      says: 'lingering that is turned on through SO_DONTLINGER has a time-out of the provider’s choice, which then stays',
      on: tcp.read({ 'AM-15': ['R1'] }),
      after: [client.WSASocket()],
      allows: [
        client.setsockopt(dontLinger(false)),
        client.getsockopt('SO_LINGER', { onoff: true, linger: 17 }),
      ],
      refuses: [
        [
          client.setsockopt(dontLinger(false)),
          client.getsockopt('SO_LINGER', { onoff: true, linger: 17 }),
          client.getsockopt('SO_LINGER', { onoff: true, linger: 18 }),
        ],
      ],
    },
    {
      rule: 'SO_CONDITIONAL_ACCEPT comes too late once the socket listens',
      after: listening,
      allows: [listener.setsockopt(conditionalAccept, 'WSAEINVAL')],
      refuses: [listener.setsockopt(conditionalAccept), listener.setsockopt(conditionalAccept, 'WSAEISCONN')],
    },
    {
      rule: 'SO_CONDITIONAL_ACCEPT is set before the socket listens',
      after: [listener.WSASocket()],
      allows: [
        listener.setsockopt(conditionalAccept),
        listener.getsockopt('SO_CONDITIONAL_ACCEPT', { value: true }),
      ],
      refuses: [
        [
          listener.setsockopt(conditionalAccept),
          listener.getsockopt('SO_CONDITIONAL_ACCEPT', { value: false }),
        ],
      ],
    },
    {
      rule: 'a provider may not know SO_CONDITIONAL_ACCEPT',
      says: 'then it says so, and the option stays off',
      after: [listener.WSASocket()],
      allows: [
        listener.setsockopt(conditionalAccept, 'WSAENOPROTOOPT'),
        listener.getsockopt('SO_CONDITIONAL_ACCEPT', 'WSAENOPROTOOPT'),
      ],
      refuses: [
        listener.setsockopt(conditionalAccept, 'WSAEINVAL'),
        [
          listener.setsockopt(conditionalAccept, 'WSAENOPROTOOPT'),
          listener.getsockopt('SO_CONDITIONAL_ACCEPT', { value: true }),
        ],
      ],
    },
    {
      rule: 'a provider that does not know SO_CONDITIONAL_ACCEPT says so of a listening socket, too',
      after: listening,
      allows: [listener.setsockopt(conditionalAccept, 'WSAENOPROTOOPT')],
      refuses: [listener.setsockopt(conditionalAccept, 'WSAEISCONN')],
    },
    {
      rule: 'a transport that is not TCP may know the option all the same',
      on: osi,
      after: [listener.WSASocket()],
      allows: [
        listener.setsockopt(conditionalAccept),
        listener.getsockopt('SO_CONDITIONAL_ACCEPT', { value: true }),
      ],
      refuses: [listener.setsockopt(conditionalAccept, 'WSAEINVAL')],
    },
    {
      rule: 'SO_CONDITIONAL_ACCEPT means nothing on a connection',
      after: connected,
      allows: [client.setsockopt(conditionalAccept, 'WSAEINVAL'), client.setsockopt(conditionalAccept)],
      refuses: [client.setsockopt(conditionalAccept, 'pending')],
    },
    {
      rule: 'the circuit was lost to a failure of its keep-alive',
      after: connected,
      allows: [
        client.setsockopt({ option: 'SO_LINGER', onoff: true, linger: 0 }, 'WSAENETRESET'),
        client.send('x', 'WSAECONNRESET'),
      ],
      refuses: [client.setsockopt({ option: 'SO_LINGER', onoff: true, linger: 0 }, 'WSAECONNRESET')],
    },
    {
      rule: 'on a circuit that the network has lost, an option may not be set any more',
      after: [connected, client.recv(8, 'WSAENETRESET')],
      allows: [
        client.setsockopt({ option: 'SO_LINGER', onoff: true, linger: 0 }, 'WSAENOTCONN'),
        client.setsockopt({ option: 'SO_LINGER', onoff: true, linger: 0 }, 'WSAECONNRESET'),
        client.lingers(0),
      ],
      refuses: [
        client.setsockopt({ option: 'SO_LINGER', onoff: true, linger: 0 }, 'WSAECONNABORTED'),
        client.setsockopt({ option: 'SO_LINGER', onoff: true, linger: 0 }, 'WSAEINVAL'),
      ],
    },
  ]))
    it(says, holds);

  it('does not tell that the peer has reset the circuit', () => {
    const reset: Trace = [
      connected,
      server.lingers(0),
      server.closesocket(),
      client.recv(8, 'WSAECONNRESET'),
    ];
    for (const error of ['WSAENETRESET', 'WSAECONNRESET', 'WSAENOTCONN'] as const)
      tcp.refuses(reset, client.setsockopt({ option: 'SO_LINGER', onoff: true, linger: 0 }, error));
  });

  it('leaves open how a connect ends that was pending, and what else its listener does', () => {
    const misused: Trace = [
      [listening, client.WSASocket(), client2.WSASocket(), client2.WSAConnect(listener, 'pending')],
      [client.WSAConnect(listener, 'pending'), client.lingers(0)],
    ];
    osi.allows(misused, listener.accept(server), client.completes('WSAConnect', 'ok'), server.send('x'));
    osi.allows(misused, client.completes('WSAConnect', 'WSAEINVAL'), client2.completes('WSAConnect', 'ok'));
    osi.allows(misused, listener.accept(server, 'pending'), server.send('x'));
    osi.refuses(misused, client2.completes('send', { sent: 1 }));
  });

  describe('while a connect is pending', () => {
    const undone: Trace = [
      [client.WSASocket(), client.nonblocking(), client.WSAConnect(listener, 'WSAEWOULDBLOCK')],
      client.setsockopt({ option: 'SO_LINGER', onoff: true, linger: 0 }, 'WSAEINVAL'),
    ];

    it('leaves open what becomes of the others who ask the same listener', () => {
      osi.allows(
        [
          listening,
          client2.WSASocket(),
          client2.nonblocking(),
          client2.WSAConnect(listener, 'WSAEWOULDBLOCK'),
        ],
        [undone, client2.nonblocking('on', 'WSAEINVAL')],
      );
    });

    it('says nothing of one who has given up, though its request may stand in the backlog yet', () => {
      const gaveUp: Trace = [
        [listening, client2.WSASocket(), client2.WSAConnect(listener, 'pending')],
        [client2.completes('WSAConnect', 'WSAETIMEDOUT'), settle, undone],
      ];
      osi.allows(gaveUp, client2.nonblocking());
      osi.refuses(gaveUp, client2.nonblocking('on', 'WSAEINVAL'));
    });

    it('reaches one who has given up, and asks the listener again', () => {
      osi.allows(
        [listening, client2.WSASocket(), client2.WSAConnect(listener, 'WSAETIMEDOUT')],
        [client2.WSAConnect(listener, 'pending'), undone, client2.nonblocking('on', 'WSAEINVAL')],
      );
    });
  });
});
