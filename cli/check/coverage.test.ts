import { describe, expect, it } from 'vitest';
import { allRules } from '../../model/rule-list.js';
import { clauses } from '../../spec/clauses/index.js';
import { clauseRows } from './coverage.js';

describe('the clause table', () => {
  it('has a rule or a property for every clause that is modelled', () => {
    const bare = clauseRows({}).filter(
      ({ status, rules, properties }) =>
        status === 'modelled' && rules.length === 0 && properties.length === 0,
    );
    expect(bare.map(({ id }) => id)).toEqual([]);
  });

  it('has no rule for a clause that is not modelled', () => {
    const unmodelled = new Set(clauses.filter(({ status }) => !status.modelled).map(({ id }) => id));
    const astray = allRules().flatMap(({ rule, clauses: named }) =>
      named.filter((id) => unmodelled.has(id)).map((id) => `${rule}: ${id}`),
    );
    expect(astray).toEqual([]);
  });
});
