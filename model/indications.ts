import type { Draft } from 'immer';
import type { ErrorCode } from '../spec/errors.js';
import type { NetworkEvent } from '../spec/events.js';
import type { Candidate, ReadingKey } from '../spec/readings.js';
import type { Condition, Indication, Socket } from './world.js';

/** The condition that one of `candidates` is how the documents are read. */
export const under = (key: ReadingKey, ...candidates: readonly Candidate[]): Draft<Condition> => ({
  key,
  candidates: [...candidates],
});

/**
 * An event has occurred on a socket: it is due if it is nominated, and if it was not reported already without having
 * been re-enabled (NE-06, NE-11). A new occurrence of a reported one is recorded under AM-08a/R2 only.
 */
export function raise(
  socket: Draft<Socket>,
  event: NetworkEvent,
  code: 0 | ErrorCode = 0,
  condition: Draft<Condition> | null = null,
): void {
  if (socket.told.includes(event)) {
    if (!reEnabled.has(event)) return;
    if (socket.registration?.mask.includes(event) !== true) note(socket, event);
    else indicate(socket, event, code, condition ?? under('AM-08a', 'R2'));
    return;
  }
  indicate(socket, event, code, condition);
}

function note(socket: Draft<Socket>, event: NetworkEvent): void {
  if (!socket.again.includes(event)) socket.again = [...socket.again, event].sort();
}

const reEnabled: ReadonlySet<NetworkEvent> = new Set(['FD_READ', 'FD_ACCEPT', 'FD_WRITE']);

/** Makes an event due, whatever was reported before. */
export function indicate(
  socket: Draft<Socket>,
  event: NetworkEvent,
  code: 0 | ErrorCode,
  condition: Draft<Condition> | null,
): void {
  const { registration } = socket;
  if (!registration?.mask.includes(event)) return;
  const same = registration.indications.find(
    (indication) =>
      indication.event === event &&
      indication.code === code &&
      (indication.under === null
        ? condition === null || isSure(indication)
        : sameCondition(indication.under, condition)),
  );
  if (same) {
    if (same.status === 'optional' || same.status === 'undecided') same.status = 'due';
    return;
  }
  const others =
    condition === null
      ? registration.indications.filter(
          (indication) => indication.event !== event || indication.code !== code,
        )
      : registration.indications;
  registration.indications = [...others, { event, code, status: 'due' as const, under: condition }].sort(
    inOrder,
  );
}

/** It will be reported, however often the record is looked at before. */
const isSure = ({ status }: Draft<Indication>): boolean => status === 'due' || status === 'recorded';

const sameCondition = (one: Condition, other: Condition | null): boolean =>
  other !== null && one.key === other.key && one.candidates.join() === other.candidates.join();

const orderOf = ({ event, code, under: condition }: Draft<Indication>): string =>
  `${event} ${String(code)} ${condition ? condition.key + condition.candidates.join() : ''}`;

const inOrder = (one: Draft<Indication>, other: Draft<Indication>): number =>
  orderOf(one) < orderOf(other) ? -1 : 1;

/**
 * An event may be reported, or not: nothing is concluded from either. One that no call re-enables is not reported twice
 * (NE-12).
 */
export function allow(
  socket: Draft<Socket>,
  event: NetworkEvent,
  code: 0 | ErrorCode = 0,
  condition: Draft<Condition> | null = null,
): void {
  if (socket.told.includes(event) && !reEnabled.has(event)) return;
  const isKnown = (indication: Draft<Indication>) =>
    indication.event === event &&
    indication.code === code &&
    (indication.under === null || sameCondition(indication.under, condition));
  const known = socket.registration?.indications.find(isKnown);
  if (!known) indicate(socket, event, code, condition);
  const allowed = known ?? socket.registration?.indications.find(isKnown);
  if (allowed && (!known || known.status === 'undecided')) allowed.status = 'optional';
}

/**
 * The condition of an event has gone before it was surely recorded: it may still be reported, once. What is in the
 * record stays there until it is enumerated (NE-08).
 */
export function lapse(socket: Draft<Socket>, event: NetworkEvent): void {
  for (const indication of socket.registration?.indications ?? [])
    if (indication.event === event && indication.status === 'due') indication.status = 'optional';
}

/** A re-enabling call was made: the event may be recorded anew (NE-12, NE-13). */
export function reEnable(socket: Draft<Socket>, event: NetworkEvent): void {
  socket.told = socket.told.filter((told) => told !== event);
  socket.again = socket.again.filter((again) => again !== event);
}

/** The record is about to be cleared: what has happened since an event was reported, and was not reported itself, is noted. */
export function keepUnreported(socket: Draft<Socket>): void {
  for (const { event } of socket.registration?.indications ?? [])
    if (socket.told.includes(event) && reEnabled.has(event)) note(socket, event);
}

/**
 * What an event tells holds already when it is registered: it is recorded at once; if it was reported before, under AM-08b/R1
 * alone, and under R2 maybe, if something has happened since (NE-16).
 */
export function indicateAgain(socket: Draft<Socket>, event: NetworkEvent): void {
  if (!socket.told.includes(event)) {
    indicate(socket, event, 0, null);
    return;
  }
  indicate(socket, event, 0, under('AM-08b', 'R1'));
  if (socket.again.includes(event)) allow(socket, event, 0, under('AM-08b', 'R2'));
}

/** At a `settle` every indication that was due has been recorded, and what was optional has been recorded or not. */
export function recordAll(socket: Draft<Socket>): void {
  for (const indication of socket.registration?.indications ?? [])
    if (indication.status === 'due') indication.status = 'recorded';
    else if (indication.status === 'optional') indication.status = 'undecided';
}

/**
 * What an event tells of is no more, and it may have been taken back even from the record: by the call that consumed it and
 * enabled the event again (NE-14), or by the peer that withdrew it (AM-04). What was in the record is there still or not;
 * what had not come there yet may still come.
 */
export function unsettle(socket: Draft<Socket>, event: NetworkEvent): void {
  for (const indication of socket.registration?.indications ?? [])
    if (indication.event !== event) continue;
    else if (indication.status === 'due') indication.status = 'optional';
    else if (indication.status === 'recorded') indication.status = 'undecided';
}

/** Something of what an event tells has gone, and something remains: it is in the record, or will be again (NE-16, NE-17). */
export function renew(socket: Draft<Socket>, event: NetworkEvent): void {
  for (const indication of socket.registration?.indications ?? [])
    if (indication.event === event && indication.status === 'recorded') indication.status = 'due';
}
