import type { Draft } from 'immer';
import { isWithdrawn } from '../attempts.js';
import type { Denial } from '../backlog.js';
import { deny } from '../backlog.js';
import { put, socketIn } from '../connections.js';
import { indicate, raise, under } from '../indications.js';
import type { Model } from '../model.js';
import type { Listening, Socket } from '../world.js';
import type { Arrival, DeliveryRules, Reception } from './delivery.js';

/** Whether the handshake completes when the request arrives: SO_CONDITIONAL_ACCEPT lets it wait (CA-28, CA-29). */
const confirmsOnArrival = ({ profile }: Model, listener: Socket | undefined): boolean =>
  profile.confirmed === 'on-arrival' && listener?.conditionalAccept !== true;

function backlogAt({ world, connection }: Arrival<'request'>): Listening | null {
  const listener = connection.listener === null ? undefined : world.sockets[connection.listener];
  return listener?.phase.is === 'listening' ? listener.phase : null;
}

const standing = (arrival: Arrival<'request'>, { queue }: Listening): number =>
  queue.filter((id) => !isWithdrawn(arrival.world.connections[id])).length;

function confirm({ model, connection }: Reception<'request'>): void {
  connection.confirmed = true;
  put(model.profile, connection, 'client', { is: 'confirmation', data: null });
}

/** `FD_ACCEPT` for a new request, unless a deferred one keeps its successors silent (CA-12, NE-17). */
function indicateRequest(listener: Draft<Socket>): void {
  if (listener.phase.is !== 'listening') return;
  if (listener.phase.deferred === null) raise(listener, 'FD_ACCEPT');
  else indicate(listener, 'FD_ACCEPT', 0, under('AM-01', 'R3'));
}

/** A connection request reaches the address that it was sent to. */
export const requestRules: DeliveryRules<'request'> = [
  {
    name: 'a request is queued and indicated',
    clauses: ['LS-06', 'NE-01', 'NE-17', 'CA-12', 'CA-28', 'CA-29', 'CD-02'],
    when: (arrival) => {
      const backlog = backlogAt(arrival);
      return backlog !== null && standing(arrival, backlog) < backlog.capacity.atMost;
    },
    then: (reception) => {
      const { world, connection, model, id } = reception;
      const listener = socketIn(world, connection.listener);
      if (listener?.phase.is !== 'listening') return;
      const { phase } = listener;
      phase.queue = [...phase.queue, id].sort();
      const { atLeast, atMost } = phase.capacity;
      phase.capacity = { atLeast: Math.max(atLeast, Math.min(phase.queue.length, atMost)), atMost };
      if (confirmsOnArrival(model, listener)) confirm(reception);
      indicateRequest(listener);
    },
  },
  {
    name: 'a request that finds the backlog full fails at the connecting side',
    clauses: ['LS-05', 'LS-07'],
    when: (arrival) => {
      const backlog = backlogAt(arrival);
      if (backlog === null) return false;
      return arrival.connection.missed === 'backlog full' || backlog.queue.length >= backlog.capacity.atLeast;
    },
    then: (reception) => {
      const { world, connection, model, id, reading } = reception;
      const listener = socketIn(world, connection.listener);
      if (listener?.phase.is !== 'listening') return;
      const early = confirmsOnArrival(model, listener);
      const denial = reading<Denial>('AM-05a', {
        refused: ['R1'],
        reset: early ? ['R2'] : [],
        silence: ['R3'],
      });
      const { atLeast, atMost } = listener.phase.capacity;
      const held = listener.phase.queue.length;
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
