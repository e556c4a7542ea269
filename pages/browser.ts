import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';

/** Where Debian and others put the browser that the pages are tested in. */
const places = [process.env['HALFCLOSE_CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser'];

const found = places.find((place) => place !== undefined && existsSync(place));

/** Why the tests in a browser are skipped; `null` if they are not. */
export const whySkipped =
  found === undefined ? 'no chromium: install it, or name it by HALFCLOSE_CHROMIUM' : null;

/** A folder for the screenshots, if they are wanted; continuous integration keeps it. */
const screenshots = process.env['HALFCLOSE_SCREENSHOTS'];

/** What the browser is started with; its profile is a fresh folder, which it leaves with. */
const options = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** How a page is looked at. */
export interface Look {
  readonly scheme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
}

/** A page that was opened anew, and what went wrong in it. */
export interface Visit {
  readonly page: Page;
  /** Errors of scripts, and whatever the page asked the network for. */
  readonly problems: readonly string[];
  /** Keeps a picture in light and one in dark colours, if pictures are wanted. */
  readonly picture: (name: string) => Promise<void>;
}

/** A tab, and what goes wrong in the page that it shows. */
interface Tab {
  readonly browser: Browser;
  readonly page: Page;
  problems: string[];
  place: string;
}

/** A browser with one tab for the tests of one file, started when it is first needed. */
export class Visitor {
  #tab: Promise<Tab> | null = null;

  /** Opens a file or an address with nothing left from earlier visits, and hands it over. */
  async visit(
    place: string,
    use: (visit: Visit) => Promise<void>,
    { scheme = 'light', width = 1440, height = 1000 }: Look = {},
  ): Promise<void> {
    this.#tab ??= opened();
    const tab = await this.#tab;
    const { page } = tab;
    // Another place in the same page would load nothing.
    await page.goto('about:blank');
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme: scheme, media: 'screen', reducedMotion: 'reduce' });
    tab.problems = [];
    tab.place = place;
    await page.goto(place.startsWith('http') ? place : `file://${place}`);
    const { problems } = tab;
    await use({ page, problems, picture: (name) => keep(page, name) });
  }

  /** Ends the browser. */
  async leave(): Promise<void> {
    await (await this.#tab)?.browser.close();
  }
}

async function opened(): Promise<Tab> {
  const browser = await chromium.launch({
    ...(found === undefined ? {} : { executablePath: found }),
    args: options,
    timeout: 20_000,
  });
  const page = await browser.newPage();
  page.setDefaultTimeout(10_000);
  const tab: Tab = { browser, page, problems: [], place: '' };
  page.on('pageerror', (error) => tab.problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') tab.problems.push(message.text());
  });
  page.on('request', (request) => {
    if (!/^(?:about|file|data|blob):/u.test(request.url()) && request.url() !== tab.place)
      tab.problems.push(`asked for ${request.url()}`);
  });
  return tab;
}

async function keep(page: Page, name: string): Promise<void> {
  if (screenshots === undefined) return;
  await mkdir(screenshots, { recursive: true });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: join(screenshots, `${name}-${colorScheme}.png`) });
  }
}

/** What a screen reader is told of a page. Throws if it is told of a control that has no name. */
export async function toldOf(page: Page): Promise<string> {
  const told = await page.locator('body').ariaSnapshot();
  const [nameless] =
    /^\s*- (?:button|combobox|textbox|slider|checkbox|link|searchbox)(?! ").*$/mu.exec(told) ?? [];
  if (nameless !== undefined) throw new Error(`a control has no name: ${nameless}`);
  return told;
}

/** Makes the window as narrow as that of a telephone; how wide the page is then. */
export async function widthOnTelephone(page: Page): Promise<number> {
  await page.setViewportSize({ width: telephone, height: 900 });
  return await page.evaluate(() => document.documentElement.scrollWidth);
}

/** Pixels of a narrow window. */
export const telephone = 420;

/**
 * Presses a key so many times, and counts what is drawn anew in the diagram: it is to stay as it is however long the story, since
 * only the mark moves.
 */
export const redrawnBy = (page: Page, key: string, times: number): Promise<number> =>
  page.evaluate(
    async ([pressed, count]) => {
      const drawing = document.querySelector('.drawing');
      if (!drawing) throw new Error('there is no diagram');
      let changes = 0;
      const observer = new MutationObserver((records) => {
        changes += records.length;
      });
      observer.observe(drawing, { subtree: true, childList: true, attributes: true, characterData: true });
      for (let made = 0; made < count; made += 1)
        window.dispatchEvent(new KeyboardEvent('keydown', { key: pressed }));
      await new Promise((resolve) => setTimeout(resolve, 100));
      return changes;
    },
    [key, times] as const,
  );
