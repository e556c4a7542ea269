import picocolors from 'picocolors';
import { describe, expect, it } from 'vitest';
import { machineOf } from '../model/machine.js';
import { tellStory } from '../model/story/tell.js';
import { profileNamed } from '../spec/profiles.js';
import type { BugReport } from './bug-report.js';
import { parseBugReport } from './bug-report.js';
import { lateSendReport } from './example.fixture.js';
import { reportPage } from './html.js';
import { printBugReport } from './json.js';
import { markdownReport } from './markdown.js';
import { mermaidDiagram } from './mermaid.js';
import { terminalReport } from './terminal.js';

const colors = picocolors.createColors(false);
const machine = machineOf(profileNamed('tcp'));

/** The same steps without the last one, as if the last two were repeated for ever. */
const { observed: _, ...unobserved } = lateSendReport;
const endless: BugReport = {
  ...unobserved,
  steps: lateSendReport.steps.slice(0, -1),
  at: lateSendReport.at - 1,
  property: { name: 'data-arrive', says: 'What was sent arrives.' },
  expected: [],
  cycle: 2,
};
const begins = endless.steps.length - 2;

/** Where the heading of the cycle stands among the lines that begin with the number of a step. */
const placeOfHeading = (lines: readonly string[]): readonly number[] =>
  lines.flatMap((line) => {
    if (line.includes('again and again for ever')) return [-1];
    const number = /^. +(\d+)\. /u.exec(line)?.[1];
    return number === undefined ? [] : [Number(number)];
  });

describe('a run that goes on for ever', () => {
  it('is drawn with its cycle apart, in the columns and as a list, and with no step refused', () => {
    const story = tellStory(machine, endless.steps);
    for (const lines of [terminalReport(endless, colors, story), terminalReport(endless, colors)]) {
      const numbers = placeOfHeading(lines);
      expect(numbers.slice(numbers.indexOf(-1) - 1)).toEqual([begins, -1, begins + 1, begins + 2]);
      expect(lines.filter((line) => line.startsWith('>'))).toEqual([]);
    }
  });

  it('has its cycle apart in report.md, and as a loop in its diagram', () => {
    const page = markdownReport(endless);
    const heading = page.indexOf('From here on, again and again for ever:');
    expect(page.indexOf(`\n${begins}. `)).toBeLessThan(heading);
    expect(page.indexOf(`\n${begins + 1}. `)).toBeGreaterThan(heading);
    const lines = mermaidDiagram(endless).split('\n');
    expect(lines.filter((line) => line.includes('rect'))).toEqual([]);
    const loop = lines.indexOf('  loop again and again for ever');
    expect(lines[loop + 1]).toContain(`${begins + 1}. `);
    expect(lines.at(-1)).toBe('  end');
  });

  it('has its cycle in report.html and in report.json', () => {
    expect(reportPage(endless)).toMatchObject({ cycle: 2 });
    expect(reportPage(lateSendReport)).toMatchObject({ cycle: null });
    expect(parseBugReport('report.json', printBugReport(endless))).toEqual(endless);
  });

  it.each([0, 1.5, lateSendReport.steps.length, 'two'])('repeats no %j of its steps', (cycle) => {
    const text = JSON.stringify({ ...JSON.parse(printBugReport(endless)), cycle });
    expect(() => parseBugReport('report.json', text)).toThrow(
      /^report\.json:\d+: cycle: expected how many of the .*steps are repeated, found /u,
    );
  });
});
