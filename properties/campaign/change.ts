import fc from 'fast-check';
import type { Act } from '../commands/act.js';
import { settling } from '../commands/act.js';

/** A small change of what a run does: at which of its acts, and what becomes of it. */
export interface Change {
  readonly at: number;
  readonly how: 'left out' | 'done again' | 'done later' | 'waited for';
}

/** Any change; its place is counted round and round the acts that there are. */
export const arbitraryChange: fc.Arbitrary<Change> = fc.record({
  at: fc.nat({ max: 65_535 }),
  how: fc.constantFrom('left out', 'done again', 'done later', 'waited for'),
});

/** Acts with some changes, one after the other. What is not possible any more is left out when they are done. */
export const changed = (acts: readonly Act[], changes: readonly Change[]): readonly Act[] =>
  changes.reduce(change, acts);

function change(acts: readonly Act[], { at, how }: Change): readonly Act[] {
  const place = at % Math.max(acts.length, 1);
  const act = acts[place];
  if (!act) return acts;
  switch (how) {
    case 'left out':
      return acts.toSpliced(place, 1);
    case 'done again':
      return acts.toSpliced(place, 0, act);
    case 'done later':
      return acts.toSpliced(place, 1).toSpliced(place + 1, 0, act);
    case 'waited for':
      return acts.toSpliced(place + 1, 0, settling);
  }
}
