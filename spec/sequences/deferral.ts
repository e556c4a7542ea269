import type { Sequence } from './sequence.js';
import { actors, chain, connects } from './showings.js';

const { client, laterClient, listener, server } = actors;
/** SQ-5. */
export const deferral: Sequence = {
  id: 'SQ-5',
  title: 'Deferral',
  source: 'SEED-E',
  requires: [],
  starts: 'listening',
  events: [
    { id: 'r1', side: 'client', says: 'connects', shows: connects(client) },
    {
      id: '1',
      side: 'server',
      says: 'gets FD_ACCEPT for the first request',
      shows: [{ socket: listener, sees: { FD_ACCEPT: 0 } }],
    },
    {
      id: '2',
      side: 'server',
      says: 'accepts; the condition function defers the first request',
      shows: [
        {
          socket: listener,
          does: { call: 'WSAAccept', args: { as: server, condition: 'CF_DEFER' } },
          answers: { error: 'WSATRY_AGAIN', condition: { called: true, callerId: client } },
        },
      ],
    },
    { id: 'r2', side: 'client', says: 'another client connects meanwhile', shows: connects(laterClient) },
    {
      id: '3',
      side: 'server',
      says: 'gets no indication meanwhile',
      shows: [{ socket: listener, lacks: ['FD_ACCEPT'] }],
    },
    {
      id: '4',
      side: 'server',
      says: 'accepts again; the condition function decides on the first request',
      shows: [
        {
          socket: listener,
          does: { call: 'WSAAccept', args: { as: server, condition: 'CF_ACCEPT' } },
          answers: { ok: {}, condition: { called: true, callerId: client } },
        },
        {
          socket: listener,
          does: { call: 'WSAAccept', args: { as: server, condition: 'CF_REJECT' } },
          answers: { error: 'WSAECONNREFUSED', condition: { called: true, callerId: client } },
        },
      ],
    },
    {
      id: '5',
      side: 'server',
      says: 'gets FD_ACCEPT for the second request',
      shows: [{ socket: listener, sees: { FD_ACCEPT: 0 } }],
    },
  ],
  order: [...chain('1', '2', '3', '4', '5'), ['2', 'r2'], ['r2', '3']],
  implied: [['r1', '1']],
};
