import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { inFolder, ran } from './testing.js';

const file = fileURLToPath(new URL('../model/oracle/fixtures/wine-8.0-defer.trace.jsonl', import.meta.url));

describe('in GitHub Actions', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('a violation stands beside the refused line of its trace', async () => {
    vi.stubEnv('GITHUB_ACTIONS', 'true');
    await inFolder(async ({ path }) => {
      const { err } = await ran('trace', file, '--out', path);
      expect(err).toContain(`::error file=${file},line=16,title=not allowed by CA-12%2C CA-13::listener: `);
    });
  });

  it('and nowhere else is such a command given', async () => {
    vi.stubEnv('GITHUB_ACTIONS', '');
    await inFolder(async ({ path }) => {
      expect((await ran('trace', file, '--out', path)).err).not.toContain('::error');
    });
  });
});
