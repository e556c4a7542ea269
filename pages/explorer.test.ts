import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { ran } from '../cli/testing.js';
import type { Machine } from '../model/machine.js';
import { machineOf } from '../model/machine.js';
import { checkTrace } from '../model/oracle/check-trace.js';
import { createBugReport, parseBugReport } from '../reports/index.js';
import { printBugReport } from '../reports/json.js';
import { profileNamed } from '../spec/profiles.js';
import { parseTraceText } from '../spec/trace/parse.js';
import { printTrace } from '../spec/trace/print.js';
import type { Step } from '../spec/trace/step.js';
import { redrawnBy, telephone, toldOf, Visitor, whySkipped, widthOnTelephone } from './browser.js';
import { conversation, leftOpen, toldOfTheEnd } from './conversation.fixture.js';

const visitor = new Visitor();
let folder = '';
let explorer = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'halfclose-'));
  explorer = join(folder, 'explorer.html');
  expect(await ran('explore', '--html', explorer)).toMatchObject({ code: 0, err: '' });
});
afterAll(async () => {
  await visitor.leave();
  await rm(folder, { recursive: true });
});

/** Fills in a call by its suggestion, and takes one of its results. */
async function take(page: Page, socket: string, suggestion: string, result: string): Promise<void> {
  await page
    .getByRole('group', { name: `Likely calls on ${socket}`, exact: true })
    .getByText(suggestion, { exact: true })
    .click();
  await page.getByRole('button', { name: `Take the result ${result}`, exact: true }).click();
}

/** Presses each of some buttons that play a sequence, and walks to the last of its events; tells what was shown. */
const played = (page: Page, buttons: string): Promise<{ pressed: string; events: string }[]> =>
  page.evaluate(async (selector) => {
    const drawn = () => new Promise((resolve) => setTimeout(resolve));
    const all = (what: string) => [...document.querySelectorAll<HTMLElement>(what)];
    const told = [];
    for (const index of all(selector).keys()) {
      const button = all(selector)[index];
      button?.click();
      await drawn();
      const events = all('.events button');
      events.at(-1)?.click();
      await drawn();
      if (events.at(-1)?.ariaCurrent !== 'step') throw new Error('the last event is not reached');
      told.push({
        pressed: button?.textContent ?? '',
        events: events.map(({ textContent }) => textContent).join(' '),
      });
    }
    return told;
  }, buttons);

const headline = (page: Page) => page.locator('.narration .headline').innerText();

/** What a listener may be given that listens once more, and under which readings. */
async function waysToListenAgain(page: Page): Promise<{ results: number; under: readonly string[] }> {
  await page.locator('.fields select').first().selectOption('listen');
  return {
    results: await page.locator('.outcomes .take').count(),
    under: await page.locator('.outcomes .chip', { hasText: /^AM-/u }).allInnerTexts(),
  };
}

/** The file that a button saves. */
async function savedBy(page: Page, name: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name }).click(),
  ]);
  return await readFile(await download.path(), 'utf8');
}

/** The bug report of a trace that is refused under some readings. */
async function reportUnder(readings: Machine['readings'], steps: readonly Step[]): Promise<string> {
  const machine = machineOf(profileNamed('osi'), { readings });
  const { violation } = await checkTrace(
    machine,
    steps.map((step, at) => ({ line: at + 2, at, step })),
  );
  if (!violation) throw new Error('the trace is allowed');
  return printBugReport(
    createBugReport(violation, {
      version: '0.1.0',
      profile: 'osi',
      provider: 'an example',
      origin: { kind: 'trace', file: 'end.trace.jsonl' },
      readings,
      steps,
      followed: {},
      replay: 'npx halfclose replay report.json',
    }),
  );
}

const traceFile = (name: string) =>
  new URL(`../model/oracle/fixtures/${name}.trace.jsonl`, import.meta.url).pathname;

describe('the explorer', () => {
  it('is one file below 1 MB', async () => {
    expect((await readFile(explorer)).length).toBeLessThan(1_000_000);
  });
});

describe.skipIf(whySkipped !== null)(
  `the explorer in a browser${whySkipped === null ? '' : ` (${whySkipped})`}`,
  () => {
    it('makes sockets, defers a request, and shows what may come of it', async () => {
      await visitor.visit(explorer, async ({ page, problems, picture }) => {
        await picture('explorer-start');
        expect(await page.getByText('Half-close, in one minute.').isVisible()).toBe(true);
        await take(page, 'listener', 'make it', 'ok');
        expect(await page.getByText('Half-close, in one minute.').isVisible()).toBe(false);
        await take(page, 'listener', 'bind', 'ok');
        await take(page, 'listener', 'listen', 'ok');
        await take(page, 'client', 'make it', 'ok');
        await take(page, 'client', 'connect', 'pending');
        expect(await page.locator('.now .wire.server').innerText()).toBe('request');
        await page.getByRole('button', { name: /a handshake is complete/u }).click();
        await page.getByRole('button', { name: 'request reaches the backlog of listener' }).first().click();
        await take(page, 'listener', 'defer', 'WSATRY_AGAIN, asked about client');
        expect(await page.locator('.now .socket', { hasText: 'listener' }).first().innerText()).toContain(
          'client deferred',
        );
        // Why it may: the rule, and the words of a clause.
        await page.locator('.narration .clause summary', { hasText: 'CA-10' }).click();
        expect(await page.locator('.narration .clause[open] blockquote').innerText()).toContain(
          'no decision was made',
        );
        await picture('explorer');
        expect(await toldOf(page)).toContain('button "Take the result WSATRY_AGAIN, asked about client"');
        await page.getByRole('button', { name: 'settle', exact: true }).click();
        expect(await headline(page)).toContain('everything that was due has happened');
        expect(await page.locator('.now .wire.client .chip').count()).toBe(0);
        expect(problems).toEqual([]);
      });
    });

    it('goes back and branches, and keeps the other course', async () => {
      await visitor.visit(explorer, async ({ page, problems }) => {
        await take(page, 'listener', 'make it', 'ok');
        await take(page, 'listener', 'bind', 'ok');
        await page.getByRole('button', { name: 'Back' }).click();
        await page.locator('.fields select').first().selectOption('listen');
        await page.getByRole('button', { name: 'Take the result WSAEINVAL' }).click();
        expect(await headline(page)).toBe('listener: listen(5) → WSAEINVAL');
        const other = page.locator('.courses button');
        expect(await other.innerText()).toContain('the last: listener: bind() → ok');
        await other.click();
        expect(await headline(page)).toBe('listener: bind → ok');
        await page.locator('.now').click();
        await page.keyboard.press('ArrowLeft');
        expect(await headline(page)).toBe('listener: WSASocket → ok');
        await page.keyboard.press('ArrowRight');
        expect(await headline(page)).toBe('listener: bind → ok');
        await page.getByRole('button', { name: '◀ Back' }).click();
        expect(await headline(page)).toBe('listener: WSASocket → ok');
        await page.getByRole('button', { name: 'Forward ▶' }).click();
        expect(await headline(page)).toBe('listener: bind → ok');
        await page.getByRole('button', { name: 'Begin anew' }).click();
        expect(await page.locator('.narration, .diagram, .courses').count()).toBe(0);
        expect(problems).toEqual([]);
      });
    });

    it('plays SQ-2 with step 5a in each of its four places', async () => {
      await visitor.visit(explorer, async ({ page, problems, picture }) => {
        await page.getByLabel('Profile').selectOption('osi');
        await page.getByRole('button', { name: /^SQ-2/u }).click();
        const orders = await played(page, '.orders button');
        expect(orders).toEqual([
          { pressed: 'after 5', events: '1 2 3 4 5 5a 6 7 8' },
          { pressed: 'after 6', events: '1 2 3 4 5 6 5a 7 8' },
          { pressed: 'after 7', events: '1 2 3 4 5 6 7 5a 8' },
          { pressed: 'after 8', events: '1 2 3 4 5 6 7 8 5a' },
        ]);
        await page.getByRole('button', { name: /^7, client/u }).click();
        expect(await headline(page)).toBe('client: WSARecvDisconnect(64) → "grand total"');
        // What was pressed stays where it was.
        expect(await page.evaluate(() => scrollY)).toBe(0);
        await picture('explorer-sequence');
        expect(await widthOnTelephone(page)).toBe(telephone);
        expect(problems).toEqual([]);
      });
    });

    it('plays every documented sequence to its end', async () => {
      await visitor.visit(explorer, async ({ page, problems }) => {
        const sequences = await played(page, '.sequences .buttons button');
        expect(sequences.map(({ pressed }) => pressed.split(' ')[0])).toEqual([
          'SQ-1',
          'SQ-2',
          'SQ-3a',
          'SQ-3b',
          'SQ-4',
          'SQ-5',
        ]);
        expect(problems).toEqual([]);
      });
    });

    it('says of a loaded trace which step is refused, and goes on from the world before it', async () => {
      await visitor.visit(explorer, async ({ page, problems, picture }) => {
        await page.getByLabel('Load a trace or a bug report').setInputFiles(traceFile('wine-8.0-defer'));
        const alert = page.getByRole('alert');
        expect(await alert.innerText()).toContain('step 15 is not allowed');
        expect(await alert.innerText()).toContain('CA-12, CA-13');
        await page
          .getByRole('group', { name: 'Likely calls on listener' })
          .getByText('what was indicated?')
          .click();
        expect(await page.locator('.outcomes .take').count()).toBe(1);
        expect(await page.locator('.outcomes .take').innerText()).toContain('no events');
        await picture('explorer-loaded');
        expect(problems).toEqual([]);
      });
    });

    it('saves what it has loaded, as a trace that says the same', async () => {
      await visitor.visit(explorer, async ({ page, problems }) => {
        const file = traceFile('wine-8.0-half-close');
        await page.getByLabel('Load a trace or a bug report').setInputFiles(file);
        expect(await page.locator('.files [role=status]').innerText()).toContain('every step is allowed');
        const saved = parseTraceText('saved', await savedBy(page, 'Save as a trace'));
        expect(saved.steps).toEqual(parseTraceText('loaded', await readFile(file, 'utf8')).steps);
        expect(problems).toEqual([]);
      });
    });

    it('saves the bug report of a trace that is refused, and loads it', async () => {
      await visitor.visit(explorer, async ({ page, problems }) => {
        const input = page.getByLabel('Load a trace or a bug report');
        await input.setInputFiles(traceFile('wine-8.0-defer'));
        const text = await savedBy(page, 'Save as a bug report');
        expect(parseBugReport('saved', text)).toMatchObject({
          at: 14,
          clauses: ['CA-12', 'CA-13'],
          provider: 'wine 8.0',
          profile: 'tcp',
        });
        await input.setInputFiles({
          name: 'again.json',
          mimeType: 'application/json',
          buffer: Buffer.from(text),
        });
        await page.getByText('again.json: step 15 is not allowed').waitFor();
        expect(problems).toEqual([]);
      });
    });

    it('holds the readings of a bug report against its steps', async () => {
      await visitor.visit(explorer, async ({ page, problems }) => {
        await page.getByLabel('Load a trace or a bug report').setInputFiles({
          name: 'report.json',
          mimeType: 'application/json',
          buffer: Buffer.from(await reportUnder({ 'AM-21': ['R2'] }, toldOfTheEnd())),
        });
        expect(await page.getByRole('alert').innerText()).toContain('step 10 is not allowed');
        expect(await page.locator('.readings-choice summary').innerText()).toContain('1 fixed');
        expect(problems).toEqual([]);
      });
    });

    it('walks through two hundred steps without drawing them again', async () => {
      await visitor.visit(explorer, async ({ page, problems }) => {
        const steps = conversation().slice(0, -1);
        await page.getByLabel('Load a trace or a bug report').setInputFiles({
          name: 'long.trace.jsonl',
          mimeType: 'application/x-ndjson',
          buffer: Buffer.from(printTrace({ trace: 1, profile: 'tcp' }, steps)),
        });
        expect(await page.locator('.files [role=status]').innerText()).toContain('every step is allowed');
        expect(await redrawnBy(page, 'ArrowLeft', 40)).toBe(0);
        expect(await headline(page)).not.toContain('SD_SEND');
        expect(problems).toEqual([]);
      });
    });

    it('says from which step on a loaded trace is not shown, though it is allowed', async () => {
      await visitor.visit(explorer, async ({ page, problems }) => {
        await page.getByLabel('Load a trace or a bug report').setInputFiles({
          name: 'unshown.trace.jsonl',
          mimeType: 'application/x-ndjson',
          buffer: Buffer.from(printTrace({ trace: 1, profile: 'tcp' }, leftOpen())),
        });
        const note = page.locator('.files [role=status]');
        expect(await note.innerText()).toBe('unshown.trace.jsonl: shown as far as step 8.');
        expect(problems).toEqual([]);
      });
    });

    it('says what is wrong with a file', async () => {
      await visitor.visit(explorer, async ({ page, problems }) => {
        await page.getByText('…or paste it').click();
        await page.getByLabel('A trace or a bug report', { exact: true }).fill('{"trace":2}');
        await page.getByRole('button', { name: 'Load', exact: true }).click();
        expect(await page.getByRole('alert').innerText()).toContain('pasted:1: trace: expected 1');
        expect(problems).toEqual([]);
      });
    });

    it('keeps to a reading that is fixed', async () => {
      await visitor.visit(explorer, async ({ page, problems }) => {
        await page.getByText('Readings all open').click();
        await page.getByLabel('AM-20,').selectOption('R1');
        expect(await page.locator('.readings-choice summary').innerText()).toContain('1 fixed');
        for (const call of ['make it', 'bind', 'listen']) await take(page, 'listener', call, 'ok');
        // Whether the backlog is a new one is decided; with the reading open there are both ways.
        expect(await waysToListenAgain(page)).toEqual({ results: 1, under: [] });
        await page.getByLabel('AM-20,').selectOption('open');
        for (const call of ['make it', 'bind', 'listen']) await take(page, 'listener', call, 'ok');
        expect(await waysToListenAgain(page)).toEqual({ results: 2, under: ['AM-20=R1', 'AM-20=R2'] });
        expect(problems).toEqual([]);
      });
    });

    it('is light or dark as its reader wants it', async () => {
      await visitor.visit(explorer, async ({ page }) => {
        await page.getByLabel('Colours').selectOption('dark');
        const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        expect(ground).toBe('rgb(22, 24, 29)');
      });
    });

    it('is used by the keyboard alone', async () => {
      await visitor.visit(explorer, async ({ page, problems }) => {
        const press = async (name: RegExp, key: string): Promise<void> => {
          for (let pressed = 0; pressed < 60; pressed += 1) {
            await page.keyboard.press('Tab');
            const focused = await page.evaluate(() => document.activeElement?.textContent ?? '');
            if (name.test(focused)) return page.keyboard.press(key);
          }
          throw new Error(`${String(name)} is not reached`);
        };
        await press(/^Take the result ok$/u, 'Enter');
        expect(await headline(page)).toBe('listener: WSASocket → ok');
        await press(/^bind$/u, 'Space');
        await press(/^Take the result ok$/u, 'Enter');
        expect(await headline(page)).toBe('listener: bind → ok');
        expect(problems).toEqual([]);
      });
    });
  },
);
