import { describe, expect, it } from 'vitest';
import type { Trace } from '../model/testing.js';
import {
  actor,
  client,
  client2,
  connected,
  documents,
  connectedNonblocking,
  flat,
  listener,
  listening,
  server,
  server2,
  settle,
  zeroBytes,
} from '../model/testing.js';
import type { Profile } from '../spec/profiles.js';
import { profileNamed, profileOf } from '../spec/profiles.js';
import { Judge } from './commands/judge.js';
import { properties } from './index.js';

type ProfileName = 'tcp' | 'osi' | 'atm' | 'irda';

/** What the documents and every property that is claimed of the profile say against a trace; `null`: nothing. */
function accusationOf(profile: Profile, trace: Trace): string | null {
  const judge = new Judge(documents(profile).oracle, properties);
  for (const step of flat(trace)) {
    const accusation = judge.observe(step);
    if (accusation) return accusation.violation.summary;
  }
  return null;
}

/** A condition function is asked about the client. */
const asked = { callerId: client, callerData: null, calleeDataLen: 32 } as const;

const listener2 = actor('listener2');

/** Whatever a connection has come to, the network may lose it (AS-07, AS-08, AS-09). */
const lostToNetwork = (['WSAECONNABORTED', 'WSAETIMEDOUT', 'WSAENETRESET'] as const).flatMap(
  (code): (readonly [string, Trace])[] => [
    [
      `a receive after one’s own end that gives ${code}`,
      [connected, client.shutdown('SD_SEND'), client.recv(1, code)],
    ],
    [
      `a receive under way after one’s own end that gives ${code}`,
      [connected, client.shutdown('SD_SEND'), client.recv(1, 'pending'), client.completes('recv', code)],
    ],
    [
      `a receive that has failed with ${code} before the peer’s end came, and is told later`,
      [
        [connected, client.recv(1, 'pending'), server.shutdown('SD_SEND'), settle],
        client.completes('recv', code),
      ],
    ],
    [
      `a receive after WSASendDisconnect that gives ${code}`,
      [connected, client.WSASendDisconnect(null), client.WSARecv(1, code)],
    ],
    [
      `a send after the peer’s end that gives ${code}`,
      [connected, server.shutdown('SD_SEND'), settle, client.send('a', code)],
    ],
    [
      `a reset before a receive of the other end is told ${code}`,
      [connected, client.recv(1, 'pending'), server.recv(1, 'WSAECONNRESET'), client.completes('recv', code)],
    ],
    [
      `FD_CLOSE that tells of a reset before a send of the other end is told ${code}`,
      [
        [connected, server.WSAEventSelect('FD_CLOSE'), client.send('a'.repeat(9000), 'pending'), settle],
        [server.WSAEnumNetworkEvents({ FD_CLOSE: 'WSAECONNRESET' }), client.completes('send', code)],
      ],
    ],
    [
      `SO_ERROR and then a receive that give ${code}, after the peer’s end`,
      [
        [connected, server.shutdown('SD_SEND'), settle, client.send('a')],
        [client.getsockopt('SO_ERROR', { value: code }), client.recv(1, code)],
      ],
    ],
    [
      `a send that gives WSAENOTCONN after SO_ERROR has given ${code}`,
      [connected, client.getsockopt('SO_ERROR', { value: code }), client.send('a', 'WSAENOTCONN')],
    ],
    [
      `a receive that gives ${code} before the reset of the peer has come`,
      [connected, server.lingers(0), server.closesocket(), client.recv(1, code)],
    ],
  ],
);

/** The same where it is told otherwise than by a send or a receive. */
const lostElsewhere: readonly (readonly [string, Trace])[] = [
  [
    'setsockopt that gives WSAENETRESET, and a receive that then gives WSAECONNRESET (AS-08)',
    [
      connected,
      client.setsockopt({ option: 'SO_LINGER', onoff: true, linger: 0 }, 'WSAENETRESET'),
      client.recv(1, 'WSAECONNRESET'),
    ],
  ],
  [
    'a shutdown that gives WSAECONNABORTED (AS-07, GS-20)',
    [connected, client.shutdown('SD_SEND', 'WSAECONNABORTED'), client.recv(1, 'WSAENOTCONN')],
  ],
  ...(['WSAENETDOWN', 'WSAECONNABORTED'] as const).map((code): readonly [string, Trace] => [
    `FD_CLOSE with ${code}, and a receive that then gives WSAECONNRESET (NE-27, AM-06)`,
    [
      [connected, client.WSAEventSelect('FD_CLOSE'), client.WSAEnumNetworkEvents({ FD_CLOSE: code })],
      client.recv(1, 'WSAECONNRESET'),
    ],
  ]),
  [
    'FD_CLOSE with WSAENETDOWN while data are unread after the peer’s end (NE-27, AM-06)',
    [
      [connected, client.WSAEventSelect('FD_CLOSE'), server.send('a'), server.shutdown('SD_SEND'), settle],
      client.WSAEnumNetworkEvents({ FD_CLOSE: 'WSAENETDOWN' }),
    ],
  ],
  [
    'FD_READ with WSAENETDOWN where nothing has come (NE-18)',
    [connected, client.WSAEventSelect('FD_READ'), client.WSAEnumNetworkEvents({ FD_READ: 'WSAENETDOWN' })],
  ],
  [
    'FD_READ with WSAENETDOWN beside FD_CLOSE (NE-18)',
    [
      [connected, client.WSAEventSelect('FD_READ', 'FD_CLOSE'), server.shutdown('SD_SEND'), settle],
      client.WSAEnumNetworkEvents({ FD_READ: 'WSAENETDOWN', FD_CLOSE: 0 }),
    ],
  ],
  [
    'FD_ACCEPT with WSAENETDOWN where nobody has asked (NE-17)',
    [
      listening,
      listener.WSAEventSelect('FD_ACCEPT'),
      listener.WSAEnumNetworkEvents({ FD_ACCEPT: 'WSAENETDOWN' }),
    ],
  ],
];

/** What somebody else does not see of a circuit that the network has lost. */
const unseenLoss: readonly (readonly [string, Trace])[] = [
  [
    'no end of one that the network has lost after it had ended (AS-07)',
    [
      [connectedNonblocking, client.shutdown('SD_SEND'), client.shutdown('SD_SEND', 'WSAECONNABORTED')],
      [settle, server.nonblocking(), server.recv(1, 'WSAEWOULDBLOCK')],
    ],
  ],
  [
    'no FD_WRITE of a connection that its own receive says is lost (NE-21)',
    [
      [connected, server.WSAEventSelect('FD_WRITE'), settle, server.recv(1, 'WSAECONNABORTED')],
      server.WSAEnumNetworkEvents({}),
    ],
  ],
  [
    'no FD_WRITE of an accepted socket whose peer has told that the circuit is lost (NE-21, CA-06)',
    [
      [listening, listener.WSAEventSelect('FD_WRITE'), client.WSASocket(), client.nonblocking()],
      [client.WSAConnect(listener, 'WSAEWOULDBLOCK'), listener.accept(server)],
      [client.recv(1, 'WSAEWOULDBLOCK'), settle, client.recv(1, 'WSAECONNABORTED')],
      server.WSAEnumNetworkEvents({}),
    ],
  ],
  [
    'no FD_WRITE of a connection that its peer has reset (NE-21)',
    [
      [connected, server.WSAEventSelect('FD_WRITE'), settle, client.lingers(0), client.closesocket()],
      [settle, server.WSAEnumNetworkEvents({})],
    ],
  ],
];

/** A client that has been accepted, and not been told so. */
const attempting: Trace = [
  [listening, client.WSASocket(), client.nonblocking(), client.WSAConnect(listener, 'WSAEWOULDBLOCK')],
  [settle, listener.accept(server)],
];

/** A socket is closed while it sends (CL-07). */
const besideSend: readonly (readonly [string, Trace])[] = [
  ['a close that waits', [client.closesocket('pending')]],
  ['a close that fails as the circuit was reset', [client.closesocket('WSAECONNRESET')]],
  ['a close that says that it would block', [client.closesocket('WSAEWOULDBLOCK')]],
  ['a close that knows of no socket', [client.closesocket('WSAENOTSOCK')]],
  ['a socket that can be closed twice', [client.closesocket(), client.closesocket()]],
];

/** A request that has been indicated. */
const told: Trace = [
  [listener.WSASocket(), listener.bind(), listener.listen(1), listener.WSAEventSelect('FD_ACCEPT')],
  [client.WSASocket(), client.WSAConnect(listener, 'pending'), settle],
];

describe('no property accuses', () => {
  it.each<readonly [string, ProfileName, Trace]>([
    [
      'a listener that indicates a later arrival once the deferred request was withdrawn (AM-01, AM-04)',
      'tcp',
      [
        [listening, listener.WSAEventSelect('FD_ACCEPT'), client.WSASocket(), client.WSAConnect(listener)],
        [settle, listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 })],
        listener.WSAAccept({ as: server, condition: 'CF_DEFER' }, 'WSATRY_AGAIN'),
        [settle, listener.WSAEnumNetworkEvents({})],
        [client.lingers(0), client.closesocket(), settle, listener.WSAEnumNetworkEvents({})],
        [client2.WSASocket(), client2.WSAConnect(listener), settle],
        listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 }),
      ],
    ],
    ...(['tcp', 'osi'] as const).flatMap((profile): (readonly [string, ProfileName, Trace])[] => [
      [
        `a receive of what a send had sent before the network cut it off, under ${profile} (IO-09)`,
        profile,
        [connected, client.send('abc', 'WSAETIMEDOUT'), server.recv(8, { data: 'abc' })],
      ],
      [
        `the same of a send that had waited, under ${profile}`,
        profile,
        [
          connected,
          client.send('abc', 'pending'),
          client.completes('send', 'WSAETIMEDOUT'),
          server.recv(8, { data: 'abc' }),
        ],
      ],
    ]),
    [
      'a receive of a part of what was sent, where the sender has closed beside that send (CL-05, CL-07)',
      'tcp',
      [
        [
          connected,
          client.send('abc', 'pending'),
          client.closesocket(),
          client.completes('send', 'WSAEINTR'),
        ],
        [settle, server.recv(8, { data: 'ab' }), server.recv(8, zeroBytes)],
      ],
    ],
    [
      'a receive of a part of what was sent, where that send has waited and failed (IO-09)',
      'tcp',
      [
        [connected, client.send('abc', 'pending'), server.recv(8, { data: 'ab' })],
        [client.completes('send', 'WSAENOBUFS'), settle, server.nonblocking()],
        server.recv(8, 'WSAEWOULDBLOCK'),
      ],
    ],
    [
      'an end before what a send was to hand over that has waited and failed (ER-04)',
      'tcp',
      [
        [connected, client.send('abc', 'pending'), client.completes('send', 'WSAENOBUFS')],
        [client.shutdown('SD_SEND'), settle, server.recv(8, zeroBytes)],
      ],
    ],
    ...(['tcp', 'osi', 'irda'] as const).flatMap((profile): (readonly [string, ProfileName, Trace])[] => [
      [
        `a handle that is gone after a close that was cancelled, under ${profile} (CL-08, ER-05)`,
        profile,
        [[connected, client.lingers(1), client.closesocket('WSAEINTR')], client.closesocket('WSAENOTSOCK')],
      ],
      [
        `an end that such a close has made, under ${profile} (CL-08, ER-05)`,
        profile,
        [connected, client.lingers(1), client.closesocket('WSAEINTR'), settle, server.recv(8, zeroBytes)],
      ],
      [
        `what a send hands over that overtakes another one that waits, under ${profile}`,
        profile,
        [connected, client.send('a', 'pending'), client.send('b'), server.recv(4, { data: 'b' })],
      ],
      [
        `the same of sends of both kinds that wait, under ${profile}`,
        profile,
        [
          connected,
          client.send('a', 'pending'),
          client.WSASend('b', 'pending'),
          server.recv(4, { data: 'b' }),
        ],
      ],
      [
        `the same where the network cuts that one off, under ${profile}`,
        profile,
        [
          connected,
          client.send('a', 'pending'),
          client.send('b', 'WSAETIMEDOUT'),
          server.recv(4, { data: 'b' }),
        ],
      ],
      [
        `an attempt that has timed out by the time its peer has ended, under ${profile} (CN-07)`,
        profile,
        [attempting, server.shutdown('SD_SEND'), settle, client.recv(4, 'WSAENOTCONN')],
      ],
      [
        `the same where its peer has closed, under ${profile} (CN-07)`,
        profile,
        [attempting, server.closesocket(), settle, client.recv(4, 'WSAENOTCONN')],
      ],
      [
        `the same where its peer has reset the circuit, under ${profile} (CN-07)`,
        profile,
        [attempting, server.lingers(0), server.closesocket(), settle, client.recv(4, 'WSAENOTCONN')],
      ],
      ...besideSend.map(
        ([what, trace]) =>
          [
            `${what}, beside a send, under ${profile} (CL-07)`,
            profile,
            [connected, client.send('a', 'pending'), trace],
          ] as const,
      ),
    ]),
    ...(['osi', 'atm'] as const).map((profile): readonly [string, ProfileName, Trace] => [
      `no FD_READ of data that an attempt did not live to see, under ${profile} (CN-07, NE-18)`,
      profile,
      [
        [listening, client.WSASocket(), client.WSAEventSelect('FD_READ')],
        [client.WSAConnect(listener, 'WSAEWOULDBLOCK'), settle, listener.accept(server)],
        [server.send('a'), settle, client.WSAEnumNetworkEvents({})],
      ],
    ]),
    [
      'no disconnect data for an attempt that has timed out (CN-07)',
      'osi',
      [attempting, server.WSASendDisconnect('a'), settle, client.WSARecvDisconnect(8, 'WSAENOTCONN')],
    ],
    ...(['irda', 'atm'] as const).flatMap((profile): (readonly [string, ProfileName, Trace])[] => [
      [
        `a close that waits until what was sent is received, and ends nothing before, under ${profile} (CL-09)`,
        profile,
        [
          [connected, server.nonblocking(), client.send('a'), client.closesocket('pending'), settle],
          [server.recv(4, { data: 'a' }), server.recv(4, 'WSAEWOULDBLOCK')],
        ],
      ],
      [
        `the same where what was sent has arrived, and is unread, under ${profile} (CL-09)`,
        profile,
        [
          [connected, client.send('a'), settle, client.closesocket('pending')],
          [server.recv(4, { data: 'a' }), settle, client.completes('closesocket', 'ok')],
        ],
      ],
      [
        `a nonblocking close that lingers for nothing, and says that it would block, under ${profile} (AM-16/R2)`,
        profile,
        [connected, client.nonblocking(), client.lingers(5), client.closesocket('WSAEWOULDBLOCK')],
      ],
      [
        `nothing to receive after an abort of one’s own, under ${profile} (GS-17, CL-09)`,
        profile,
        [
          [connected, server.nonblocking(), server.shutdown('SD_SEND'), client.closesocket(), settle],
          server.recv(1, 'WSAEWOULDBLOCK'),
        ],
      ],
    ]),
    [
      'a receive of a part of what the network has cut off (IO-09)',
      'tcp',
      [connected, client.send('abc', 'WSAETIMEDOUT'), server.recv(8, { data: 'ab' })],
    ],
    [
      'a receive of nothing where the network has cut a send off (AS-07)',
      'tcp',
      [
        [connected, server.nonblocking(), client.send('abc', 'WSAETIMEDOUT'), settle],
        server.recv(8, 'WSAEWOULDBLOCK'),
      ],
    ],
    [
      'FD_READ that tells of what a send had sent before the network cut it off (NE-14)',
      'tcp',
      [
        [connected, server.WSAEventSelect('FD_READ'), client.send('abc', 'WSAETIMEDOUT')],
        [server.WSAEnumNetworkEvents({ FD_READ: 0 }), server.recv(8, { data: 'abc' })],
      ],
    ],
    [
      'no FD_READ where the network has cut a send off (AS-07)',
      'tcp',
      [
        [connected, server.WSAEventSelect('FD_READ'), client.send('abc', 'WSAETIMEDOUT'), settle],
        [server.WSAEnumNetworkEvents({}), server.recv(8, 'WSAEWOULDBLOCK')],
      ],
    ],
    [
      'a bind to an address that is none of this machine (ER-02)',
      'tcp',
      [client.WSASocket(), client.bind('WSAEADDRNOTAVAIL'), client.listen(1, 'WSAEINVAL'), client.bind()],
    ],
    [
      'an accept that takes FD_ACCEPT back with the request that it told of (NE-14)',
      'osi',
      [
        told,
        listener.accept(server),
        listener.WSAEnumNetworkEvents({}),
        client.completes('WSAConnect', 'ok'),
      ],
    ],
    [
      'a receive that takes FD_READ back with the data that it told of (NE-14)',
      'tcp',
      [
        [connected, server.WSAEventSelect('FD_READ'), client.send('a'), settle],
        [server.recv(1, { data: 'a' }), server.WSAEnumNetworkEvents({})],
      ],
    ],
    [
      'FD_ACCEPT that tells of the same request again after a deferral (AM-01)',
      'osi',
      [
        [told, listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 })],
        listener.WSAAccept({ as: server, condition: 'CF_DEFER' }, 'WSATRY_AGAIN', asked),
        listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 }),
      ],
    ],
    [
      'FD_ACCEPT after the listener has failed to connect (CN-06)',
      'tcp',
      [
        [listener.WSASocket(), listener.bind(), listener.listen(1), listener.WSAEventSelect('FD_ACCEPT')],
        [client.WSASocket(), client.WSAConnect(listener), listener.WSAConnect(listener, 'WSAEINVAL')],
        listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 }),
      ],
    ],
    [
      'FD_ACCEPT for the second attempt of a client (CN-07)',
      'tcp',
      [
        [listener.WSASocket(), listener.bind(), client.WSASocket()],
        [client.WSAConnect(listener, 'WSAECONNREFUSED'), listener.listen(1)],
        [listener.WSAEventSelect('FD_ACCEPT'), client.WSAConnect(listener, 'pending')],
        listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 }),
      ],
    ],
    [
      'connecting to a socket of which the documents say nothing any more (CN-13)',
      'osi',
      [
        [listener.WSASocket(), listener.bind(), listener.listen(1)],
        [client.WSASocket(), client.WSAConnect(listener, 'pending')],
        client.setsockopt({ option: 'SO_LINGER', onoff: true, linger: 0 }, 'WSAEINVAL'),
        [client2.WSASocket(), client2.WSAConnect(listener, 'WSAEINVAL')],
      ],
    ],
    [
      'a listener after an attempt was given options, whatever became of that before (CN-13)',
      'atm',
      [
        [listener.WSASocket(), listener.bind(), listener.listen(1)],
        [client.WSASocket(), client.WSAConnect(listener, 'WSAETIMEDOUT')],
        client.WSAConnect(listener, 'pending'),
        client.setsockopt({ option: 'SO_LINGER', onoff: true, linger: 0 }, 'WSAEINVAL'),
        listener.getsockopt('SO_LINGER', 'WSAEINVAL'),
      ],
    ],
    [
      'connecting to oneself',
      'tcp',
      [listener.WSASocket(), listener.bind(), listener.WSAConnect(listener, 'WSAEINVAL')],
    ],
    [
      'the first send to a peer that has closed, which fails at once (AM-30)',
      'tcp',
      [connected, server.closesocket(), settle, client.send('x', 'WSAECONNRESET')],
    ],
    [
      'the first send to a peer that has aborted, which is told of an abort by its own stack (AM-30)',
      'tcp',
      [connected, server.lingers(0), server.closesocket(), client.send('x', 'WSAECONNABORTED')],
    ],
    [
      'what becomes of a receive that is pending beside a close that lingers (CL-07)',
      'tcp',
      [
        [connected, client.lingers(1), client.recv(1, 'pending'), client.closesocket('pending')],
        server.setsockopt({ option: 'SO_LINGER', onoff: true, linger: 0 }, 'WSAEINVAL'),
      ],
    ],
    [
      'a shutdown once both sides have ended (AM-26)',
      'tcp',
      [
        [connected, client.shutdown('SD_SEND'), server.shutdown('SD_SEND'), settle],
        client.shutdown('SD_SEND', 'WSAENOTCONN'),
      ],
    ],
    [
      'a receive that tells of the reset that its own side has caused (AS-05, AM-09)',
      'tcp',
      [connected, client.send('a'), settle, server.shutdown('SD_BOTH'), server.recv(1, 'WSAECONNRESET')],
    ],
    [
      'the second receive to tell of a reset, where the first one is under way (AS-03)',
      'tcp',
      [
        [connected, server.lingers(0), client.recv(1, 'pending'), server.closesocket()],
        client.recv(1, 'WSAECONNABORTED'),
      ],
    ],
    [
      'an abort of one’s own that looks orderly (AM-31)',
      'atm',
      [connected, client.shutdown('SD_SEND'), client.recv(1, zeroBytes)],
    ],
    [
      'reception that was shut after the circuit was lost (DD-10)',
      'atm',
      [
        [connectedNonblocking, client.shutdown('SD_SEND'), settle, server.send('a', 'WSAECONNRESET')],
        [server.WSARecvDisconnect(null, { data: null }), server.recv(1, 'WSAESHUTDOWN')],
      ],
    ],
    [
      'a send that finds no room where what was sent is accepted in silence, and no FD_WRITE (DD-15, AM-10/R2)',
      'tcp',
      [
        [connectedNonblocking, client.WSAEventSelect('FD_WRITE'), settle],
        [client.WSAEnumNetworkEvents({ FD_WRITE: 0 }), server.WSARecvDisconnect(8, { data: '' })],
        [client.send('a'.repeat(4096)), settle, client.send('a', 'WSAEWOULDBLOCK'), settle],
        client.WSAEnumNetworkEvents({}),
      ],
    ],
    [
      'disconnect data that come with the release of ATM, and are fetched after FD_CLOSE (DD-18, AM-28/R1)',
      'atm',
      [
        [connected, server.WSAEventSelect('FD_CLOSE'), client.WSASendDisconnect('cause'), settle],
        server.WSAEnumNetworkEvents({ FD_CLOSE: 0 }),
        server.WSARecvDisconnect(32, { data: 'cause' }),
      ],
    ],
    [
      'disconnect data that are too long, and end nothing (AM-12)',
      'osi',
      [
        [connected, client.WSAEventSelect('FD_CLOSE'), server.WSASendDisconnect('a'.repeat(33)), settle],
        client.WSAEnumNetworkEvents({}),
      ],
    ],
    [
      'disconnect data that are too long, and do not go (AM-12)',
      'osi',
      [
        [connected, client.WSASendDisconnect('a'.repeat(33)), settle, server.recv(8, 'WSAEDISCON')],
        server.WSARecvDisconnect(40, { data: '' }),
      ],
    ],
    ...(['WSAEFAULT', 'WSAENOPROTOOPT', 'WSAENOTCONN'] as const).map(
      (code): readonly [string, ProfileName, Trace] => [
        `an early fetch that fails with ${code}, and ends reception (AM-12)`,
        'osi',
        [connected, server.WSARecvDisconnect(32, code), server.recv(8, 'WSAESHUTDOWN')],
      ],
    ),
    [
      'a fetch that fails where there are no disconnect data, and ends reception (AM-12)',
      'tcp',
      [connected, server.WSARecvDisconnect(32, 'WSAENOPROTOOPT'), server.recv(8, 'WSAESHUTDOWN')],
    ],
    [
      'an accept under way that has answered before it is seen to end (CD-01)',
      'osi',
      [
        [listener.WSASocket(), listener.bind(), listener.listen(1), client.WSASocket()],
        listener.WSAAccept({ as: server, condition: 'CF_ACCEPT', calleeData: 'a' }, 'pending'),
        client.WSAConnect({ to: listener, calleeDataLen: 1 }, { calleeData: 'a' }),
      ],
    ],
    [
      'callee data of a second attempt (CN-07)',
      'osi',
      [
        [listener.WSASocket(), listener.bind(), listener.listen(1), client.WSASocket()],
        [client.WSAConnect(listener, 'WSAETIMEDOUT'), listener.accept(server, 'WSAEACCES')],
        listener.WSAAccept({ as: server2, condition: 'CF_ACCEPT', calleeData: 'a' }, 'pending'),
        client.WSAConnect({ to: listener, calleeDataLen: 1 }, { calleeData: 'a' }),
      ],
    ],
    [
      'a request at one listener that comes before an earlier one at another (CA-01)',
      'tcp',
      [
        [listener.WSASocket(), listener.bind(), listener.listen(1)],
        [listener2.WSASocket(), listener2.bind(), listener2.listen(1)],
        [client2.WSASocket(), client2.WSAConnect(listener2), settle],
        [client.WSASocket(), client.WSAConnect(listener)],
        listener.WSAAccept({ as: server, condition: 'CF_ACCEPT' }, 'ok', { callerId: client }),
      ],
    ],
    [
      'a connector that has reset its circuit itself, and is told so (GS-17)',
      'irda',
      [
        [listening, client.WSASocket(), client.WSAConnect(listener), client.shutdown('SD_SEND')],
        client.recv(1, 'WSAECONNRESET'),
      ],
    ],
    [
      'a listener that does not find a request whose connector has reset the circuit (GS-17, AM-04)',
      'irda',
      [
        [listening, listener.nonblocking(), client.WSASocket(), client.WSAConnect(listener)],
        [client.shutdown('SD_BOTH'), settle, listener.accept(server, 'WSAEWOULDBLOCK')],
      ],
    ],
    [
      'FD_ACCEPT that is taken back with a request whose connector has reset the circuit (GS-17, AM-04)',
      'irda',
      [
        [listening, listener.WSAEventSelect('FD_ACCEPT'), client.WSASocket(), client.WSAConnect(listener)],
        [settle, client.shutdown('SD_SEND'), settle, listener.WSAEnumNetworkEvents({})],
      ],
    ],
    [
      'FD_READ that is missing where the receiver has reset the circuit before the data came (GS-17)',
      'irda',
      [
        [connected, server.WSAEventSelect('FD_READ'), client.send('a')],
        [server.shutdown('SD_SEND'), settle, server.WSAEnumNetworkEvents({})],
      ],
    ],
    [
      'the second of two receives, where the first one may have had its message (IO-05)',
      'osi',
      [
        [connected, client.recv(1, 'pending'), server.send('a'), server.send('b')],
        client.recv(1, { data: 'b' }),
      ],
    ],
    [
      'what a socket has done before its accept is seen to end',
      'tcp',
      [
        [listening, listener.accept(server, 'pending'), client.WSASocket(), client.WSAConnect(listener)],
        [server.shutdown('SD_SEND'), client.recv(1, zeroBytes)],
        [listener.completes('WSAAccept', 'ok', 'not asked'), server.send('a', 'WSAESHUTDOWN')],
      ],
    ],
    [
      'a send before the data that will reset the circuit have arrived (AS-05)',
      'tcp',
      [connected, server.shutdown('SD_RECEIVE'), client.send('a'), server.send('b')],
    ],
    [
      'an accept under way that was offered the request before another one took it (CA-10)',
      'tcp',
      [
        [listening, listener.WSAAccept({ as: server, condition: 'CF_DEFER' }, 'pending')],
        [listener.nonblocking(), client.WSASocket(), client.WSAConnect(listener)],
        listener.WSAAccept({ as: server2, condition: 'CF_ACCEPT' }, 'ok', { callerId: client }),
        listener.completes('WSAAccept', 'WSATRY_AGAIN', { callerId: client }),
      ],
    ],
    [
      'an accept under way that has rejected a client which was connected (CA-29)',
      'tcp',
      [
        [listening, listener.WSAAccept({ as: server, condition: 'CF_REJECT' }, 'pending')],
        [client.WSASocket(), client.WSAConnect(listener), client.listen(1, 'WSAEINVAL')],
      ],
    ],
    [
      'an empty message on a connection of which nobody knows who has sent what (IO-06)',
      'osi',
      [
        [listening, client.WSASocket(), client.nonblocking(), client.WSAConnect(listener, 'WSAEWOULDBLOCK')],
        [client2.WSASocket(), client2.nonblocking(), client2.WSAConnect(listener, 'WSAEWOULDBLOCK')],
        [listener.accept(server), server.send(''), settle, client.WSARecv(1, zeroBytes)],
      ],
    ],
    [
      'a receive that tells of a reset, after a shutdown has told of it (M-2)',
      'osi',
      [
        [connectedNonblocking, client.shutdown('SD_BOTH'), server.lingers(0), server.closesocket(), settle],
        [client.shutdown('SD_SEND', 'WSAENOTCONN'), client.recv(1, 'WSAENOTCONN')],
      ],
    ],
    [
      'a send after the circuit was lost and then shut down (GS-20, IO-01)',
      'irda',
      [
        [connected, server.closesocket(), settle, client.recv(1, 'WSAECONNRESET')],
        [client.shutdown('SD_SEND'), client.send('a', 'WSAESHUTDOWN')],
      ],
    ],
    [
      'a send that tells of a reset, after a call on what seemed to be an attempt has told of it (M-2)',
      'atm',
      [
        [listening, client.WSASocket(), client.nonblocking(), client.WSAConnect(listener, 'WSAEWOULDBLOCK')],
        [listener.accept(server), server.closesocket(), client.WSASendDisconnect(null, 'WSAENOTCONN')],
        client.send('a', 'WSAECONNABORTED'),
      ],
    ],
    [
      'a second attempt of a client whose first one was passed over (CA-01)',
      'osi',
      [
        [listening, client.WSASocket(), client.WSAConnect(listener, 'pending'), settle],
        [client2.WSASocket(), client2.WSAConnect(listener, 'pending')],
        listener.WSAAccept({ as: server, condition: 'CF_REJECT' }, 'WSAECONNREFUSED', {
          callerId: client2,
        }),
        [client.completes('WSAConnect', 'WSAETIMEDOUT'), client.WSAConnect(listener, 'pending')],
        listener.WSAAccept({ as: server2, condition: 'CF_ACCEPT' }, 'ok', { callerId: client }),
      ],
    ],
    [
      'a socket that was accepted while its listener became nonblocking (CA-06)',
      'osi',
      [
        [listener.WSASocket(), listener.bind(), listener.listen(1), client.WSASocket()],
        [listener.accept(server, 'pending'), listener.nonblocking(), client.WSAConnect(listener)],
        [listener.completes('WSAAccept', 'ok', 'not asked'), server.recv(1, 'pending')],
      ],
    ],
    [
      'a client that is accepted after another one was rejected',
      'osi',
      [
        [listener.WSASocket(), listener.bind(), listener.listen(2)],
        [client.WSASocket(), client.WSAConnect(listener, 'pending')],
        [client2.WSASocket(), client2.WSAConnect(listener, 'pending')],
        listener.WSAAccept({ as: server, condition: 'CF_REJECT' }, 'WSAECONNREFUSED', asked),
        [listener.accept(server), client2.completes('WSAConnect', 'ok')],
      ],
    ],
    [
      'data that were received before reception was shut, and are told afterwards (DD-10)',
      'osi',
      [
        [connected, client.recv(1, 'pending'), server.send('a'), client.shutdown('SD_BOTH')],
        client.completes('recv', { data: 'a' }),
      ],
    ],
    [
      'a receive that found its buffer too small before another one took the message (IO-07)',
      'osi',
      [
        [connected, client.recv(1, 'pending'), server.send('aa'), client.recv(2, { data: 'aa' })],
        client.completes('recv', 'WSAEMSGSIZE'),
      ],
    ],
    [
      'a receive under way that ends because its own side stops receiving (IO-01)',
      'tcp',
      [
        connected,
        client.recv(1, 'pending'),
        client.shutdown('SD_RECEIVE'),
        client.completes('recv', { data: '' }),
      ],
    ],
    [
      'seconds to linger that are forgotten while lingering is off (LG-10)',
      'tcp',
      [
        client.WSASocket(),
        client.setsockopt({ option: 'SO_LINGER', onoff: false, linger: 1 }),
        client.getsockopt('SO_LINGER', { onoff: false, linger: 0 }),
      ],
    ],
    [
      'a socket that can be bound again, or listen, once its connection is lost (CN-14)',
      'tcp',
      [[connected, server.lingers(0), server.closesocket(), settle, client.bind(), client.listen(1)]],
    ],
    [
      'a socket that can be bound again once both ends have ended (CN-15)',
      'tcp',
      [
        [connected, client.shutdown('SD_SEND'), server.shutdown('SD_SEND'), settle],
        [server.bind(), client.listen(1)],
      ],
    ],
    [
      'a socket that can be bound though nobody has asked yet how its attempt went (CN-08)',
      'tcp',
      [
        [listener.WSASocket(), listener.bind(), client.WSASocket(), client.nonblocking()],
        [client.WSAConnect(listener, 'WSAEWOULDBLOCK'), client.bind()],
      ],
    ],
    [
      'a socket that can be bound once its connection was refused (CN-08)',
      'tcp',
      [
        listener.WSASocket(),
        listener.bind(),
        client.WSASocket(),
        client.WSAConnect(listener, 'WSAECONNREFUSED'),
        client.bind(),
      ],
    ],
    ...[...lostToNetwork, ...lostElsewhere, ...unseenLoss].flatMap(([what, trace]) =>
      (['tcp', 'osi'] as const).map((profile) => [`${what}, under ${profile}`, profile, trace] as const),
    ),
    ...(['WSAECONNABORTED', 'WSAETIMEDOUT', 'WSAENETRESET'] as const).map(
      (code): readonly [string, ProfileName, Trace] => [
        `a receive of one that nobody has accepted, which gives ${code} (AS-07)`,
        'tcp',
        [listening, client.WSASocket(), client.WSAConnect(listener), client.recv(1, code)],
      ],
    ),
    [
      'a client that gets no FD_CLOSE, as its attempt may have timed out before it was told of its acceptance (CN-07)',
      'osi',
      [
        [listening, client.WSASocket(), client.WSAEventSelect('FD_CLOSE')],
        [client.WSAConnect(listener, 'WSAEWOULDBLOCK'), listener.accept(server), settle],
        [server.shutdown('SD_SEND'), settle, client.WSAEnumNetworkEvents({})],
      ],
    ],
    [
      'an attempt that is refused as its listener closes, which had tried to connect to itself before',
      'osi',
      [
        [listening, client.WSASocket(), client.WSAConnect(listener, 'pending')],
        [listener.WSAConnect(listener, 'WSAEINVAL'), listener.closesocket()],
        client.completes('WSAConnect', 'WSAECONNREFUSED'),
      ],
    ],
    [
      'disconnect data that follow a shutdown, and do not fit (AM-26)',
      'osi',
      [
        [connected, client.shutdown('SD_SEND'), client.WSASendDisconnect('a')],
        server.WSARecvDisconnect(0, 'WSAEFAULT'),
      ],
    ],
    [
      'disconnect data that cannot be fetched while data are unread (NE-23, AM-12)',
      'osi',
      [
        [connected, server.send('a'), server.WSASendDisconnect('a'), settle],
        client.WSARecvDisconnect(0, 'WSAEINVAL'),
      ],
    ],
    [
      'a rejection that fails for what it should send along (CD-11, AM-13)',
      'tcp',
      [
        [listening, client.WSASocket(), client.WSAConnect(listener)],
        listener.WSAAccept({ as: server, condition: 'CF_REJECT', calleeData: 'a' }, 'WSAEINVAL', {
          callerId: client,
        }),
      ],
    ],
    [
      'a socket that connects to itself after it was refused, which is described nowhere',
      'irda',
      [
        [listener.WSASocket(), listener.bind(), listener2.WSASocket(), listener2.bind()],
        [listener.WSAConnect(listener2, 'WSAECONNREFUSED'), listener.WSAConnect(listener, 'WSAEINVAL')],
      ],
    ],
    [
      'FD_CLOSE with WSAENETDOWN for one that nobody has accepted (NE-27)',
      'tcp',
      [
        [listening, client.WSASocket(), client.WSAConnect(listener), client.WSAEventSelect('FD_CLOSE')],
        client.WSAEnumNetworkEvents({ FD_CLOSE: 'WSAENETDOWN' }),
      ],
    ],
    [
      'an attempt that is connected though SO_ERROR still says how an earlier one has failed (CN-07)',
      'tcp',
      [
        [listening, client.WSASocket(), client.WSAConnect(listener, 'WSAETIMEDOUT'), client.nonblocking()],
        [
          client.WSAConnect(listener, 'WSAEWOULDBLOCK'),
          client.getsockopt('SO_ERROR', { value: 'WSAETIMEDOUT' }),
        ],
        [listener.accept(server), settle, client.closesocket(), server.recv(1, zeroBytes)],
      ],
    ],
    [
      'the same of one that was accepted already (CN-07)',
      'tcp',
      [
        [listening, client.WSASocket(), client.WSAConnect(listener, 'WSAETIMEDOUT'), client.nonblocking()],
        [client.WSAConnect(listener, 'WSAEWOULDBLOCK'), listener.accept(server)],
        client.getsockopt('SO_ERROR', { value: 'WSAETIMEDOUT' }),
        [client.closesocket(), server.recv(1, zeroBytes)],
      ],
    ],
    [
      'SO_ERROR that gives WSAETIMEDOUT of an attempt that was connected, and lost (CN-07, AS-09)',
      'tcp',
      [
        [listening, client.WSASocket(), client.nonblocking(), client.WSAConnect(listener, 'WSAEWOULDBLOCK')],
        [client.getsockopt('SO_ERROR', { value: 'WSAETIMEDOUT' }), listener.accept(server)],
        [server.closesocket(), client.recv(1, 'WSAECONNRESET')],
      ],
    ],
    [
      'no FD_ACCEPT of one that was connected, and has lost its circuit to the network (AM-04)',
      'tcp',
      [
        [listening, listener.WSAEventSelect('FD_ACCEPT'), client.WSASocket(), client.WSAConnect(listener)],
        [settle, client.recv(1, 'WSAECONNABORTED'), settle, listener.WSAEnumNetworkEvents({})],
      ],
    ],
    [
      'a message that is too long for a peer that has ended (IO-07)',
      'osi',
      [connected, server.shutdown('SD_SEND'), client.send('a', 'WSAEMSGSIZE')],
    ],
    [
      'disconnect data that are fetched after the network has lost the circuit, and there seemed to be none (DD-05, DD-13)',
      'osi',
      [
        [connected, client.WSASendDisconnect('bye'), settle],
        server.getsockopt('SO_ERROR', { value: 'WSAECONNABORTED' }),
        [server.WSARecvDisconnect(8, { data: null }), server.WSARecvDisconnect(8, { data: 'bye' })],
      ],
    ],
    [
      'SO_ERROR that goes on telling why an attempt has failed (CN-03)',
      'tcp',
      [
        [listener.WSASocket(), listener.bind(), client.WSASocket()],
        client.WSAConnect(listener, 'WSAECONNREFUSED'),
        client.getsockopt('SO_ERROR', { value: 'WSAECONNREFUSED' }),
        client.getsockopt('SO_ERROR', { value: 'WSAECONNREFUSED' }),
      ],
    ],
    ...(['WSAENETUNREACH', 'WSAEHOSTUNREACH', 'WSAEADDRINUSE', 'WSAEADDRNOTAVAIL'] as const).flatMap(
      (code): (readonly [string, ProfileName, Trace])[] => {
        const failed = [listening, client.WSASocket(), client.WSAConnect(listener, code)];
        return [
          [`bind after an attempt that has failed with ${code}`, 'irda', [failed, client.bind('WSAEINVAL')]],
          [`listen after an attempt that has failed with ${code}`, 'atm', [failed, client.listen(5)]],
          [
            `FD_CONNECT after an attempt that has failed with ${code} (AM-08c)`,
            'tcp',
            [failed, client.WSAEventSelect('FD_CONNECT'), client.WSAEnumNetworkEvents({ FD_CONNECT: code })],
          ],
        ];
      },
    ),
    ...(['WSAEADDRINUSE', 'WSAEADDRNOTAVAIL'] as const).flatMap(
      (code): (readonly [string, ProfileName, Trace])[] => [
        [
          `an attempt that waits and comes to ${code} (CN-07, LS-10)`,
          'osi',
          [
            listening,
            client.WSASocket(),
            client.WSAConnect(listener, 'pending'),
            client.completes('WSAConnect', code),
          ],
        ],
        [
          `FD_CONNECT that tells of ${code} where the attempt did not wait (LS-10, NE-20)`,
          'tcp',
          [
            [listening, client.WSASocket(), client.WSAEventSelect('FD_CONNECT')],
            [
              client.WSAConnect(listener, 'WSAEWOULDBLOCK'),
              client.WSAEnumNetworkEvents({ FD_CONNECT: code }),
            ],
          ],
        ],
      ],
    ),
    ...(['WSAEFAULT', 'WSAENOPROTOOPT', 'WSAECONNRESET'] as const).flatMap(
      (code): (readonly [string, ProfileName, Trace])[] => [
        [
          `a fetch of disconnect data before any notice that gives ${code} (DD-13, AM-12)`,
          'osi',
          [
            [connectedNonblocking, server.WSARecvDisconnect(8, code), server.recv(1, 'WSAEWOULDBLOCK')],
            [client.WSASendDisconnect('bye'), settle, server.WSARecvDisconnect(8, { data: 'bye' })],
          ],
        ],
        [
          `the same while data are unread before the end of the peer, with ${code} (NE-23)`,
          'osi',
          [
            [connected, client.send('a'), client.WSASendDisconnect(null), settle],
            [server.WSARecvDisconnect(8, code), server.recv(1, { data: 'a' })],
          ],
        ],
      ],
    ),
    [
      'a fetch on TCP before any notice that gives WSAECONNRESET (DD-13)',
      'tcp',
      [connectedNonblocking, server.WSARecvDisconnect(8, 'WSAECONNRESET'), server.recv(1, 'WSAEWOULDBLOCK')],
    ],
    ...(['WSAENOPROTOOPT', 'WSAECONNRESET'] as const).flatMap(
      (code): (readonly [string, ProfileName, Trace])[] => {
        const failed = [connectedNonblocking, client.WSASendDisconnect('a'.repeat(33), code), settle];
        return [
          [
            `disconnect data that are too long, and fail with ${code} (AM-12)`,
            'osi',
            [failed, client.send('a'), server.recv(1, { data: 'a' })],
          ],
          [
            `an end that such data have made all the same, with ${code} (AM-12)`,
            'osi',
            [failed, server.WSARecv(1, 'WSAEDISCON'), client.send('a', 'WSAESHUTDOWN')],
          ],
        ];
      },
    ),
    [
      'FD_ACCEPT once the client whose request was deferred has reset the circuit (AM-04, CA-12)',
      'irda',
      [
        [listening, listener.WSAEventSelect('FD_ACCEPT'), client.WSASocket(), client.WSAConnect(listener)],
        listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 }),
        listener.WSAAccept({ as: server, condition: 'CF_DEFER' }, 'WSATRY_AGAIN', { callerId: client }),
        [settle, listener.WSAEnumNetworkEvents({}), client.shutdown('SD_SEND')],
        listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 }),
      ],
    ],
    ...(['WSAENETRESET', 'WSAECONNRESET', 'WSAENOTCONN'] as const).map(
      (code): readonly [string, ProfileName, Trace] => [
        `setsockopt that gives ${code} after a receive has told that keep-alive has failed (AS-08, AM-17)`,
        'tcp',
        [
          [connected, client.recv(1, 'WSAENETRESET')],
          client.setsockopt({ option: 'SO_LINGER', onoff: true, linger: 0 }, code),
          client.send('a', 'WSAENOTCONN'),
        ],
      ],
    ),
    ...(['tcp', 'osi'] as const).map((profile): readonly [string, ProfileName, Trace] => [
      `a send and a receive that give WSAEINVAL after an attempt that was refused, on ${profile} (IO-03, CN-08)`,
      profile,
      [
        [listener.WSASocket(), listener.bind(), client.WSASocket()],
        client.WSAConnect(listener, 'WSAECONNREFUSED'),
        [client.recv(1, 'WSAEINVAL'), client.send('a', 'WSAEINVAL')],
      ],
    ]),
    ...(['WSAENETUNREACH', 'WSAEHOSTUNREACH', 'WSAEADDRNOTAVAIL', 'WSAENOBUFS'] as const).flatMap((code) =>
      (['tcp', 'osi'] as const).map((profile): readonly [string, ProfileName, Trace] => [
        `FD_CONNECT and SO_ERROR that tell ${code} of a connect that has told it, on ${profile} (AM-08c/R2, CN-03)`,
        profile,
        [
          [listening, client.WSASocket(), client.WSAEventSelect('FD_CONNECT')],
          [client.WSAConnect(listener, code), settle, client.WSAEnumNetworkEvents({ FD_CONNECT: code })],
          [client.getsockopt('SO_ERROR', { value: code }), client.WSAConnect(listener, code)],
          client.getsockopt('SO_ERROR', { value: code }),
        ],
      ]),
    ),
    ...(['WSAENETUNREACH', 'WSAENOBUFS', 'WSAEAFNOSUPPORT'] as const).flatMap((code) =>
      (['tcp', 'osi'] as const).map((profile): readonly [string, ProfileName, Trace] => [
        `SO_ERROR that gives ${code} after FD_CONNECT has, on ${profile} (CN-03, NE-20)`,
        profile,
        [
          [listening, client.WSASocket(), client.WSAEventSelect('FD_CONNECT')],
          [client.WSAConnect(listener, 'WSAEWOULDBLOCK'), settle],
          client.WSAEnumNetworkEvents({ FD_CONNECT: code }),
          client.getsockopt('SO_ERROR', { value: code }),
        ],
      ]),
    ),
    ...(['WSAECONNREFUSED', 'WSAETIMEDOUT'] as const).flatMap((code) =>
      (['tcp', 'osi'] as const).map((profile): readonly [string, ProfileName, Trace] => [
        `SO_ERROR that gives ${code} of an attempt before the connection, on ${profile} (ER-06)`,
        profile,
        [
          [listening, server.WSASocket(), server.bind(), client.WSASocket(), client.nonblocking()],
          [client.WSAConnect(server, code), client.WSAConnect(listener, 'WSAEWOULDBLOCK'), settle],
          [listener.accept(server2), settle, client.getsockopt('SO_ERROR', { value: code })],
          [client.send('a'), client.getsockopt('SO_ERROR', { value: 'WSAETIMEDOUT' })],
          client.send('a', 'WSAECONNRESET'),
        ],
      ]),
    ),
    [
      'FD_READ with WSAENETDOWN for data that have come after it was told (AM-08a/R2, NE-18)',
      'tcp',
      [
        [connected, server.WSAEventSelect('FD_READ'), client.send('a'), settle],
        [server.WSAEnumNetworkEvents({ FD_READ: 0 }), client.send('b'), settle],
        server.WSAEnumNetworkEvents({ FD_READ: 'WSAENETDOWN' }),
      ],
    ],
    [
      'FD_ACCEPT with WSAENETDOWN for a request that has come after it was told (AM-08a/R2, NE-17)',
      'tcp',
      [
        [listening, listener.WSAEventSelect('FD_ACCEPT'), client.WSASocket(), client.WSAConnect(listener)],
        [settle, listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 })],
        [client2.WSASocket(), client2.WSAConnect(listener), settle],
        listener.WSAEnumNetworkEvents({ FD_ACCEPT: 'WSAENETDOWN' }),
      ],
    ],
    [
      'FD_WRITE after callee data that did not fit (AM-14, NE-21)',
      'osi',
      [
        [listening, client.WSASocket(), client.WSAEventSelect('FD_CONNECT', 'FD_WRITE')],
        client.WSAConnect({ to: listener, calleeDataLen: 2 }, 'WSAEWOULDBLOCK'),
        listener.WSAAccept({ as: server, condition: 'CF_ACCEPT', calleeData: 'hello' }),
        [settle, client.WSAEnumNetworkEvents({ FD_CONNECT: 'WSAEFAULT', FD_WRITE: 0 }), client.send('a')],
      ],
    ],
    [
      'SO_ERROR that tells twice of the reset by its own end (ER-06)',
      'irda',
      [
        [connected, client.shutdown('SD_SEND')],
        client.getsockopt('SO_ERROR', { value: 'WSAECONNABORTED' }),
        client.getsockopt('SO_ERROR', { value: 'WSAECONNABORTED' }),
      ],
    ],
    [
      'an answer that is cut to what was reported to the condition function (CD-10, AM-13)',
      'osi',
      [
        [listening, client.WSASocket(), client.WSAConnect({ to: listener, calleeDataLen: 9 }, 'pending')],
        listener.WSAAccept({ as: server, condition: 'CF_ACCEPT', calleeData: 'hello' }, 'ok', {
          calleeDataLen: 3,
        }),
        client.completes('WSAConnect', { calleeData: 'hel' }),
      ],
    ],
    [
      'a request that is dropped with an answer for which there was no room (AM-13, AM-23)',
      'osi',
      [
        [listening, client.WSASocket(), client.WSAConnect(listener, 'pending')],
        listener.WSAAccept({ as: server, condition: 'CF_REJECT', calleeData: 'hello' }, 'WSAEINVAL', {
          callerId: client,
          calleeDataLen: 3,
        }),
        client.completes('WSAConnect', 'WSAECONNREFUSED'),
      ],
    ],
    [
      'a request that is dropped for want of buffers, though its rejection was asked for (AM-23)',
      'osi',
      [
        [listening, client.WSASocket(), client.WSAConnect(listener, 'pending')],
        listener.WSAAccept({ as: server, condition: 'CF_REJECT' }, 'WSAENOBUFS', { callerId: client }),
        client.completes('WSAConnect', 'WSAECONNREFUSED'),
      ],
    ],
  ])('%s', (_, profile, trace) => {
    expect(accusationOf(profileNamed(profile), trace)).toBeNull();
  });

  it.each<readonly [string, Trace]>([
    [
      'FD_CLOSE, and an end to receive, after one’s own end',
      [
        [connected, client.WSAEventSelect('FD_CLOSE'), client.shutdown('SD_SEND'), settle],
        [client.WSAEnumNetworkEvents({ FD_CLOSE: 0 }), client.recv(1, zeroBytes)],
      ],
    ],
    [
      'the same of one that nobody has accepted',
      [
        [listening, client.WSASocket(), client.WSAConnect(listener), client.WSAEventSelect('FD_CLOSE')],
        [client.shutdown('SD_SEND'), client.WSAEnumNetworkEvents({ FD_CLOSE: 0 }), client.recv(1, zeroBytes)],
      ],
    ],
    [
      'a send that fails after the end of the peer',
      [connected, client.shutdown('SD_SEND'), settle, server.send('a', 'WSAESHUTDOWN')],
    ],
    [
      'the same of a peer that had ended before it was accepted',
      [
        [listening, client.WSASocket(), client.WSAConnect(listener), client.shutdown('SD_SEND')],
        [listener.accept(server), settle, server.send('a', 'WSAENOTCONN')],
      ],
    ],
    [
      'the same of a peer that has closed',
      [connected, client.closesocket(), settle, server.send('a', 'WSAESHUTDOWN')],
    ],
    ...(
      [server.shutdown('SD_SEND', 'WSAENOTCONN'), server.WSASendDisconnect(null, 'WSAESHUTDOWN')] as const
    ).map((last): readonly [string, Trace] => [
      `${last.call} that fails after the end of the peer`,
      [connected, client.shutdown('SD_SEND'), settle, last],
    ]),
  ])('without half-close, %s (GS-13, CL-09)', (_, trace) => {
    const profile = profileOf({ profile: 'without half-close', halfClose: false });
    expect(accusationOf(profile, trace)).toBeNull();
  });

  it('an accept that finds nothing where the deferred request may have been dropped (AM-23)', () => {
    const defers = (error: 'WSATRY_AGAIN' | 'WSAEMFILE' | 'WSAEWOULDBLOCK') =>
      listener.WSAAccept(
        { as: server, condition: 'CF_DEFER' },
        error,
        ...(error === 'WSATRY_AGAIN' ? [{ callerId: client } as const] : []),
      );
    const tcp = profileNamed('tcp');
    expect(
      accusationOf({ ...tcp, readings: { ...tcp.readings, 'AM-01': ['R1'] } }, [
        [listening, listener.nonblocking(), client.WSASocket(), client.nonblocking()],
        [client.WSAConnect(listener, 'WSAEWOULDBLOCK'), defers('WSATRY_AGAIN')],
        [defers('WSAEMFILE'), defers('WSAEWOULDBLOCK'), client.recv(1, 'WSAEWOULDBLOCK')],
      ]),
    ).toBeNull();
  });
});
