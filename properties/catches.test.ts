import { expect, it } from 'vitest';
import { faults } from '../providers/faulty/index.js';
import { faultyMachine } from '../providers/faulty/machine.js';
import { checkProperty } from './check.js';
import { properties } from './index.js';

it.each(faults.map((fault) => [fault.name, fault.caughtBy, fault] as const))(
  '%s is found by %s, in every corner of its ground',
  (_, caughtBy, fault) => {
    const property = properties.find(({ name }) => name === caughtBy);
    expect(property).toBeDefined();
    if (!property) return;
    const limits = { states: 100_000, goOn: () => true };
    const { exploration } = checkProperty(property, fault.profile, faultyMachine(fault).rules, limits);
    expect(exploration.counterexample).not.toBeNull();
  },
);
