import { leave } from '../../model/calls/closesocket.js';
import { connected } from '../../model/calls/preconditions.js';
import { abort } from '../../model/connections.js';
import { profileNamed } from '../../spec/profiles.js';
import { changeReceives, closing, receiving, receivingEnd, shuttingSend } from './effects.js';
import type { Fault } from './fault.js';
import { changeEffect } from './fault.js';

const tcp = profileNamed('tcp');
const osi = profileNamed('osi');

/** Mistakes about the graceful end of a connection. */
export const gracefulFaults: readonly Fault[] = [
  {
    name: 'zero-bytes-on-message-end',
    says: 'On a message-oriented transport WSARecv tells the graceful end by zero bytes.',
    clauses: ['GS-06', 'GS-07'],
    caughtBy: 'graceful',
    profile: osi,
    change: (rules) => changeEffect(rules, 'WSARecv', [receivingEnd], () => () => ({ ok: { data: '' } })),
  },
  {
    name: 'disconn-on-stream-end',
    says: 'On a byte stream a receive tells the graceful end by WSAEDISCON.',
    clauses: ['GS-06', 'GS-07'],
    caughtBy: 'graceful',
    profile: tcp,
    change: (rules) => changeReceives(rules, [receivingEnd], () => () => ({ error: 'WSAEDISCON' })),
  },
  {
    name: 'end-before-data',
    says: 'Once the end has arrived, a receive tells it although data are left to read.',
    clauses: ['GS-08'],
    caughtBy: 'graceful',
    profile: tcp,
    change: (rules) =>
      changeReceives(
        rules,
        [receiving],
        (documented) => (stage) => (stage.link?.end.ended ? { ok: { data: '' } } : documented(stage)),
      ),
  },
  {
    name: 'end-told-once',
    says: 'Only one receive is told the end; the next one waits for more.',
    clauses: ['GS-06', 'GS-08'],
    caughtBy: 'graceful',
    profile: tcp,
    change: (rules) =>
      changeReceives(rules, [receivingEnd], (documented) => (stage) => {
        const outcome = documented(stage);
        connected(stage).end.ended = null;
        return outcome;
      }),
  },
  {
    name: 'shutdown-resets',
    says: 'SD_SEND resets the connection.',
    clauses: ['GS-01', 'GS-09'],
    caughtBy: 'graceful',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'shutdown', [shuttingSend], () => (stage) => {
        const { connection, side } = connected(stage);
        abort(stage.model.profile, connection, side, 'abort');
        return { ok: {} };
      }),
  },
  {
    name: 'shutdown-stays-local',
    says: 'SD_SEND ends sending without a word to the peer.',
    clauses: ['GS-01', 'GS-09'],
    caughtBy: 'graceful',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'shutdown', [shuttingSend], () => (stage) => {
        connected(stage).end.sending = 'ended';
        return { ok: {} };
      }),
  },
  {
    name: 'graceful-close-resets',
    says: 'Closing a socket that does not linger resets the connection.',
    clauses: ['GS-02', 'LG-01', 'LG-02'],
    caughtBy: 'graceful',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'closesocket', [closing], () => (stage) => {
        const link = connected(stage);
        abort(stage.model.profile, link.connection, link.side, 'abort');
        leave(stage.self, link);
        return { ok: {} };
      }),
  },
];
