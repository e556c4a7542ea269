import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseBugReport } from './bug-report.js';
import type { BugReport } from './bug-report.js';
import { cProgram } from './c-program/program.js';
import { findingsDocument, parseFindings } from './findings.js';

const base = 'docs/wine-8.0';
const read = (file: string): string => readFileSync(`${base}/${file}`, 'utf8');
const reportIn = (folder: string): BugReport =>
  parseBugReport(`${base}/${folder}/report.json`, read(`${folder}/report.json`));
const found = parseFindings(`${base}/findings.json`, read('findings.json'));

describe('the findings in Wine 8.0', () => {
  it('are the document that is generated from their reports', async () => {
    await expect(findingsDocument(found, reportIn, 'wine-8.0')).toMatchFileSnapshot('../docs/wine-8.0.md');
  });

  it('each have a report and a judgement', () => {
    const folders = readdirSync(base, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(found.findings.map(({ folder }) => folder).sort()).toEqual(folders.map(({ name }) => name).sort());
  });

  it.each(found.findings.map(({ folder }) => folder))('%s has the program of its report', (folder) => {
    expect(read(`${folder}/report.c`)).toBe(cProgram(reportIn(folder)));
  });
});
