import { leave, release } from '../../model/calls/closesocket.js';
import { hasUnsent } from '../../model/room.js';
import { connected } from '../../model/calls/preconditions.js';
import { peerOf } from '../../model/world.js';
import { profileNamed } from '../../spec/profiles.js';
import { closing } from './effects.js';
import type { Fault } from './fault.js';
import { changeEffect } from './fault.js';

const tcp = profileNamed('tcp');

/** Mistakes about what a close ends. */
export const closingFaults: readonly Fault[] = [
  {
    name: 'close-with-no-end',
    says: 'Closing a socket does not end its connection.',
    clauses: ['CL-03', 'GS-02'],
    caughtBy: 'closing',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'closesocket', [closing], () => (stage) => {
        leave(stage.self, connected(stage));
        return { ok: {} };
      }),
  },
  {
    name: 'close-drops-unsent',
    says: 'Closing a socket that does not linger throws away what was not sent yet, and ends gracefully.',
    clauses: ['GS-04', 'LG-03', 'CL-04'],
    caughtBy: 'closing',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'closesocket', [closing], (documented) => (stage) => {
        const { connection, side } = connected(stage);
        const to = peerOf(side);
        if (hasUnsent({ connection, side }))
          connection.wires[to] = connection.wires[to].filter(({ is }) => is !== 'data');
        return documented(stage);
      }),
  },
  {
    name: 'close-keeps-handle',
    says: 'A handle that was closed can still be used.',
    clauses: ['CL-01', 'CL-02', 'ER-04', 'NE-34'],
    caughtBy: 'closing',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'closesocket', ['a socket without a connection is just gone'], () => () => ({
        ok: {},
      })),
  },
  {
    name: 'close-leaves-attempt',
    says: 'Closing a socket does not withdraw its attempt to connect.',
    clauses: ['CL-03', 'CL-05', 'LS-06'],
    caughtBy: 'closing',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'closesocket', ['closing withdraws a connection attempt'], () => (stage) => {
        leave(stage.self, connected(stage));
        return { ok: {} };
      }),
  },
  {
    name: 'listener-close-keeps-backlog',
    says: 'Closing a listening socket leaves those connected that it has not accepted yet.',
    clauses: ['CL-01', 'CL-05'],
    caughtBy: 'closing',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'closesocket', ['a listening socket takes its backlog along'], () => ({ self }) => {
        release(self);
        return { ok: {} };
      }),
  },
  {
    name: 'close-tells-the-reset',
    says: 'Closing a socket whose connection was reset fails with WSAECONNRESET.',
    clauses: ['CL-08'],
    caughtBy: 'closing',
    profile: tcp,
    change: (rules) =>
      changeEffect(
        rules,
        'closesocket',
        ['after the circuit is lost only the handle is left to give back'],
        () => () => ({ error: 'WSAECONNRESET' }),
      ),
  },
  {
    name: 'shutdown-closes-socket',
    says: 'SD_BOTH closes the socket.',
    clauses: ['GS-11'],
    caughtBy: 'closing',
    profile: tcp,
    change: (rules) =>
      changeEffect(
        rules,
        'shutdown',
        ['SD_BOTH starts a graceful shutdown and ends reception'],
        (documented) => (stage) => {
          const outcome = documented(stage);
          leave(stage.self, connected(stage));
          return outcome;
        },
      ),
  },
];
