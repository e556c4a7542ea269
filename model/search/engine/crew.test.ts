import { describe, expect, it, vi } from 'vitest';
import { profileNamed } from '../../../spec/profiles.js';
import { machineOf } from '../../machine.js';
import { Oracle } from '../../oracle/oracle.js';
import type { Exploration, Limits } from '../explore.js';
import { explore } from '../explore.js';
import { measured } from '../measured.js';
import { indifferent } from '../observer.js';
import { help } from './help.js';
import type { Helper, Round } from './helper.js';
import { cell, stage } from './helper.js';
import { shortConversations as scope } from './testing.js';

const machine = machineOf(profileNamed('tcp'));
const unlimited: Limits = { states: Infinity, goOn: () => true };

/** Limits with a helper in this thread, and what has become of it: states that it left to the search, and how often it was ended. */
function helpedBy(take: (round: Round) => void) {
  const seen = { found: 0, left: 0, ends: 0 };
  const helper: Helper = {
    take: (round) => {
      take(round);
      seen.found += round.control[cell.found] ?? 0;
      seen.left += round.control[cell.left] ?? 0;
    },
    end: () => {
      seen.ends += 1;
    },
  };
  return { seen, limits: { ...unlimited, helper: { start: () => helper, after: 1000, worth: 0 } } };
}

let found: Exploration | null = null;
const alone = (): Exploration => (found ??= explore(machine, scope, indifferent, unlimited));

const fail = ({ control, number }: Round): void => {
  Atomics.store(control, cell.stage, number * 4 + stage.failed);
};

const die = ({ control, number }: Round): void => {
  Atomics.store(control, cell.stage, number * 4 + stage.begun);
};

describe('a search with a helper', () => {
  it('finds what it finds alone, where the helper takes all that it knows', () => {
    const { seen, limits } = helpedBy(help);
    expect(explore(machine, scope, indifferent, limits)).toEqual(alone());
    expect(seen).toMatchObject({ ends: 1 });
    expect(seen.found).toBeGreaterThan(1000);
    expect(seen.left).toBeGreaterThan(0);
  });

  it('finds what it finds alone, where the helper never comes', () => {
    const { seen, limits } = helpedBy(() => undefined);
    expect(explore(machine, scope, indifferent, limits)).toEqual(alone());
    expect(seen).toEqual({ found: 0, left: 0, ends: 1 });
  });

  it('leaves states to which there are runs, where it is stopped', () => {
    const { seen, limits } = helpedBy(help);
    const goOn: Limits['goOn'] = ({ states }) => states < 17_000;
    const { exploration, frontier } = measured(machine, scope, indifferent, { ...limits, goOn });
    expect(exploration).toMatchObject({ complete: false, stopped: true });
    expect(frontier.size).toBeGreaterThanOrEqual(exploration.frontier);
    expect(exploration.frontier).toBeGreaterThan(0);
    expect(seen).toMatchObject({ ends: 1 });
    const oracle = new Oracle({ ...machine, room: scope.room });
    for (let index = 0; index < frontier.size; index += Math.ceil(frontier.size / 10)) {
      const belief = frontier.run(index, []).reduce((at, step) => oracle.follow(at, step), oracle.start);
      expect(belief.length).toBeGreaterThan(0);
    }
  });

  it('ends the helper, and throws, if that has failed', () => {
    const { seen, limits } = helpedBy(fail);
    expect(() => explore(machine, scope, indifferent, limits)).toThrow('helper');
    expect(seen.ends).toBe(1);
  });

  it('ends the helper, and throws, if that never comes to the end of what it has begun', () => {
    let moments = 0;
    const wait = vi.spyOn(Atomics, 'wait').mockImplementation(() => {
      if (++moments > 1_000_000) throw new Error('the search has waited for ever');
      return 'timed-out';
    });
    const { seen, limits } = helpedBy(die);
    expect(() => explore(machine, scope, indifferent, limits)).toThrow('does not answer');
    wait.mockRestore();
    expect(seen.ends).toBe(1);
  });

  it('finds what it finds alone, where there is no room for a helper and for the states', () => {
    const { seen, limits } = helpedBy(help);
    expect(explore(machine, scope, indifferent, { ...limits, bytes: 2 ** 23 })).toEqual(alone());
    expect(seen.ends).toBe(1);
  });

  it('goes without it where more states would have to be foreseen than there will be', () => {
    const { seen, limits } = helpedBy(help);
    const helper = { ...limits.helper, worth: 1_000_000 };
    expect(explore(machine, scope, indifferent, { ...limits, helper })).toEqual(alone());
    expect(seen).toEqual({ found: 0, left: 0, ends: 0 });
  });

  it.each<[string, Partial<Limits>]>([
    ['states', { states: 20_000 }],
    ['steps', { depth: 3 }],
    ['bits', { bits: 1 << 24 }],
  ])('goes without it where %s are limited', (_, some) => {
    const { seen, limits } = helpedBy(help);
    explore(machine, scope, indifferent, { ...limits, ...some });
    expect(seen).toEqual({ found: 0, left: 0, ends: 0 });
  });
});
