import { expect, it } from 'vitest';
import { faultNamed } from '../providers/faulty/index.js';
import { faultyMachine } from '../providers/faulty/machine.js';
import { checkProperty } from './check.js';
import { chooser } from './commands/chooser.js';
import { properties } from './index.js';
import { judge } from './judge.js';

it('a fault beyond the reach of a search of two steps is found by the walks that go on from there', () => {
  const fault = faultNamed('disconnect-data-lost-on-close');
  const property = properties.find(({ name }) => name === fault.caughtBy);
  expect(property).toBeDefined();
  if (!property) return;
  const limits = { states: Infinity, depth: 2, goOn: () => true };
  const { rules } = faultyMachine(fault);
  const cut = checkProperty(property, fault.profile, rules, limits);
  expect(cut).toMatchObject({
    truncated: true,
    holds: false,
    exploration: { counterexample: null },
    beyond: null,
  });
  const { exploration, truncated } = checkProperty(property, fault.profile, rules, limits, {
    longest: 50,
    below: chooser(1),
    goOn: ({ walks }) => walks < 5000,
  });
  expect(truncated).toBe(false);
  const steps = exploration.counterexample?.steps ?? [];
  expect(judge(property, fault.profile, steps).broken?.at).toBe(steps.length - 1);
});
