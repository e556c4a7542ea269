import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clauseRows } from '../cli/check/coverage.js';
import { htmlClauses, pageTemplate } from '../reports/index.js';
import { clauses } from '../spec/clauses/index.js';
import { telephone, toldOf, Visitor, whySkipped, widthOnTelephone } from './browser.js';

const visitor = new Visitor();
let folder = '';
let page = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'halfclose-'));
  page = join(folder, 'clauses.html');
  await writeFile(page, htmlClauses(pageTemplate('clauses'), clauseRows({}), '0.1.0'));
});
afterAll(async () => {
  await visitor.leave();
  await rm(folder, { recursive: true });
});

describe.skipIf(whySkipped !== null)(
  `the clause page in a browser${whySkipped === null ? '' : ` (${whySkipped})`}`,
  () => {
    it('shows every clause and every reading', async () => {
      await visitor.visit(
        page,
        async ({ page: tab, problems, picture }) => {
          expect(await tab.locator('article[id]').count()).toBeGreaterThan(clauses.length);
          expect(await tab.getByRole('status').innerText()).toBe(
            `${clauses.length} of ${clauses.length} clauses`,
          );
          expect(await toldOf(tab)).toContain('searchbox "Search"');
          await picture('clauses');
          expect(await widthOnTelephone(tab)).toBe(telephone);
          expect(problems).toEqual([]);
        },
        { width: 1280 },
      );
    });

    it('leads to a clause by its identifier, whatever is filtered', async () => {
      await visitor.visit(`${page}#CA-12`, async ({ page: tab, problems }) => {
        const inView = (id: string) =>
          tab.waitForFunction((name) => {
            const { top = -1, bottom = -1 } = document.getElementById(name)?.getBoundingClientRect() ?? {};
            return top > 0 && bottom < window.innerHeight;
          }, id);
        await inView('CA-12');
        await tab.getByLabel('Search').fill('linger');
        await tab.evaluate(() => {
          location.hash = '#GS-13';
        });
        await inView('GS-13');
        expect(problems).toEqual([]);
      });
    });

    it('filters by words, chapter, whom a clause binds, and how it stands', async () => {
      await visitor.visit(page, async ({ page: tab, problems }) => {
        const shown = () => tab.locator('.chapter .name a[href^="#"]').allInnerTexts();
        const ofClauses = async () => (await shown()).filter((id) => !id.startsWith('AM-'));
        await tab.getByLabel('Search').fill('deferred FD_ACCEPT');
        expect(await ofClauses()).toContain('CA-12');
        expect((await ofClauses()).length).toBeLessThan(10);
        await tab.getByRole('button', { name: 'Show all' }).click();
        await tab.getByLabel('Chapter').selectOption('Linger');
        expect((await ofClauses()).every((id) => id.startsWith('LG-'))).toBe(true);
        await tab.getByLabel('Binds').selectOption('the provider');
        await tab.getByLabel('Which are').selectOption('modelled');
        const expected = clauses.filter(
          ({ id, binds, status }) => id.startsWith('LG-') && binds === 'P' && status.modelled,
        );
        expect(await ofClauses()).toEqual(expected.map(({ id }) => id));
        expect(problems).toEqual([]);
      });
    });
  },
);

describe('the clause page', () => {
  it('is one file below 300 kB', () => {
    expect(htmlClauses(pageTemplate('clauses'), clauseRows({}), '0.1.0').length).toBeLessThan(300_000);
  });
});
