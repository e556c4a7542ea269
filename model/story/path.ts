import type { Reason } from '../story.js';
import type { World } from '../world.js';

/** A way to a world: what happened last, and the way before it. */
export interface Path {
  readonly world: World;
  readonly before: Path | null;
  readonly event: Event | null;
  /** How much has to be believed that nothing shows; the least is told. */
  readonly cost: number;
}

/** Something that led from one world to the next; `begun`: a call that ends within the same step. */
export type Event = Reason &
  ({ readonly is: 'silent' } | { readonly is: 'begun' | 'step'; readonly at: number });

/** The paths of a start, without an event. */
export const startAt = (world: World): Path => ({ world, before: null, event: null, cost: 0 });

/** What led to a path, the first one first. */
export function along(path: Path): readonly Path[] {
  const found: Path[] = [];
  for (let at: Path | null = path; at?.event; at = at.before) found.push(at);
  return found.reverse();
}
