import { describe, expect, it } from 'vitest';
import { lateSendReport } from './example.fixture.js';
import { printBugReport, violationJson } from './json.js';

describe('a bug report as a file', () => {
  it('has one step a line', () => {
    const lines = printBugReport(lateSendReport).split('\n');
    expect(lines.filter((line) => line.startsWith('    {"socket"'))).toHaveLength(11);
  });

  it('is the same text whatever the order in which it was put together', () => {
    const { report, tool, ...rest } = lateSendReport;
    expect(printBugReport({ ...rest, tool, report })).toBe(printBugReport(lateSendReport));
  });
});

describe('a finding in the JSON of a verb', () => {
  it('is what the contract says', () => {
    const { clauses, summary, steps, at, expected, observed } = lateSendReport;
    expect(violationJson(lateSendReport, 'reports/out/x/report.json')).toEqual({
      ...{ clauses, summary, steps, at, expected, observed },
      seed: 1,
      path: '0:3',
      report: 'reports/out/x/report.json',
    });
  });

  it('says how many more results were allowed than it lists', () => {
    expect(violationJson({ ...lateSendReport, unlisted: 24 })).toMatchObject({ unlisted: 24 });
  });

  it('leaves out what it does not have', () => {
    const origin = { kind: 'exploration', scope: 'small' } as const;
    const found = violationJson({ ...lateSendReport, origin });
    expect(Object.keys(found)).toEqual(['clauses', 'summary', 'steps', 'at', 'expected', 'observed']);
  });
});
