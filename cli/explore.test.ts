import { readdir, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { exploreScope } from './explore.js';
import {
  closesocket,
  connectTo,
  freely,
  listener,
  listening,
  nonblocking,
  send,
  socketNamed,
  upTo,
} from '../model/search/moves.js';
import type { Scope } from '../model/search/scope.js';
import { profileNamed } from '../spec/profiles.js';
import { socketName } from '../spec/trace/names.js';
import { inFolder, ran } from './testing.js';

const explored = async (...options: readonly string[]) => {
  const { code, out } = await ran('explore', ...options, '--json');
  const found: unknown = JSON.parse(out);
  return { code, found };
};

const walksIn = (found: unknown) =>
  z.object({ walks: z.looseObject({ seed: z.number(), walks: z.number(), steps: z.number() }) }).parse(found)
    .walks;

/** On a clock that goes on by as much whenever it is looked at; where that is nothing, no walks follow a search. */
async function timed<T>(milliseconds: number, run: () => Promise<T>): Promise<T> {
  let time = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => (time += milliseconds));
  try {
    return await run();
  } finally {
    clock.mockRestore();
  }
}

/** The walks by a seed: there are as many each time. */
async function walkedBy(seed: string) {
  const options = ['--scope', 'medium', '--max-steps', '1', '--time', '1', '--seed', seed];
  return walksIn((await timed(100, async () => await explored(...options))).found);
}

describe('halfclose explore', () => {
  it('prints one JSON document with its bounds, and with what is left if it was cut short', async () => {
    const { code, found } = await explored('--max-steps', '2');
    expect(code).toBe(0);
    expect(found).toMatchObject({
      verdict: 'incomplete',
      profile: 'tcp',
      scope: 'small',
      bounds: { moves: 14, settles: false, timers: true, room: 4, maxSteps: 2 },
      depth: 2,
      violations: [],
    });
    for (const field of ['states', 'transitions', 'seconds', 'statesPerSecond', 'frontier'])
      expect(found).toHaveProperty(field);
  });

  it('follows runs of exactly so many steps', async () => {
    for (const depth of [1, 3]) {
      const options = ['--scope', 'medium', '--max-steps', String(depth)];
      const { found } = await timed(0, async () => await explored(...options));
      expect(found).toMatchObject({ verdict: 'incomplete', scope: 'medium', depth });
    }
  });

  it('says in words how far it came', async () => {
    const { code, out } = await ran('explore', '--profile', 'osi', '--max-steps', '1');
    expect(code).toBe(0);
    expect(out).toMatch(/^osi, scope small\n {2}\d+ states, \d+ transitions\n/u);
    expect(out).toMatch(
      /\n {2}[\d,]+ walks? from the frontier, .* deeper\n {2}(no rule|\d+ rules?) could fire only there\n {2}truncated at depth 1, \d+ states in the frontier$/u,
    );
  });

  it('walks on where it was cut short, and says by which seed', async () => {
    const { found } = await explored('--scope', 'medium', '--bitstate', '--max-steps', '1', '--seed', '5');
    expect(found).toMatchObject({ verdict: 'incomplete', walks: { seed: 5 } });
    for (const field of ['walks', 'steps', 'depth', 'seconds', 'rules'])
      expect(found).toHaveProperty(['walks', field]);
    expect(walksIn(found).walks).toBeGreaterThan(0);
    expect(walksIn(found).steps).toBeGreaterThan(0);
  });

  it('goes the same walks by the same seed, and others by another one', async () => {
    const first = await walkedBy('5');
    expect(first.walks).toBeGreaterThan(1);
    expect(await walkedBy('5')).toEqual(first);
    const other = await walkedBy('6');
    expect(other.walks).toBe(first.walks);
    expect({ ...other, seed: first.seed }).not.toEqual(first);
  });

  it('marks states in a table of bits where it is asked to', async () => {
    const options = ['--scope', 'medium', '--bitstate', '--max-steps', '6'];
    const { found } = await timed(0, async () => await explored(...options));
    expect(found).toMatchObject({ verdict: 'incomplete', bitTable: { marks: 3 } });
  });

  it('is never complete where states were marked in a table of bits', () => {
    const clients = [socketName('client'), socketName('client2')];
    const scope: Scope = {
      name: 'two clients that ask, and may leave',
      setup: [...listening(2), ...clients.flatMap((name) => [...socketNamed(name), nonblocking(name)])],
      moves: clients.flatMap((name) => [
        upTo(1, name, connectTo(listener)),
        upTo(3, name, send('a')),
        freely(name, closesocket),
      ]),
      settles: false,
      timers: false,
      room: 4,
    };
    const limits = { states: Infinity, bits: 2 ** 20, goOn: () => true };
    const { summary } = exploreScope(profileNamed('tcp'), {}, scope, limits);
    expect(summary).toMatchObject({ extent: { frontier: 0, by: 'bits' }, bitTable: { bits: 2 ** 20 } });
    expect(summary.states).toBeGreaterThan(1 << 14);
  });

  it('takes a profile from a file, and readings', async () => {
    await inFolder(async ({ file }) => {
      const path = await file('mine.json', '{"profile":"mine","confirmed":"on-acceptance"}');
      const { found } = await explored('--profile', path, '--reading', 'AM-01=R1', '--max-steps', '1');
      expect(found).toMatchObject({ profile: 'mine' });
    });
  });

  it.each([
    ['dot', /^\/\/ incomplete: [\d,]+ states dashed, .*\ndigraph "osi, scope medium" \{\n/u],
    ['promela', /^\/\* osi, scope medium: /u],
  ])('writes what it explored as %s', async (format, beginning) => {
    await inFolder(async ({ path }) => {
      const cut = format === 'dot' ? ['--max-steps', '1'] : [];
      const { code, err } = await ran(
        'explore',
        '--profile',
        'osi',
        '--scope',
        'medium',
        ...cut,
        '--export',
        format,
        '--out',
        path,
      );
      expect(code).toBe(0);
      const [, written = ''] = /^written: (.*)$/mu.exec(err) ?? [];
      expect(await readFile(written, 'utf8')).toMatch(beginning);
      expect(await readdir(path)).toEqual([basename(written)]);
    });
  });

  it.each([
    [
      'aut',
      ['--max-steps', '1'],
      'expected a search that comes to its end, found one that was cut short at depth 1',
    ],
    ['dot', ['--max-steps', '4'], 'expected at most 2,000 states, found '],
    ['promela', ['--scope', 'large'], 'expected a scope without settles'],
  ])('refuses to write as %s what is not fit for it', async (format, options, message) => {
    const { code, out, err } = await ran('explore', '--scope', 'medium', ...options, '--export', format);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(`--export ${format}: ${message}`);
  });

  it.each([
    ['dot', ['--memory', '257']],
    ['dot', ['--max-steps', '3', '--memory', '257']],
    ['dot', ['--scope', 'large', '--time', '1']],
    ['aut', ['--memory', '257']],
  ])('refuses to write as %s what %j has cut, and says that it was cut', async (format, options) => {
    await inFolder(async ({ path }) => {
      const exported = ['explore', ...options, '--export', format, '--out', path];
      const { code, out, err } = await timed(100, async () => await ran(...exported));
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toContain(
        `--export ${format}: expected a search that comes to its end, found one that was cut short at depth`,
      );
      expect(await readdir(path)).toEqual([]);
    });
  });

  it.each([
    [['--scope', 'vast'], '--scope: there is no scope "vast"; expected small, medium, large'],
    [['--max-steps', '0'], "option '--max-steps <n>' argument '0' is invalid"],
    [['--time', 'soon'], "option '--time <seconds>' argument 'soon' is invalid"],
    [['--reading', 'AM-01=R9'], '--reading: AM-01 has no candidate "R9"'],
    [['--memory', '100'], '--memory: expected at least 256 MiB, found 100'],
    [['--export', 'svg'], "option '--export <format>' argument 'svg' is invalid"],
    [['--runs', '3'], "unknown option '--runs'"],
  ])('refuses %j', async (options, message) => {
    const { code, out, err } = await ran('explore', ...options);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });
});
