import { describe, expect, it } from 'vitest';
import { explore } from '../model/search/explore.js';
import {
  accept,
  closesocket,
  connectTo,
  linger,
  listener,
  listening,
  made,
  nonblocking,
  recv,
  send,
  settle,
  shutdown,
  socketNamed,
  upTo,
} from '../model/search/moves.js';
import { oneByOne } from '../model/search/one-by-one.js';
import type { Scope } from '../model/search/scope.js';
import { faultNamed } from '../providers/faulty/index.js';
import { faultyMachine } from '../providers/faulty/machine.js';
import { socketName } from '../spec/trace/names.js';
import { properties } from './index.js';

const parties = [
  [socketName('client1'), socketName('server1')],
  [socketName('client2'), socketName('server2')],
] as const;

/** Two connections that stand: one sends and ends, the other one is there as well. */
const scope: Scope = {
  name: 'two connections',
  setup: [
    ...listening(2),
    ...parties.flatMap(([client, server]) => [
      ...socketNamed(client),
      nonblocking(client),
      made(client, connectTo(listener)),
      settle,
      made(listener, accept(server)),
      settle,
      made(client, recv(1)),
    ]),
  ],
  moves: [
    ...parties.flatMap(([client, server]) => [
      upTo(1, client, send('ab')),
      upTo(1, client, shutdown('SD_SEND')),
      upTo(2, server, recv(4)),
    ]),
    upTo(1, socketName('client1'), linger(0)),
    upTo(1, socketName('client1'), closesocket),
    upTo(1, socketName('server2'), shutdown('SD_RECEIVE')),
  ],
  settles: false,
  timers: false,
  room: 16,
};

const limits = { states: Infinity, goOn: () => true };

describe('a search that follows connections apart', () => {
  it.each([
    ['last-byte-lost-at-shutdown', 'caught'],
    ['data-duplicated', 'caught'],
    ['end-before-data', 'caught'],
    ['data-after-reset', 'caught'],
    ['sd-receive-ignores-data', 'not caught here'],
  ])('finds of %s what the full search finds, by a run that is as short: it is %s', (name, verdict) => {
    const fault = faultNamed(name);
    const property = properties.find((one) => one.name === fault.caughtBy);
    const machine = faultyMachine(fault);
    const [all, some] = (['none', 'partial order'] as const).map((reduction) =>
      property?.lend(({ monitor }) =>
        explore(machine, scope, oneByOne(parties, monitor(machine.profile)), limits, reduction),
      ),
    );
    expect(some?.counterexample ? 'caught' : 'not caught here').toBe(verdict);
    expect(some?.counterexample?.steps.length).toBe(all?.counterexample?.steps.length);
    expect(some?.complete).toBe(all?.complete);
    if (some?.complete) expect(some.triggered > 0).toBe((all?.triggered ?? 0) > 0);
    expect(some?.states).toBeLessThan(all?.states ?? 0);
  });
});
