import { describe, expect, it } from 'vitest';
import type { Machine } from '../model/machine.js';
import { machineOf } from '../model/machine.js';
import { explore } from '../model/search/explore.js';
import { explorePlainly } from '../model/search/plain-explore.js';
import { faultNamed } from '../providers/faulty/index.js';
import { faultyMachine } from '../providers/faulty/machine.js';
import { profileNamed } from '../spec/profiles.js';
import { properties } from './index.js';
import type { SealedProperty } from './property.js';

const limits = { states: 20_000, goOn: () => true };

/** What both searches find on the ground of a property. */
const bothSearches = (property: SealedProperty, machine: Machine) =>
  property.lend(({ ground, monitor }) => {
    const scope = ground(machine.profile);
    const observer = monitor(machine.profile);
    return {
      quick: explore(machine, scope, observer, limits),
      plain: explorePlainly(machine, scope, observer, limits),
    };
  });

/** Properties on whose grounds the plain search is quick enough. */
const cheap = [
  ['blocking', 'tcp'],
  ['bytes', 'tcp'],
  ['bytes', 'osi'],
  ['connect-data', 'osi'],
  ['deferral', 'tcp'],
  ['groups', 'tcp'],
] as const;

describe('the ground of a property', () => {
  it.each(cheap)('%s is the same whether it is searched quickly or world by world, under %s', (name, on) => {
    const property = properties.find((one) => one.name === name);
    const profile = profileNamed(on);
    const readings = { ...profile.readings, ...property?.under };
    const found = property && bothSearches(property, machineOf(profile, { readings }));
    expect(found?.quick).toEqual(found?.plain);
    expect(found?.quick.complete).toBe(true);
  });
});

describe('a fault', () => {
  it.each([
    'defer-drops-request',
    'disconnect-data-lost-on-close',
    'end-before-data',
    'defer-reenables-accept',
  ])('%s is caught by a run that is as short in both searches', (name) => {
    const fault = faultNamed(name);
    const property = properties.find((one) => one.name === fault.caughtBy);
    expect(property).toBeDefined();
    if (!property) return;
    const { quick, plain } = bothSearches(property, faultyMachine(fault));
    expect(quick.counterexample?.steps.length).toBe(plain.counterexample?.steps.length);
    expect(quick.counterexample).not.toBeNull();
  });
});
