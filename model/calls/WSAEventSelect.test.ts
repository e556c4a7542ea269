import { describe, it } from 'vitest';
import type { Step } from '../../spec/trace/step.js';
import type { Actor, Trace } from '../testing.js';
import {
  bluetooth,
  client,
  client2,
  connected,
  documents,
  listener,
  listening,
  server,
  server2,
  settle,
  specificationOf,
  tcp,
} from '../testing.js';

const reported: Trace = [
  [server.WSAEventSelect('FD_READ'), client.send('a'), settle],
  [server.WSAEnumNetworkEvents({ FD_READ: 0 }), server.WSAEventSelect()],
];

const toldOfConnection: Trace = [
  server.WSAEventSelect('FD_CONNECT'),
  server.WSAEnumNetworkEvents({ FD_CONNECT: 0 }),
];
const toldOfEnd: Trace = [server.WSAEventSelect('FD_CLOSE'), server.WSAEnumNetworkEvents({ FD_CLOSE: 0 })];

const cancels =
  'an empty mask cancels the registration; whether it makes the socket nonblocking, too, can be read either way';
const registers =
  'a registration replaces the earlier one, makes the socket nonblocking, and records what holds already';

const refused = client.WSAConnect(listener, 'WSAECONNREFUSED');

describe('WSAEventSelect', () => {
  for (const { says, holds } of specificationOf('WSAEventSelect', [
    {
      rule: cancels,
      says: 'after an empty mask nothing is recorded',
      after: connected,
      allows: [
        server.WSAEventSelect('FD_READ'),
        server.WSAEventSelect(),
        client.send('x'),
        settle,
        server.WSAEnumNetworkEvents({}),
      ],
      refuses: [
        [
          server.WSAEventSelect('FD_READ'),
          server.WSAEventSelect(),
          client.send('x'),
          settle,
          server.WSAEnumNetworkEvents({ FD_READ: 0 }),
        ],
      ],
    },
    {
      rule: cancels,
      says: 'a socket whose registration was cancelled stays nonblocking until it is told otherwise',
      after: connected,
      allows: [
        server.WSAEventSelect('FD_READ'),
        server.WSAEventSelect(),
        server.recv(8, 'WSAEWOULDBLOCK'),
        server.nonblocking('off'),
        server.recv(8, 'pending'),
      ],
      refuses: [[server.WSAEventSelect('FD_READ'), server.WSAEventSelect(), server.recv(8, 'pending')]],
    },
    {
      rule: cancels,
      says: 'whatever the mask: an empty one may make a socket nonblocking that was not, for good',
      after: connected,
      allows: [
        server.WSAEventSelect(),
        server.recv(8, 'WSAEWOULDBLOCK'),
        server.nonblocking('off'),
        server.recv(8, 'pending'),
      ],
      refuses: [[server.WSAEventSelect(), server.recv(8, 'WSAEWOULDBLOCK'), server.recv(8, 'pending')]],
    },
    {
      rule: cancels,
      says: 'or it leaves it blocking',
      after: connected,
      allows: [server.WSAEventSelect(), server.recv(8, 'pending')],
      refuses: [[server.WSAEventSelect(), server.recv(8, 'pending'), server.recv(8, 'WSAEWOULDBLOCK')]],
    },
    {
      rule: registers,
      says: 'an attempt that has failed may be told of once more (AM-08c/R2)',
      after: [listener.WSASocket(), listener.bind(), client.WSASocket(), refused],
      allows: [
        client.WSAEventSelect('FD_CONNECT'),
        client.WSAEnumNetworkEvents({ FD_CONNECT: 'WSAECONNREFUSED' }),
      ],
      refuses: [
        [client.WSAEventSelect('FD_CONNECT'), client.WSAEnumNetworkEvents({ FD_CONNECT: 0 })],
        [client.WSAEventSelect('FD_CONNECT'), client.WSAEnumNetworkEvents({ FD_CONNECT: 'WSAETIMEDOUT' })],
      ],
    },
    {
      rule: registers,
      says: 'an accepted socket that has shut its sending down may be told that it could send, or not',
      after: [connected, server.shutdown('SD_SEND')],
      allows: [server.WSAEventSelect('FD_WRITE'), server.WSAEnumNetworkEvents({ FD_WRITE: 0 })],
      refuses: [[server.WSAEventSelect('FD_WRITE'), server.WSAEnumNetworkEvents({ FD_READ: 0 })]],
    },
    {
      rule: registers,
      says: 'registering makes the socket nonblocking, whatever the mask',
      after: connected,
      allows: [server.WSAEventSelect('FD_OOB'), server.recv(8, 'WSAEWOULDBLOCK')],
      refuses: [[server.WSAEventSelect('FD_OOB'), server.recv(8, 'pending')]],
    },
    {
      rule: registers,
      says: 'only nominated events are recorded',
      after: connected,
      allows: [server.WSAEventSelect('FD_CLOSE'), client.send('x'), settle, server.WSAEnumNetworkEvents({})],
      refuses: [
        [
          server.WSAEventSelect('FD_CLOSE'),
          client.send('x'),
          settle,
          server.WSAEnumNetworkEvents({ FD_READ: 0 }),
        ],
      ],
    },
    {
      rule: registers,
      says: 'a registration replaces the earlier one and clears the record',
      after: connected,
      allows: [
        server.WSAEventSelect('FD_READ'),
        client.send('x'),
        settle,
        server.WSAEventSelect('FD_CLOSE'),
        settle,
        server.WSAEnumNetworkEvents({}),
      ],
      refuses: [
        [
          server.WSAEventSelect('FD_READ'),
          client.send('x'),
          settle,
          server.WSAEventSelect('FD_CLOSE'),
          server.WSAEnumNetworkEvents({ FD_READ: 0 }),
        ],
      ],
    },
    {
      rule: registers,
      says: 'a request that is pending already is recorded as FD_ACCEPT',
      after: [listening, client.WSASocket(), client.WSAConnect(listener)],
      allows: [listener.WSAEventSelect('FD_ACCEPT'), settle, listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 })],
      refuses: [[listener.WSAEventSelect('FD_ACCEPT'), settle, listener.WSAEnumNetworkEvents({})]],
    },
    {
      rule: registers,
      says: 'with an empty backlog no FD_ACCEPT is recorded',
      after: [listening, client.WSASocket(), client.WSAConnect(listener), listener.accept(server)],
      allows: [listener.WSAEventSelect('FD_ACCEPT'), settle, listener.WSAEnumNetworkEvents({})],
      refuses: [[listener.WSAEventSelect('FD_ACCEPT'), listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 })]],
    },
    {
      rule: registers,
      says: 'data that wait to be read are recorded as FD_READ',
      after: [connected, client.send('x'), settle],
      allows: [server.WSAEventSelect('FD_READ'), settle, server.WSAEnumNetworkEvents({ FD_READ: 0 })],
      refuses: [[server.WSAEventSelect('FD_READ'), settle, server.WSAEnumNetworkEvents({})]],
    },
    {
      rule: registers,
      says: 'data that arrive later are recorded when they arrive',
      after: connected,
      allows: [
        server.WSAEventSelect('FD_READ'),
        server.WSAEnumNetworkEvents({}),
        client.send('x'),
        settle,
        server.WSAEnumNetworkEvents({ FD_READ: 0 }),
      ],
      refuses: [
        [server.WSAEventSelect('FD_READ'), server.WSAEnumNetworkEvents({ FD_READ: 0 })],
        [server.WSAEventSelect('FD_READ'), client.send('x'), settle, server.WSAEnumNetworkEvents({})],
      ],
    },
    {
      rule: registers,
      says: 'an established connection is recorded as FD_CONNECT at its connector, and as writable',
      after: connected,
      allows: [
        client.WSAEventSelect('FD_CONNECT', 'FD_WRITE'),
        settle,
        client.WSAEnumNetworkEvents({ FD_CONNECT: 0, FD_WRITE: 0 }),
      ],
      refuses: [
        [client.WSAEventSelect('FD_CONNECT', 'FD_WRITE'), settle, client.WSAEnumNetworkEvents({})],
        [
          client.WSAEventSelect('FD_CONNECT', 'FD_WRITE'),
          settle,
          client.WSAEnumNetworkEvents({ FD_WRITE: 0 }),
        ],
        [
          client.WSAEventSelect('FD_CONNECT', 'FD_WRITE'),
          settle,
          client.WSAEnumNetworkEvents({ FD_CONNECT: 0 }),
        ],
      ],
    },
    {
      rule: registers,
      says: 'a connection that the peer has ended already is recorded as FD_CLOSE',
      after: [connected, client.shutdown('SD_SEND'), settle],
      allows: [server.WSAEventSelect('FD_CLOSE'), settle, server.WSAEnumNetworkEvents({ FD_CLOSE: 0 })],
      refuses: [
        [server.WSAEventSelect('FD_CLOSE'), settle, server.WSAEnumNetworkEvents({})],
        [server.WSAEventSelect('FD_CLOSE'), server.WSAEnumNetworkEvents({ FD_CLOSE: 'WSAECONNRESET' })],
      ],
    },
    {
      rule: registers,
      says: 'a connection that was reset already is recorded as FD_CLOSE with an error',
      after: [connected, client.lingers(0), client.closesocket(), settle],
      allows: [
        server.WSAEventSelect('FD_CLOSE'),
        settle,
        server.WSAEnumNetworkEvents({ FD_CLOSE: 'WSAECONNRESET' }),
      ],
      refuses: [
        [server.WSAEventSelect('FD_CLOSE'), settle, server.WSAEnumNetworkEvents({})],
        [server.WSAEventSelect('FD_CLOSE'), server.WSAEnumNetworkEvents({ FD_CLOSE: 0 })],
      ],
    },
    {
      rule: registers,
      says: 'a request that was deferred may be indicated to a new registration, or not',
      on: tcp.read({ 'AM-01': ['R1'] }),
      after: [
        [listening, listener.nonblocking(), client.WSASocket(), client.WSAConnect(listener)],
        listener.WSAAccept({ as: server, condition: 'CF_DEFER' }, 'WSATRY_AGAIN'),
      ],
      allows: [listener.WSAEventSelect('FD_ACCEPT'), listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 })],
      refuses: [
        [
          listener.WSAEventSelect('FD_ACCEPT'),
          listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 }),
          listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 }),
        ],
      ],
    },
    {
      rule: registers,
      says: 'the registration of a listener goes to the sockets that it accepts, and later ones do not',
      after: [listening, client.WSASocket(), client2.WSASocket(), client.WSAConnect(listener)],
      allows: [
        listener.WSAEventSelect('FD_WRITE'),
        listener.accept(server),
        settle,
        listener.WSAEventSelect(),
        client2.WSAConnect(listener),
        listener.accept(server2),
        settle,
        server.WSAEnumNetworkEvents({ FD_WRITE: 0 }),
        server2.WSAEnumNetworkEvents({}),
      ],
      refuses: [
        [
          listener.WSAEventSelect('FD_WRITE'),
          listener.accept(server),
          settle,
          server.WSAEnumNetworkEvents({}),
        ],
        [
          listener.accept(server),
          listener.WSAEventSelect('FD_WRITE'),
          server.WSAEnumNetworkEvents({ FD_WRITE: 0 }),
        ],
      ],
    },
    {
      rule: registers,
      says: 'an arrival that was not reported is recorded for a new registration, or not (AM-08b/R2)',
      on: documents('tcp-windows'),
      after: [connected],
      allows: [
        [reported, client.send('b'), settle, server.WSAEventSelect('FD_READ'), settle],
        [server.WSAEventSelect('FD_READ'), settle, server.WSAEnumNetworkEvents({ FD_READ: 0 })],
      ],
      refuses: [
        [[reported, server.WSAEventSelect('FD_READ'), settle], server.WSAEnumNetworkEvents({ FD_READ: 0 })],
      ],
    },
    {
      rule: registers,
      says: 'why an attempt failed is recorded for a later registration, or not, if it was not reported (NE-16, NE-19)',
      after: [
        [server.WSASocket(), server.bind(), client.WSASocket(), client.nonblocking()],
        [client.WSAConnect(server, 'WSAEWOULDBLOCK'), settle],
      ],
      allows: [
        client.WSAEventSelect('FD_CONNECT'),
        settle,
        client.WSAEnumNetworkEvents({ FD_CONNECT: 'WSAECONNREFUSED' }),
        client.WSAEnumNetworkEvents({}),
      ],
      refuses: [
        [client.WSAEventSelect('FD_CONNECT'), settle, client.WSAEnumNetworkEvents({ FD_CONNECT: 0 })],
      ],
    },
    {
      rule: registers,
      says: 'an accepted socket that was told of its connection may be told again with the next registration (AM-08b/R1, AM-08e/R2)',
      after: connected,
      allows: [toldOfConnection, toldOfConnection],
      refuses: [[toldOfConnection, toldOfConnection, server.WSAEnumNetworkEvents({ FD_CONNECT: 0 })]],
    },
    {
      rule: registers,
      says: 'a circuit whose loss looked like an end may be told of so again (AM-08b/R1, AM-31/R2)',
      on: bluetooth,
      after: [connected, client.closesocket(), settle],
      allows: [toldOfEnd, toldOfEnd],
      refuses: [
        [toldOfEnd, toldOfEnd, server.WSAEnumNetworkEvents({ FD_CLOSE: 0 })],
        [toldOfEnd, [server.WSAEventSelect('FD_CLOSE')], server.WSAEnumNetworkEvents({ FD_READ: 0 })],
      ],
    },
    {
      rule: 'a socket whose attempt has failed, or whose connection is over, may be in an invalid state to register on',
      after: [connected, client.lingers(0), client.closesocket(), settle],
      allows: [fails(server), server.recv(8, 'WSAECONNRESET'), fails(server)],
      refuses: [[client2.WSASocket(), fails(client2)], fails(listener), [fails(server), server.send('x')]],
    },
    {
      rule: 'a socket whose attempt has failed, or whose connection is over, may be in an invalid state to register on',
      says: 'so may one whose attempt to connect was refused, but none that has not attempted anything',
      after: [server.WSASocket(), server.bind(), client.WSASocket()],
      allows: [
        client.WSAConnect(server, 'WSAECONNREFUSED'),
        fails(client),
        client.WSAEventSelect('FD_CONNECT'),
      ],
      refuses: [fails(client), fails(server)],
    },
  ]))
    it(says, holds);

  it('tells again under one reading of AM-08b alone, and of no end that AM-31/R1 excludes', () => {
    const over: Trace = [connected, client.closesocket(), settle];
    tcp.read({ 'AM-08b': ['R2'] }).refuses(connected, toldOfConnection, toldOfConnection);
    bluetooth.read({ 'AM-08b': ['R2'] }).refuses(over, toldOfEnd, toldOfEnd);
    const reset = server.WSAEnumNetworkEvents({ FD_CLOSE: 'WSAECONNRESET' });
    const again: Trace = [over, server.WSAEventSelect('FD_CLOSE'), reset, server.WSAEventSelect('FD_CLOSE')];
    bluetooth.allows(again, server.WSAEnumNetworkEvents({ FD_CLOSE: 0 }));
    bluetooth.read({ 'AM-31': ['R1'] }).refuses(again, server.WSAEnumNetworkEvents({ FD_CLOSE: 0 }));
  });
});

const fails = ({ name }: Actor): Step => ({
  socket: name,
  call: 'WSAEventSelect',
  args: { events: ['FD_CLOSE'] },
  result: { error: 'WSAEINVAL' },
});
