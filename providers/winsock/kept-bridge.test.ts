import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bridgeCommand } from './bridge.js';

describe.skipIf(process.platform === 'win32')('the bridge that is kept', () => {
  let folder: string;

  /** A folder with a compiler that counts its own runs and writes its name instead of a program. */
  const compilerCalled = (name: string): string => {
    const bin = join(folder, name);
    mkdirSync(bin);
    const file = join(bin, 'x86_64-w64-mingw32-gcc');
    writeFileSync(
      file,
      `#!/bin/sh\necho run >>'${join(bin, 'runs')}'\nwhile [ "$1" != -o ]; do shift; done\necho ${name} >"$2"\n`,
    );
    chmodSync(file, 0o755);
    return bin;
  };

  const bridgeWith = async (...path: readonly string[]): Promise<string> => {
    vi.stubEnv('PATH', [...path, folder].join(':'));
    return readFileSync((await bridgeCommand()).at(-1) ?? '', 'utf8').trim();
  };
  const runsOf = (bin: string): number => readFileSync(join(bin, 'runs'), 'utf8').trim().split('\n').length;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'halfclose-'));
    writeFileSync(join(folder, 'wine64'), '#!/bin/sh\n', { mode: 0o755 });
    vi.stubEnv('HALFCLOSE_CACHE', join(folder, 'cache'));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  it('is built once by a compiler', async () => {
    const one = compilerCalled('one');
    expect([await bridgeWith(one), await bridgeWith(one)]).toEqual(['one', 'one']);
    expect(runsOf(one)).toBe(1);
  });

  it('is built anew where another compiler comes first on the PATH', async () => {
    const one = compilerCalled('one');
    const two = compilerCalled('two');
    expect([await bridgeWith(one, two), await bridgeWith(two, one)]).toEqual(['one', 'two']);
    expect(await bridgeWith(one, two)).toBe('one');
    expect([runsOf(one), runsOf(two)]).toEqual([1, 1]);
  });

  it('is built anew by a newer compiler in the same place', async () => {
    const one = compilerCalled('one');
    await bridgeWith(one);
    utimesSync(join(one, 'x86_64-w64-mingw32-gcc'), 1, 1);
    await bridgeWith(one);
    expect(runsOf(one)).toBe(2);
  });
});
