import fc from 'fast-check';
import { stripVTControlCharacters } from 'node:util';
import picocolors from 'picocolors';
import { describe, expect, it } from 'vitest';
import { arbitraryBugReport } from './bug-report.arbitrary.js';
import { lateSendReport } from './example.fixture.js';
import { terminalReport } from './terminal.js';
import { terminalWidth } from './text.js';

const plain = picocolors.createColors(false);
const painted = picocolors.createColors(true);

describe('a bug report in a terminal', () => {
  it('says what happened, what was allowed, and how to see it again', () => {
    expect(terminalReport(lateSendReport, plain).join('\n')).toMatchInlineSnapshot();
  });

  it('is the same text with colour', () => {
    const lines = terminalReport(lateSendReport, painted).join('\n');
    expect(lines).not.toBe(stripVTControlCharacters(lines));
    expect(stripVTControlCharacters(lines)).toBe(terminalReport(lateSendReport, plain).join('\n'));
  });

  it('fits 80 columns, except for the command line, which is to be copied', () => {
    fc.assert(
      fc.property(arbitraryBugReport, (report) => {
        for (const line of terminalReport(report, plain).slice(0, -1)) {
          expect(Array.from(line).length).toBeLessThanOrEqual(terminalWidth);
        }
      }),
    );
  });

  it('tells a terminal nothing that it would obey', () => {
    fc.assert(
      fc.property(arbitraryBugReport, (report) => {
        expect(terminalReport(report, plain).join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      }),
    );
  });

  it('shows the end of a long trace', () => {
    const steps = [
      ...lateSendReport.steps.slice(0, 6),
      ...Array.from({ length: 100 }, () => ({ settle: true }) as const),
    ];
    const lines = terminalReport({ ...lateSendReport, steps, at: 105 }, plain);
    expect(lines).toContain('  … 66 earlier steps');
    expect(lines).toContain('> 106. settle');
  });
});
