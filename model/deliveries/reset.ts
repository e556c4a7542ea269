import { standingHeads } from '../backlog.js';
import { finishAttempt, forget, lose, socketIn } from '../connections.js';
import { allow, renew, unsettle } from '../indications.js';
import type { DeliveryRules } from './delivery.js';

/** A reset, or the withdrawal of a request, reaches an end of the connection. */
export const resetRules: DeliveryRules<'reset'> = [
  {
    name: 'the circuit is reset',
    clauses: ['AS-01', 'AS-02', 'AS-03', 'AS-06', 'GS-15', 'NE-22', 'NE-27', 'CA-29'],
    when: ({ connection, side, item }) =>
      item.by !== 'network' && (side === 'client' || connection.listener === null),
    then: ({ model, world, id, connection, side, item }) => {
      if (side === 'client' && world.sockets[connection.client]?.phase.is === 'connecting') {
        finishAttempt(world, id, connection, 'WSAECONNREFUSED');
        connection.ends.client.open = false;
      }
      lose(model.profile, world, connection, side, item.by, item.data);
      forget(world, id);
    },
  },
  {
    name: 'what the network has lost never arrives, and its peer does not hear of it',
    clauses: ['AS-07', 'AS-09'],
    when: ({ item }) => item.by === 'network',
    then: ({ world, id }) => {
      forget(world, id);
    },
  },
  {
    name: 'a request is withdrawn, or its connection reset, before it was accepted',
    clauses: ['CA-16', 'CA-17', 'LS-06', 'NE-17'],
    when: ({ connection, side, item }) =>
      item.by !== 'network' && side === 'server' && connection.listener !== null,
    then: ({ model, world, id, connection, side, item }) => {
      lose(model.profile, world, connection, side, item.by, item.data);
      const listener = socketIn(world, connection.listener);
      if (listener?.phase.is === 'listening' && listener.phase.queue.includes(id)) {
        const { phase } = listener;
        if (phase.deferred === null && standingHeads(world, phase).length > 0) renew(listener, 'FD_ACCEPT');
        else unsettle(listener, 'FD_ACCEPT');
        if (phase.deferred === id) allow(listener, 'FD_ACCEPT');
      } else {
        connection.listener = null;
        connection.ends.server.open = false;
        forget(world, id);
      }
    },
  },
];
