import { hasUnsent } from '../../model/room.js';
import { connected } from '../../model/calls/preconditions.js';
import { waits } from '../../model/rule.js';
import { profileNamed } from '../../spec/profiles.js';
import { changeReceives, receivingNothing, shuttingSend } from './effects.js';
import type { Fault } from './fault.js';
import { changeEffect, effectOf, withoutRules } from './fault.js';

const tcp = profileNamed('tcp');

const connectingBlocked = 'a blocking connect waits for the outcome';
const connectingOn = 'a nonblocking connect goes on after it would block';
const connectingAtOnce = 'a nonblocking connect may have its outcome at once';

/** Mistakes about which calls wait. */
export const blockingFaults: readonly Fault[] = [
  {
    name: 'blocking-accept-does-not-wait',
    says: 'A blocking accept fails with WSAEWOULDBLOCK when nothing is pending.',
    clauses: ['CA-15'],
    caughtBy: 'waiting',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'WSAAccept', ['nothing pending: accept waits, or would block'], () => () => ({
        error: 'WSAEWOULDBLOCK',
      })),
  },
  {
    name: 'blocking-connect-does-not-wait',
    says: 'A blocking connect returns while the attempt goes on.',
    clauses: ['CN-01'],
    caughtBy: 'waiting',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'WSAConnect', [connectingBlocked], () =>
        effectOf(rules, 'WSAConnect', connectingOn),
      ),
  },
  {
    name: 'nonblocking-connect-waits',
    says: 'A nonblocking connect waits for the outcome.',
    clauses: ['CN-02'],
    caughtBy: 'waiting',
    profile: tcp,
    change: (rules) =>
      changeEffect(
        withoutRules(rules, 'WSAConnect', [connectingAtOnce]),
        'WSAConnect',
        [connectingOn],
        () => (stage) => {
          stage.self.mode = 'blocking';
          return effectOf(rules, 'WSAConnect', connectingBlocked)(stage);
        },
      ),
  },
  {
    name: 'blocking-receive-does-not-wait',
    says: 'A blocking receive fails with WSAEWOULDBLOCK when there is nothing to receive.',
    clauses: ['IO-05'],
    caughtBy: 'waiting',
    profile: tcp,
    change: (rules) => changeReceives(rules, [receivingNothing], () => () => ({ error: 'WSAEWOULDBLOCK' })),
  },
  {
    name: 'nonblocking-receive-waits',
    says: 'A receive waits for data although its socket is nonblocking.',
    clauses: ['IO-04'],
    caughtBy: 'waiting',
    profile: tcp,
    change: (rules) =>
      changeReceives(rules, [receivingNothing], (documented) => (stage) => {
        stage.self.mode = 'blocking';
        return documented(stage);
      }),
  },
  {
    name: 'shutdown-blocks',
    says: 'With lingering on, SD_SEND waits until what was sent has gone.',
    clauses: ['GS-10'],
    caughtBy: 'blocking',
    profile: tcp,
    change: (rules) =>
      changeEffect(
        rules,
        'shutdown',
        [shuttingSend],
        (documented) => (stage) =>
          stage.self.linger.onoff && hasUnsent(connected(stage)) ? waits : documented(stage),
      ),
  },
];
