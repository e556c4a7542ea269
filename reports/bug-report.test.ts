import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { FileError } from '../spec/file-error.js';
import { arbitraryBugReport } from './bug-report.arbitrary.js';
import type { BugReport } from './bug-report.js';
import { bugReportJsonSchema, createBugReport, parseBugReport } from './bug-report.js';
import { lateSend, lateSendReport } from './example.fixture.js';
import { printBugReport } from './json.js';

const schemaFile = fileURLToPath(new URL('bug-report.schema.json', import.meta.url));

function problemWith(text: string) {
  try {
    parseBugReport('report.json', text);
  } catch (error) {
    if (error instanceof FileError) return error.problem;
    throw error;
  }
  throw new Error('the report was read');
}

/** The example with a part of its text replaced. */
function changed(part: string, replacement: string): string {
  const text = printBugReport(lateSendReport);
  expect(text).toContain(part);
  return text.replace(part, () => replacement);
}

describe('a bug report', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(arbitraryBugReport, (report) => {
        expect(parseBugReport('report.json', printBugReport(report))).toEqual(report);
      }),
    );
  });

  it('may begin with a byte order mark', () => {
    expect(parseBugReport('report.json', `\ufeff${printBugReport(lateSendReport)}`)).toEqual(lateSendReport);
  });

  it('ends with the refused step', () => {
    const trace = [...lateSendReport.steps, { settle: true } as const];
    const { steps } = createBugReport(lateSend, { ...lateSendReport, steps: trace });
    expect(steps).toEqual(lateSendReport.steps);
    expect(steps.at(-1)).toBe(lateSend.step);
  });

  it('says how many more results were allowed than it lists, if any', () => {
    const further = [{ error: 'WSAENOTCONN' }, { error: '*' }] as const;
    expect(createBugReport({ ...lateSend, further }, circumstances)).toMatchObject({ unlisted: 2 });
    expect(createBugReport(lateSend, circumstances)).not.toHaveProperty('unlisted');
  });

  it('bears no result that was not observed', () => {
    expect(createBugReport({ ...lateSend, observed: undefined }, circumstances)).not.toHaveProperty(
      'observed',
    );
  });
});

const { observed: _, ...circumstances } = lateSendReport;

describe('the JSON schema', () => {
  const checkedIn = () => {
    const schema: unknown = JSON.parse(readFileSync(schemaFile, 'utf8'));
    return z.fromJSONSchema(z.record(z.string(), z.unknown()).parse(schema));
  };

  it('is the one that is checked in', async () => {
    const config = await resolveConfig(schemaFile);
    const text = await format(JSON.stringify(bugReportJsonSchema()), { ...config, parser: 'json' });
    await expect(text).toMatchFileSnapshot(schemaFile);
  });

  it('allows every report that can be written', () => {
    const schema = checkedIn();
    fc.assert(
      fc.property(arbitraryBugReport, (report) => {
        expect(schema.safeParse(JSON.parse(printBugReport(report))).error).toBeUndefined();
      }),
    );
  });

  it.each([
    ['another version of the format', { report: 2 }],
    ['a clause that does not exist', { clauses: ['CA-99'] }],
    ['a reading that does not exist', { readings: { 'AM-99': ['R1'] } }],
    ['a step of another kind', { steps: [{ sleep: 3 }] }],
    ['a field that it does not know', { mood: 'good' }],
  ])('refuses %s', (_name, change) => {
    expect(checkedIn().safeParse({ ...lateSendReport, ...change }).success).toBe(false);
  });
});

describe('a file that is no bug report', () => {
  it('may be no JSON at all', () => {
    const { expected, found } = problemWith('{"report":1,');
    expect(expected).toBe('a JSON document');
    expect(found).toMatch(/^broken JSON/u);
  });

  it.each<[string, string, { line: number; field?: string; expected: string; found: string }]>([
    [
      '"report": 1',
      '"report": 2',
      { line: 2, field: 'report', expected: '1, the version of the format that is read here', found: '2' },
    ],
    [
      '"at": 11',
      '"at": 12',
      { line: 27, field: 'at', expected: 'the place of one of the 12 steps, from 0', found: '12' },
    ],
    [
      '"IO-01"',
      '"IO-99"',
      {
        line: 9,
        field: 'clauses[0]',
        expected: 'the identifier of a clause, such as "CA-12"',
        found: '"IO-99"',
      },
    ],
    [
      '"AM-01":["R1"]',
      '"AM-01":["R9"]',
      { line: 8, field: 'readings.AM-01[0]', expected: 'one of R1, R2, R3', found: '"R9"' },
    ],
    [
      '"kind":"provider"',
      '"kind":"rumour"',
      {
        line: 7,
        field: 'origin.kind',
        expected: 'an object whose "kind" is one of trace, provider, exploration',
        found: '"rumour"',
      },
    ],
    [
      '"profile": "tcp"',
      '"profile": "udp"',
      {
        line: 5,
        field: 'profile',
        expected: 'a built-in profile (tcp, tcp-windows, osi, atm, irda, bluetooth) or an inline one',
        found: '"udp"',
      },
    ],
    [
      '"args":{"backlog":1}',
      '"args":{"backlog":"1"}',
      { line: 16, field: 'steps[2].args.backlog', expected: 'an integer', found: '"1"' },
    ],
    [
      '"result":{"ok":{"sent":8}}',
      '"result":{"ok":{"received":8}}',
      {
        line: 25,
        field: 'steps[11].result.ok.received',
        expected: 'only the fields sent',
        found: '"received"',
      },
    ],
    [
      '"observed": {"ok":{"sent":8}}',
      '"observed": {"ok":{"data":""}}',
      { line: 32, field: 'observed.ok.data', expected: 'only the fields sent', found: '"data"' },
    ],
    [
      '{"error":"WSAESHUTDOWN"},',
      '{"error":"WSAESHUT"},',
      {
        line: 29,
        field: 'expected[0].error',
        expected: 'the name of a Winsock error, such as "WSAECONNRESET"',
        found: '"WSAESHUT"',
      },
    ],
    [
      '"to":"listener"',
      '"to":"nobody"',
      {
        line: 18,
        field: 'steps[4].args.to',
        expected: 'the name of a socket from an earlier WSASocket or WSAAccept',
        found: '"nobody", a socket that was never made',
      },
    ],
  ])('is told where %s became %s', (part, replacement, problem) => {
    expect(problemWith(changed(part, replacement))).toEqual({ file: 'report.json', ...problem });
  });

  it('is told in one sentence', () => {
    expect(() => parseBugReport('report.json', changed('"summary"', '"conclusion"'))).toThrow(
      'report.json:1: summary: expected a string, found nothing',
    );
  });

  it('is one whose settle has a result', () => {
    const [first] = lateSendReport.steps;
    const settled: BugReport = {
      ...lateSendReport,
      steps: [...(first === undefined ? [] : [first]), { settle: true }],
      at: 1,
      expected: [],
    };
    expect(problemWith(printBugReport(settled))).toMatchObject({
      field: 'observed',
      expected: 'nothing, as a settle has no result',
    });
  });
});
