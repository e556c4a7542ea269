import type { SocketName } from '../trace/step.js';
import type { Sequence, Showing } from './sequence.js';
import { actors, chain, closed, ok, toldOfEnd, zeroBytes } from './showings.js';

const { client, server } = actors;
const total = 'transaction total';
const grandTotal = 'grand total';

const sends = (socket: SocketName, data: string): readonly Showing[] => [
  {
    socket,
    requires: 'disconnect-data',
    does: { call: 'WSASendDisconnect', args: { data } },
    answers: ok,
  },
  { socket, requires: 'no-disconnect-data', does: { call: 'WSASendDisconnect', args: {} }, answers: ok },
];
const fetches = (socket: SocketName, data: string): readonly Showing[] => {
  const does = { call: 'WSARecvDisconnect', args: { len: 64 } } as const;
  return [
    { socket, requires: 'disconnect-data', does, answers: { ok: { data } } },
    // TCP may answer success or WSAENOPROTOOPT (DD-13).
    { socket, requires: 'no-disconnect-data', does },
  ];
};

/** SQ-2. */
export const disconnectData: Sequence = {
  id: 'SQ-2',
  title: 'Disconnect data, client initiates',
  source: 'SEED-T, SEED-S',
  requires: ['graceful-close'],
  starts: 'connected',
  events: [
    {
      id: '1',
      side: 'client',
      says: 'sends a disconnect with the transaction total',
      shows: sends(client, total),
    },
    {
      id: '2',
      side: 'server',
      says: 'gets FD_CLOSE, or a receive of zero bytes, or a receive failing with WSAEDISCON',
      shows: [
        ...toldOfEnd(server),
        zeroBytes(server),
        {
          socket: server,
          requires: 'message-oriented',
          does: { call: 'WSARecv', args: { len: 64 } },
          answers: { error: 'WSAEDISCON' },
        },
      ],
    },
    { id: '3', side: 'server', says: 'reads the transaction total', shows: fetches(server, total) },
    { id: '4', side: 'server', says: 'computes the grand total', shows: [] },
    {
      id: '5',
      side: 'server',
      says: 'sends a disconnect with the grand total',
      shows: sends(server, grandTotal),
    },
    { id: '5a', side: 'server', says: 'closes the socket', shows: closed(server) },
    { id: '6', side: 'client', says: 'gets FD_CLOSE', shows: toldOfEnd(client) },
    { id: '7', side: 'client', says: 'reads the grand total', shows: fetches(client, grandTotal) },
    // AM-25: SEED-S prints this step in the column of the server.
    { id: '8', side: 'client', says: 'closes the socket', shows: closed(client) },
  ],
  order: [...chain('1', '2', '3', '4', '5', '6', '7', '8'), ['5', '5a']],
  implied: [],
};
