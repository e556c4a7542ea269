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
    ['a broken line', `${header}\n{"socket":`, ':2:', 'JSON'],
    ['an unknown call', `${header}\n{"socket":"a","call":"frobnicate"}`, ':2:', 'call'],
    [
      'a wrong type',
      `${header}\n{"socket":"a","call":"WSASocket","args":{"group":"x"}}`,
      ':2:',
      'args.group',
    ],
    ['a socket that was never made', `${header}\n{"socket":"a","call":"bind"}`, ':2:', 'socket'],
    ['an unknown profile', '{"trace":1,"profile":"ipx"}', ':1:', 'profile'],
    ['no profile', '{"trace":1}', ':1:', 'profile'],
    ['an empty file', '', ':1:', 'header'],
  ])('refuses %s with file, line and field', async (_, content, line, field) => {
    const path = await file(content);
    const { code, out, err } = await ran('trace', path, '--out', folder);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(path);
    expect(err).toContain(line);
    expect(err).toContain(field);
  });

  it('refuses a binary file', async () => {
    const { code, err } = await ran('trace', await file(new Uint8Array([0x7f, 0x45, 0, 0xff, 0xfe, 10])));
    expect(code).toBe(2);
    expect(err).toContain('a.trace.jsonl:1');
  });

  it('refuses a missing file and a folder', async () => {
    for (const path of [join(folder, 'missing'), folder]) {
      const { code, err } = await ran('trace', path);
      expect(code).toBe(2);
      expect(err).toContain(path);
    }
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
