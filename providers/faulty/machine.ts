import type { Machine } from '../../model/machine.js';
import { documentedRules, machineOf } from '../../model/machine.js';
import type { Fault } from './fault.js';

/** What a provider with this fault may do: the documents, but for one rule. */
export const faultyMachine = ({ profile, change }: Fault): Machine => ({
  ...machineOf(profile),
  rules: change(documentedRules),
});
