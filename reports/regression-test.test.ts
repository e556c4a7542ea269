import fc from 'fast-check';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { arbitraryBugReport } from './bug-report.arbitrary.js';
import { lateSendReport } from './example.fixture.js';
import { regressionTest } from './regression-test.js';

/** What is wrong with the syntax of a program. */
const problemsIn = (program: string) =>
  ts.transpileModule(program, { reportDiagnostics: true, compilerOptions: { module: ts.ModuleKind.ESNext } })
    .diagnostics;

describe('a finding as a test', () => {
  it('is a program, whatever the report', () => {
    fc.assert(
      fc.property(arbitraryBugReport, (report) => {
        expect(problemsIn(regressionTest(report))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('wants the fault of a provider to show no more', () => {
    const test = regressionTest(lateSendReport);
    expect(test).toContain('it("is mended: IO-01, GS-12: ');
    expect(test).toContain('.toBe(meanings[0]);');
    expect(test).toContain(`const replay = ${JSON.stringify(lateSendReport.replay)};`);
  });

  it('wants a suite to have been run', () => {
    const suite = regressionTest({ ...lateSendReport, replay: `npx vitest run -t 'my provider'` });
    expect(suite).toContain('.toMatch(/\\d passed/u);');
    expect(problemsIn(suite)).toEqual([]);
    expect(regressionTest(lateSendReport)).not.toContain('passed');
  });

  it('wants what was recorded to be refused as it was', () => {
    const test = regressionTest({ ...lateSendReport, origin: { kind: 'trace', file: 'late.trace.jsonl' } });
    expect(test).toContain('it("what was recorded is refused: IO-01, GS-12: ');
    expect(test).toContain('.toBe(meanings[1]);');
  });
});
