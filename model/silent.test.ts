import { describe, expect, it } from 'vitest';
import { connectionsOf, silentTransitions } from './silent.js';
import type { Trace } from './testing.js';
import {
  client,
  connected,
  listener,
  listening,
  osi,
  server,
  settle,
  tcp,
  worldsAfter,
  zeroBytes,
} from './testing.js';

const attempt: Trace = [listening, client.WSASocket(), client.WSAConnect(listener, 'pending')];

describe('in silence', () => {
  it('a connection attempt may time out, and the socket may try again', () => {
    osi.allows(
      attempt,
      client.completes('WSAConnect', 'WSAETIMEDOUT'),
      client.WSAConnect(listener, 'pending'),
    );
    tcp.allows(attempt, client.completes('WSAConnect', 'WSAETIMEDOUT'));
    osi.refuses(connected, settle, client.send('x', 'WSAENOTCONN'));
  });

  it('an attempt that timed out leaves a withdrawn request behind', () => {
    const timedOut: Trace = [
      [listening, listener.nonblocking(), client.WSASocket(), client.WSAConnect(listener, 'pending'), settle],
      [client.completes('WSAConnect', 'WSAETIMEDOUT'), settle],
    ];
    osi.allows(timedOut, listener.accept(server, 'WSAEACCES'));
    osi.allows(timedOut, listener.accept(server, 'WSAEWOULDBLOCK'));
    osi.refuses(timedOut, listener.accept(server, 'WSATRY_AGAIN'));
  });

  it('no timer expires by settling', () => {
    osi.allows(attempt, settle, listener.accept(server), client.completes('WSAConnect', 'ok'));
    osi.refuses(
      attempt,
      settle,
      listener.accept(server),
      settle,
      client.completes('WSAConnect', 'WSAECONNRESET'),
    );
  });

  it('a lingering close ends when its data have gone, or by a reset', () => {
    const closing: Trace = [connected, client.lingers(5), client.send('ab'), client.closesocket('pending')];
    tcp.allows(
      closing,
      client.completes('closesocket', 'ok'),
      server.recv(8, { data: 'ab' }),
      server.recv(8, zeroBytes),
    );
    tcp.allows(closing, client.completes('closesocket', 'ok'), settle, server.send('x', 'WSAECONNRESET'));
    tcp.refuses(closing, client.completes('closesocket', 'WSAECONNRESET'));
  });

  it('deliveries are due, and a time-out is not', () => {
    const [world] = worldsAfter(osi, attempt);
    const steps = world
      ? connectionsOf(world).flatMap((id) => silentTransitions(osi.machine, world, id))
      : [];
    expect(steps.map(({ rule, urgency }) => ({ rule, urgency }))).toEqual([
      { rule: 'a request is queued and indicated', urgency: 'due' },
      { rule: 'a connection attempt times out', urgency: 'timer' },
    ]);
  });
});
