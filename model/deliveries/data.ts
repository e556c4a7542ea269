import type { Draft } from 'immer';
import { isMessageOriented, isStream } from '../../spec/profiles.js';
import { arriveLate } from '../cancelled.js';
import { abort, abortOpen, socketOf } from '../connections.js';
import { unwantedDataReset } from '../directions.js';
import { mayReceive } from '../in-flight.js';
import { allow, raise, under } from '../indications.js';
import type { Socket } from '../world.js';
import type { DeliveryRules, Reception } from './delivery.js';

function receive({ model, end, item }: Reception<'data'>): void {
  if (isMessageOriented(model.profile)) end.unread.push(item.bytes);
  else end.unread = [end.unread.join('') + item.bytes];
}

/** A part of what comes need not be told anew by itself: it may be by what is right behind it (AM-08a). */
function isToldWithTheRest(
  { model, connection, side, oneOf }: Reception<'data'>,
  { told }: Draft<Socket>,
): boolean {
  const isPart = isStream(model.profile) && connection.wires[side][0]?.is === 'data';
  return isPart && told.includes('FD_READ') && oneOf([true, false]);
}

/** Data reach an end of the connection. */
export const dataRules: DeliveryRules<'data'> = [
  {
    name: 'data are received and indicated',
    clauses: ['CN-10', 'GS-04', 'GS-13', 'NE-17', 'NE-18'],
    when: ({ end }) => mayReceive(end) && !end.lost,
    then: (reception) => {
      receive(reception);
      const { world, connection, side } = reception;
      const socket = socketOf(world, connection, side);
      if (socket && !isToldWithTheRest(reception, socket)) raise(socket, 'FD_READ');
    },
  },
  {
    name: 'data that a reset has overtaken may have arrived before it',
    clauses: ['AS-01', 'AS-03', 'NE-18'],
    when: ({ end }) => mayReceive(end) && end.lost !== null,
    then: (reception) => {
      receive(reception);
      const { world, connection, side } = reception;
      const socket = socketOf(world, connection, side);
      if (!socket) return;
      allow(socket, 'FD_READ', 0, socket.told.includes('FD_READ') ? under('AM-08a', 'R2') : null);
    },
  },
  {
    name: 'data that meet a direction shut for receiving are dropped, or reset the circuit',
    clauses: ['AS-05', 'DD-15', 'NE-18', 'NE-31'],
    when: ({ end }) => end.open && end.receiving !== 'open' && !end.lost,
    then: (reception) => {
      const { model, world, connection, side, end, item } = reception;
      const socket = socketOf(world, connection, side);
      arriveLate(socket, item.bytes);
      end.discarded = true;
      // That nobody can read them is no reason not to tell that they have arrived.
      if (socket) allow(socket, 'FD_READ', 0, socket.told.includes('FD_READ') ? under('AM-08a', 'R2') : null);
      if (end.receiving !== 'open' && unwantedDataReset(model, end.receiving, 'arriving', reception))
        abortOpen(model.profile, socket, connection, side, 'stack');
    },
  },
  {
    name: 'data for an endpoint that is gone may be answered with a reset',
    clauses: ['AS-01', 'CL-04'],
    when: ({ end }) => !end.open && !end.lost,
    then: ({ model, connection, side, oneOf }) => {
      if (oneOf([true, false])) abort(model.profile, connection, side, 'stack');
    },
  },
  {
    name: 'data for a circuit that is lost are lost',
    clauses: ['AS-02'],
    when: ({ end }) => end.lost !== null && !mayReceive(end),
    then: () => undefined,
  },
];
