import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { ran } from '../cli/testing.js';
import { parseTraceText } from '../spec/trace/parse.js';
import { Visitor, whySkipped } from './browser.js';

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

const headline = (page: Page) => page.locator('.narration .headline').innerText();

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
        await take(page, 'listener', 'make it', 'ok');
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
        expect(problems).toEqual([]);
      });
    });

    it('plays SQ-2 with step 5a in each of its four places', async () => {
      await visitor.visit(
        explorer,
        async ({ page, problems, picture }) => {
          await page.getByLabel('Profile').selectOption('osi');
          await page.getByRole('button', { name: /^SQ-2/u }).click();
          for (const place of ['after 5', 'after 6', 'after 7', 'after 8']) {
            await page.getByRole('button', { name: place }).click();
            const events = await page.locator('.events button').allInnerTexts();
            expect(events[events.indexOf('5a') - 1]).toBe(place.replace('after ', ''));
            await page.getByRole('button', { name: /^7, client/u }).click();
            expect(await headline(page)).toBe('client: WSARecvDisconnect(64) → "grand total"');
          }
          await picture('explorer-sequence');
          expect(problems).toEqual([]);
        },
        { scheme: 'dark', width: 1700 },
      );
    });

    it('plays every documented sequence to its end', async () => {
      await visitor.visit(explorer, async ({ page, problems }) => {
        const sequences = await page.locator('.sequences .buttons button').allInnerTexts();
        expect(sequences.map((text) => text.split(' ')[0])).toEqual([
          'SQ-1',
          'SQ-2',
          'SQ-3a',
          'SQ-3b',
          'SQ-4',
          'SQ-5',
        ]);
        for (const text of sequences) {
          await page.getByRole('button', { name: text }).click();
          await page.locator('.events button').last().click();
          expect(await page.locator('.events button').last().getAttribute('aria-current')).toBe('step');
        }
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
        const [download] = await Promise.all([
          page.waitForEvent('download'),
          page.getByRole('button', { name: 'Save as a trace' }).click(),
        ]);
        const saved = parseTraceText('saved', await readFile(await download.path(), 'utf8'));
        expect(saved.steps).toEqual(parseTraceText('loaded', await readFile(file, 'utf8')).steps);
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
        expect(problems).toEqual([]);
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
