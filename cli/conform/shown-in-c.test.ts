import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { parseStep } from '../../spec/trace/schema.js';
import type { Step } from '../../spec/trace/step.js';
import type { BugReport } from '../../reports/index.js';
import { cProgram } from '../../reports/index.js';
import { inFolder } from '../testing.js';
import { shownInC } from './shown-in-c.js';

const opening: Step = (() => {
  const parsed = parseStep({ socket: 'client', call: 'WSASocket', args: {}, result: { ok: {} } });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problem));
  return parsed.value;
})();

const report: BugReport = {
  report: 1,
  tool: 'halfclose',
  version: '0',
  profile: 'tcp',
  provider: 'a test',
  origin: { kind: 'trace', file: 'test' },
  readings: {},
  steps: [opening],
  at: 0,
  clauses: [],
  summary: 'client: WSASocket gave ok',
  expected: [{ error: 'WSAENOBUFS' }],
  rules: [],
  followed: {},
  replay: '',
};

/** What is shown where every program is compiled, and Wine does this instead of running it. */
async function shownUnder(wine: string): Promise<string | null> {
  let shown: string | null = null;
  await inFolder(async ({ path, file }) => {
    const bin = join(path, 'bin');
    await mkdir(bin);
    for (const [name, script] of [
      ['x86_64-w64-mingw32-gcc', 'exit 0'],
      ['wine64', wine],
    ] as const)
      await chmod(await file(join('bin', name), `#!/bin/sh\n${script}\n`), 0o755);
    vi.stubEnv('PATH', `${bin}:/usr/bin:/bin`);
    vi.stubEnv('HALFCLOSE_CACHE', path);
    shown = await shownInC(report, new AbortController().signal);
  });
  return shown;
}

describe.skipIf(process.platform === 'win32')('a fault is shown in C', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('where the program says so and exits with 1', async () => {
    const shown = await shownUnder(String.raw`printf 'seen: ok\r\nThe fault shows.\r\n'; exit 1`);
    expect(shown).toBe(cProgram(report));
    expect(shown).not.toBeNull();
  });

  it('not by a Wine that exits with 1 as it cannot start the program', async () => {
    expect(await shownUnder('echo "cannot start $1" >&2; exit 1')).toBeNull();
  });

  it('not where the program exits with 0', async () => {
    expect(await shownUnder('exit 0')).toBeNull();
  });

  it('not where the program says that it does not show', async () => {
    expect(await shownUnder('echo "The fault does not show."; exit 1')).toBeNull();
  });

  it('not where the program ends otherwise than it says', async () => {
    expect(await shownUnder('echo "The fault shows."; exit 3')).toBeNull();
  });
});
