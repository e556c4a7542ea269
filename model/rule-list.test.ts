import { expect, it } from 'vitest';
import { generalRules } from './call.js';
import { documentedRules } from './machine.js';
import { silentRules } from './silent.js';

it('rules that have the same name are the same rule: what is counted of one is not another’s', () => {
  const { calls, deliveries } = documentedRules;
  const rules = [...Object.values(calls), ...Object.values(deliveries)].flat();
  const named = [
    ...rules.map(({ name, clauses }) => ({ name, clauses })),
    ...[...generalRules, ...silentRules].map(({ rule, clauses }) => ({ name: rule, clauses })),
  ];
  const known = new Map(named.map(({ name, clauses }) => [name, clauses]));
  expect(named.filter(({ name, clauses }) => known.get(name)?.join() !== clauses.join())).toEqual([]);
});
