import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { machineOf } from '../model/machine.js';
import { tellStory } from '../model/story/tell.js';
import type { BugReport } from '../reports/index.js';
import { createBugReport, htmlReport, pageTemplate } from '../reports/index.js';
import { profileNamed } from '../spec/profiles.js';
import { socketName } from '../spec/trace/names.js';
import { parseTraceText } from '../spec/trace/parse.js';
import type { Step } from '../spec/trace/step.js';
import { checkTrace } from '../model/oracle/check-trace.js';
import type { Page } from 'playwright-core';
import { Visitor, whySkipped } from './browser.js';

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

/** A conversation of about two hundred steps, the last of which is refused. */
function conversation(): readonly Step[] {
  const [listener, client, server] = [socketName('listener'), socketName('client'), socketName('server')];
  const ok = { ok: {} } as const;
  const turns = Array.from({ length: 48 }, (_, turn): readonly Step[] => [
    {
      socket: client,
      call: 'send',
      args: { data: `turn ${turn}` },
      result: { ok: { sent: `turn ${turn}`.length } },
    },
    { socket: server, call: 'recv', args: { len: 64 }, result: { ok: { data: `turn ${turn}` } } },
    { socket: server, call: 'send', args: { data: 'yes' }, result: { ok: { sent: 3 } } },
    { socket: client, call: 'recv', args: { len: 64 }, result: { ok: { data: 'yes' } } },
  ]);
  return [
    { socket: listener, call: 'WSASocket', args: {}, result: ok },
    { socket: listener, call: 'bind', args: {}, result: ok },
    { socket: listener, call: 'listen', args: { backlog: 5 }, result: ok },
    { socket: client, call: 'WSASocket', args: {}, result: ok },
    { socket: client, call: 'WSAConnect', args: { to: listener }, result: ok },
    { socket: listener, call: 'WSAAccept', args: { as: server, condition: null }, result: ok },
    ...turns.flat(),
    { socket: client, call: 'shutdown', args: { how: 'SD_SEND' }, result: ok },
    { socket: client, call: 'send', args: { data: 'late' }, result: { ok: { sent: 4 } } },
  ];
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
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'halfclose-'));
  const write = async (name: string, steps: readonly Step[]): Promise<string> => {
    const report = await reportOn(steps);
    const file = join(folder, name);
    await writeFile(file, htmlReport(pageTemplate('report'), report, tellStory(machine, report.steps)));
    return file;
  };
  deferral = await write('defer.html', parseTraceText('defer', await readFile(fixture, 'utf8')).steps);
  long = await write('long.html', conversation());
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
        await picture('report');
        await page.emulateMedia({ colorScheme: 'dark' });
        expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(
          'rgb(22, 24, 29)',
        );
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
        await page.getByRole('button', { name: 'First' }).click();
        expect(await headline()).toBe('listener: WSASocket → ok');
        await page.getByRole('button', { name: 'Forward' }).click();
        expect(await headline()).toBe('listener: bind → ok');
        await page.getByRole('button', { name: 'Back' }).click();
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
        await page.getByRole('button', { name: 'Copy' }).click();
        expect(problems).toEqual([]);
      });
    });

    it('walks through two hundred steps without drawing them again', async () => {
      await visitor.visit(long, async ({ page, problems, picture }) => {
        await page.keyboard.press('Home');
        const moments = await page.getByRole('slider').getAttribute('max');
        expect(Number(moments)).toBeGreaterThan(200);
        // What is drawn stays as it is: only the mark moves, however long the story.
        const redrawn = await page.evaluate(async (count) => {
          const drawing = document.querySelector('.drawing');
          if (!drawing) return null;
          let changes = 0;
          const observer = new MutationObserver((records) => {
            changes += records.length;
          });
          observer.observe(drawing, {
            subtree: true,
            childList: true,
            attributes: true,
            characterData: true,
          });
          for (let moment = 0; moment < count; moment += 1)
            window.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight' }));
          await new Promise((resolve) => setTimeout(resolve, 100));
          return changes;
        }, Number(moments));
        expect(redrawn).toBe(0);
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
      await visitor.visit(
        deferral,
        async ({ page, picture }) => {
          expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(420);
          await picture('report-narrow');
        },
        { width: 420, height: 900 },
      );
    });
  },
);

describe('report.html', () => {
  it('of two hundred steps is below 300 kB', async () => {
    expect((await readFile(long)).length).toBeLessThan(300_000);
  });
});
