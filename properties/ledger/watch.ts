import type { Observation, Observer } from '../../model/search/observer.js';
import type { Profile } from '../../spec/profiles.js';
import { enter } from './enter.js';
import type { Happening } from './happening.js';
import { happeningOf } from './happening.js';
import type { Ledger } from './ledger.js';
import { emptyLedger } from './ledger.js';

/** What a monitor remembers: the ledger, and what it has noted besides. */
export interface Watched<Notes> {
  readonly ledger: Ledger;
  readonly notes: Notes;
}

/** A moment of a run: what has happened, and the ledger before and after it. */
export interface Moment {
  readonly happening: Happening;
  readonly before: Ledger;
  readonly after: Ledger;
}

/** What a monitor makes of a moment: its notes after it, or why it breaks the property. */
export type Judge<Notes> = (notes: Notes, moment: Moment) => Finding<Notes>;

/** As {@link Observation}, with the notes in place of the whole memory. */
export type Finding<Notes> =
  { readonly notes: Notes; readonly triggered?: true } | { readonly broken: string };

/** A monitor that keeps the ledger of a run beside its own notes. */
export const watch = <Notes>(
  profile: Profile,
  start: Notes,
  judge: Judge<Notes>,
): Observer<Watched<Notes>> => ({
  start: { ledger: emptyLedger, notes: start },
  observe: (memory, step): Observation<Watched<Notes>> => {
    const { ledger: before, notes } = memory;
    const happening = happeningOf(step, before.underWay);
    const after = enter(profile, before, happening);
    const finding = judge(notes, { happening, before, after });
    if ('broken' in finding) return finding;
    const same = after === before && finding.notes === notes;
    const next = same ? memory : { ledger: after, notes: finding.notes };
    return finding.triggered ? { memory: next, triggered: true } : { memory: next };
  },
});
