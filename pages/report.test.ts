import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { machineOf } from '../model/machine.js';
import { tellStory } from '../model/story/tell.js';
import type { BugReport } from '../reports/index.js';
import { createBugReport, htmlReport, pageTemplate } from '../reports/index.js';
import { profileNamed } from '../spec/profiles.js';
import { parseTraceText } from '../spec/trace/parse.js';
import type { Step } from '../spec/trace/step.js';
import { checkTrace } from '../model/oracle/check-trace.js';
import type { Page } from 'playwright-core';
import { redrawnBy, telephone, toldOf, Visitor, whySkipped, widthOnTelephone } from './browser.js';
import { conversation } from './conversation.fixture.js';

const machine = machineOf(profileNamed('tcp'));
const fixture = new URL('../model/oracle/fixtures/wine-8.0-defer.trace.jsonl', import.meta.url);

/** The report of a trace that is refused. */
async function reportOn(steps: readonly Step[]): Promise<BugReport> {
  const numbered = steps.map((step, at) => ({ line: at + 2, at, step }));
  const { violation, readings } = await checkTrace(machine, numbered);
  if (!violation) throw new Error('the trace is allowed');
  return createBugReport(violation, {
    version: '0.1.0',
    profile: 'tcp',
    provider: 'wine 8.0',
    origin: { kind: 'trace', file: 'defer.trace.jsonl' },
    readings: {},
    steps,
    followed: readings,
    replay: 'npx halfclose replay report.json',
  });
}

/** Goes on to the next control by Tab, and tells its name and its place, or that nobody sees where the focus is. */
async function nextFocus(page: Page): Promise<string> {
  await page.keyboard.press('Tab');
  return await page.evaluate(() => {
    const { activeElement } = document;
    if (!activeElement || activeElement === document.body) return 'the end';
    if (getComputedStyle(activeElement).outlineStyle === 'none') return 'unseen focus';
    const { left, top } = activeElement.getBoundingClientRect();
    return `${activeElement.ariaLabel ?? activeElement.textContent.trim()} @${left + scrollX},${top + scrollY}`;
  });
}

const visitor = new Visitor();
let folder = '';
let deferral = '';
let long = '';
let endless = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'halfclose-'));
  const write = async (name: string, steps: readonly Step[]): Promise<string> => {
    const report = await reportOn(steps);
    const file = join(folder, name);
    await writeFile(
      file,
      htmlReport(pageTemplate('report'), report, { story: tellStory(machine, report.steps) }),
    );
    return file;
  };
  deferral = await write('defer.html', parseTraceText('defer', await readFile(fixture, 'utf8')).steps);
  long = await write('long.html', conversation());
  endless = join(folder, 'endless.html');
  const { steps } = await reportOn(parseTraceText('defer', await readFile(fixture, 'utf8')).steps);
  const repeated = { ...(await reportOn(steps)), steps: steps.slice(0, -1), at: steps.length - 2, cycle: 3 };
  await writeFile(
    endless,
    htmlReport(pageTemplate('report'), repeated, { story: tellStory(machine, repeated.steps) }),
  );
});
afterAll(async () => {
  await visitor.leave();
  await rm(folder, { recursive: true });
});

describe.skipIf(whySkipped !== null)(
  `report.html in a browser${whySkipped === null ? '' : ` (${whySkipped})`}`,
  () => {
    it('shows the refused step, its clauses and the world before it, before anything is scrolled', async () => {
      await visitor.visit(deferral, async ({ page, problems, picture }) => {
        expect(await page.locator('.finding').innerText()).toContain(
          'As long as a deferred request is at the head of the queue',
        );
        expect(await page.locator('.moment .headline').innerText()).toContain('not allowed');
        expect(await page.locator('.sockets .socket', { hasText: 'listener' }).first().innerText()).toContain(
          'client1 deferred',
        );
        expect(await page.locator('.moment').innerText()).toContain(
          'One explanation of what was seen, with as little as possible going on unseen. The verdict rests on all of them.',
        );
        const { bottom, right, edge } = await page.evaluate(() => {
          const refused = document.querySelector('.box.refused')?.getBoundingClientRect();
          const diagram = document.querySelector('.diagram')?.getBoundingClientRect();
          return {
            bottom: refused?.bottom ?? Infinity,
            right: refused?.right ?? Infinity,
            edge: { bottom: diagram?.bottom ?? 0, right: diagram?.right ?? 0 },
          };
        });
        expect(bottom).toBeLessThan(Math.min(1000, edge.bottom));
        expect(right).toBeLessThan(edge.right);
        const told = await toldOf(page);
        for (const one of ['slider "Moment"', 'region "Sequence diagram"', '- status'])
          expect(told).toContain(one);
        await picture('report');
        await page.emulateMedia({ colorScheme: 'dark' });
        expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(
          'rgb(22, 24, 29)',
        );
        expect(problems).toEqual([]);
      });
    });

    it('shows the cycle of a run without end apart, and no refused step', async () => {
      await visitor.visit(endless, async ({ page, problems }) => {
        expect(await page.locator('.steps ol.cycle li').count()).toBe(3);
        expect(await page.locator('.steps').innerText()).toContain('again and again for ever');
        expect(await page.locator('.legend').innerText()).toMatch(
          /Steps \d+ to \d+ may be repeated for ever/u,
        );
        expect(await page.locator('.refused, .verdict').count()).toBe(0);
        expect(problems).toEqual([]);
      });
    });

    it('is walked through by the keyboard alone', async () => {
      await visitor.visit(deferral, async ({ page, problems }) => {
        const headline = () => page.locator('.moment .headline').innerText();
        const last = await headline();
        await page.keyboard.press('Home');
        expect(await headline()).toBe('listener: WSASocket → ok');
        await page.keyboard.press('ArrowRight');
        expect(await headline()).toBe('listener: bind → ok');
        await page.keyboard.press('ArrowLeft');
        expect(await headline()).toBe('listener: WSASocket → ok');
        await page.keyboard.press('End');
        expect(await headline()).toBe(last);
        // Every control is reached by Tab, and what has the focus is seen to have it.
        const reached = new Set<string>();
        for (let name = await nextFocus(page); !reached.has(name); name = await nextFocus(page))
          reached.add(name);
        const names = [...reached].map((one) => one.replace(/ @.*/u, ''));
        expect(names).toEqual(
          expect.arrayContaining(['Sequence diagram', 'First', 'Back', 'Moment', 'NE-06', 'Copy']),
        );
        expect(names).not.toContain('unseen focus');
        expect(problems).toEqual([]);
      });
    });

    it('has controls that do what they say', async () => {
      await visitor.visit(deferral, async ({ page, problems }) => {
        const headline = () => page.locator('.moment .headline').innerText();
        const last = await headline();
        await page.getByRole('button', { name: 'First' }).click();
        expect(await headline()).toBe('listener: WSASocket → ok');
        await page.getByRole('button', { name: 'Forward' }).click();
        expect(await headline()).toBe('listener: bind → ok');
        await page.getByRole('button', { name: 'Back' }).click();
        expect(await headline()).toBe('listener: WSASocket → ok');
        await page.getByRole('button', { name: 'Last' }).click();
        expect(await headline()).toBe(last);
        await page.getByRole('slider', { name: 'Moment' }).fill('2');
        expect(await headline()).toBe('listener: listen(5) → ok');
        await page.getByRole('button', { name: 'listener: WSAAccept(server1, CF_DEFER)' }).click();
        expect(await headline()).toContain('WSATRY_AGAIN');
        await page.locator('.moment .clause summary').first().click();
        expect(await page.locator('.moment blockquote').first().isVisible()).toBe(true);
        await page.locator('.drawing .target').first().click();
        expect(await headline()).toBe('listener: WSASocket → ok');
        await page.getByLabel('Colours').selectOption('dark');
        const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        expect(ground).toBe('rgb(22, 24, 29)');
        // A page of a file may write to the clipboard or not: then the command line is selected.
        await page.getByRole('button', { name: 'Copy' }).click();
        await page.waitForFunction(
          (command) =>
            getSelection()?.toString() === command ||
            document.querySelector('.copy [role=status]')?.textContent === 'The command line was copied.',
          'npx halfclose replay report.json',
        );
        expect(problems).toEqual([]);
      });
    });

    it('walks through two hundred steps without drawing them again', async () => {
      await visitor.visit(long, async ({ page, problems, picture }) => {
        await page.keyboard.press('Home');
        const moments = await page.getByRole('slider').getAttribute('max');
        expect(Number(moments)).toBeGreaterThan(200);
        expect(await redrawnBy(page, 'ArrowRight', Number(moments))).toBe(0);
        expect(await page.locator('.moment .headline').innerText()).toContain('not allowed');
        await picture('report-long');
        expect(problems).toEqual([]);
      });
    });

    it('has everything on paper', async () => {
      await visitor.visit(deferral, async ({ page, picture }) => {
        await page.emulateMedia({ media: 'print' });
        expect(await page.locator('.stepper').isVisible()).toBe(false);
        expect(await page.locator('.steps li').last().isVisible()).toBe(true);
        const { clientHeight, scrollHeight } = await page.locator('.diagram').evaluate((diagram) => ({
          clientHeight: diagram.clientHeight,
          scrollHeight: diagram.scrollHeight,
        }));
        expect(clientHeight).toBe(scrollHeight);
        await picture('report-paper');
      });
    });

    it('fits a narrow window without scrolling sideways', async () => {
      await visitor.visit(deferral, async ({ page, picture }) => {
        expect(await widthOnTelephone(page)).toBe(telephone);
        await picture('report-narrow');
      });
    });
  },
);

describe('report.html', () => {
  it('of two hundred steps is below 300 kB', async () => {
    expect((await readFile(long)).length).toBeLessThan(300_000);
  });
});
