import type { Sequence, SequenceEvent } from './sequence.js';
import { actors, chain, closed, ok, stopped, toldOfEnd, zeroBytes } from './showings.js';

const { client, server } = actors;
const peerStops: SequenceEvent = {
  id: 'peer',
  side: 'server',
  says: 'stops sending, without which there is no end of data to wait for',
  shows: stopped(server),
};
const drains: Pick<SequenceEvent, 'says' | 'shows'> = {
  says: 'receives until it gets zero bytes; an error would mean that the end is not graceful',
  shows: [zeroBytes(client)],
};

/** SQ-3, first form. */
export const waitingForFdClose: Sequence = {
  id: 'SQ-3a',
  title: 'Waiting for the peer’s end of data, with FD_CLOSE',
  source: 'A:shutdown',
  requires: ['graceful-close', 'byte-stream'],
  starts: 'connected',
  events: [
    {
      id: 'register',
      side: 'client',
      says: 'registers for FD_CLOSE',
      shows: [
        { socket: client, does: { call: 'WSAEventSelect', args: { events: ['FD_CLOSE'] } }, answers: ok },
      ],
    },
    { id: 'shutdown', side: 'client', says: 'stops sending', shows: stopped(client) },
    peerStops,
    { id: 'FD_CLOSE', side: 'client', says: 'gets FD_CLOSE', shows: toldOfEnd(client) },
    { id: 'recv', side: 'client', ...drains },
    { id: 'closesocket', side: 'client', says: 'closes the socket', shows: closed(client) },
  ],
  order: chain('register', 'shutdown', 'FD_CLOSE', 'recv', 'closesocket'),
  implied: [['peer', 'FD_CLOSE']],
};

/** SQ-3, second form. */
export const waitingForZeroBytes: Sequence = {
  id: 'SQ-3b',
  title: 'Waiting for the peer’s end of data, by receiving alone',
  source: 'A:shutdown',
  requires: ['graceful-close', 'byte-stream'],
  starts: 'connected',
  events: [
    { id: 'shutdown', side: 'client', says: 'stops sending', shows: stopped(client) },
    peerStops,
    { id: 'recv', side: 'client', ...drains },
    { id: 'closesocket', side: 'client', says: 'closes the socket', shows: closed(client) },
  ],
  order: chain('shutdown', 'recv', 'closesocket'),
  implied: [['peer', 'recv']],
};
