import type { SocketName } from '../trace/step.js';
import type { Sequence, Showing } from './sequence.js';
import { actors, chain, connects, ok } from './showings.js';

const { client, listener, server } = actors;
const simple = (socket: SocketName, call: 'WSASocket' | 'bind'): readonly Showing[] => [
  { socket, does: { call, args: {} }, answers: ok },
];

/** SQ-4. */
export const establishment: Sequence = {
  id: 'SQ-4',
  title: 'Establishment',
  source: 'N-LCA',
  requires: [],
  starts: 'from-nothing',
  events: [
    { id: 's1', side: 'server', says: 'creates a socket', shows: simple(listener, 'WSASocket') },
    { id: 's2', side: 'server', says: 'binds it', shows: simple(listener, 'bind') },
    {
      id: 's3',
      side: 'server',
      says: 'listens',
      shows: [{ socket: listener, does: { call: 'listen', args: { backlog: 5 } }, answers: ok }],
    },
    { id: 'c1', side: 'client', says: 'creates a socket', shows: simple(client, 'WSASocket') },
    { id: 'c2', side: 'client', says: 'binds it', shows: simple(client, 'bind'), optional: true },
    { id: 'c3', side: 'client', says: 'connects', shows: connects(client) },
    {
      id: 's4',
      side: 'server',
      says: 'gets FD_ACCEPT',
      shows: [{ socket: listener, sees: { FD_ACCEPT: 0 } }],
      optional: true,
    },
    {
      id: 's5',
      side: 'server',
      says: 'accepts, its condition function being asked',
      shows: [
        {
          socket: listener,
          does: { call: 'WSAAccept', args: { as: server, condition: 'CF_ACCEPT' } },
          answers: { ok: {}, condition: { called: true, callerId: client } },
        },
      ],
    },
    {
      id: 'c4',
      side: 'client',
      says: 'gets FD_CONNECT',
      shows: [{ socket: client, sees: { FD_CONNECT: 0 } }],
      optional: true,
    },
  ],
  order: [...chain('s1', 's2', 's3', 's4', 's5'), ...chain('c1', 'c2', 'c3', 'c4')],
  // A request arrives after it was made (and after listen, by the order above); its destination is the
  // address of a bound socket, and it is confirmed once it has arrived.
  implied: [
    ['c3', 's4'],
    ['s2', 'c3'],
    ['s3', 'c4'],
  ],
  onAcceptance: [['s5', 'c4']],
};
