import type { Exploration, Limits } from '../exploration.js';
import type { Party } from '../renaming.js';
import { ApartSearch } from './apart-search.js';
import { entangled } from './entangled.js';
import type { Ground } from './ground.js';
import { RowImages } from './row-images.js';
import { Shares } from './shares.js';
import { unitsOf } from './units.js';

/**
 * Explores a scope, each unit of sockets by itself once nothing else has to do with it. Whether that was so is examined
 * afterwards; what was not apart is left together when everything is explored again. A search that a limit has ended claims
 * nothing, and is not examined; nor does one whose examination was ended, so that it has no counterexample either.
 */
export function followedApart<Memory>(
  ground: Ground<Memory>,
  limits: Limits,
  parties: readonly Party[],
): { readonly exploration: Exploration; readonly bytes: number } {
  const all = unitsOf(ground);
  for (let apart = all; ;) {
    const shares = new Shares(ground, all, apart);
    const images = new RowImages(ground, shares, all, parties);
    const search = new ApartSearch(ground, limits, shares, images);
    const exploration = search.run();
    const { bytes } = search;
    if (exploration.stopped && !exploration.counterexample) return { exploration, bytes };
    const goOn = (): boolean => limits.goOn(exploration);
    const wrong = entangled(ground, shares, images.withImages(search.states), goOn);
    if (!wrong)
      return {
        exploration: { ...exploration, complete: false, stopped: true, counterexample: null },
        bytes,
      };
    if (wrong.size === 0) return { exploration, bytes };
    // Units that are alike are wrong together.
    apart = parties.length > 0 ? [] : apart.filter((unit) => !wrong.has(unit));
  }
}
