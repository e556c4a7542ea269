import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { BugReport } from '../reports/index.js';
import { socketName } from '../spec/trace/names.js';
import { addToCorpus, corpusIn } from './corpus.js';

it('a folder that cannot be read is an error that names it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'halfclose-'));
  try {
    const file = join(folder, 'corpus');
    await writeFile(file, '');
    await expect(corpusIn(file)).rejects.toThrow(
      `${file}: expected a folder of earlier faults, found ENOTDIR`,
    );
  } finally {
    await rm(folder, { recursive: true });
  }
});

it('what was found is what is run first the next time', async () => {
  const s = socketName('s');
  const report: BugReport = {
    report: 1,
    tool: 'halfclose',
    version: '0.1.0',
    profile: 'tcp',
    provider: 'a test',
    origin: { kind: 'provider', name: 'a test' },
    readings: {},
    followed: {},
    clauses: ['ER-02'],
    summary: 'bound twice',
    steps: [
      { socket: s, call: 'WSASocket', args: {}, result: { ok: {} } },
      { settle: true },
      { socket: s, call: 'bind', args: {}, result: { ok: {} } },
    ],
    at: 2,
    expected: [],
    rules: [],
    replay: 'npm test',
  };
  const folder = await mkdtemp(join(tmpdir(), 'halfclose-'));
  try {
    const corpus = join(folder, 'corpus');
    expect(await corpusIn(corpus)).toEqual([]);
    const file = await addToCorpus(corpus, report);
    expect(await addToCorpus(corpus, report)).toBe(file);
    expect(await corpusIn(corpus)).toEqual([
      [
        { socket: s, call: { call: 'WSASocket', args: {} } },
        { settle: true },
        { socket: s, call: { call: 'bind', args: {} } },
      ],
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
