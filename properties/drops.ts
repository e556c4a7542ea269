import { connected, recv, send, server, upTo } from '../model/search/moves.js';
import type { Scope } from '../model/search/scope.js';
import type { SocketName } from '../spec/trace/step.js';
import { errorOf, isOneOf } from './ledger/happening.js';
import { byNetwork } from './ledger/loss.js';
import type { Watched } from './ledger/watch.js';
import { watch } from './ledger/watch.js';
import type { Property } from './property.js';

/** A connection that the network may drop. */
const ground: Scope = {
  name: 'drops',
  setup: connected,
  moves: [upTo(2, server, recv(1)), upTo(2, server, send('a'))],
  settles: true,
  timers: false,
  surroundings: 'may fail',
  room: 16,
};

/** A circuit that the network has dropped is gone. */
export const drops: Property<Watched<readonly SocketName[]>> = {
  name: 'drops',
  says: 'Nothing can be sent on a circuit of which a call has told that it has timed out or was dropped.',
  clauses: ['AS-07', 'AS-08', 'AS-09', 'AS-10'],
  kind: 'always',
  appliesTo: () => true,
  under: {},
  ground: () => ground,
  monitor: (profile) =>
    watch<readonly SocketName[]>(profile, [], (notes, { happening, before }) => {
      if (happening.is !== 'ended') return { notes };
      const { socket, call, late } = happening;
      const error = errorOf(happening);
      if (before.accounts[socket]?.phase !== 'connected') return { notes };
      const sends = isOneOf(call, 'send', 'WSASend');
      if (!sends && !isOneOf(call, 'recv', 'WSARecv')) return { notes };
      const tells = byNetwork.has(error) && !notes.includes(socket);
      const next = tells ? [...notes, socket].sort() : notes;
      if (!sends || late || !notes.includes(socket)) return { notes: next };
      return error === null
        ? { broken: `${socket} can send on a circuit that was dropped` }
        : { notes: next, triggered: true };
    }),
};
