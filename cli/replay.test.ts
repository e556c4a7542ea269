import { describe, expect, it } from 'vitest';
import { lateSendReport } from '../reports/example.fixture.js';
import type { BugReport } from '../reports/index.js';
import { printBugReport } from '../reports/index.js';
import type { Ran } from './testing.js';
import { inFolder, ran } from './testing.js';

/** A client that sends after it has shut down sending, and is said to have succeeded. */
const recorded: BugReport = {
  ...lateSendReport,
  origin: { kind: 'trace', file: 'late-send.trace.jsonl' },
};

/** Runs a report again, and gives it to a test beside what came of it. */
async function replayed(
  report: string | Uint8Array | BugReport,
  options: readonly string[],
  use: (result: Ran, path: string) => void,
): Promise<void> {
  await inFolder(async ({ file }) => {
    const isText = typeof report === 'string' || report instanceof Uint8Array;
    const path = await file('report.json', isText ? report : printBugReport(report));
    use(await ran('replay', path, ...options), path);
  });
}

describe('halfclose replay', () => {
  it('judges a recorded trace again', async () => {
    await replayed(recorded, [], ({ code, out }) => {
      expect(code).toBe(1);
      expect(out).toContain('WSAESHUTDOWN');
    });
  });

  it('says so where the trace is allowed', async () => {
    const sound = { ...recorded, steps: recorded.steps.slice(0, 11), at: 10, expected: [], clauses: [] };
    const { observed: _, ...allowed } = sound;
    await replayed(allowed, [], ({ code, out }, path) => {
      expect({ code, out }).toEqual({ code: 0, out: `${path}: the fault does not show` });
    });
  });

  it('drives a provider that the report names', async () => {
    const origin = { kind: 'provider', name: 'send-after-shutdown-succeeds' } as const;
    await replayed({ ...recorded, origin }, ['--json'], ({ code, out }) => {
      expect(code).toBe(1);
      expect(JSON.parse(out)).toMatchObject({
        verdict: 'violates',
        report: { provider: origin.name, origin, observed: { ok: { sent: 8 } } },
      });
    });
  });

  it('drives another provider', async () => {
    await replayed(recorded, ['--provider', 'reference'], ({ code, out }, path) => {
      expect({ code, out }).toEqual({ code: 0, out: `${path}: the fault does not show on reference` });
    });
  });

  it('watches the property that was broken', async () => {
    const property = { name: 'misuse', says: 'as it was said then' };
    await replayed({ ...recorded, property }, ['--provider', 'reference'], ({ code }) => {
      expect(code).toBe(0);
    });
    await replayed({ ...recorded, property: { ...property, name: 'luck' } }, [], ({ code, err }, path) => {
      expect(code).toBe(2);
      expect(err).toContain(`${path}: property.name: expected one of abortive, `);
    });
  });

  it('does not pretend to drive what it cannot', async () => {
    await replayed(lateSendReport, [], ({ code, err }) => {
      expect(code).toBe(2);
      expect(err).toContain('--provider stdio: expected a command after --');
    });
  });

  it.each([
    ['an empty file', '', ':1: expected a JSON document, found an empty file'],
    ['broken JSON', '{\n"report": 1,\n', ':3: expected a JSON document, found broken JSON'],
    [
      'another document',
      '{"trace":1}',
      ':1: report: expected 1, the version of the format that is read here',
    ],
    ['a binary file', Uint8Array.of(0xff), ':1: expected a text file in UTF-8'],
    [
      'a wrong step',
      printBugReport(recorded).replace('"WSASocket"', '"WSASock"'),
      ':14: steps[0].call: expected the name of a call',
    ],
  ])('refuses %s', async (_, content, message) => {
    await replayed(content, [], ({ code, out, err }, path) => {
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toContain(`${path}${message}`);
    });
  });
});
