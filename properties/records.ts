import type { Observer } from '../model/search/observer.js';
import type { Profile } from '../spec/profiles.js';
import type { Watched } from './ledger/watch.js';
import { watch } from './ledger/watch.js';
import { mistake, shownUntold } from './records/mistake.js';
import { noted } from './records/noted.js';
import type { Notes } from './records/record.js';

/**
 * Watches every event record but for FD_CLOSE: an event is reported for a cause and if it is nominated, once until it is
 * re-enabled, and it is not lost.
 */
export const watchRecords = (profile: Profile): Observer<Watched<Notes>> =>
  watch<Notes>(profile, { records: {}, untold: {} }, (notes, moment) => {
    const broken = mistake(profile, notes, moment) ?? shownUntold(notes, moment);
    if (broken !== null) return { broken };
    const next = noted(profile, notes, moment);
    const { happening } = moment;
    const tells =
      happening.is === 'ended' &&
      happening.call === 'WSAEnumNetworkEvents' &&
      (notes.records[happening.socket]?.due.length ?? 0) > 0;
    return tells ? { notes: next, triggered: true } : { notes: next };
  });
