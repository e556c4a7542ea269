import { describe, expect, it } from 'vitest';
import { profileNamed } from '../../../spec/profiles.js';
import type { Machine } from '../../machine.js';
import { machineOf } from '../../machine.js';
import { awaitingGraph } from '../awaiting.js';
import { connected, freely, recv, server } from '../moves.js';
import type { Scope } from '../scope.js';

const scope: Scope = {
  name: 'a receive',
  setup: connected,
  moves: [freely(server, recv(4))],
  settles: false,
  timers: false,
  room: 4,
};

const awaited = { from: () => false, until: () => false, polls: [], timeOutsCome: false };

/** The documents, but a receive may fail by any of so many rules. */
function failing(ways: number): Machine {
  const machine = machineOf(profileNamed('tcp'));
  const recv = Array.from({ length: ways }, (_, way) => ({
    name: `way ${way}`,
    clauses: [],
    when: () => true,
    then: () => ({ error: 'WSAEINTR' }) as const,
  }));
  return { ...machine, rules: { ...machine.rules, calls: { ...machine.rules.calls, recv } } };
}

describe('the edges by which something is awaited', () => {
  it('are in an order that has room for every way of an action, or are refused', () => {
    for (const ways of [2, 1024]) {
      const { ranks } = awaitingGraph(failing(ways), scope, awaited, 100).edges;
      expect(ranks.length).toBeGreaterThan(ways);
      expect(new Set(ranks).size).toBe(ranks.length);
    }
    expect(() => awaitingGraph(failing(1025), scope, awaited, 100)).toThrow('more than 1024 ways');
  });
});
