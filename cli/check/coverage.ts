import { allRules } from '../../model/rule-list.js';
import { properties } from '../../properties/index.js';
import { liveness } from '../../properties/liveness/index.js';
import { faults } from '../../providers/faulty/index.js';
import type { ClauseTableRow } from '../../reports/index.js';
import { clauseTableRow } from '../../reports/index.js';
import type { ClauseId } from '../../spec/clauses/index.js';
import { clauses } from '../../spec/clauses/index.js';
import { waivedClauses } from '../../spec/waivers.js';
import type { Fired, Outcome } from './task.js';

/**
 * The clause table, with how often the rules of each clause fired; of a clause that none of them has exercised, or for which
 * there is none, how often its properties were triggered.
 */
export function clauseRows(fired: Fired, triggered: Fired = {}): readonly ClauseTableRow[] {
  const rules = allRules();
  return clauses.map((clause) => {
    const mine = rules.filter((rule) => rule.clauses.includes(clause.id)).map(({ rule }) => rule);
    const of = ({ clauses: named }: { readonly clauses: readonly string[] }) => named.includes(clause.id);
    const spoken = [...properties, ...liveness].filter(of).map(({ name }) => name);
    const times = (names: readonly string[], counts: Fired): number =>
      names.reduce((sum, name) => sum + (counts[name] ?? 0), 0);
    return clauseTableRow(clause, {
      rules: mine,
      properties: spoken,
      faults: faults.filter(of).map(({ name }) => name),
      exercised: times(mine, fired) || times(spoken, triggered),
    });
  });
}

/** The clause table after some tasks. */
export function clauseRowsAfter(outcomes: readonly Outcome[]): readonly ClauseTableRow[] {
  const triggered = outcomes.flatMap((outcome) =>
    outcome.kind === 'always' ? [{ [outcome.task.property]: outcome.triggered }] : [],
  );
  const fired = outcomes.flatMap((outcome) => ('fired' in outcome ? [outcome.fired] : []));
  return clauseRows(addUp(fired), addUp(triggered));
}

/** What the table lacks and nobody has waived. */
export interface Gaps {
  readonly notExercised: readonly ClauseId[];
  /** Obligations of a provider that no faulty one breaks. */
  readonly notBroken: readonly ClauseId[];
}

/** Looks for what the clause table lacks. */
export function gapsIn(rows: readonly ClauseTableRow[]): Gaps {
  const asked = rows.filter(({ id, status }) => status === 'modelled' && waivedClauses[id] === undefined);
  return {
    notExercised: asked.filter(({ exercised }) => exercised === 0).map(({ id }) => id),
    notBroken: asked
      .filter(({ binds, faults: broken }) => binds === 'P' && broken.length === 0)
      .map(({ id }) => id),
  };
}

/** Adds up how often rules fired. */
function addUp(counts: readonly Fired[]): Fired {
  const sum: { [rule: string]: number } = {};
  for (const fired of counts)
    for (const [rule, times] of Object.entries(fired)) sum[rule] = (sum[rule] ?? 0) + times;
  return sum;
}
