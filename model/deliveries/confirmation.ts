import { finishAttempt, forget } from '../connections.js';
import { withdraw } from '../attempts.js';
import { allow } from '../indications.js';
import type { Arrival, DeliveryRules } from './delivery.js';

const isAwaited = ({ world, connection }: Arrival<'confirmation'>): boolean =>
  connection.ends.client.open && world.sockets[connection.client]?.phase.is === 'connecting';

const fits = ({ connection, item }: Arrival<'confirmation'>): boolean =>
  connection.calleeDataLen === null || (item.data ?? '').length <= connection.calleeDataLen;

/** The confirmation of a connection reaches the connector. */
export const confirmationRules: DeliveryRules<'confirmation'> = [
  {
    name: 'the connection is established, and callee data arrive with it',
    clauses: ['CN-01', 'CN-03', 'CN-10', 'CD-01', 'CD-04', 'CD-08', 'NE-19', 'NE-20', 'NE-21'],
    when: (arrival) => isAwaited(arrival) && fits(arrival),
    then: ({ world, id, connection, item }) => {
      connection.calleeData = connection.calleeDataLen === null ? null : item.data;
      finishAttempt(world, id, connection, 0);
    },
  },
  {
    name: 'callee data that do not fit their buffer are a fault',
    clauses: ['CD-08', 'NE-20', 'NE-21'],
    when: (arrival) => isAwaited(arrival) && !fits(arrival),
    then: ({ model, world, id, connection, item, reading }) => {
      const fate = reading('AM-14', { fails: ['R1'], truncates: ['R2'] });
      if (fate === 'truncates')
        connection.calleeData = (item.data ?? '').slice(0, connection.calleeDataLen ?? 0);
      finishAttempt(world, id, connection, 'WSAEFAULT');
      const socket = world.sockets[connection.client];
      if (fate === 'truncates' && socket) {
        socket.phase = { is: 'connected', connection: id, side: 'client' };
        // It has become connected (NE-21), though by an attempt that has failed.
        allow(socket, 'FD_WRITE');
      } else {
        withdraw(model, connection);
        connection.ends.client.open = false;
      }
    },
  },
  {
    name: 'a confirmation that nobody waits for is dropped',
    clauses: ['CL-05'],
    when: (arrival) => !isAwaited(arrival),
    then: ({ world, id }) => {
      forget(world, id);
    },
  },
];
