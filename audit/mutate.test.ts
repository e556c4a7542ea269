import { describe, expect, it } from 'vitest';
import { callTransitions } from '../model/call.js';
import type { RuleBook } from '../model/machine.js';
import { documentedRules } from '../model/machine.js';
import { UnknownConnection } from '../model/search/engine/parts.js';
import { client, tcp, worldsAfter } from '../model/testing.js';
import { connectionId } from '../model/world.js';
import { socketName } from '../spec/trace/names.js';
import { mutantsOf } from './mutate.js';

/** The rules, with one for `bind` that comes to grief wherever it is applied. */
const withRule = (error: Error): RuleBook => ({
  ...documentedRules,
  calls: {
    ...documentedRules.calls,
    bind: [
      {
        name: 'it was made for other circumstances',
        clauses: [],
        when: () => false,
        then: () => {
          throw error;
        },
      },
    ],
  },
});

function bound(error: Error): unknown {
  const mutant = mutantsOf(withRule(error)).find(
    ({ table, mutation }) => 'call' in table && table.call === 'bind' && mutation === 'guard dropped',
  );
  const [world] = worldsAfter(tcp, [client.WSASocket()]);
  if (!mutant || !world) throw new Error('there is nothing to bind');
  const machine = { ...tcp.machine, rules: mutant.rules };
  return callTransitions(machine, world, socketName('client'), { call: 'bind', args: {} }).map(
    ({ prediction }) => prediction,
  );
}

describe('a rule without its guard', () => {
  it('answers what no page documents where it does not know how to go on', () => {
    expect(bound(new TypeError('there is no connection'))).toEqual([{ error: 'WSASYSCALLFAILURE' }]);
  });

  it('lets a search make room for a connection that it makes', () => {
    const error = new UnknownConnection(connectionId('client 2'));
    expect(() => bound(error)).toThrow(error);
  });
});
