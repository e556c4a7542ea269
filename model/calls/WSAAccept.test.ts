import { describe, it } from 'vitest';
import type { ErrorCode } from '../../spec/errors.js';
import type { Trace } from '../testing.js';
import {
  client,
  client2,
  connected,
  listener,
  listening,
  osi,
  server,
  server2,
  settle,
  specificationOf,
  tcp,
} from '../testing.js';

const oneRequest: Trace = [
  [listening, listener.nonblocking()],
  [client.WSASocket(), client.WSAConnect(listener)],
];
const twoRequests: Trace = [oneRequest, client2.WSASocket(), client2.WSAConnect(listener)];
/** A client that gave up before its request was acted on, where acceptance confirms. */
const withdrawn: Trace = [
  [listening, listener.nonblocking()],
  [client.WSASocket(), client.nonblocking(), client.WSAConnect(listener, 'WSAEWOULDBLOCK'), settle],
  [client.closesocket(), settle],
];
const withFunction = (condition: 'CF_ACCEPT' | 'CF_REJECT' | 'CF_DEFER' | number) => ({
  as: server,
  condition,
});

const rejects = 'CF_REJECT refuses the request';
const defers = 'CF_DEFER leaves the request where it is, and its successors silent';
const isWithdrawn = 'the request at the head was withdrawn, or reset after it was established';

describe('WSAAccept', () => {
  for (const { says, holds } of specificationOf('WSAAccept', [
    {
      rule: 'only a listening socket accepts',
      after: [listener.WSASocket(), listener.bind()],
      allows: [listener.accept(server, 'WSAEINVAL'), server.send('x', 'WSAENOTSOCK')],
      refuses: [listener.accept(server), listener.accept(server, 'WSAEWOULDBLOCK')],
    },
    {
      rule: 'only a listening socket accepts',
      says: 'an accepted socket can never be used to accept',
      after: connected,
      allows: [server.accept(server2, 'WSAEINVAL')],
      refuses: [server.accept(server2), server.accept(server2, 'pending')],
    },
    {
      rule: 'nothing pending: accept waits, or would block',
      after: [listening, listener.nonblocking()],
      allows: [listener.accept(server, 'WSAEWOULDBLOCK')],
      refuses: [
        listener.accept(server),
        listener.accept(server, 'pending'),
        listener.accept(server, 'WSATRY_AGAIN'),
      ],
    },
    {
      rule: 'without a condition function the request at the head is accepted',
      after: oneRequest,
      allows: [listener.accept(server), client.send('x'), settle, server.recv(8, { data: 'x' })],
      refuses: [
        [settle, listener.accept(server, 'WSAEWOULDBLOCK')],
        listener.accept(server, 'WSATRY_AGAIN'),
        listener.accept(server, 'WSAECONNREFUSED'),
      ],
    },
    {
      rule: 'without a condition function the request at the head is accepted',
      says: 'one request makes one socket',
      after: oneRequest,
      allows: [listener.accept(server), listener.accept(server2, 'WSAEWOULDBLOCK')],
      refuses: [[listener.accept(server), listener.accept(server2)]],
    },
    {
      rule: 'without a condition function the request at the head is accepted',
      says: 'requests are accepted in the order in which they came',
      after: [twoRequests, client.send('first'), client2.send('second')],
      allows: [
        listener.accept(server),
        listener.accept(server2),
        server.recv(8, { data: 'first' }),
        server2.recv(8, { data: 'second' }),
      ],
      refuses: [[listener.accept(server), server.recv(8, { data: 'second' })]],
    },
    {
      rule: 'without a condition function the request at the head is accepted',
      says: 'the order of requests that crossed on the way is not known',
      after: [
        [listening, listener.nonblocking()],
        [client.WSASocket(), client.nonblocking(), client2.WSASocket(), client2.nonblocking()],
        client.WSAConnect(listener, 'WSAEWOULDBLOCK'),
        client2.WSAConnect(listener, 'WSAEWOULDBLOCK'),
      ],
      allows: [listener.accept(server), settle, client2.send('b'), server.recv(8, { data: 'b' })],
      refuses: [[listener.accept(server), client2.send('b'), server.recv(8, { data: 'a' })]],
    },
    {
      rule: 'without a condition function the request at the head is accepted',
      says: 'the listener stays open and listening',
      after: twoRequests,
      allows: [
        listener.accept(server),
        listener.getsockopt('SO_ACCEPTCONN', { value: true }),
        listener.accept(server2),
      ],
      refuses: [[listener.accept(server), listener.accept(server2, 'WSAEINVAL')]],
    },
    {
      rule: 'without a condition function the request at the head is accepted',
      says: 'an accepted socket has the registration of its listener, and is writable',
      after: [listening, listener.WSAEventSelect('FD_ACCEPT', 'FD_WRITE', 'FD_READ'), client.WSASocket()],
      allows: [
        client.WSAConnect(listener),
        client.send('x'),
        settle,
        listener.accept(server),
        settle,
        server.WSAEnumNetworkEvents({ FD_READ: 0, FD_WRITE: 0 }),
      ],
      refuses: [
        [client.WSAConnect(listener), listener.accept(server), settle, server.WSAEnumNetworkEvents({})],
        [
          client.WSAConnect(listener),
          listener.accept(server),
          server.WSAEnumNetworkEvents({ FD_ACCEPT: 0, FD_WRITE: 0 }),
        ],
      ],
    },
    {
      rule: 'without a condition function the request at the head is accepted',
      says: 'data and the end that came before the accept are found on the accepted socket',
      after: [oneRequest, client.send('x'), client.closesocket(), settle],
      allows: [listener.accept(server), server.recv(8, { data: 'x' }), server.recv(8, { data: '' })],
      refuses: [
        listener.accept(server, 'WSAECONNRESET'),
        [listener.accept(server), server.recv(8, { data: '' })],
        [listener.accept(server), server.recv(8, { data: 'x' }), server.recv(8, 'WSAEWOULDBLOCK')],
      ],
    },
    {
      rule: 'CF_ACCEPT makes a socket with the properties of the listener',
      says: 'the condition function is given the request at the head, which it accepts',
      after: twoRequests,
      allows: [
        listener.WSAAccept(withFunction('CF_ACCEPT'), 'ok', {
          callerId: client,
          callerData: null,
          calleeDataLen: 0,
        }),
        client.send('x'),
        settle,
        server.recv(8, { data: 'x' }),
      ],
      refuses: [
        listener.WSAAccept(withFunction('CF_ACCEPT'), 'ok', { callerId: client2 }),
        listener.WSAAccept(withFunction('CF_ACCEPT'), 'ok', 'not asked'),
        listener.WSAAccept(withFunction('CF_ACCEPT'), 'ok', { callerData: 'x' }),
        listener.WSAAccept(withFunction('CF_ACCEPT'), 'ok', { calleeDataLen: 32 }),
        listener.WSAAccept(withFunction('CF_ACCEPT'), 'WSAECONNREFUSED'),
      ],
    },
    {
      rule: 'CF_ACCEPT makes a socket with the properties of the listener',
      says: 'an identity that is unavailable is NULL',
      after: oneRequest,
      allows: [listener.WSAAccept(withFunction('CF_ACCEPT'), 'ok', { callerId: null })],
      refuses: [listener.WSAAccept(withFunction('CF_ACCEPT'), 'ok', { callerId: listener })],
    },
    {
      rule: 'CF_ACCEPT makes a socket with the properties of the listener',
      says: 'connect data go both ways, whole and once',
      on: osi,
      after: [
        listening,
        client.WSASocket(),
        client.WSAConnect({ to: listener, callerData: 'hello', calleeDataLen: 16 }, 'pending'),
      ],
      allows: [
        listener.WSAAccept({ ...withFunction('CF_ACCEPT'), calleeData: 'welcome' }, 'ok', {
          callerId: client,
          callerData: 'hello',
          calleeDataLen: 32,
        }),
        client.completes('WSAConnect', { calleeData: 'welcome' }),
      ],
      refuses: [
        listener.WSAAccept(withFunction('CF_ACCEPT'), 'ok', { callerData: 'hell' }),
        listener.WSAAccept(withFunction('CF_ACCEPT'), 'ok', { callerData: null }),
        listener.WSAAccept(withFunction('CF_ACCEPT'), 'ok', { calleeDataLen: 0 }),
        [
          listener.WSAAccept({ ...withFunction('CF_ACCEPT'), calleeData: 'welcome' }),
          client.completes('WSAConnect', { calleeData: '' }),
        ],
      ],
    },
    {
      rule: rejects,
      says: 'the acceptor of a request that it rejects gets WSAECONNREFUSED, and its connector a refusal',
      on: osi.read({ 'AM-05b': ['R1'] }),
      after: [listening, client.WSASocket(), client.WSAConnect(listener, 'pending'), settle],
      allows: [
        listener.WSAAccept(withFunction('CF_REJECT'), 'WSAECONNREFUSED', { callerId: client }),
        settle,
        client.completes('WSAConnect', 'WSAECONNREFUSED'),
      ],
      refuses: [
        listener.WSAAccept(withFunction('CF_REJECT')),
        listener.WSAAccept(withFunction('CF_REJECT'), 'WSATRY_AGAIN'),
        [
          listener.WSAAccept(withFunction('CF_REJECT'), 'WSAECONNREFUSED'),
          client.completes('WSAConnect', 'ok'),
        ],
      ],
    },
    {
      rule: rejects,
      says: 'a rejected client that was connected already is reset',
      after: [oneRequest, client.nonblocking()],
      allows: [
        listener.WSAAccept(withFunction('CF_REJECT'), 'WSAECONNREFUSED'),
        settle,
        client.recv(8, 'WSAECONNRESET'),
      ],
      refuses: [
        [
          listener.WSAAccept(withFunction('CF_REJECT'), 'WSAECONNREFUSED'),
          settle,
          client.recv(8, 'WSAEWOULDBLOCK'),
        ],
        [
          listener.WSAAccept(withFunction('CF_REJECT'), 'WSAECONNREFUSED'),
          settle,
          client.recv(8, { data: '' }),
        ],
      ],
    },
    {
      rule: rejects,
      says: 'a rejection leaves the queue, and touches nobody else',
      after: twoRequests,
      allows: [
        listener.WSAAccept(withFunction('CF_REJECT'), 'WSAECONNREFUSED', { callerId: client }),
        listener.WSAAccept(withFunction('CF_ACCEPT'), 'ok', { callerId: client2 }),
        client2.send('x'),
        settle,
        server.recv(8, { data: 'x' }),
      ],
      refuses: [
        [
          listener.WSAAccept(withFunction('CF_REJECT'), 'WSAECONNREFUSED', { callerId: client }),
          listener.WSAAccept(withFunction('CF_REJECT'), 'WSAECONNREFUSED', { callerId: client }),
        ],
        [
          listener.WSAAccept(withFunction('CF_REJECT'), 'WSAECONNREFUSED'),
          settle,
          client2.send('x', 'WSAESHUTDOWN'),
        ],
      ],
    },
    {
      rule: defers,
      says: 'a deferred request is offered again to the next accept, and nobody else is',
      after: twoRequests,
      allows: [
        listener.WSAAccept(withFunction('CF_DEFER'), 'WSATRY_AGAIN', { callerId: client }),
        listener.WSAAccept(withFunction('CF_ACCEPT'), 'ok', { callerId: client }),
        listener.WSAAccept({ as: server2, condition: 'CF_ACCEPT' }, 'ok', { callerId: client2 }),
      ],
      refuses: [
        listener.WSAAccept(withFunction('CF_DEFER')),
        listener.WSAAccept(withFunction('CF_DEFER'), 'WSAECONNREFUSED'),
        [settle, listener.WSAAccept(withFunction('CF_DEFER'), 'WSAEWOULDBLOCK')],
        [
          listener.WSAAccept(withFunction('CF_DEFER'), 'WSATRY_AGAIN'),
          listener.WSAAccept(withFunction('CF_ACCEPT'), 'ok', { callerId: client2 }),
        ],
      ],
    },
    {
      rule: defers,
      says: 'a deferred request silences later arrivals, until it is decided',
      on: tcp.read({ 'AM-01': ['R1', 'R2'] }),
      after: [
        [listening, listener.WSAEventSelect('FD_ACCEPT')],
        [client.WSASocket(), client.WSAConnect(listener), settle],
        [listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 }), client2.WSASocket()],
      ],
      allows: [
        listener.WSAAccept(withFunction('CF_DEFER'), 'WSATRY_AGAIN'),
        client2.WSAConnect(listener),
        settle,
        listener.WSAEnumNetworkEvents({}),
        listener.WSAAccept(withFunction('CF_REJECT'), 'WSAECONNREFUSED', { callerId: client }),
        settle,
        listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 }),
      ],
      refuses: [
        [
          listener.WSAAccept(withFunction('CF_DEFER'), 'WSATRY_AGAIN'),
          listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 }),
        ],
        [
          listener.WSAAccept(withFunction('CF_DEFER'), 'WSATRY_AGAIN'),
          client2.WSAConnect(listener),
          settle,
          listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 }),
        ],
        [
          listener.WSAAccept(withFunction('CF_DEFER'), 'WSATRY_AGAIN'),
          client2.WSAConnect(listener),
          listener.WSAAccept(withFunction('CF_ACCEPT')),
          settle,
          listener.WSAEnumNetworkEvents({}),
        ],
      ],
    },
    {
      rule: defers,
      says: 'the provider takes no action on a deferred request: its connector learns nothing',
      on: osi,
      after: [listening, client.WSASocket(), client.WSAConnect(listener, 'pending'), settle],
      allows: [
        listener.WSAAccept(withFunction('CF_DEFER'), 'WSATRY_AGAIN', { callerId: client }),
        settle,
        listener.WSAAccept(withFunction('CF_ACCEPT'), 'ok', { callerId: client }),
        client.completes('WSAConnect', 'ok'),
      ],
      refuses: [
        [listener.WSAAccept(withFunction('CF_DEFER'), 'WSATRY_AGAIN'), client.completes('WSAConnect', 'ok')],
        [
          listener.WSAAccept(withFunction('CF_DEFER'), 'WSATRY_AGAIN'),
          client.completes('WSAConnect', 'WSAECONNREFUSED'),
        ],
      ],
    },
    {
      rule: 'any other answer of the condition function fails the accept',
      after: oneRequest,
      allows: [listener.WSAAccept(withFunction(17), 'WSAEINVAL', { callerId: client })],
      refuses: [
        listener.WSAAccept(withFunction(17)),
        listener.WSAAccept(withFunction(17), 'WSATRY_AGAIN'),
        listener.WSAAccept(withFunction(17), 'WSAECONNREFUSED'),
      ],
    },
    {
      rule: isWithdrawn,
      says: 'a request that was withdrawn before it was established',
      on: osi.read({ 'AM-04': ['R1'] }),
      after: withdrawn,
      allows: [listener.accept(server, 'WSAEACCES')],
      refuses: [listener.accept(server, 'WSAECONNRESET'), listener.accept(server, 'WSATRY_AGAIN')],
    },
    {
      rule: isWithdrawn,
      says: 'a connection that was reset before it was accepted',
      on: tcp.read({ 'AM-04': ['R1'] }),
      after: [oneRequest, client.lingers(0), client.closesocket(), settle],
      allows: [listener.accept(server, 'WSAECONNRESET')],
      refuses: [listener.accept(server, 'WSAEACCES'), listener.accept(server, 'WSAECONNREFUSED')],
    },
    {
      rule: 'descriptors or buffers have run out',
      after: oneRequest,
      allows: [listener.accept(server, 'WSAEMFILE'), listener.accept(server)],
      refuses: [listener.accept(server, 'WSAENOTCONN')],
    },
    ...(['WSAEMFILE', 'WSAENOBUFS'] as const).flatMap((error) => [
      {
        rule: 'descriptors or buffers have run out',
        says: `a request that is dropped with ${error}`,
        on: tcp.read({ 'AM-23': ['R2'] }),
        after: [oneRequest, settle],
        allows: [
          listener.accept(server, error),
          client.recv(8, 'WSAECONNRESET'),
          listener.accept(server, 'WSAEWOULDBLOCK'),
        ],
        refuses: [[listener.accept(server, error), listener.accept(server)]],
      },
      {
        rule: 'descriptors or buffers have run out',
        says: `a request that is kept with ${error}`,
        on: tcp.read({ 'AM-23': ['R1'] }),
        after: [oneRequest, settle],
        allows: [listener.accept(server, error), listener.accept(server)],
        refuses: [
          [listener.accept(server, error), client.recv(8, 'WSAECONNRESET')],
          [listener.accept(server, error), listener.accept(server, 'WSAEWOULDBLOCK')],
        ],
      },
    ]),
  ]))
    it(says, holds);

  it('waits for a request on a blocking socket', () => {
    const waiting: Trace = [listening, client.WSASocket(), listener.accept(server, 'pending')];
    tcp.allows(
      waiting,
      client.WSAConnect(listener),
      listener.completes('WSAAccept', 'ok'),
      client.send('x'),
      server.recv(8, { data: 'x' }),
    );
    tcp.refuses(waiting, listener.completes('WSAAccept', 'ok'));
    tcp.refuses(waiting, listener.completes('WSAAccept', 'WSAEWOULDBLOCK'));
    tcp.refuses(listening, listener.accept(server));
  });

  it('takes one request in each of several threads that wait', () => {
    const waiting: Trace = [
      [listening, client.WSASocket(), client2.WSASocket()],
      [listener.accept(server, 'pending'), listener.accept(server2, 'pending')],
      client.WSAConnect(listener),
    ];
    tcp.allows(
      waiting,
      client2.WSAConnect(listener),
      [listener.completes('WSAAccept', 'ok'), listener.completes('WSAAccept', 'ok')],
      [client.send('a'), client2.send('b')],
      [server2.recv(8, { data: 'a' }), server.recv(8, { data: 'b' })],
    );
    tcp.refuses(waiting, listener.completes('WSAAccept', 'ok'), listener.completes('WSAAccept', 'ok'));
  });

  it('passes over a deferred request that was withdrawn, for one that is on its way (AM-04/R3)', () => {
    const deferred: Trace = [
      [listening, listener.nonblocking(), client.WSASocket(), client2.WSASocket()],
      [client.nonblocking(), client.WSAConnect(listener, 'WSAEWOULDBLOCK'), settle],
      listener.WSAAccept(withFunction('CF_DEFER'), 'WSATRY_AGAIN'),
    ];
    const next: Trace = [
      [client2.nonblocking(), client2.WSAConnect(listener, 'WSAEWOULDBLOCK')],
      listener.WSAAccept(withFunction('CF_ACCEPT'), 'ok', { callerId: client2 }),
    ];
    osi.allows(deferred, client.closesocket(), next);
    tcp.allows(deferred, client.lingers(0), client.closesocket(), next);
    tcp.refuses(deferred, client.closesocket(), next);
  });

  it('enables FD_ACCEPT again where it fails because a deferred request was not decided (NE-13, AM-03)', () => {
    const asked: Trace = [
      [listening, listener.WSAEventSelect('FD_ACCEPT'), client.WSASocket(), client.WSAConnect(listener)],
      [settle, listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 })],
      listener.WSAAccept(withFunction('CF_DEFER'), 'WSATRY_AGAIN'),
    ];
    const told = listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 });
    const repeated = listener.WSAAccept(withFunction('CF_DEFER'), 'WSAEINVAL', { callerId: client });
    const plain = listener.accept(server, 'WSAEINVAL');
    for (const fails of [repeated, plain]) {
      tcp.allows(asked, told, fails, settle, told, settle);
      tcp.refuses(asked, told, settle, told);
    }
    tcp.allows(asked, told, repeated, told, plain, told);
  });

  it('asks about a request for the first time once the deferred one has vanished (AM-03, AM-04/R3)', () => {
    const asked: Trace = [
      [listening, listener.nonblocking(), client.WSASocket(), client2.WSASocket()],
      [client.WSAConnect(listener), listener.WSAAccept(withFunction('CF_DEFER'), 'WSATRY_AGAIN')],
      [client.lingers(0), client.closesocket(), settle, client2.WSAConnect(listener), settle],
    ];
    const on = tcp.read({ 'AM-03a': ['R2'], 'AM-03b': ['R2'], 'AM-04': ['R3'] });
    on.allows(asked, listener.accept(server));
    on.refuses(asked, listener.accept(server, 'WSAEINVAL'));
    const defer = listener.WSAAccept(withFunction('CF_DEFER'), 'WSATRY_AGAIN', { callerId: client2 });
    on.allows(asked, defer, listener.accept(server, 'WSAEINVAL'));
    on.refuses(asked, listener.WSAAccept(withFunction('CF_DEFER'), 'WSAEINVAL', { callerId: client2 }));
  });

  it('makes a socket that blocks as the listener did when it was called, or as it does now (CA-06, NE-04)', () => {
    const waiting: Trace = [listening, client.WSASocket(), listener.accept(server, 'pending')];
    const comes: Trace = [client.WSAConnect(listener), listener.completes('WSAAccept', 'ok')];
    tcp.allows(waiting, listener.nonblocking(), comes, server.recv(1, 'WSAEWOULDBLOCK'));
    tcp.allows(waiting, listener.nonblocking(), comes, server.recv(1, 'pending'));
    tcp.allows(waiting, listener.WSAEventSelect('FD_READ'), comes, server.recv(1, 'WSAEWOULDBLOCK'));
    tcp.refuses(waiting, listener.WSAEventSelect('FD_READ'), comes, server.recv(1, 'pending'));
  });

  it('may fail where the condition function answers more than there is room for, whatever it decides (AM-13)', () => {
    const long = 'x'.repeat(40);
    const asking: Trace = [listening, client.WSASocket(), client.WSAConnect(listener, 'pending')];
    for (const condition of ['CF_REJECT', 'CF_DEFER'] as const) {
      osi.allows(asking, listener.WSAAccept({ as: server, condition, calleeData: long }, 'WSAEINVAL'));
      osi.refuses(asking, listener.WSAAccept({ as: server, condition, calleeData: 'short' }, 'WSAEINVAL'));
    }
  });

  it('takes what was reported to the condition function for all that there is room for (CD-10, AM-13)', () => {
    const asking: Trace = [
      [listening, client.WSASocket()],
      client.WSAConnect({ to: listener, calleeDataLen: 9 }, 'pending'),
    ];
    const answers = { ...withFunction('CF_ACCEPT'), calleeData: 'hello' };
    const told = (calleeData: string) => client.completes('WSAConnect', { calleeData });
    osi.allows(asking, listener.WSAAccept(answers, 'WSAEINVAL', { calleeDataLen: 3 }));
    osi.refuses(asking, listener.WSAAccept(answers, 'WSAEINVAL', { calleeDataLen: 5 }));
    for (const calleeData of ['hel', 'hello', ''])
      osi.allows(asking, listener.WSAAccept(answers, 'ok', { calleeDataLen: 3 }), told(calleeData));
    osi.refuses(asking, listener.WSAAccept(answers, 'ok', { calleeDataLen: 3 }), told('hell'));
    osi.refuses(asking, listener.WSAAccept(answers, 'ok', { calleeDataLen: 5 }), told('hel'));
  });

  it('leaves a withdrawn request where it is, if it fails for another reason (AM-04, AM-23/R1)', () => {
    const failing = [
      listener.accept(server, 'WSAEMFILE'),
      listener.accept(server, 'WSAENOBUFS'),
      listener.WSAAccept(withFunction(7), 'WSAEINVAL', { callerId: client }),
    ];
    const gone: Trace = [
      [listening, listener.WSAEventSelect('FD_ACCEPT'), client.WSASocket(), client.nonblocking()],
      [
        client.WSAConnect(listener, 'WSAEWOULDBLOCK'),
        settle,
        listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 }),
      ],
      [client.closesocket(), settle],
    ];
    const kept = osi.read({ 'AM-04': ['R1'], 'AM-23': ['R1'] });
    const dropped = osi.read({ 'AM-04': ['R1'], 'AM-23': ['R2'] });
    for (const fails of failing) {
      kept.allows(gone, fails, listener.accept(server, 'WSAEACCES'));
      kept.refuses(gone, fails, listener.accept(server, 'WSAEWOULDBLOCK'));
      dropped.allows(gone, fails, listener.accept(server, 'WSAEWOULDBLOCK'));
      dropped.refuses(gone, fails, listener.accept(server, 'WSAEACCES'));
    }
  });

  it('may have asked before it finds no buffers, but no descriptors it misses on entry (CA-20)', () => {
    const asks = (error: ErrorCode, callerId = client) =>
      listener.WSAAccept(withFunction('CF_REJECT'), error, { callerId });
    for (const error of ['WSAENOBUFS', 'WSAENETDOWN', 'WSAEINPROGRESS'] as const) {
      tcp.allows(twoRequests, asks(error), listener.accept(server));
      tcp.refuses(twoRequests, asks(error, client2));
      tcp.refuses(twoRequests, listener.accept(server), listener.accept(server2), asks(error));
    }
    tcp.refuses(twoRequests, asks('WSAEMFILE'));
    tcp.allows([listening, client.WSASocket(), client.WSAConnect(listener)], asks('WSAEINTR'));
    tcp.refuses([listening, client.WSASocket()], asks('WSAEINTR'));
  });

  it('may have asked about the request that it drops for want of buffers before that is told', () => {
    const dropped: Trace = [
      [listening, client.WSASocket(), client.WSAConnect(listener)],
      [listener.WSAAccept(withFunction('CF_ACCEPT'), 'pending'), client.recv(8, 'WSAECONNRESET')],
    ];
    tcp.allows(dropped, listener.completes('WSAAccept', 'WSAENOBUFS', { callerId: client }));
    tcp.refuses(dropped, listener.completes('WSAAccept', 'WSAEMFILE', { callerId: client }));
  });

  it('takes FD_ACCEPT back, or tells of the next request, with one that is dropped for want of descriptors (AM-23/R2)', () => {
    const indicated: Trace = [listening, listener.WSAEventSelect('FD_ACCEPT'), client.WSASocket()];
    const drops: Trace = [listener.accept(server, 'WSAEMFILE'), settle, client.recv(8, 'WSAECONNRESET')];
    const one: Trace = [indicated, client.WSAConnect(listener), settle];
    tcp.allows(one, drops, listener.WSAEnumNetworkEvents({}));
    tcp.allows(one, drops, listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 }));
    tcp.refuses(one, listener.accept(server, 'WSAENETDOWN'), settle, listener.WSAEnumNetworkEvents({}));
    const two: Trace = [one, client2.WSASocket(), client2.WSAConnect(listener), settle];
    tcp.allows(two, drops, listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 }));
    tcp.refuses(two, drops, listener.WSAEnumNetworkEvents({}));
    const behind: Trace = [
      [one, listener.WSAAccept(withFunction('CF_DEFER'), 'WSATRY_AGAIN'), client2.WSASocket()],
      [client2.WSAConnect(listener), settle, listener.accept(server, 'WSAEMFILE'), settle],
    ];
    const noLoop = { 'AM-01': ['R1'] } as const;
    const tells = listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 });
    tcp.read({ ...noLoop, 'AM-23': ['R2'] }).allows(behind, listener.WSAEnumNetworkEvents({}));
    tcp.read({ ...noLoop, 'AM-23': ['R2'] }).allows(behind, tells);
  });

  it('may tell a socket that it can send, though the circuit was reset before it was accepted (NE-21, AM-04/R4)', () => {
    const accepted: Trace = [
      [listening, listener.WSAEventSelect('FD_WRITE', 'FD_CLOSE'), client.WSASocket(), client.lingers(0)],
      [client.WSAConnect(listener), settle, client.closesocket(), settle, listener.accept(server), settle],
    ];
    const lost = { FD_CLOSE: 'WSAECONNRESET' } as const;
    tcp.allows(accepted, server.WSAEnumNetworkEvents({ FD_WRITE: 0, ...lost }));
    tcp.allows(accepted, server.WSAEnumNetworkEvents(lost));
    tcp.refuses(accepted, server.WSAEnumNetworkEvents({ FD_WRITE: 0 }));
    tcp.refuses(accepted, server.WSAEnumNetworkEvents(lost), server.WSAEnumNetworkEvents({ FD_WRITE: 0 }));
  });

  it('finds the request of a client that came while it waited, and of no other', () => {
    const waiting: Trace = [
      [listening, client.WSASocket(), client2.WSASocket()],
      listener.WSAAccept(withFunction('CF_ACCEPT'), 'pending'),
      client.WSAConnect(listener),
    ];
    tcp.allows(waiting, listener.completes('WSAAccept', 'ok', { callerId: client }));
    tcp.refuses(waiting, listener.completes('WSAAccept', 'ok', { callerId: client2 }));
    tcp.refuses(waiting, listener.completes('WSAAccept', 'ok', 'not asked'));
  });
});
