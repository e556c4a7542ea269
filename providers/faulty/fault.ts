import type { DeliveryRule, DeliveryRules } from '../../model/deliveries/delivery.js';
import type { RuleBook } from '../../model/machine.js';
import type { CallRules, Rule } from '../../model/rule.js';
import type { Item } from '../../model/world.js';
import type { ClauseId } from '../../spec/clauses/index.js';
import type { Profile } from '../../spec/profiles.js';
import type { CallName } from '../../spec/trace/step.js';

/** One realistic mistake of a provider, as a change of the documented rules. */
export interface Fault {
  /** The name of the faulty provider. */
  readonly name: string;
  /** What it does wrong, in one sentence. */
  readonly says: string;
  /** The clauses that it breaks. */
  readonly clauses: readonly ClauseId[];
  /** The property that catches it. */
  readonly caughtBy: string;
  /** A profile under which the mistake can be seen. */
  readonly profile: Profile;
  readonly change: (rules: RuleBook) => RuleBook;
}

/** What a rule of a call does. */
export type Effect<Name extends CallName> = Rule<Name>['then'];

/** What a rule does with something that arrives. */
export type ArrivalEffect<Kind extends Item['is']> = DeliveryRule<Kind>['then'];

/** The rule book in which some rules of a call do something else; throws if there is no rule of such a name. */
export const changeEffect = <Name extends CallName>(
  rules: RuleBook,
  call: Name,
  names: readonly string[],
  change: (documented: Effect<Name>) => Effect<Name>,
): RuleBook =>
  changeCall(rules, call, (documented) =>
    changeNamed(documented, names, (rule) => ({ ...rule, then: change(rule.then) })),
  );

/** The rule book without some rules of a call; throws if there is no rule of such a name. */
export const withoutRules = (rules: RuleBook, call: CallName, names: readonly string[]): RuleBook =>
  changeCall(rules, call, (documented) =>
    changeNamed(documented, names, (rule) => ({ ...rule, when: never })),
  );

const never = (): boolean => false;

/** What a rule of a call does; throws if there is no rule of that name. */
export function effectOf<Name extends CallName>(rules: RuleBook, call: Name, name: string): Effect<Name> {
  const documented: CallRules<Name> = rules.calls[call];
  const rule = documented.find((one) => one.name === name);
  if (!rule) throw new Error(`there is no rule “${name}”`);
  return rule.then;
}

/** The rule book in which some rules do something else with what arrives; throws if there is no rule of such a name. */
export const changeArrival = <Kind extends Item['is']>(
  rules: RuleBook,
  kind: Kind,
  names: readonly string[],
  change: (documented: ArrivalEffect<Kind>) => ArrivalEffect<Kind>,
): RuleBook =>
  changeDelivery(rules, kind, (documented) =>
    changeNamed(documented, names, (rule) => ({ ...rule, then: change(rule.then) })),
  );

/** The same for when they apply. */
export const changeArrivalGuard = <Kind extends Item['is']>(
  rules: RuleBook,
  kind: Kind,
  names: readonly string[],
  change: (documented: DeliveryRule<Kind>['when']) => DeliveryRule<Kind>['when'],
): RuleBook =>
  changeDelivery(rules, kind, (documented) =>
    changeNamed(documented, names, (rule) => ({ ...rule, when: change(rule.when) })),
  );

function changeCall<Name extends CallName>(
  rules: RuleBook,
  call: Name,
  change: (rules: CallRules<Name>) => CallRules<Name>,
): RuleBook {
  const documented: CallRules<Name> = rules.calls[call];
  return { ...rules, calls: { ...rules.calls, [call]: change(documented) } };
}

function changeDelivery<Kind extends Item['is']>(
  rules: RuleBook,
  kind: Kind,
  change: (rules: DeliveryRules<Kind>) => DeliveryRules<Kind>,
): RuleBook {
  const documented: DeliveryRules<Kind> = rules.deliveries[kind];
  return { ...rules, deliveries: { ...rules.deliveries, [kind]: change(documented) } };
}

function changeNamed<Some extends { readonly name: string }>(
  rules: readonly Some[],
  names: readonly string[],
  change: (rule: Some) => Some,
): readonly Some[] {
  const unknown = names.find((name) => !rules.some((rule) => rule.name === name));
  if (unknown !== undefined) throw new Error(`there is no rule “${unknown}”`);
  return rules.map((rule) => (names.includes(rule.name) ? change(rule) : rule));
}
