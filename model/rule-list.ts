import { generalRules } from './call.js';
import type { RuleBook } from './machine.js';
import { documentedRules } from './machine.js';
import { silentRules } from './silent.js';
import type { Fired } from './transition.js';

/** Every rule of the model by name, with its clauses; rules of a name that several calls share count as one. */
export function allRules(rules: RuleBook = documentedRules): readonly Fired[] {
  const named = [...Object.values(rules.calls), ...Object.values(rules.deliveries)].flatMap((table) =>
    table.map(({ name, clauses }) => ({ rule: name, clauses })),
  );
  const byName = new Map<string, Fired>();
  for (const { rule, clauses } of [...named, ...generalRules, ...silentRules]) {
    const known = byName.get(rule)?.clauses ?? [];
    byName.set(rule, { rule, clauses: [...new Set([...known, ...clauses])] });
  }
  return [...byName.values()];
}
