import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Machine } from '../model/machine.js';
import { machineOf } from '../model/machine.js';
import { BeliefKeys } from '../model/oracle/belief-keys.js';
import { explain } from '../model/oracle/explain.js';
import { Oracle } from '../model/oracle/oracle.js';
import { PlainSteps } from '../model/oracle/plain-steps.js';
import { faultNamed, faultyProvider } from '../providers/faulty/index.js';
import type { Choose } from '../providers/reference.js';
import { referenceProvider } from '../providers/reference.js';
import { profileNamed } from '../spec/profiles.js';
import { printStep } from '../spec/trace/print.js';
import type { Step } from '../spec/trace/step.js';
import { planOf } from './campaign/plan.js';
import { play } from './campaign/play.js';
import type { Act } from './commands/act.js';
import { lateOpenings, openings } from './commands/openings.js';
import { impartial } from './commands/propose.js';
import { steady } from './commands/steady.js';

const isDeferral = (act: Act): boolean =>
  'call' in act && act.call.call === 'WSAAccept' && act.call.args.condition === 'CF_DEFER';

/**
 * Ways to begin after which equal beliefs are also split into the same hypotheses: after a repeated deferral, to which the
 * opening with one leads, they need not be.
 */
const beginnings = [...openings, ...lateOpenings]
  .map(([, acts]) => acts)
  .filter((acts) => !acts.some(isDeferral));

/** With it both faults show early. */
const seed = 2;

/** The steps of a random run, each after the next of the beginnings, up to the first that an oracle refuses. */
async function runOf(
  oracle: Oracle,
  open: (choose: Choose) => ReturnType<ReturnType<typeof referenceProvider>['open']>,
  number: number,
): Promise<readonly Step[]> {
  const usual = fc.constant(beginnings[number % beginnings.length] ?? []);
  const { recording } = await play(planOf(seed, number, { maxSteps: 25, usual, beginnings: [] }), {
    system: steady(open),
    oracle,
    properties: [],
    unsupported: new Set(),
    favour: impartial,
    isOver: () => false,
  });
  return recording.steps;
}

/** Follows a run with both oracles, and says how it ended. */
function compare(remembering: Oracle, plain: Oracle, steps: readonly Step[]): 'allowed' | 'refused' {
  const keys = new BeliefKeys();
  let one = remembering.start;
  let other = plain.start;
  for (const [at, step] of steps.entries()) {
    const shown = steps
      .slice(0, at + 1)
      .map(printStep)
      .join('\n');
    const next = remembering.follow(one, step);
    const expected = plain.follow(other, step);
    expect(keys.keyOf(next), shown).toBe(keys.keyOf(expected));
    if (expected.length === 0) {
      expect(explain(remembering, one, step, at), shown).toEqual(explain(plain, other, step, at));
      return 'refused';
    }
    one = next;
    other = expected;
  }
  return 'allowed';
}

const oraclesOf = (machine: Machine) => ({
  remembering: new Oracle(machine),
  plain: new Oracle(machine, new PlainSteps(machine)),
});

describe('an oracle that thinks each situation through once believes what one does that always begins anew', () => {
  it.each(['tcp', 'osi'])('of conforming runs under %s', async (name) => {
    const profile = profileNamed(name);
    const { remembering, plain } = oraclesOf(machineOf(profile));
    for (const number of beginnings.keys()) {
      const steps = await runOf(remembering, (choose) => referenceProvider(profile, choose).open(), number);
      expect(compare(remembering, plain, steps)).toBe('allowed');
    }
  });

  it.each(['data-duplicated', 'shutdown-closes-socket'])('of runs with %s', async (name) => {
    const fault = faultNamed(name);
    const { remembering, plain } = oraclesOf(machineOf(fault.profile));
    for (let number = 0; number < 40; number += 1) {
      const steps = await runOf(remembering, (choose) => faultyProvider(fault, choose).open(), number);
      if (compare(remembering, plain, steps) === 'refused') return;
    }
    throw new Error('no run was refused');
  });
});
