import { it } from 'vitest';
import type { Trace } from '../../model/testing.js';
import { client, client2, listener, listening, server, settle } from '../../model/testing.js';
import { deferralFaults } from './deferral.js';
import { arrived, testsOf } from './testing.js';

const defers = listener.WSAAccept({ as: server, condition: 'CF_DEFER' }, 'WSATRY_AGAIN', {
  callerId: client,
});

const indicated: Trace = [
  listening,
  listener.WSAEventSelect('FD_ACCEPT'),
  arrived(client),
  settle,
  listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 }),
];

const shown = testsOf(deferralFaults, {
  'defer-reenables-accept': [indicated, defers, settle, listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 })],
  'defer-indicates-later-arrivals': [
    indicated,
    defers,
    settle,
    listener.WSAEnumNetworkEvents({}),
    arrived(client2),
    settle,
    listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 }),
  ],
  'defer-drops-request': [
    listening,
    listener.nonblocking(),
    arrived(client),
    defers,
    listener.WSAAccept({ as: server, condition: 'CF_ACCEPT' }, 'WSAEWOULDBLOCK'),
  ],
  'defer-skips-to-next': [
    listening,
    arrived(client),
    arrived(client2),
    settle,
    defers,
    listener.WSAAccept({ as: server, condition: 'CF_ACCEPT' }, 'ok', { callerId: client2 }),
  ],
  'defer-says-would-block': [
    listening,
    arrived(client),
    listener.WSAAccept({ as: server, condition: 'CF_DEFER' }, 'WSAEWOULDBLOCK'),
  ],
  'deferred-request-stays-deferred': [
    listening,
    arrived(client),
    defers,
    listener.WSAAccept({ as: server, condition: 'CF_ACCEPT' }, 'WSATRY_AGAIN'),
  ],
  'deferral-silences-for-good': [
    indicated,
    arrived(client2),
    settle,
    defers,
    listener.WSAAccept({ as: server, condition: 'CF_ACCEPT' }, 'ok', { callerId: client }),
    settle,
    listener.WSAEnumNetworkEvents({}),
  ],
});

for (const { says, holds } of shown) it(says, holds);
