import { describe, expect, it } from 'vitest';
import type { Machine } from '../../model/machine.js';
import { machineOf } from '../../model/machine.js';
import { explore } from '../../model/search/explore.js';
import { watchedSystemOf } from '../../model/search/system.js';
import { graceful } from '../../properties/graceful.js';
import { faultNamed } from '../../providers/faulty/index.js';
import { faultyMachine } from '../../providers/faulty/machine.js';
import { profileNamed } from '../../spec/profiles.js';
import { promelaModel } from './promela.js';
import { ranIn, whatLacks, withFile } from './testing.js';

const whySkipped = whatLacks({ spin: '-V', gcc: '--version' });

const unlimited = { states: Infinity, goOn: () => true };

/** The transition system of the ground of a property, its rests left out, and whether our search finds it broken. */
function systemOn(machine: Machine) {
  const scope = { ...graceful.ground(machine.profile), settles: false };
  const observer = graceful.monitor(machine.profile);
  const system = watchedSystemOf(machine, scope, observer, unlimited);
  if (!system) throw new Error('the search was cut short');
  return { system, broken: explore(machine, scope, observer, unlimited).counterexample !== null };
}

/** What SPIN says of a model, without any reduction. */
const verified = (model: string) =>
  withFile('model.pml', model, (folder) => {
    ranIn(folder, 'spin', '-a', 'model.pml');
    ranIn(folder, 'gcc', '-DSAFETY', '-DNOREDUCE', '-w', '-o', 'pan', 'pan.c');
    const all = ranIn(folder, './pan', '-c0', '-w16');
    const replayed = ranIn(folder, './pan').includes('assertion violated')
      ? ranIn(folder, './pan', '-r')
      : '';
    const figure = (pattern: RegExp): number => Number(pattern.exec(all)?.[1]);
    return {
      states: figure(/(\d+) states, stored/u),
      // It counts the way to where it begins.
      transitions: figure(/(\d+) transitions/u) - 1,
      errors: figure(/errors: (\d+)/u),
      replayed,
    };
  });

describe.skipIf(whySkipped !== null)(
  `a transition system, verified by SPIN${whySkipped === null ? '' : ` (skipped: ${whySkipped})`}`,
  () => {
    it('has as many states and transitions as we find, and nothing broken in it', () => {
      const { system, broken } = systemOn(machineOf(profileNamed('tcp')));
      const found = verified(promelaModel('graceful', system));
      const { states, transitions } = system.exploration;
      expect(broken).toBe(false);
      expect(found).toEqual({ states, transitions, errors: 0, replayed: '' });
      expect(states).toBeGreaterThan(1_000);
    });

    it('of a faulty provider has as many states, and an assertion that fails, with a run that shows it', () => {
      const { system, broken } = systemOn(faultyMachine(faultNamed('end-before-data')));
      const found = verified(promelaModel('graceful, end-before-data', system));
      const { states, transitions } = system.exploration;
      expect(broken).toBe(true);
      expect(found).toMatchObject({ states, transitions });
      expect(found.errors).toBeGreaterThan(0);
      expect(found.replayed).toContain('server: recv(');
    });
  },
);
