import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseBugReport } from './bug-report.js';
import { lateSendReport } from './example.fixture.js';
import { htmlReport } from './html.js';
import { markdownReport } from './markdown.js';
import { pageTemplate } from './page/template.js';
import { regressionTest } from './regression-test.js';
import { ReportPathError, reportPath, reportSlug, writeBugReport } from './write.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'halfclose-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('the folder of a finding', () => {
  it('is named by its clauses and its steps', () => {
    expect(reportSlug(lateSendReport)).toMatch(/^io-01-gs-12-[0-9a-f]{10}$/u);
  });

  it('does not depend on remarks, on the provider or on the run', () => {
    const steps = lateSendReport.steps.map((step) => ({ ...step, comment: 'another remark' }));
    expect(reportSlug({ ...lateSendReport, steps })).toBe(reportSlug(lateSendReport));
  });

  it('is another one for other steps', () => {
    const steps = lateSendReport.steps.slice(0, -1);
    expect(reportSlug({ ...lateSendReport, steps })).not.toBe(reportSlug(lateSendReport));
  });

  it('is named by a property that broke, of whose name nothing leads elsewhere', () => {
    const property = { name: '../../etc/Passwd .', says: '' };
    expect(reportSlug({ ...lateSendReport, property })).toMatch(/^etc-passwd-[0-9a-f]{10}$/u);
    expect(reportSlug({ ...lateSendReport, property: { name: '…', says: '' } })).toMatch(/^finding-/u);
  });
});

describe('a report that is written', () => {
  it('consists of files that say the same', async () => {
    const { json, markdown, html, test } = await writeBugReport(join(folder, 'new', 'out'), lateSendReport);
    expect(parseBugReport(json, await readFile(json, 'utf8'))).toEqual(lateSendReport);
    expect(await readFile(markdown, 'utf8')).toBe(markdownReport(lateSendReport));
    expect(await readFile(test, 'utf8')).toBe(regressionTest(lateSendReport));
    expect(await readFile(html, 'utf8')).toBe(htmlReport(pageTemplate('report'), lateSendReport));
  });

  it('has the C program in it, if there is one', async () => {
    const program = 'int main(void) { return 1; } /* ``` </script> */';
    const { json, markdown, html } = await writeBugReport(folder, lateSendReport, { program });
    expect(await readFile(join(dirname(json), 'report.c'), 'utf8')).toBe(program);
    expect(await readFile(markdown, 'utf8')).toContain(`\n\`\`\`\`c\n${program}\n\`\`\`\`\n`);
    expect(await readFile(html, 'utf8')).toContain('int main(void) { return 1; } /* ``` \\u003c/script> */');
  });

  it('is where it was foretold to be', async () => {
    const { json } = await writeBugReport(folder, lateSendReport);
    expect(json).toBe(reportPath(folder, lateSendReport));
  });

  it('is written over itself, with nothing left behind', async () => {
    await writeBugReport(folder, lateSendReport);
    const { json } = await writeBugReport(folder, { ...lateSendReport, confirmed: '3 of 5' });
    expect(await readdir(folder)).toHaveLength(1);
    expect((await readdir(dirname(json))).toSorted()).toEqual([
      'report.html',
      'report.json',
      'report.md',
      'report.test.ts',
    ]);
    expect(await readFile(json, 'utf8')).toContain('3 of 5');
  });
});

describe('nothing is written outside', () => {
  it('where the folder of the finding is a link', async () => {
    const out = join(folder, 'out');
    const elsewhere = join(folder, 'elsewhere');
    await Promise.all([mkdir(out), mkdir(elsewhere)]);
    await symlink(elsewhere, join(out, reportSlug(lateSendReport)));
    await expect(writeBugReport(out, lateSendReport)).rejects.toThrow(ReportPathError);
    expect(await readdir(elsewhere)).toEqual([]);
  });

  it('where a file of the report is a link', async () => {
    const out = join(folder, 'out');
    const victim = join(folder, 'victim');
    await mkdir(join(out, reportSlug(lateSendReport)), { recursive: true });
    await writeFile(victim, 'untouched');
    await symlink(victim, reportPath(out, lateSendReport));
    const { json } = await writeBugReport(out, lateSendReport);
    expect(await readFile(victim, 'utf8')).toBe('untouched');
    expect(parseBugReport(json, await readFile(json, 'utf8'))).toEqual(lateSendReport);
  });

  it('where a file stands in the place of its folder', async () => {
    await writeFile(join(folder, reportSlug(lateSendReport)), 'a file');
    await expect(writeBugReport(folder, lateSendReport)).rejects.toThrow('is not a folder');
  });
});
