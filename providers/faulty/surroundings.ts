import { profileNamed } from '../../spec/profiles.js';
import { acceptingUnasked, changeReceives, changeSends, receivingNothing, sending } from './effects.js';
import type { Fault } from './fault.js';
import { changeEffect } from './fault.js';

const tcp = profileNamed('tcp');

/** Mistakes about what is left after the surroundings have failed. */
export const surroundingsFaults: readonly Fault[] = [
  {
    name: 'shortage-ends-listening',
    says: 'An accept without a condition function finds no descriptor, and its listener stops listening.',
    clauses: ['LS-09', 'CA-20'],
    caughtBy: 'shortages',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'WSAAccept', [acceptingUnasked], () => ({ self }) => {
        self.phase = { is: 'bound' };
        return { error: 'WSAEMFILE' };
      }),
  },
  {
    name: 'address-clash-listens-all-the-same',
    says: 'Listening fails with WSAEADDRINUSE on a nonblocking socket, which listens all the same.',
    clauses: ['LS-10'],
    caughtBy: 'shortages',
    profile: tcp,
    change: (rules) =>
      changeEffect(
        rules,
        'listen',
        ['a bound socket listens, with a backlog that is silently clamped'],
        (documented) => (stage) => {
          const outcome = documented(stage);
          return stage.self.mode === 'nonblocking' ? { error: 'WSAEADDRINUSE' } : outcome;
        },
      ),
  },
  {
    name: 'timed-out-circuit-goes-on',
    says: 'A receive that has waited in vain says that the circuit has timed out, and leaves it as it is.',
    clauses: ['AS-09'],
    caughtBy: 'drops',
    profile: tcp,
    change: (rules) => changeReceives(rules, [receivingNothing], () => () => ({ error: 'WSAETIMEDOUT' })),
  },
  {
    name: 'keep-alive-failure-goes-on',
    says: 'A receive that has waited in vain says that the keep-alive has failed, and leaves the circuit as it is.',
    clauses: ['AS-08'],
    caughtBy: 'drops',
    profile: tcp,
    change: (rules) => changeReceives(rules, [receivingNothing], () => () => ({ error: 'WSAENETRESET' })),
  },
  {
    name: 'keep-alive-failure-delivers',
    says: 'A send that fails because of the keep-alive delivers its data all the same.',
    clauses: ['AS-08', 'IO-05'],
    caughtBy: 'bytes',
    profile: tcp,
    change: (rules) =>
      changeSends(rules, [sending], (documented) => (stage) => {
        documented(stage);
        return { error: 'WSAENETRESET' };
      }),
  },
  {
    name: 'cancelled-accept-succeeds',
    says: 'An accept that is cancelled because its listener is closed reports success.',
    clauses: ['ER-05', 'CL-05'],
    caughtBy: 'cancellation',
    profile: tcp,
    change: (rules) =>
      changeEffect(
        rules,
        'closesocket',
        ['a listening socket takes its backlog along'],
        (documented) => (stage) => {
          const outcome = documented(stage);
          for (const entry of stage.self.outstanding) entry.ended = { ok: {}, condition: { called: false } };
          return outcome;
        },
      ),
  },
];
