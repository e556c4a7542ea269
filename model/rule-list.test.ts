import { expect, it } from 'vitest';
import { documentedRules } from './machine.js';

it('rules of calls that have the same name are the same rule: what is counted of one is not another’s', () => {
  const clauses = new Map<string, readonly string[]>();
  for (const table of Object.values(documentedRules.calls))
    for (const rule of table) {
      expect(clauses.get(rule.name) ?? rule.clauses, rule.name).toEqual(rule.clauses);
      clauses.set(rule.name, rule.clauses);
    }
});
