import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'vitest';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { chooser } from '../properties/commands/chooser.js';
import { machineProvider } from '../providers/reference.js';
import { machineOf } from '../model/machine.js';
import { profileNamed } from '../spec/profiles.js';
import { socketName } from '../spec/trace/names.js';
import type { OpenProvider } from './vitest.js';
import { conformance } from './vitest.js';

const out = mkdtempSync(join(tmpdir(), 'halfclose-'));
afterAll(() => {
  rmSync(out, { recursive: true });
});

const reference = (): OpenProvider => {
  const session = machineProvider('reference', machineOf(profileNamed('tcp')), chooser(1)).open();
  return {
    ...session,
    call: (socket, call) => session.call(socketName(socket), call),
    settle: () => session.settle(),
  };
};

/** A provider that has no call. */
const without = (): OpenProvider => ({ call: () => ({ result: 'unsupported' }) });

/** What became of the tests of a suite. */
const becameOf = (suite: TestContext['task']['suite'], name: string): Readonly<Record<string, unknown>> => {
  const made = suite?.tasks.find((task) => task.name === name);
  const tests = made && 'tasks' in made ? made.tasks : [];
  return Object.fromEntries(tests.map((one) => [one.name, one.result]));
};

const noEarlier = 'no earlier fault has come back';
const allowed = 'every result is one that the documents allow';

/** What each test that failed has said, by its suite: of one that was to fail its result says no more than that it has. */
const said = new Map<string | undefined, readonly string[]>();

/** More runs than any machine makes in the time that there is for them. */
const many = 1_000_000;

const ranOut = /^not all was shown: time ran out after \d+ of 1000000 runs$/u;

describe('a suite', () => {
  conformance('the reference, as a provider of a user', reference, { runs: 4, maxSteps: 20, out });
  conformance('a provider that there is too little time for', reference, { runs: many, time: 2, out });
  // The tests of these are to fail: those that do not, are not skipped and throw nothing, are faults.
  describe('that shows nothing', { fails: true }, () => {
    afterEach(({ task: { suite, result } }) => {
      const messages = result?.errors?.map(({ message }) => message) ?? [];
      said.set(suite?.name, [...(said.get(suite?.name) ?? []), ...messages]);
    });
    conformance('a provider without any call', without, { runs: 4, out });
    conformance('a provider that there is no time for', reference, { runs: 4, time: 0, out });
  });

  test('passes where all runs were made, and skips what no trace is there for', ({ task }) => {
    expect(becameOf(task.suite, 'the reference, as a provider of a user')).toMatchObject({
      [noEarlier]: { state: 'skip', note: 'no earlier fault is known' },
      [allowed]: { state: 'pass' },
    });
  });

  test('is skipped where time ran out', ({ task }) => {
    const note: unknown = expect.stringMatching(ranOut);
    expect(becameOf(task.suite, 'a provider that there is too little time for')).toMatchObject({
      [allowed]: { state: 'skip', note },
    });
  });

  test.for([
    ['the provider has carried out no call', 'a provider without any call'],
    ['time ran out before the first run', 'a provider that there is no time for'],
  ] as const)('fails where %s', ([why, name], { task }) => {
    const nothing = task.suite?.tasks.find((one) => one.name === 'that shows nothing');
    expect(becameOf(nothing?.type === 'suite' ? nothing : undefined, name)).toMatchObject({
      [allowed]: { state: 'pass' },
    });
    expect(said.get(name)).toEqual([`nothing was shown: ${why}`]);
  });

  test.each([
    ['runs', 0],
    ['runs', NaN],
    ['maxSteps', NaN],
    ['time', NaN],
    ['attempts', 0],
  ])('is not made if %s is %d', (option, number) => {
    expect(() => {
      conformance('a suite of nothing', reference, { [option]: number, out });
    }).toThrow(`${option}: expected a number from`);
  });
});
