import { expect, it } from 'vitest';
import { profileNamed } from '../../../spec/profiles.js';
import { socketName } from '../../../spec/trace/names.js';
import { machineOf } from '../../machine.js';
import { explore } from '../explore.js';
import { measured } from '../measured.js';
import {
  accept,
  client,
  closesocket,
  connectTo,
  freely,
  listener,
  listening,
  made,
  nonblocking,
  recv,
  send,
  server,
  settle,
  shutdown,
  socketNamed,
  upTo,
} from '../moves.js';
import type { Observer } from '../observer.js';
import { indifferent } from '../observer.js';
import type { Scope } from '../scope.js';

const client2 = socketName('client2');
const server2 = socketName('server2');

/** Two conversations that have nothing to do with each other: many states, and few situations. */
const scope: Scope = {
  name: 'two short conversations',
  setup: [
    ...listening(2),
    ...[client, client2].flatMap((name) => [...socketNamed(name), nonblocking(name)]),
    made(client, connectTo(listener)),
    settle,
    made(listener, accept(server)),
    made(client2, connectTo(listener)),
    settle,
    made(listener, accept(server2)),
    settle,
  ],
  moves: [[client, server] as const, [client2, server2] as const].flatMap(([from, to]) => [
    upTo(1, from, send('a')),
    freely(to, recv(4)),
    freely(from, shutdown('SD_SEND')),
    freely(to, shutdown('SD_SEND')),
    freely(from, closesocket),
    freely(to, closesocket),
  ]),
  settles: false,
  timers: false,
  room: 4,
};

/** Watches every step, so that the inner loop is left out, and has nothing to say. */
const mute: Observer<null> = { start: null, observe: () => ({ memory: null }) };

const machine = machineOf(profileNamed('tcp'));

it.each([
  ['to the end', Infinity],
  ['until it is stopped', 20_000],
])('a search in the inner loop finds %s what one step after the other finds', (_, states) => {
  const limits = { states, goOn: () => true };
  const found = explore(machine, scope, indifferent, limits);
  expect(found).toEqual(explore(machine, scope, mute, limits));
  expect(found.states).toBeGreaterThan(1 << 14);
});

it.each([indifferent, mute])(
  'a search stops before its states take more memory than they may',
  (observer) => {
    const goOn = () => true;
    const { exploration: all, bytes: needed } = measured(machine, scope, observer, {
      states: Infinity,
      goOn,
    });
    for (const bytes of [needed / 2, needed * 0.75]) {
      const limits = { states: Infinity, bytes, goOn };
      const { exploration, bytes: taken } = measured(machine, scope, observer, limits);
      expect(exploration).toMatchObject({ complete: false, counterexample: null });
      expect(exploration.states).toBeLessThan(all.states);
      expect(exploration.frontier).toBeGreaterThan(0);
      expect(taken).toBeLessThanOrEqual(bytes);
    }
  },
);
