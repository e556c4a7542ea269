import { finishAttempt, forget } from '../connections.js';
import type { DeliveryRules } from './delivery.js';

/** A refusal reaches the connector. */
export const refusalRules: DeliveryRules<'refusal'> = [
  {
    name: 'the attempt is refused, and the socket may try again',
    clauses: ['CN-03', 'CN-07', 'LS-07', 'NE-20'],
    when: () => true,
    then: ({ world, id, connection }) => {
      finishAttempt(world, id, connection, 'WSAECONNREFUSED');
      connection.ends.client.open = false;
      forget(world, id);
    },
  },
];
