import { leave } from '../../model/calls/closesocket.js';
import { hasUnsent } from '../../model/room.js';
import { connected } from '../../model/calls/preconditions.js';
import { abort, endSending } from '../../model/connections.js';
import { waits } from '../../model/rule.js';
import { peerOf } from '../../model/world.js';
import { profileNamed } from '../../spec/profiles.js';
import { closing } from './effects.js';
import type { Fault } from './fault.js';
import { changeEffect } from './fault.js';

const tcp = profileNamed('tcp');

const closingAtZero = 'lingering for zero seconds resets the connection and returns at once';
const closingBlocked = 'lingering on a blocking socket waits until what was sent has gone, or the time-out';
const closingFails =
  'lingering on a nonblocking socket fails if it cannot complete at once, and disconnects nothing';

/** Mistakes about what the linger options make of a close. */
export const lingerFaults: readonly Fault[] = [
  {
    name: 'linger-zero-graceful',
    says: 'Lingering for zero seconds closes gracefully.',
    clauses: ['LG-01', 'LG-04', 'AS-03'],
    caughtBy: 'linger',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'closesocket', [closingAtZero], () => (stage) => {
        const link = connected(stage);
        endSending(stage.model.profile, link.connection, link.side);
        leave(stage.self, link);
        return { ok: {} };
      }),
  },
  {
    name: 'linger-unsent-lost',
    says: 'A lingering close does not send what is left, and ends gracefully.',
    clauses: ['LG-05', 'GS-04'],
    caughtBy: 'linger',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'closesocket', [closingBlocked], (documented) => (stage) => {
        const { connection, side } = connected(stage);
        const to = peerOf(side);
        connection.wires[to] = connection.wires[to].filter(({ is }) => is !== 'data');
        return documented(stage);
      }),
  },
  {
    name: 'linger-reports-time-out',
    says: 'A lingering close that resets the connection fails with WSAETIMEDOUT.',
    clauses: ['AS-04', 'LG-05', 'LG-09'],
    caughtBy: 'linger',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'closesocket', [closingBlocked], (documented) => (stage) => {
        const link = connected(stage);
        if (!hasUnsent(link)) return documented(stage);
        abort(stage.model.profile, link.connection, link.side, 'abort');
        leave(stage.self, link);
        return { error: 'WSAETIMEDOUT' };
      }),
  },
  {
    name: 'linger-nonblocking-disconnects',
    says: 'A nonblocking lingering close that fails has started the disconnect all the same.',
    clauses: ['CL-08', 'LG-06'],
    caughtBy: 'linger',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'closesocket', [closingFails], (documented) => (stage) => {
        const { connection, side } = connected(stage);
        endSending(stage.model.profile, connection, side);
        return documented(stage);
      }),
  },
  {
    name: 'linger-nonblocking-loses-handle',
    says: 'A nonblocking lingering close that fails has given the handle back all the same.',
    clauses: ['LG-06'],
    caughtBy: 'linger',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'closesocket', [closingFails], (documented) => (stage) => {
        const outcome = documented(stage);
        const link = connected(stage);
        endSending(stage.model.profile, link.connection, link.side);
        leave(stage.self, link);
        return outcome;
      }),
  },
  {
    name: 'close-waits-without-lingering',
    says: 'Closing a socket that does not linger waits until what was sent has gone.',
    clauses: ['LG-02', 'LG-03'],
    caughtBy: 'linger',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'closesocket', [closing], (documented) => (stage) => {
        if (!hasUnsent(connected(stage))) return documented(stage);
        const { connection, side } = connected(stage);
        endSending(stage.model.profile, connection, side);
        return waits;
      }),
  },
  {
    name: 'dontlinger-ignored',
    says: 'SO_DONTLINGER can be set without effect.',
    clauses: ['LG-11', 'LG-12'],
    caughtBy: 'linger',
    profile: tcp,
    change: (rules) =>
      changeEffect(
        rules,
        'setsockopt',
        [
          'SO_DONTLINGER is the complement of lingering; turned on through it, the time-out is the provider’s choice',
        ],
        () => () => ({ ok: {} }),
      ),
  },
];
