import type { CallName } from '../spec/trace/step.js';
import type { Profile } from '../spec/profiles.js';
import { callRules } from './calls/index.js';
import type { DeliveryRules } from './deliveries/delivery.js';
import { deliveryRules } from './deliveries/index.js';
import type { Model } from './model.js';
import { modelOf } from './model.js';
import type { CallRules } from './rule.js';
import type { Item } from './world.js';

/** All rules: what calls do, and what arrivals do. */
export interface RuleBook {
  readonly calls: { readonly [Name in CallName]: CallRules<Name> };
  readonly deliveries: { readonly [Kind in Item['is']]: DeliveryRules<Kind> };
}

/** A transition relation: a model with the rules that it follows. A faulty provider is one with a changed rule. */
export interface Machine extends Model {
  readonly rules: RuleBook;
}

/** The rules of the documents. */
export const documentedRules: RuleBook = { calls: callRules, deliveries: deliveryRules };

/** What a conforming provider of `profile` may do; `readings` fixes some, and `room` bounds what surely fits. */
export const machineOf = (profile: Profile, options: Parameters<typeof modelOf>[1] = {}): Machine => ({
  ...modelOf(profile, options),
  rules: documentedRules,
});
