import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { checkProperty } from '../properties/check.js';
import { properties } from '../properties/index.js';
import { liveness } from '../properties/liveness/index.js';
import { findLasso } from '../properties/liveness/search.js';
import { faultNamed } from '../providers/faulty/index.js';
import { faultyMachine } from '../providers/faulty/machine.js';
import type { BugReport } from '../reports/index.js';
import { parseBugReport } from '../reports/index.js';
import { profileNamed } from '../spec/profiles.js';
import { tell } from './check.js';
import { foundBySearch, foundEndless } from './check/found.js';
import { planOf } from './check/plan.js';
import type { Outcome } from './check/task.js';
import type { Options } from './options.js';
import type { Ran } from './testing.js';
import { heard, inFolder, ran } from './testing.js';

const tcp = profileNamed('tcp');
const named = <Named extends { readonly name: string }>(all: readonly Named[], name: string): Named => {
  const found = all.find((one) => one.name === name);
  if (!found) throw new Error(`there is no property "${name}"`);
  return found;
};

/** What the search finds for a property if the model has the mistake of a faulty provider. */
function foundIn(name: string, fault: string): Outcome {
  const property = named(properties, name);
  const { rules } = faultyMachine(faultNamed(fault));
  const { exploration } = checkProperty(property, tcp, rules, { states: 100_000, goOn: () => true });
  const { counterexample, states, triggered } = exploration;
  return {
    kind: 'always',
    task: { kind: 'always', profile: tcp, property: name },
    states,
    verdict: 'broken',
    found: counterexample && foundBySearch(property, tcp, {}, counterexample),
    triggered,
    fired: {},
  };
}

/** The same for what must come at last. */
function endless(name: string): Outcome {
  const property = named(liveness, name);
  const { lasso, states } = findLasso(faultyMachine(faultNamed(property.twin)), property, 100_000);
  return {
    kind: 'eventually',
    task: { kind: 'eventually', profile: tcp, property: name },
    states,
    verdict: 'broken',
    lasso: lasso && { prefix: lasso.prefix.length, cycle: lasso.cycle.length },
    found: lasso && foundEndless(property, tcp, lasso),
    twin: property.twin,
  };
}

/** Tells of an outcome as the main job does, and hands over the report that was written. */
const told = (
  outcome: Outcome,
  options: readonly string[],
  use: (result: Ran, report: BugReport, file: string) => Promise<void>,
): Promise<void> =>
  inFolder(async ({ path: out }) => {
    const flags = options.includes('--json') ? ({ json: true } as const) : {};
    // Outcomes come from other threads, so they must be plain data.
    const result = await heard((terminal) =>
      tell({ plan: planOf({}), outcomes: [structuredClone(outcome)], start: 0 }, { out, ...flags }, terminal),
    );
    const file = /^report in (?<file>.*)\.md, /mu.exec(result.err)?.groups?.['file'] ?? '';
    await use(result, parseBugReport(file, await readFile(`${file}.json`, 'utf8')), `${file}.json`);
  });

describe('halfclose check', () => {
  it('writes the report of a run that breaks a property, which replays', async () => {
    const outcome = foundIn('half-close', 'shutdown-closes-both');
    await told(outcome, ['--json'], async ({ code, out }, report, file) => {
      expect(code).toBe(1);
      expect(JSON.parse(out)).toMatchObject({ verdict: 'unsound', reports: [file] });
      expect(report.steps).toEqual('found' in outcome && outcome.found?.steps);
      expect(report).toMatchObject({ provider: 'the model', profile: 'tcp' });
      expect(await ran('replay', file)).toMatchObject({ code: 1 });
    });
  });

  it('writes the report of a run that may go on for ever, which only the search shows again', async () => {
    await told(endless('deferral-can-be-decided'), [], async ({ code, out }, report, file) => {
      expect(code).toBe(1);
      expect(out).toContain(
        'deferral-can-be-decided (tcp) is broken: after 9 steps, 2 are repeated for ever',
      );
      expect(report.summary).toContain('Broken: the last 2 steps may be repeated for ever.');
      expect(report.cycle).toBe(2);
      expect(report.replay).toBe('npx halfclose check');
      const { code: again, err } = await ran('replay', file);
      expect(again).toBe(2);
      expect(err).toContain('run: npx halfclose check');
    });
  });

  const toldOf = (options: Options, outcomes: readonly Outcome[]): Promise<Ran> =>
    heard((terminal) => tell({ plan: planOf(options), outcomes, start: 0 }, options, terminal));

  it('does not say that a faulty provider survives whose search ran out of time', async () => {
    const outcome = { kind: 'fault', shortest: null, truncated: true } as const;
    const task = { kind: 'fault', fault: 'defer-drops-request' } as const;
    const { out } = await toldOf({}, [{ ...outcome, task }]);
    expect(out).toMatch(/^defer-drops-request +not searched to its end$/mu);
    expect(out).not.toContain('NOT CAUGHT');
    const { out: searched } = await toldOf({}, [{ ...outcome, task, truncated: false }]);
    expect(searched).toMatch(/^defer-drops-request +NOT CAUGHT$/mu);
  });

  it('prints no green where nothing was done', async () => {
    for (const options of [{}, { profile: 'tcp' }, { reading: ['AM-01=R3'] }]) {
      const { code, out } = await toldOf(options, []);
      expect(code).toBe(1);
      expect(out).toContain('no faulty provider was searched');
    }
  });

  it('says which clauses were not exercised, and under what was chosen', async () => {
    const { out } = await toldOf({}, []);
    expect(out).toContain('CA-12 was not exercised');
    const { out: narrowed } = await toldOf({ profile: 'irda' }, []);
    expect(narrowed).toMatch(/^left out, not exercised under --profile irda: .*CA-12/mu);
    expect(narrowed).not.toContain('CA-12 was not exercised');
  });

  it('says what the chosen readings leave out, and that they are none of the faulty providers', async () => {
    const fault = { kind: 'fault', fault: 'defer-drops-request' } as const;
    const { out } = await toldOf({ profile: 'osi', reading: ['AM-01=R3'] }, [
      { kind: 'fault', task: fault, shortest: 7, truncated: false },
    ]);
    expect(out).toContain('left out, not claimed under AM-01=R3: deferral (osi)');
    expect(out).toContain(
      'unsound under --profile osi --reading AM-01=R3: 1 of 1 faulty providers caught, each under a profile of its own (tcp), in',
    );
  });
});
