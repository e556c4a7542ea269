import { describe, expect, it } from 'vitest';
import type { Trace } from '../model/testing.js';
import {
  client,
  connected,
  connectedNonblocking,
  flat,
  listener,
  listening,
  server,
  settle,
  tcp,
  zeroBytes,
} from '../model/testing.js';
import { profileNamed } from '../spec/profiles.js';
import { abortive } from './abortive.js';
import { judge } from './judge.js';
import { sealed } from './property.js';

const judged = (...trace: Trace) => judge(sealed(abortive), profileNamed('tcp'), flat(trace));

const breaks = (trace: Trace, ...last: Trace) => {
  tcp.allows(trace);
  tcp.refuses(trace, ...last);
  expect(judged(trace).broken).toBeNull();
  expect(judged(trace, ...last).broken).not.toBeNull();
};

/** Nobody has seen all that was on its way, but a call has told the server of the reset. */
const told = (...telling: Trace): Trace => [
  connectedNonblocking,
  client.lingers(0),
  client.closesocket(),
  ...telling,
];

describe('without a reset', () => {
  it('a fetch of disconnect data tells of none once the end of the peer has come', () => {
    const ended: Trace = [connectedNonblocking, client.WSASendDisconnect(null), settle];
    breaks(ended, server.WSARecvDisconnect(8, 'WSAECONNRESET'));
  });
});

describe('after a reset was told', () => {
  it.each<readonly [string, Trace]>([
    ['a receive', [server.recv(1, 'WSAECONNRESET')]],
    ['a send', [server.send('a', 'WSAECONNRESET')]],
    ['a shutdown', [server.shutdown('SD_RECEIVE', 'WSAECONNRESET')]],
  ])('by %s, nothing can be sent', (_, telling) => {
    breaks(told(telling), server.send('a'));
  });

  it('a receive does not tell of a graceful end', () => {
    breaks(told(server.recv(1, 'WSAECONNRESET')), server.recv(1, zeroBytes));
  });

  it('a receive does not wait for more', () => {
    breaks(told(server.recv(1, 'WSAECONNRESET')), server.recv(1, 'WSAEWOULDBLOCK'));
  });

  it('a receive may tell of the end that came before the reset', () => {
    const ended: Trace = [connectedNonblocking, client.shutdown('SD_SEND'), client.lingers(0)];
    const reset: Trace = [client.closesocket(), server.recv(1, 'WSAECONNRESET')];
    expect(judged(ended, reset, server.recv(1, zeroBytes)).broken).toBeNull();
  });
});

describe('a reset beside a call of the other end', () => {
  const waiting: Trace = [connected, client.recv(1, 'pending')];

  it('may be what that call has met, while it is under way (AS-07)', () => {
    expect(judged(waiting, server.recv(1, 'WSAECONNRESET')).broken).toBeNull();
  });

  it('is none that it has met once it has succeeded', () => {
    breaks(
      [waiting, server.send('a'), client.completes('recv', { data: 'a' })],
      server.recv(1, 'WSAECONNRESET'),
    );
  });
});

describe('a client that was connected and then rejected', () => {
  const rejected: Trace = [
    [listening, client.WSASocket(), client.WSAConnect(listener), client.nonblocking()],
    listener.WSAAccept({ as: server, condition: 'CF_REJECT' }, 'WSAECONNREFUSED', { callerId: client }),
  ];

  it('cannot send', () => {
    breaks([rejected, settle], client.send('a'));
    expect(judged(rejected, client.send('a')).broken).toBeNull();
  });

  it('is not told of an end of data after it was told of the reset', () => {
    breaks([rejected, client.recv(1, 'WSAECONNRESET')], client.recv(1, zeroBytes));
  });
});

describe('a client that is not connected yet', () => {
  it('may receive what was sent before a reset, though a receive has said that it is not connected', () => {
    const accepted: Trace = [
      [listening, client.WSASocket(), client.nonblocking(), client.WSAConnect(listener, 'WSAEWOULDBLOCK')],
      [listener.accept(server), server.send('a'), server.lingers(0), server.closesocket()],
    ];
    const trace: Trace = [accepted, client.recv(1, 'WSAENOTCONN'), client.recv(1, { data: 'a' })];
    tcp.allows(trace);
    expect(judged(trace).broken).toBeNull();
  });
});

it('data that were received before are read at most until a receive has told of the reset', () => {
  const sent: Trace = [connected, client.send('a'), settle, client.lingers(0), client.closesocket()];
  breaks([sent, settle, server.recv(1, 'WSAECONNRESET')], server.recv(1, { data: 'a' }));
});
