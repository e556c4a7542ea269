import { fillPage, pageTemplate } from '../reports/index.js';
import type { Options } from './options.js';
import { chosenProfile, readingsFrom } from './options.js';
import { servePage } from './serve-page.js';
import type { Terminal } from './terminal.js';
import { version } from './version.js';
import { writePage } from './write-page.js';

/** Whether `explore` is asked for its page rather than for a search. */
export const asksForPage = ({ html, serve }: Options): boolean => html !== undefined || serve !== undefined;

/** `halfclose explore --html` and `--serve`: the model as a page to play with. */
export async function explorerVerb(options: Options, terminal: Terminal): Promise<number> {
  const page = explorerPage(options);
  if (options.html !== undefined) {
    await writePage(options.html, page);
    terminal.print([`the explorer is in ${options.html}`]);
  }
  if (options.serve !== undefined) {
    const served = await servePage(page, options.serve === true ? 0 : options.serve);
    terminal.print([`the explorer is at ${served.address}, until interrupted`]);
    await served.interrupted;
  }
  return 0;
}

/** The explorer, with the profile and the readings that were chosen. */
function explorerPage(options: Options): string {
  return fillPage(pageTemplate('explorer'), {
    title: 'halfclose explorer',
    data: { profile: chosenProfile(options), readings: readingsFrom(options.reading), version },
    text: 'The explorer runs the model in the browser, and so it needs scripts.',
  });
}
