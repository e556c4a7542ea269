import { leave } from '../../model/calls/closesocket.js';
import { connected } from '../../model/calls/preconditions.js';
import { socketOf } from '../../model/connections.js';
import { stopSending } from '../../model/directions.js';
import { raise } from '../../model/indications.js';
import { peerOf } from '../../model/world.js';
import { profileNamed } from '../../spec/profiles.js';
import { arrivingEnd, closing } from './effects.js';
import type { Fault } from './fault.js';
import { changeArrival, changeEffect } from './fault.js';

const tcp = profileNamed('tcp');
const osi = profileNamed('osi');

const disconnecting = 'the end of data and the disconnect data go to the peer';
const fetching =
  'after notice of the peer’s end, the disconnect data are fetched and reception ends; TCP has none to fetch';

/** Mistakes about the data that are exchanged while a connection is ended. */
export const disconnectDataFaults: readonly Fault[] = [
  {
    name: 'send-disconnect-starts-nothing',
    says: 'WSASendDisconnect ends sending without a word to the peer.',
    clauses: ['DD-02', 'DD-03'],
    caughtBy: 'disconnect-data',
    profile: osi,
    change: (rules) =>
      changeEffect(rules, 'WSASendDisconnect', [disconnecting], () => (stage) => {
        connected(stage).end.sending = 'ended';
        return { ok: {} };
      }),
  },
  {
    name: 'send-after-disconnect-succeeds',
    says: 'After WSASendDisconnect data can still be sent.',
    clauses: ['DD-02', 'DD-09'],
    caughtBy: 'misuse',
    profile: osi,
    change: (rules) =>
      changeEffect(rules, 'WSASendDisconnect', [disconnecting], (documented) => (stage) => {
        const outcome = documented(stage);
        connected(stage).end.sending = 'open';
        return outcome;
      }),
  },
  {
    name: 'disconnect-data-cut',
    says: 'Disconnect data lose their last byte on the way.',
    clauses: ['DD-01', 'DD-03'],
    caughtBy: 'disconnect-data',
    profile: osi,
    change: (rules) =>
      changeArrival(rules, 'end', [arrivingEnd], (documented) => (reception) => {
        const data = reception.item.data?.slice(0, -1) ?? null;
        documented({ ...reception, item: { is: 'end', data } });
      }),
  },
  {
    name: 'disconnect-data-in-stream',
    says: 'Disconnect data are received as the last message as well.',
    clauses: ['DD-03'],
    caughtBy: 'disconnect-data',
    profile: osi,
    change: (rules) =>
      changeArrival(rules, 'end', [arrivingEnd], (documented) => (reception) => {
        const { world, connection, side, end, item } = reception;
        const socket = socketOf(world, connection, side);
        if (item.data !== null && socket && end.receiving === 'open') {
          end.unread.push(item.data);
          raise(socket, 'FD_READ');
        }
        documented(reception);
      }),
  },
  {
    name: 'disconnect-data-twice',
    says: 'Disconnect data that were fetched can be fetched again.',
    clauses: ['DD-03', 'DD-04'],
    caughtBy: 'disconnect-data',
    profile: osi,
    change: (rules) =>
      changeEffect(rules, 'WSARecvDisconnect', [fetching], (documented) => (stage) => {
        const { end } = connected(stage);
        const data = end.ended?.data ?? null;
        const outcome = documented(stage);
        if (end.ended) end.ended.data = data;
        return outcome;
      }),
  },
  {
    name: 'disconnect-data-lost-on-close',
    says: 'Closing the socket takes back the disconnect data that its peer has not fetched yet.',
    clauses: ['DD-07', 'DD-08'],
    caughtBy: 'disconnect-data',
    profile: osi,
    change: (rules) =>
      changeEffect(rules, 'closesocket', [closing], (documented) => (stage) => {
        const { connection, side, peer } = connected(stage);
        for (const item of connection.wires[peerOf(side)]) if (item.is === 'end') item.data = null;
        if (peer.ended) peer.ended.data = null;
        return documented(stage);
      }),
  },
  {
    name: 'responders-data-lost',
    says: 'The disconnect data of the second to disconnect are lost.',
    clauses: ['DD-01', 'DD-06'],
    caughtBy: 'disconnect-data',
    profile: osi,
    change: (rules) =>
      changeEffect(rules, 'WSASendDisconnect', [disconnecting], (documented) => (stage) => {
        if (connected(stage).end.ended === null) return documented(stage);
        stopSending(stage.model, stage.self, connected(stage));
        return { ok: {} };
      }),
  },
  {
    name: 'fd-close-ends-disconnect-data',
    says: 'After FD_CLOSE WSARecvDisconnect says that the socket is not connected.',
    clauses: ['DD-04'],
    caughtBy: 'disconnect-data',
    profile: osi,
    change: (rules) =>
      changeEffect(
        rules,
        'WSARecvDisconnect',
        [fetching],
        (documented) => (stage) =>
          stage.self.told.includes('FD_CLOSE') ? { error: 'WSAENOTCONN' } : documented(stage),
      ),
  },
  {
    name: 'only-fd-close-is-notice',
    says: 'WSARecvDisconnect fails unless FD_CLOSE was reported: a receive that told the end is not enough.',
    clauses: ['DD-05'],
    caughtBy: 'disconnect-data',
    profile: osi,
    change: (rules) =>
      changeEffect(
        rules,
        'WSARecvDisconnect',
        [fetching],
        (documented) => (stage) =>
          stage.self.told.includes('FD_CLOSE') ? documented(stage) : { error: 'WSAENOTCONN' },
      ),
  },
  {
    name: 'receive-after-recv-disconnect',
    says: 'After WSARecvDisconnect a receive goes on as if reception were not down.',
    clauses: ['DD-10', 'DD-14'],
    caughtBy: 'disconnect-data',
    profile: osi,
    change: (rules) =>
      changeEffect(rules, 'WSARecvDisconnect', [fetching], (documented) => (stage) => {
        const outcome = documented(stage);
        connected(stage).end.receiving = 'open';
        return outcome;
      }),
  },
  {
    name: 'recv-disconnect-ends-sending',
    says: 'WSARecvDisconnect ends sending as well.',
    clauses: ['DD-14', 'DD-15'],
    caughtBy: 'disconnect-data',
    profile: osi,
    change: (rules) =>
      changeEffect(rules, 'WSARecvDisconnect', [fetching], (documented) => (stage) => {
        const outcome = documented(stage);
        stopSending(stage.model, stage.self, connected(stage));
        return outcome;
      }),
  },
  {
    name: 'recv-disconnect-closes-socket',
    says: 'WSARecvDisconnect closes the socket.',
    clauses: ['DD-11', 'GS-11'],
    caughtBy: 'disconnect-data',
    profile: osi,
    change: (rules) =>
      changeEffect(rules, 'WSARecvDisconnect', [fetching], (documented) => (stage) => {
        const outcome = documented(stage);
        stopSending(stage.model, stage.self, connected(stage));
        leave(stage.self, connected(stage));
        return outcome;
      }),
  },
  {
    name: 'short-disconnect-buffer-cuts',
    says: 'Disconnect data that do not fit their buffer are cut, and the call succeeds.',
    clauses: ['DD-13'],
    caughtBy: 'disconnect-data',
    profile: osi,
    change: (rules) =>
      changeEffect(
        rules,
        'WSARecvDisconnect',
        ['disconnect data need a buffer that is large enough'],
        () => (stage) => {
          const { end } = connected(stage);
          const data = end.ended?.data?.slice(0, stage.args.len ?? 0) ?? null;
          end.ended = { data: null };
          return { ok: { data } };
        },
      ),
  },
  {
    name: 'disconnect-data-swallowed',
    says: 'A transport without disconnect data takes them and throws them away.',
    clauses: ['DD-12', 'DD-16'],
    caughtBy: 'disconnect-data',
    profile: tcp,
    change: (rules) =>
      changeEffect(
        rules,
        'WSASendDisconnect',
        ['disconnect data need a transport that carries them'],
        () => (stage) => {
          const link = connected(stage);
          if (!link.end.lost) stopSending(stage.model, stage.self, link);
          return { ok: {} };
        },
      ),
  },
];
