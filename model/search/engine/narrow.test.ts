import { expect, it } from 'vitest';
import { profileNamed } from '../../../spec/profiles.js';
import { machineOf } from '../../machine.js';
import { explore } from '../explore.js';
import { measured } from '../measured.js';
import type { Observer } from '../observer.js';
import { indifferent } from '../observer.js';
import { shortConversations as scope } from './testing.js';

/** Watches every step, so that the inner loop is left out, and has nothing to say. */
const mute: Observer<null> = { start: null, observe: () => ({ memory: null }) };

const machine = machineOf(profileNamed('tcp'));

it.each([
  ['to the end', Infinity],
  ['until it is stopped', 20_000],
])('a search in the inner loop finds %s what one step after the other finds', (_, states) => {
  const limits = { states, goOn: () => true };
  const found = explore(machine, scope, indifferent, limits);
  expect(found).toEqual(explore(machine, scope, mute, limits));
  expect(found.states).toBeGreaterThan(1 << 14);
});

it.each([indifferent, mute])(
  'a search stops before its states take more memory than they may',
  (observer) => {
    const goOn = () => true;
    const { exploration: all, bytes: needed } = measured(machine, scope, observer, {
      states: Infinity,
      goOn,
    });
    for (const bytes of [needed / 2, needed * 0.75]) {
      const limits = { states: Infinity, bytes, goOn };
      const { exploration, bytes: taken } = measured(machine, scope, observer, limits);
      expect(exploration).toMatchObject({ complete: false, counterexample: null });
      expect(exploration.states).toBeLessThan(all.states);
      expect(exploration.frontier).toBeGreaterThan(0);
      expect(taken).toBeLessThanOrEqual(bytes);
    }
  },
);
