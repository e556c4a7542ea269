import { it } from 'vitest';
import { client, client2, listener, listening, server, server2, settle } from '../../model/testing.js';
import { acceptanceFaults } from './acceptance.js';
import { arrived, testsOf } from './testing.js';

const accepts = { as: server, condition: 'CF_ACCEPT' } as const;

const shown = testsOf(acceptanceFaults, {
  'accept-takes-newest': [
    listening,
    arrived(client),
    arrived(client2),
    settle,
    listener.WSAAccept(accepts, 'ok', { callerId: client2 }),
  ],
  'accept-leaves-request': [
    listening,
    arrived(client),
    listener.WSAAccept(accepts, 'ok', { callerId: client }),
    listener.WSAAccept({ ...accepts, as: server2 }, 'ok', { callerId: client }),
  ],
  'accept-skips-condition': [listening, arrived(client), listener.WSAAccept(accepts, 'ok', 'not asked')],
  'accept-needs-condition': [listening, arrived(client), listener.accept(server, 'WSAEINVAL')],
  'callee-reported-as-caller': [
    listening,
    arrived(client),
    listener.WSAAccept(accepts, 'ok', { callerId: listener }),
  ],
  'accept-loses-registration': [
    listening,
    listener.WSAEventSelect('FD_ACCEPT', 'FD_WRITE'),
    arrived(client),
    listener.accept(server),
    settle,
    server.WSAEnumNetworkEvents({}),
  ],
  'accept-forgets-linger': [
    listening,
    listener.lingers(5),
    arrived(client),
    listener.accept(server),
    server.getsockopt('SO_LINGER', { onoff: false, linger: 0 }),
  ],
  'listener-closes-after-accept': [
    listening,
    arrived(client),
    listener.accept(server),
    listener.getsockopt('SO_ACCEPTCONN', { value: false }),
  ],
  'withdrawn-request-reported-aborted': [
    listening,
    arrived(client),
    client.lingers(0),
    client.closesocket(),
    settle,
    listener.accept(server, 'WSAECONNABORTED'),
  ],
  'conditional-accept-ignored': [
    listener.WSASocket(),
    listener.bind(),
    listener.setsockopt({ option: 'SO_CONDITIONAL_ACCEPT', value: true }),
    listener.listen(5),
    arrived(client),
  ],
  'backlog-holds-one-less': [
    listener.WSASocket(),
    listener.bind(),
    listener.listen(2),
    arrived(client),
    client2.WSASocket(),
    client2.WSAConnect(listener, 'WSAECONNREFUSED'),
  ],
  'backlog-never-full': [
    listener.WSASocket(),
    listener.bind(),
    listener.listen(1),
    arrived(client),
    arrived(client2),
    client2.nonblocking(),
    settle,
    client2.recv(1, 'WSAEWOULDBLOCK'),
  ],
});

for (const { says, holds } of shown) it(says, holds);
