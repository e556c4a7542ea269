import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTraceText } from '../spec/trace/parse.js';
import { socketName } from '../spec/trace/names.js';
import { arbitraryBugReport } from './bug-report.arbitrary.js';
import { lateSendReport, lateSendTrace } from './example.fixture.js';
import { markdownReport } from './markdown.js';

const page = markdownReport(lateSendReport);

/** What stands in the fenced blocks of a language. */
const blocks = (markdown: string, language: string): readonly string[] =>
  Array.from(markdown.matchAll(/^(`{3,})(\w+)\n(.*?)\n\1$/gmsu), ([, , name, content]) => ({
    name,
    content,
  })).flatMap(({ name, content }) => (name === language && content !== undefined ? [content] : []));

describe('the page of a bug report', () => {
  it('reads as it always did', () => {
    const report = {
      ...lateSendReport,
      steps: lateSendReport.steps.slice(0, 2),
      at: 1,
      expected: ['anything' as const],
    };
    expect(markdownReport(report)).toMatchSnapshot();
  });

  it('quotes the clauses with their sources', () => {
    expect(page).toContain(
      '> **GS-12** (binds the provider): A direction once shut down cannot be re-enabled on that connection.\n' +
        '>\n> Source: A:shutdown',
    );
  });

  it('lists the steps and marks the refused one', () => {
    const steps = page.split('\n').filter((line) => /^\d+\. /u.test(line));
    expect(steps).toHaveLength(12);
    expect(steps.filter((line) => line.includes('**not allowed**'))).toEqual([
      '12. **`client: send(data="too late")` → `ok {"sent":8}`** ← **not allowed** by IO-01, GS-12 (really)',
    ]);
  });

  it('says what was allowed, once, and what was seen', () => {
    expect(page).toContain('- Allowed:\n  - `WSAESHUTDOWN`\n- Seen: `ok {"sent":8}`');
  });

  it('says how many more results were allowed than it lists', () => {
    const expected = [{ ok: { data: 'a' } }, { ok: { data: 'ab' } }];
    expect(markdownReport({ ...lateSendReport, expected, unlisted: 24 })).toContain(
      '- Allowed:\n  - `ok {"data":"a"}`\n  - `ok {"data":"ab"}`\n  - or one of 24 more\n- Seen',
    );
  });

  it('says which readings were fixed and which were followed', () => {
    expect(page).toMatch(/^\| AM-01 \| .* \| R1 \| R1: Exception wins: .* \|$/mu);
    expect(page).toContain('| AM-03a | Repeated deferral | open | R1, R2 |');
  });

  it('says how to run it again', () => {
    expect(blocks(page, 'sh')).toEqual([lateSendReport.replay]);
  });

  it('holds the trace as a file that can be checked', () => {
    const [text = ''] = blocks(page, 'jsonl');
    const { steps } = parseTraceText('late-send.trace.jsonl', lateSendTrace);
    expect(parseTraceText('report.md', text).steps).toEqual(steps.slice(0, 12));
  });

  it('names the property that broke, and what it says', () => {
    const property = { name: 'deferral', says: 'A deferred request silences later ones.' };
    const broken = markdownReport({ ...lateSendReport, property, clauses: [] });
    expect(broken).toMatch(/^# deferral: /u);
    expect(broken).toContain('**deferral**: A deferred request silences later ones.');
  });

  it('has its blocks and holds its trace whatever the report', () => {
    fc.assert(
      fc.property(arbitraryBugReport, (report) => {
        const markdown = markdownReport(report);
        expect(blocks(markdown, 'mermaid')).toHaveLength(1);
        expect(blocks(markdown, 'sh')).toHaveLength(1);
        const [text = ''] = blocks(markdown, 'jsonl');
        expect(parseTraceText('report.md', text).steps).toEqual(report.steps);
      }),
    );
  });
});

describe('what others wrote', () => {
  it('is neither markup nor a mention', () => {
    const summary = '<img src=x> *a* [b](c) | `d` @everyone #1 $x$ FD_CLOSE _e_';
    expect(markdownReport({ ...lateSendReport, summary }).split('\n')[0]).toBe(
      '# IO-01, GS-12: \\<img src=x\\> \\*a\\* \\[b\\](c) \\| \\`d\\` @<!-- -->everyone #<!-- -->1 \\$x\\$ FD_CLOSE \\_e\\_',
    );
  });

  it('begins no list within a list', () => {
    const rules = ['- one', '1. two', '# three'];
    expect(markdownReport({ ...lateSendReport, rules })).toContain(
      '  - \\- one\n  - 1\\. two\n  - \\# three',
    );
  });

  it('cannot leave its code span or block', () => {
    const markdown = markdownReport({
      ...lateSendReport,
      provider: 'a `quoted` one`',
      replay: 'echo "\n```\n# gone"',
      steps: [{ socket: socketName('```'), call: 'WSASocket', args: {} }],
      at: 0,
    });
    expect(markdown).toContain('- Provider: `` a `quoted` one` ``');
    expect(blocks(markdown, 'sh')).toEqual(['echo " ``` # gone"']);
    expect(blocks(markdown, 'jsonl')).toHaveLength(1);
  });
});

describe('a trace that is too long for a page', () => {
  const socket = socketName('s');
  const steps = Array.from({ length: 2000 }, () => ({ socket, call: 'send', args: { data: 'x' } }) as const);
  const markdown = markdownReport({
    ...lateSendReport,
    steps: [{ socket, call: 'WSASocket', args: {} }, ...steps, ...steps],
    at: 4000,
  });

  it('is shown by its end, and left to report.json', () => {
    expect(markdown).toContain('The first 3,801 steps are left out here.');
    expect(markdown).toContain('`report.json` holds it');
    expect(markdown.length).toBeLessThan(100_000);
  });
});
