import { describe, expect, it } from 'vitest';
import type { Trace } from '../model/testing.js';
import { client, connected, flat, listener, listening, server, tcp } from '../model/testing.js';
import { profileNamed } from '../spec/profiles.js';
import { judge } from './judge.js';
import { misuse } from './misuse.js';
import { sealed } from './property.js';

const judged = (...trace: Trace) => judge(sealed(misuse), profileNamed('tcp'), flat(trace));

describe('misuse', () => {
  it.each<readonly [string, Trace]>([
    ['a receive on a listening socket', [listening, listener.recv(1, 'pending')]],
    ['a send on a listening socket', [listening, listener.send('a', 'pending')]],
    [
      'a receive on a socket that is bound',
      [client.WSASocket(), client.bind(), client.WSARecv(1, 'pending')],
    ],
    ['a send on a socket that is not bound', [client.WSASocket(), client.WSASend('a', 'pending')]],
  ])('wants %s to fail at once', (_, trace) => {
    tcp.refuses(trace);
    expect(judged(trace).broken).not.toBeNull();
  });

  it.each<readonly [string, Trace]>([
    ['a receive on a connected socket', [connected, server.recv(1, 'pending')]],
    ['an accept on a listening socket', [listening, listener.accept(server, 'pending')]],
    [
      'a receive on a socket that may be connected by now',
      [
        [listening, client.WSASocket(), client.WSAConnect(listener, 'pending'), listener.accept(server)],
        client.recv(1, 'pending'),
      ],
    ],
  ])('lets %s wait', (_, trace) => {
    tcp.allows(trace);
    expect(judged(trace).broken).toBeNull();
  });
});
