import type { Profile } from './profiles.js';
import { deferral } from './sequences/deferral.js';
import { disconnectData } from './sequences/disconnect-data.js';
import { establishment } from './sequences/establishment.js';
import { gracefulShutdown } from './sequences/graceful-shutdown.js';
import { meets } from './sequences/requirement.js';
import type { Sequence } from './sequences/sequence.js';
import { waitingForFdClose, waitingForZeroBytes } from './sequences/waiting.js';

export type { Requirement } from './sequences/requirement.js';
export type { Order, Sequence, SequenceEvent, Showing } from './sequences/sequence.js';

/** The usage sequences SQ-1 to SQ-5 of section 14, whatever the transport; SQ-3 is two. */
export const sequences: readonly Sequence[] = [
  gracefulShutdown,
  disconnectData,
  waitingForFdClose,
  waitingForZeroBytes,
  establishment,
  deferral,
];

/**
 * The sequences that are possible on a transport, with the orders that it adds and only the showings that it
 * has.
 */
export const sequencesFor = (profile: Profile): readonly Sequence[] =>
  sequences
    .filter(({ requires }) => requires.every((requirement) => meets(profile, requirement)))
    .map((sequence) => ({
      ...sequence,
      events: sequence.events.map((event) => ({
        ...event,
        shows: event.shows.filter(({ requires }) => requires === undefined || meets(profile, requires)),
      })),
      implied:
        profile.confirmed === 'on-acceptance'
          ? [...sequence.implied, ...(sequence.onAcceptance ?? [])]
          : sequence.implied,
    }));

/**
 * Every order of all events that keeps to what is stated and what is implied, each once: the event that
 * stands first in the sequence comes first where it may.
 */
export function* linearisations(
  sequence: Pick<Sequence, 'events' | 'order' | 'implied'>,
): Generator<string[], void, undefined> {
  const ids = sequence.events.map(({ id }) => id);
  const orders = [...sequence.order, ...sequence.implied];

  function* extend(done: readonly string[]): Generator<string[], void, undefined> {
    if (done.length === ids.length) yield [...done];
    const ready = ids.filter(
      (id) =>
        !done.includes(id) && orders.every(([earlier, later]) => later !== id || done.includes(earlier)),
    );
    for (const id of ready) yield* extend([...done, id]);
  }

  yield* extend([]);
}
