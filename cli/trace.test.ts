import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseBugReport } from '../reports/index.js';
import { ran } from './testing.js';

const recorded = (name: string): string =>
  fileURLToPath(new URL(`../model/oracle/fixtures/wine-8.0-${name}.trace.jsonl`, import.meta.url));

const header = '{"trace":1,"profile":"tcp"}';

/** A trace of one step on a socket. */
const step = (fields: string): string => `${header}\n{"socket":"a",${fields}}`;

describe('halfclose trace', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'halfclose-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  const file = async (content: string | Uint8Array, name = 'a.trace.jsonl'): Promise<string> => {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  };

  it('exits with 0 where every step is allowed', async () => {
    const { code, out } = await ran('trace', recorded('disconnect'), recorded('half-close'), '--out', folder);
    expect(code).toBe(0);
    expect(out).toContain('allowed');
    expect(await readdir(folder)).toEqual([]);
  });

  it('exits with 1 on a violation, and says the clause, what was allowed and what was seen', async () => {
    const { code, out } = await ran('trace', recorded('defer'), '--out', folder);
    expect(code).toBe(1);
    expect(out).toContain('CA-12');
    expect(out).toContain('FD_ACCEPT');
  });

  it('writes a bug report that replays', async () => {
    await ran('trace', recorded('graceful'), '--out', folder);
    const [name = ''] = await readdir(folder);
    const path = join(folder, name, 'report.json');
    const report = parseBugReport(path, await readFile(path, 'utf8'));
    expect(report).toMatchObject({ at: 24, profile: 'tcp', provider: 'wine 8.0' });
    expect(await readFile(join(folder, name, 'report.md'), 'utf8')).toContain('sequenceDiagram');
    const replayed = await ran('replay', path);
    expect(replayed.code).toBe(1);
    expect(replayed.out).toContain('NE-14');
  });

  it('prints one JSON document with --json', async () => {
    const { out } = await ran('trace', recorded('abort'), recorded('disconnect'), '--json', '--out', folder);
    expect(JSON.parse(out)).toMatchObject({
      verdict: 'violation',
      traces: [{ verdict: 'violation', at: 15, observed: { ok: { data: '' } } }, { verdict: 'allowed' }],
    });
  });

  it('hears the properties as witnesses', async () => {
    const { out } = await ran('trace', recorded('defer'), recorded('disconnect'), '--json', '--out', folder);
    expect(JSON.parse(out)).toMatchObject({
      traces: [
        { breaks: ['deferral'], spokenOf: { deferral: 2 }, objections: [] },
        { spokenOf: { closing: 1 }, objections: [] },
      ],
    });
  });

  it('says of a trace that shows nothing that it does', async () => {
    const { code, out } = await ran('trace', await file(header));
    expect(out).toContain('nothing was shown: it does not say what came of any call');
    expect(code).toBe(0);
    const unanswered = await ran('trace', await file(step('"call":"WSASocket"')), '--json');
    expect(JSON.parse(unanswered.out)).toMatchObject({
      traces: [{ verdict: 'allowed', steps: 1, answered: 0, unfollowed: [] }],
    });
  });

  it('takes readings as fixed', async () => {
    const { out } = await ran(
      'trace',
      recorded('graceful'),
      '--reading',
      'AM-02=R1',
      '--json',
      '--out',
      folder,
    );
    expect(JSON.parse(out)).toMatchObject({ traces: [{ at: 21 }] });
  });

  it.each([
    ['a broken line', `${header}\n{"socket":`, ':2: expected a line of JSON, found broken JSON'],
    [
      'a line of something else',
      `${header}\n[]`,
      ':2: expected a step, which is an object, found an empty list',
    ],
    ['a second header', `${header}\n${header}`, ':2: expected a step, found a second header'],
    [
      'an unknown call',
      step('"call":"frobnicate"'),
      ':2: call: expected the name of a call: WSASocket, bind',
    ],
    [
      'a wrong type',
      step('"call":"WSASocket","args":{"group":"x"}'),
      ':2: args.group: expected an integer, found "x"',
    ],
    ['a missing argument', step('"call":"listen"'), ':2: args.backlog: expected an integer, found nothing'],
    [
      'an unknown argument',
      step('"call":"bind","args":{"x":1}'),
      ':2: args.x: expected no fields, found "x"',
    ],
    [
      'an unknown error',
      step('"call":"WSASocket","result":{"error":"E"}'),
      ':2: result.error: expected the name of',
    ],
    [
      'a socket that was never made',
      step('"call":"bind"'),
      ':2: socket: expected the name of a socket from an earlier',
    ],
    ['an unknown profile', '{"trace":1,"profile":"ipx"}', ':1: profile: expected a built-in profile (tcp, '],
    [
      'no profile',
      '{"trace":1}',
      ':1: profile: expected a profile, in the header or by --profile, found none',
    ],
    [
      'another version',
      '{"trace":2}',
      ':1: trace: expected 1, the version of the format that is read here, found 2',
    ],
    ['an empty file', '', ':1: expected a header such as {"trace":1,"profile":"tcp"}, found an empty file'],
    ['a binary file', Uint8Array.of(0x7f, 0x45, 0, 0xff, 10), ':1: expected a text file, found a NUL byte'],
    ['other than UTF-8', Uint8Array.of(0xff, 0xfe, 10), ':1: expected a text file in UTF-8, found bytes'],
    [
      'a long line',
      `${header}\n${' '.repeat(2 ** 22)}`,
      ':2: expected a line of at most 1048576 bytes, found a longer',
    ],
  ])('refuses %s with file, line and field', async (_, content, message) => {
    const path = await file(content);
    const { code, out, err } = await ran('trace', path, '--out', folder);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(`${path}${message}`);
  });

  it('refuses a wrong line behind a violation', async () => {
    const path = await file(`${await readFile(recorded('defer'), 'utf8')}{`);
    const { code, err } = await ran('trace', path, '--out', folder);
    expect(code).toBe(2);
    expect(err).toContain(`${path}:34: expected a line of JSON`);
    expect(await readdir(folder)).toEqual(['a.trace.jsonl']);
  });

  it('refuses a missing file and a folder', async () => {
    const missing = join(folder, 'missing');
    expect(await ran('trace', missing)).toMatchObject({
      code: 2,
      err: `halfclose: ${missing}: expected a trace file, found no such file`,
    });
    expect(await ran('trace', folder)).toMatchObject({
      code: 2,
      err: `halfclose: ${folder}: expected a trace file, found a folder`,
    });
  });

  it('refuses unknown readings, options and verbs', async () => {
    const path = recorded('defer');
    for (const words of [
      ['trace', path, '--reading', 'AM-99=R1'],
      ['trace', path, '--reading', 'AM-05=R1'],
      ['trace', path, '--profile', 'nonesuch'],
      ['trace', path, '--colour'],
      ['trace'],
      ['frobnicate'],
    ])
      expect((await ran(...words)).code).toBe(2);
  });
});
