import { indicateEnd, socketOf } from '../connections.js';
import { allow } from '../indications.js';
import type { DeliveryRules } from './delivery.js';

/** The peer's end of data reaches an end of the connection, with its disconnect data. */
export const endRules: DeliveryRules<'end'> = [
  {
    name: 'the end of data has arrived, and FD_CLOSE tells it when nothing is left to read',
    clauses: [
      'GS-05',
      'GS-14',
      'GS-15',
      'GS-16',
      'NE-22',
      'NE-23',
      'NE-25',
      'NE-27',
      'NE-28',
      'DD-03',
      'DD-04',
    ],
    when: ({ end }) => !end.lost,
    then: ({ world, connection, side, end, item }) => {
      end.ended = { data: end.ended?.data ?? item.data };
      const socket = socketOf(world, connection, side);
      if (!socket) return;
      if (end.receiving === 'open') indicateEnd(socket, end);
      else allow(socket, 'FD_CLOSE', 0);
    },
  },
  {
    name: 'after a loss nobody minds a graceful end',
    clauses: ['AS-01'],
    when: ({ end }) => end.lost !== null,
    then: () => undefined,
  },
];
