import { connected } from '../../model/calls/preconditions.js';
import { stopReceiving } from '../../model/directions.js';
import { profileNamed } from '../../spec/profiles.js';
import { changeSends, sending, shuttingSend } from './effects.js';
import type { Fault } from './fault.js';
import { changeArrival, changeEffect } from './fault.js';

const tcp = profileNamed('tcp');

/** Mistakes about a connection of which one direction is down. */
export const halfCloseFaults: readonly Fault[] = [
  {
    name: 'shutdown-closes-both',
    says: 'SD_SEND ends reception as well.',
    clauses: ['GS-13'],
    caughtBy: 'half-close',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'shutdown', [shuttingSend], (documented) => (stage) => {
        const outcome = documented(stage);
        stopReceiving(stage.model, stage.self, connected(stage), 'SD_BOTH', () => false);
        return outcome;
      }),
  },
  {
    name: 'half-close-drops-arrivals',
    says: 'Data that arrive at an end that has stopped sending are dropped.',
    clauses: ['GS-13'],
    caughtBy: 'half-close',
    profile: tcp,
    change: (rules) =>
      changeArrival(rules, 'data', ['data are received and indicated'], (documented) => (reception) => {
        if (reception.end.sending === 'open') documented(reception);
      }),
  },
  {
    name: 'send-fails-after-peers-end',
    says: 'Nothing can be sent once the peer has stopped sending.',
    clauses: ['GS-13', 'IO-11'],
    caughtBy: 'half-close',
    profile: tcp,
    change: (rules) =>
      changeSends(
        rules,
        [sending],
        (documented) => (stage) =>
          connected(stage).end.ended ? { error: 'WSAESHUTDOWN' } : documented(stage),
      ),
  },
];
