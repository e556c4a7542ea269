import { describe, expect, it } from 'vitest';
import { profileNamed } from '../../spec/profiles.js';
import { machineOf } from '../machine.js';
import type { Limits } from './explore.js';
import { explore } from './explore.js';
import { medium, small } from './scopes.js';
import { indifferent } from './observer.js';
import type { Observer } from './observer.js';

const unlimited: Limits = { states: Infinity, goOn: () => true };

/** Breaks at the first receive of a byte. */
const untilReceived: Observer<null> = {
  start: null,
  observe: (_, step) =>
    'call' in step && step.call === 'recv' && step.result && 'ok' in step.result && step.result.ok.data !== ''
      ? { broken: 'a byte was received' }
      : { memory: null },
};

describe('explore', () => {
  it.each([
    { profile: 'tcp', states: 12_493, transitions: 158_388, depth: 14 },
    { profile: 'osi', states: 19_580, transitions: 251_249, depth: 15 },
  ])('visits every state of the small scope under $profile', ({ profile, ...pinned }) => {
    const found = explore(machineOf(profileNamed(profile)), small, indifferent, unlimited);
    expect(found.complete).toBe(true);
    expect(found.frontier).toBe(0);
    expect({ states: found.states, transitions: found.transitions, depth: found.depth }).toEqual(pinned);
  });

  it('finds a run with as few calls as any: a client may send before it is accepted', () => {
    const { counterexample } = explore(machineOf(profileNamed('tcp')), small, untilReceived, unlimited);
    const calls = counterexample?.steps
      .slice(small.setup.length)
      .map((step) => ('call' in step ? step.call : 'end'));
    expect(counterexample?.reason).toBe('a byte was received');
    expect(calls).toEqual(['WSAConnect', 'send', 'WSAAccept', 'recv']);
  });

  it('says how far it came when it is stopped', () => {
    const found = explore(machineOf(profileNamed('tcp')), medium, indifferent, {
      states: 100,
      goOn: () => true,
    });
    expect(found).toMatchObject({ complete: false, states: 100, counterexample: null });
    expect(found.frontier).toBeGreaterThan(0);
  });

  it('follows runs of at most so many steps, whatever happens in silence', () => {
    const upTo = (depth: number) =>
      explore(machineOf(profileNamed('tcp')), small, indifferent, { ...unlimited, depth });
    expect(upTo(1)).toMatchObject({ complete: false, depth: 1 });
    expect(upTo(1).states).toBeLessThan(upTo(2).states);
    expect(upTo(2).frontier).toBeGreaterThan(0);
  });

  it('gives the same answer twice', () => {
    const once = explore(machineOf(profileNamed('tcp')), medium, untilReceived, {
      states: 2_000,
      goOn: () => true,
    });
    const again = explore(machineOf(profileNamed('tcp')), medium, untilReceived, {
      states: 2_000,
      goOn: () => true,
    });
    expect(again).toEqual(once);
  });
});
