import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { machineOf } from '../model/machine.js';
import { tellStory } from '../model/story/tell.js';
import { profileOf } from '../spec/profiles.js';
import { socketName } from '../spec/trace/names.js';
import { arbitraryBugReport } from './bug-report.arbitrary.js';
import type { BugReport } from './bug-report.js';
import { lateSendReport } from './example.fixture.js';
import { htmlReport, reportPage } from './html.js';
import { packStory, unpackStory } from './page/packed-story.js';
import { pageTemplate } from './page/template.js';

const storyOf = ({ profile, steps }: BugReport) => tellStory(machineOf(profileOf(profile)), steps);
const template = pageTemplate('report');

/** The data that stand in a page. */
function dataIn(html: string): unknown {
  const [, text = ''] = /<script type="application\/json" id="data">(.*?)<\/script>/su.exec(html) ?? [];
  return JSON.parse(text);
}

describe('the page of a bug report', () => {
  it('holds the report and its story, which is unpacked as it was, whatever they say', () => {
    fc.assert(
      fc.property(arbitraryBugReport, (report) => {
        const story = storyOf(report);
        const expected: unknown = JSON.parse(JSON.stringify(reportPage(report, { story })));
        expect(dataIn(htmlReport(template, report, { story }))).toEqual(expected);
        expect(unpackStory(packStory(story))).toEqual(story);
      }),
      { numRuns: 50 },
    );
  });

  it('says how many more results were allowed than it lists', () => {
    const few = { ...lateSendReport, expected: [{ error: 'WSAESHUTDOWN' }] } as const;
    expect(reportPage({ ...few, unlisted: 24 })).toMatchObject({ unlisted: 24, summary: few.summary });
    expect(reportPage(few).unlisted).toBe(0);
    expect(reportPage(few).summary).toContain('allowed: ');
  });

  it('is one file that loads nothing, and lets nothing be loaded', () => {
    const html = htmlReport(template, lateSendReport, { story: storyOf(lateSendReport) });
    expect(html).toContain(`content="default-src 'none';`);
    expect(html).not.toMatch(/\s(?:src|href)="(?!data:)/u);
  });

  it('is no markup, whatever others wrote', () => {
    const summary = '</title><script>alert(1)</script>&';
    const html = htmlReport(template, {
      ...lateSendReport,
      summary,
      expected: [],
      provider: '</script><b>',
    });
    expect(html).not.toContain('<script>alert');
    expect(html).not.toContain('<b>');
    expect(dataIn(html)).toMatchObject({ summary });
  });

  it('says the same in words where scripts do not run', () => {
    const html = htmlReport(template, lateSendReport, { story: storyOf(lateSendReport) });
    const [, text = ''] = /<noscript><pre>(.*?)<\/pre><\/noscript>/su.exec(html) ?? [];
    expect(text).toContain('A direction once shut down cannot be re-enabled on that connection.');
  });

  it('stays below 300 kB, and of a long trace shows the end', () => {
    const socket = socketName('s');
    const made = { socket, call: 'WSASocket', args: {}, result: { ok: {} } } as const;
    const step = {
      socket,
      call: 'send',
      args: { data: 'x'.repeat(60) },
      result: { error: 'WSAENOTCONN' },
    } as const;
    const steps = [made, ...Array.from({ length: 1500 }, () => step)];
    const report: BugReport = { ...lateSendReport, steps, at: 1500 };
    const story = storyOf(report);
    const page = reportPage(report, { story });
    expect(page.omitted + page.steps.length).toBe(1501);
    expect(page.story?.frames.length).toBe(page.steps.length);
    expect(htmlReport(template, report, { story }).length).toBeLessThan(300_000);
  });
});
