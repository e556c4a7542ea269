import type { Sequence } from './sequence.js';
import { actors, chain, closed, stopped, toldOfEnd } from './showings.js';

const { client, server } = actors;
const response = 'response';

/** SQ-1. */
export const gracefulShutdown: Sequence = {
  id: 'SQ-1',
  title: 'Graceful shutdown, client initiates',
  source: 'N-GSA, N-GSS',
  requires: ['graceful-close', 'half-close'],
  starts: 'connected',
  events: [
    {
      id: '1',
      side: 'client',
      says: 'signals the end of the session: it has nothing more to send',
      shows: stopped(client),
    },
    {
      id: '2',
      side: 'server',
      says: 'gets FD_CLOSE: graceful shutdown in progress, all client data received',
      shows: toldOfEnd(server),
    },
    {
      id: '3',
      side: 'server',
      says: 'sends remaining response data',
      shows: [
        {
          socket: server,
          does: { call: 'send', args: { data: response } },
          answers: { ok: { sent: response.length } },
        },
      ],
    },
    { id: '4', side: 'server', says: 'has nothing more to send', shows: stopped(server) },
    { id: "4'", side: 'server', says: 'closes the socket', shows: closed(server) },
    {
      id: "5'",
      side: 'client',
      says: 'gets FD_READ, receives the response data',
      shows: [
        {
          socket: client,
          sees: { FD_READ: 0 },
          does: { call: 'recv', args: { len: 64 } },
          answers: { ok: { data: response } },
        },
      ],
    },
    { id: '5', side: 'client', says: 'gets FD_CLOSE', shows: toldOfEnd(client) },
    { id: '6', side: 'client', says: 'closes the socket', shows: closed(client) },
  ],
  order: [...chain('1', '2', '3', '4', '5', '6'), ["5'", '5'], ['4', "4'"]],
  // What is received must have been sent.
  implied: [['3', "5'"]],
};
