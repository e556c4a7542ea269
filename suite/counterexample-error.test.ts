import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lateSendReport } from '../reports/example.fixture.js';
import type { Annotate } from './attach.js';
import { CounterexampleError } from './counterexample-error.js';

const madeAt = '    at /home/somebody/provider.test.js:4:1';
const attached: Parameters<Annotate>[] = [];
let out = '';
let error: CounterexampleError;
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'halfclose-'));
  error = await CounterexampleError.of([lateSendReport], {
    out,
    madeAt,
    annotate: async (...annotation) => {
      attached.push(annotation);
      await Promise.resolve();
    },
  });
});
afterAll(() => rm(out, { recursive: true }));

describe('what a test fails with', () => {
  it('shows the trace in columns, with what was allowed and the clause', () => {
    expect(error.message).toMatch(/client +wire +backlog +servers/u);
    expect(error.message).toContain('allowed   WSAESHUTDOWN');
    expect(error.message).toContain('IO-01');
    expect(error.message).toMatch(/^Report: .*report\.md$/mu);
  });

  it('leads to where the suite was made', () => {
    expect(error.stack).toBe(`Counterexample: ${error.message}\n${madeAt}`);
  });

  it('has the page of the report attached, with its worlds', async () => {
    expect(attached).toHaveLength(1);
    const [[path, type, { contentType, body }] = ['', '', { contentType: '', body: new Uint8Array() }]] =
      attached;
    expect({ type, contentType }).toEqual({ type: 'bug report', contentType: 'text/html' });
    const page = await readFile(path, 'utf8');
    expect(new TextDecoder().decode(body)).toBe(page);
    expect(page).toContain('"story":{');
  });
});
