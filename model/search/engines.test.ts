import { describe, expect, it } from 'vitest';
import { profileNamed } from '../../spec/profiles.js';
import { socketName } from '../../spec/trace/names.js';
import type { SocketName } from '../../spec/trace/step.js';
import { machineOf } from '../machine.js';
import type { Limits } from './explore.js';
import { explore } from './explore.js';
import {
  accept,
  client,
  closesocket,
  connected,
  connectedBlocking,
  connectTo,
  enumerate,
  freely,
  linger,
  listener,
  listening,
  made,
  nonblocking,
  recv,
  register,
  send,
  server,
  socketNamed,
  upTo,
} from './moves.js';
import { indifferent } from './observer.js';
import { explorePlainly } from './plain-explore.js';
import type { Scope } from './scope.js';

const unlimited: Limits = { states: Infinity, goOn: () => true };

const client2 = socketName('client2');
const server2 = socketName('server2');

const clientNamed = (name: SocketName) => [...socketNamed(name), nonblocking(name)];

/** What the two searches may differ in, each in few states. */
const scopes: readonly Scope[] = [
  {
    name: 'data, ends and resets of one connection, with rests in between',
    setup: connected,
    moves: [
      upTo(1, client, send('ab')),
      freely(server, recv(1)),
      upTo(1, server, register('FD_READ', 'FD_CLOSE')),
      freely(server, enumerate),
      upTo(1, client, linger(0)),
      freely(client, closesocket),
    ],
    settles: true,
    timers: true,
    room: 1,
  },
  {
    name: 'calls under way',
    setup: [...connectedBlocking, made(client, linger(1))],
    moves: [upTo(1, client, recv(2)), upTo(1, server, send('a')), freely(client, closesocket)],
    settles: true,
    timers: true,
    room: 4,
  },
  {
    name: 'two clients and every decision',
    setup: [
      ...listening(1),
      made(listener, register('FD_ACCEPT')),
      ...clientNamed(client),
      ...clientNamed(client2),
    ],
    moves: [
      upTo(1, client, connectTo(listener)),
      upTo(1, client2, connectTo(listener)),
      freely(listener, accept(server, 'CF_DEFER')),
      freely(listener, accept(server2, null)),
    ],
    settles: false,
    timers: false,
    room: 4,
  },
  {
    name: 'an attempt after another one, which gets a name of its own',
    setup: [...listening(1), ...clientNamed(client)],
    moves: [upTo(2, client, connectTo(listener)), freely(listener, accept(server, 'CF_REJECT'))],
    settles: false,
    timers: true,
    room: 4,
  },
  {
    name: 'more requests than are followed in every order',
    setup: [
      ...listening(5),
      ...['c1', 'c2', 'c3', 'c4']
        .map(socketName)
        .flatMap((name) => [...clientNamed(name), made(name, connectTo(listener))]),
    ],
    moves: [freely(listener, accept(server))],
    settles: true,
    timers: false,
    room: 4,
  },
];

/** The plain search takes its time where handshakes are complete before the backlog shows their requests. */
const many = scopes.at(-1);

describe.each(scopes.map((scope) => [scope.name, scope] as const))('%s', (_, scope) => {
  it.each(scope === many ? ['osi'] : ['tcp', 'osi'])(
    'is the same whether it is searched quickly or world by world, under %s',
    (name) => {
      const machine = machineOf(profileNamed(name));
      const quick = explore(machine, scope, indifferent, unlimited);
      const plain = explorePlainly(machine, scope, indifferent, unlimited);
      expect(quick).toEqual(plain);
      expect(quick.complete).toBe(true);
      expect(quick.states).toBeGreaterThan(20);
    },
  );
});
