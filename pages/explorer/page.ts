import type { Machine } from '../../model/machine.js';
import type { Profile } from '../../spec/profiles.js';

/** What the explorer begins with. */
export interface ExplorerPage {
  readonly profile: Profile;
  readonly readings: Machine['readings'];
  readonly version: string;
}
