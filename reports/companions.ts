import type { Story } from '../model/story.js';

/** What goes with a report, where there is any. */
export interface Companions {
  /** The worlds that the page shows. */
  readonly story?: Story;
  /** A C program that shows the fault. */
  readonly program?: string;
}
