import { describe, expect, it } from 'vitest';
import { properties } from '../../properties/index.js';
import { liveness } from '../../properties/liveness/index.js';
import { faults } from '../../providers/faulty/index.js';
import { builtInProfiles } from '../../spec/profiles.js';
import { inFolder } from '../testing.js';
import { planOf } from './plan.js';
import type { Task } from './task.js';

/** The properties that the main job searches under each profile, in their order. */
function searched(tasks: readonly Task[], kind: 'always' | 'eventually'): Record<string, readonly string[]> {
  const found: Record<string, readonly string[]> = {};
  for (const task of tasks) {
    if (task.kind !== kind) continue;
    const { profile } = task.profile;
    found[profile] = [...(found[profile] ?? []), task.property];
  }
  return found;
}

const allBut = (...names: readonly string[]): readonly string[] =>
  properties.map(({ name }) => name).filter((name) => !names.includes(name));

const profilesOf = (tasks: readonly Task[], kind: 'random' | 'scope' | 'sometimes'): readonly string[] =>
  tasks.flatMap((task) => (task.kind === kind ? [task.profile.profile] : []));

const faultsOf = (tasks: readonly Task[]): readonly string[] =>
  tasks.flatMap((task) => (task.kind === 'fault' ? [task.fault] : []));

const everyFault = faults.map(({ name }) => name);
const everyLiveness = liveness.map(({ name }) => name);

describe('the plan of the main job', () => {
  const { tasks, leftOut, narrowedBy } = planOf({});

  it('has every faulty provider, once', () => {
    expect(faultsOf(tasks)).toEqual(everyFault);
    expect(everyFault.length).toBeGreaterThan(0);
  });

  it('has every property under every built-in profile that claims it', () => {
    expect(searched(tasks, 'always')).toEqual({
      tcp: allBut(),
      osi: allBut(),
      'tcp-windows': allBut('fd-close-last'),
      atm: allBut('disconnect-data', 'fd-close-last', 'half-close', 'linger'),
      irda: allBut('fd-close-last', 'half-close', 'linger'),
      bluetooth: allBut('fd-close-last', 'half-close', 'linger'),
    });
  });

  it('has everything that must come at last, and the sequences, under every built-in profile', () => {
    const withoutGracefulClose = ['attempt-ends', 'waiting-attempt-ends', 'deferral-can-be-decided'];
    expect(searched(tasks, 'eventually')).toEqual({
      tcp: everyLiveness,
      osi: everyLiveness,
      'tcp-windows': everyLiveness,
      atm: withoutGracefulClose,
      irda: withoutGracefulClose,
      bluetooth: withoutGracefulClose,
    });
    expect(profilesOf(tasks, 'sometimes').toSorted()).toEqual(
      builtInProfiles.map(({ profile }) => profile).toSorted(),
    );
  });

  it('has the rest under both usual profiles', () => {
    for (const kind of ['random', 'scope'] as const) expect(profilesOf(tasks, kind)).toEqual(['tcp', 'osi']);
  });

  it('leaves nothing out of its own accord: what a profile does not claim is not left out', () => {
    expect({ leftOut, narrowedBy }).toEqual({ leftOut: [], narrowedBy: [] });
  });
});

describe('the plan of a narrowed job', () => {
  const everywhere = ['tcp', 'osi', 'tcp-windows', 'atm', 'irda', 'bluetooth'];

  it.each([
    ['AM-01=R3', 'deferral', everywhere],
    ['AM-18=R2', 'groups', everywhere],
    // The others do not claim it whatever is chosen.
    ['AM-02=R3', 'fd-close-last', ['tcp', 'osi']],
  ] as const)('says that the reading %s leaves out %s', (reading, property, profiles) => {
    const { tasks, leftOut, narrowedBy } = planOf({ reading: [reading] });
    const why = `not claimed under ${reading}`;
    expect(leftOut).toEqual(profiles.map((profile) => ({ what: `${property} (${profile})`, why })));
    expect(narrowedBy).toEqual(['--reading', reading]);
    expect(Object.values(searched(tasks, 'always')).flat()).not.toContain(property);
    expect(faultsOf(tasks)).toEqual(everyFault);
  });

  it('leaves nothing out for a reading under which everything is claimed', () => {
    expect(planOf({ reading: ['AM-01=R2', 'AM-02=R1,R3'] }).leftOut).toEqual([]);
  });

  it('has what a single profile claims, and every faulty provider all the same', () => {
    const { tasks, leftOut, narrowedBy } = planOf({ profile: 'irda' });
    expect(searched(tasks, 'always')).toEqual({ irda: allBut('fd-close-last', 'half-close', 'linger') });
    expect(searched(tasks, 'eventually')).toEqual({
      irda: ['attempt-ends', 'waiting-attempt-ends', 'deferral-can-be-decided'],
    });
    expect(faultsOf(tasks)).toEqual(everyFault);
    expect({ leftOut, narrowedBy }).toEqual({ leftOut: [], narrowedBy: ['--profile', 'irda'] });
  });

  it('says what the readings of a user’s profile leave out', async () => {
    await inFolder(async ({ file }) => {
      const readings = { 'AM-01': ['R3'], 'AM-02': ['R1'] };
      const profile = await file('mine.json', JSON.stringify({ profile: 'mine', readings }));
      expect(planOf({ profile }).leftOut).toEqual([
        { what: 'deferral (mine)', why: 'not claimed under AM-01=R3' },
      ]);
    });
  });
});
