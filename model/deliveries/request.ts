import type { Draft } from 'immer';
import { expectedBy, isWithdrawn } from '../attempts.js';
import type { Denial } from '../backlog.js';
import { deny } from '../backlog.js';
import { put, socketIn } from '../connections.js';
import { allow, indicate, raise, under } from '../indications.js';
import type { Model } from '../model.js';
import type { ConnectionId, Listening, Socket, World } from '../world.js';
import type { Arrival, DeliveryRules, Reception } from './delivery.js';

/** Whether the handshake completes when the request arrives: SO_CONDITIONAL_ACCEPT lets it wait (CA-28, CA-29). */
const confirmsOnArrival = ({ profile }: Model, listener: Socket | undefined): boolean =>
  profile.confirmed === 'on-arrival' && listener?.conditionalAccept !== true;

function backlogAt({ world, connection }: Arrival<'request'>): Listening | null {
  const listener = connection.listener === null ? undefined : world.sockets[connection.listener];
  return listener?.phase.is === 'listening' ? listener.phase : null;
}

/** Requests that have taken their places: those that are queued, and those of which it is certain that they will be. */
function placesTaken({ world, connection, id }: Arrival<'request'>, queue: readonly ConnectionId[]): number {
  const expected = connection.listener === null ? [] : expectedBy(world, connection.listener);
  return queue.length + expected.filter((one) => one !== id).length;
}

const standing = (arrival: Arrival<'request'>, { queue }: Listening): number =>
  placesTaken(
    arrival,
    queue.filter((id) => !isWithdrawn(arrival.world.connections[id])),
  );

/** First come, first served: nobody overtakes a request of which it is known that it came earlier (CA-01). */
const isNext = ({ world, connection: { listener, behind } }: Arrival<'request'>): boolean =>
  listener === null || !expectedBy(world, listener).some((earlier) => behind.includes(earlier));

function isConfirmedFirst({ model, world, connection: { listener } }: Arrival<'request'>): boolean {
  return listener !== null && confirmsOnArrival(model, world.sockets[listener]);
}

const hasRoom = (arrival: Arrival<'request'>): boolean => {
  const backlog = backlogAt(arrival);
  return backlog !== null && standing(arrival, backlog) < backlog.capacity.atMost;
};

/** The capacity is known better once so many requests have found their places. */
function learnCapacity({ phase }: Draft<Socket>, places: number): void {
  if (phase.is !== 'listening') return;
  const { atLeast, atMost } = phase.capacity;
  phase.capacity = { atLeast: Math.max(atLeast, Math.min(places, atMost)), atMost };
}

function confirm({ model, connection }: Reception<'request'>): void {
  connection.confirmed = true;
  put(model.profile, connection, 'client', { is: 'confirmation', data: null });
}

/**
 * `FD_ACCEPT` for a new request, unless a deferred one keeps its successors silent (CA-12, NE-17). Whether one that was
 * withdrawn still does is not said (AM-01, AM-04).
 */
function indicateRequest({ connections }: Draft<World>, listener: Draft<Socket>): void {
  if (listener.phase.is !== 'listening') return;
  const { deferred } = listener.phase;
  if (deferred === null) raise(listener, 'FD_ACCEPT');
  else if (isWithdrawn(connections[deferred])) allow(listener, 'FD_ACCEPT');
  else indicate(listener, 'FD_ACCEPT', 0, under('AM-01', 'R3'));
}

/** A connection request reaches the address that it was sent to. */
export const requestRules: DeliveryRules<'request'> = [
  {
    name: 'a request is queued and indicated',
    clauses: ['LS-06', 'NE-01', 'NE-17', 'CA-12', 'CA-28', 'CD-02'],
    when: (arrival) =>
      backlogAt(arrival) !== null &&
      isNext(arrival) &&
      (arrival.connection.confirmed || (hasRoom(arrival) && !isConfirmedFirst(arrival))),
    then: (reception) => {
      const { world, connection, id } = reception;
      const listener = socketIn(world, connection.listener);
      if (listener?.phase.is !== 'listening') return;
      listener.phase.queue = [...listener.phase.queue, id].sort();
      learnCapacity(listener, placesTaken(reception, listener.phase.queue));
      indicateRequest(world, listener);
    },
  },
  {
    name: 'a handshake is complete before the backlog shows its request',
    clauses: ['CA-29', 'CN-10'],
    when: (arrival) => !arrival.connection.confirmed && hasRoom(arrival) && isConfirmedFirst(arrival),
    then: (reception) => {
      const { world, connection } = reception;
      const listener = socketIn(world, connection.listener);
      if (listener?.phase.is !== 'listening') return;
      connection.wires.server.unshift({ is: 'request' });
      confirm(reception);
      learnCapacity(listener, placesTaken(reception, listener.phase.queue) + 1);
    },
  },
  {
    name: 'a request that finds the backlog full fails at the connecting side',
    clauses: ['LS-05', 'LS-07'],
    when: (arrival) => {
      const backlog = backlogAt(arrival);
      if (backlog === null || arrival.connection.confirmed) return false;
      const { queue, capacity } = backlog;
      return arrival.connection.missed === 'backlog full' || placesTaken(arrival, queue) >= capacity.atLeast;
    },
    then: (reception) => {
      const { world, connection, model, id, reading } = reception;
      const listener = socketIn(world, connection.listener);
      if (listener?.phase.is !== 'listening') return;
      const early = confirmsOnArrival(model, listener);
      const denial = reading<Denial>('AM-05a', {
        // Nothing is complete that could be reset where the transport confirms on acceptance (AM-05b is read so, too).
        refused: early ? ['R1'] : ['R1', 'R2'],
        reset: early ? ['R2'] : [],
        silence: ['R3'],
      });
      const { atLeast, atMost } = listener.phase.capacity;
      const held = placesTaken(reception, listener.phase.queue);
      if (held >= atLeast) listener.phase.capacity = { atLeast, atMost: Math.min(atMost, held) };
      if (denial === 'reset') confirm(reception);
      if (denial === 'silence') connection.wires.server.unshift({ is: 'request' });
      else deny(model, world, id, denial);
    },
  },
  {
    name: 'nobody listens at the address, or nobody listened when the request arrived',
    clauses: ['CN-07'],
    when: (arrival) => arrival.connection.missed === 'nobody listened' || backlogAt(arrival) === null,
    then: (reception) => {
      const { world, model, id, connection, oneOf } = reception;
      const listened =
        connection.missed === 'listener closed' &&
        confirmsOnArrival(model, socketIn(world, connection.listener));
      const denial = oneOf<Denial>(listened ? ['refused', 'silence', 'reset'] : ['refused', 'silence']);
      if (denial === 'reset') confirm(reception);
      deny(model, world, id, denial);
    },
  },
];
