import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
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

/** A page in a browser of its own, and what went wrong in it. */
export interface Visit {
  readonly page: Page;
  /** Errors of scripts, and whatever the page asked the network for. */
  readonly problems: readonly string[];
  /** Keeps a picture, if pictures are wanted. */
  readonly picture: (name: string) => Promise<void>;
}

/** A browser for the tests of one file, started when it is first needed. */
export class Visitor {
  #browser: Promise<Browser> | null = null;

  /** Opens a file or an address with nothing left from earlier visits, and hands it over. */
  async visit(
    place: string,
    use: (visit: Visit) => Promise<void>,
    { scheme = 'light', width = 1440, height = 1000 }: Look = {},
  ): Promise<void> {
    this.#browser ??= chromium.launch({
      ...(found === undefined ? {} : { executablePath: found }),
      args: options,
      timeout: 20_000,
    });
    const browser = await this.#browser;
    const context = await browser.newContext({
      colorScheme: scheme,
      viewport: { width, height },
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(10_000);
    try {
      await use(await opened(context, place, scheme));
    } finally {
      await context.close();
    }
  }

  /** Ends the browser. */
  async leave(): Promise<void> {
    await (await this.#browser)?.close();
  }
}

async function opened(context: BrowserContext, place: string, scheme: string): Promise<Visit> {
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  page.on('request', (request) => {
    if (!/^(?:file|data|blob):/u.test(request.url()) && request.url() !== place)
      problems.push(`asked for ${request.url()}`);
  });
  await page.goto(place.startsWith('http') ? place : `file://${place}`);
  const picture = async (name: string): Promise<void> => {
    if (screenshots === undefined) return;
    await mkdir(screenshots, { recursive: true });
    await page.screenshot({ path: join(screenshots, `${name}-${scheme}.png`) });
  };
  return { page, problems, picture };
}
