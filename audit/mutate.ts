import { Impossible } from '../model/choose.js';
import { draftLinkOf } from '../model/call.js';
import type { DeliveryRule, DeliveryRules } from '../model/deliveries/delivery.js';
import type { RuleBook } from '../model/machine.js';
import type { CallRules, Outcome, Rule, Stage } from '../model/rule.js';
import { waits } from '../model/rule.js';
import { UnknownConnection } from '../model/search/engine/parts.js';
import type { Item } from '../model/world.js';
import { ownResultsOf } from '../spec/documented-results.js';
import type { ErrorCode } from '../spec/errors.js';
import type { CallName } from '../spec/trace/step.js';

/** The mechanical mistakes in one rule. */
export const mutations = ['guard dropped', 'guard negated', 'effect left out', 'result swapped'] as const;
export type Mutation = (typeof mutations)[number];

/** The rules of which one is at fault: those of a call, or those of what arrives. */
export type Table = { readonly call: CallName } | { readonly arrival: Item['is'] };

/** What a table is called. */
export const placeOf = (table: Table): string =>
  'call' in table ? table.call : `arrival of ${table.arrival}`;

/** A provider with a mechanical mistake in one rule. */
export interface Mutant {
  readonly table: Table;
  readonly rule: string;
  readonly mutation: Mutation;
  readonly rules: RuleBook;
}

/** What a call gives where a mutant has no answer any more, or cannot go on: no page documents it. */
const noAnswer = { error: 'WSASYSCALLFAILURE' } as const;

/** Every mutant of a rule book. */
export function mutantsOf(rules: RuleBook): readonly Mutant[] {
  return [
    ...callNamesOf(rules).flatMap((call) => mutantsOfCall(rules, call, mutatedRule)),
    ...kindsOf(rules).flatMap((kind) => mutantsOfArrival(rules, kind, mutatedArrival)),
  ];
}

const callNamesOf = ({ calls }: RuleBook): readonly CallName[] =>
  Object.keys(calls).filter((name): name is CallName => name in calls);

const kindsOf = ({ deliveries }: RuleBook): readonly Item['is'][] =>
  Object.keys(deliveries).filter((name): name is Item['is'] => name in deliveries);

/** What arrives has no result. */
const ofArrivals = mutations.filter((mutation) => mutation !== 'result swapped');

function mutantsOfCall<Name extends CallName>(
  rules: RuleBook,
  call: Name,
  mutate: (call: Name, rule: Rule<Name>, mutation: Mutation) => Rule<Name>,
): readonly Mutant[] {
  const table: CallRules<Name> = rules.calls[call];
  return table.flatMap((rule) =>
    mutations.map((mutation) => {
      const mutated = table.map((one) => (one === rule ? mutate(call, rule, mutation) : one));
      const calls: RuleBook['calls'] = { ...rules.calls, [call]: [...mutated, otherwise(mutated)] };
      return { table: { call }, rule: rule.name, mutation, rules: { ...rules, calls } };
    }),
  );
}

/** Answers where no rule does: a provider always answers. */
const otherwise = <Name extends CallName>(rules: CallRules<Name>): Rule<Name> => ({
  name: 'no rule applies',
  clauses: [],
  when: (scene) => !rules.some((rule) => rule.kind !== 'environment' && rule.when(scene)),
  then: () => noAnswer,
});

/** A mutant of a failure of the surroundings is a provider that they may fail at any time. */
function mutatedRule<Name extends CallName>(
  call: Name,
  documented: Rule<Name>,
  mutation: Mutation,
): Rule<Name> {
  const { kind, ...happening } = documented;
  const rule = kind === 'misuse' ? documented : happening;
  switch (mutation) {
    case 'guard dropped':
      return { ...rule, when: () => true, then: stumbling(rule.then) };
    case 'guard negated':
      return { ...rule, when: (scene) => !rule.when(scene), then: stumbling(rule.then) };
    case 'effect left out':
      return { ...rule, then: (stage) => rule.then(apart(stage)) };
    case 'result swapped':
      return { ...rule, then: (stage) => swapped(call, rule.then(stage)) };
  }
}

/** A rule that was made for other circumstances may not know how to go on. */
const stumbling =
  <Name extends CallName>(then: Rule<Name>['then']) =>
  (stage: Stage<Name>): Outcome => {
    try {
      return then(stage);
    } catch (error) {
      if (!isOfRule(error)) throw error;
      return noAnswer;
    }
  };

/** Whether a rule has come to grief by itself: not where a search gives a way up, or has to make room for what the rule has made. */
const isOfRule = (error: unknown): boolean =>
  !(error instanceof Impossible || error instanceof UnknownConnection);

/** The same stage on a copy of the world, so that what is done there is not done here. */
function apart<Name extends CallName>(stage: Stage<Name>): Stage<Name> {
  const world = copyOf(stage.world);
  const self = world.sockets[stage.name];
  if (!self) throw new Error(`there is no socket ${stage.name}`);
  return { ...stage, world, self, link: draftLinkOf(world, self) };
}

/** A copy of a value, whatever views it is made of. */
function copyOf<Value>(value: Value): Value;
function copyOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => copyOf(item));
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, copyOf(field)]));
}

/** Another result that is documented for the call. */
function swapped(call: CallName, outcome: Outcome): Outcome {
  const errors = ownResultsOf(call)
    .map(({ result }) => result)
    .filter((result): result is ErrorCode => result !== 'ok' && result !== 'pending');
  const after = (error: ErrorCode | null): ErrorCode => {
    const index = error === null ? -1 : errors.indexOf(error);
    return errors[(index + 1) % errors.length] ?? 'WSAEINVAL';
  };
  if (outcome === waits) return { error: errors.find((error) => error !== 'WSAEWOULDBLOCK') ?? 'WSAEINVAL' };
  if (typeof outcome === 'string' || 'pending' in outcome || 'cancelled' in outcome) return outcome;
  const condition = outcome.condition ? { condition: outcome.condition } : {};
  if ('ok' in outcome) return { error: after(null), ...condition };
  if (outcome.error === '*') return { ok: {} };
  const other = after(outcome.error);
  return other === outcome.error ? { ok: {} } : { error: other, ...condition };
}

function mutantsOfArrival<Kind extends Item['is']>(
  rules: RuleBook,
  kind: Kind,
  mutate: (rule: DeliveryRule<Kind>, mutation: Mutation) => DeliveryRule<Kind>,
): readonly Mutant[] {
  const table: DeliveryRules<Kind> = rules.deliveries[kind];
  return table.flatMap((rule) =>
    ofArrivals.map((mutation) => {
      const mutated = table.map((one) => (one === rule ? mutate(rule, mutation) : one));
      const deliveries: RuleBook['deliveries'] = { ...rules.deliveries, [kind]: mutated };
      return { table: { arrival: kind }, rule: rule.name, mutation, rules: { ...rules, deliveries } };
    }),
  );
}

function mutatedArrival<Kind extends Item['is']>(
  rule: DeliveryRule<Kind>,
  mutation: Mutation,
): DeliveryRule<Kind> {
  const then: DeliveryRule<Kind>['then'] = (reception) => {
    try {
      rule.then(reception);
    } catch (error) {
      if (!isOfRule(error)) throw error;
    }
  };
  switch (mutation) {
    case 'guard dropped':
      return { ...rule, when: () => true, then };
    case 'guard negated':
      return { ...rule, when: (arrival) => !rule.when(arrival), then };
    default:
      return { ...rule, then: () => undefined };
  }
}
