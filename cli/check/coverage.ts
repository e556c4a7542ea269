import { allRules } from '../../model/rule-list.js';
import { properties } from '../../properties/index.js';
import { faults } from '../../providers/faulty/index.js';
import type { ClauseTableRow } from '../../reports/index.js';
import { clauseTableRow } from '../../reports/index.js';
import { clauses } from '../../spec/clauses/index.js';
import type { Fired } from './task.js';

/** The clause table, with how often the rules of each clause fired. */
export function clauseRows(fired: Fired): readonly ClauseTableRow[] {
  const rules = allRules();
  return clauses.map((clause) => {
    const mine = rules.filter((rule) => rule.clauses.includes(clause.id)).map(({ rule }) => rule);
    const of = ({ clauses: named }: { readonly clauses: readonly string[] }) => named.includes(clause.id);
    return clauseTableRow(clause, {
      rules: mine,
      properties: properties.filter(of).map(({ name }) => name),
      faults: faults.filter(of).map(({ name }) => name),
      exercised: mine.reduce((sum, rule) => sum + (fired[rule] ?? 0), 0),
    });
  });
}

/** Adds up how often rules fired. */
export function addUp(counts: readonly Fired[]): Fired {
  const sum: { [rule: string]: number } = {};
  for (const fired of counts)
    for (const [rule, times] of Object.entries(fired)) sum[rule] = (sum[rule] ?? 0) + times;
  return sum;
}
