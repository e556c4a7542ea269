import { waits } from '../../model/rule.js';
import { profileNamed } from '../../spec/profiles.js';
import type { CallName } from '../../spec/trace/step.js';
import { acceptingAsked, changeReceives, changeSends, sending } from './effects.js';
import type { Effect, Fault } from './fault.js';
import { changeEffect, effectOf } from './fault.js';

const tcp = profileNamed('tcp');

const sendingUnconnected = 'nothing can be sent on a socket that is not connected';

/** A call on a blocking socket that listens waits for what never comes. */
const waitingOnListeners =
  <Name extends CallName>(documented: Effect<Name>): Effect<Name> =>
  (stage) =>
    stage.self.phase.is === 'listening' && stage.self.mode === 'blocking' ? waits : documented(stage);

/** Mistakes about calls that are out of place. */
export const misuseFaults: readonly Fault[] = [
  {
    name: 'bind-twice-succeeds',
    says: 'A socket that has an address can be bound again.',
    clauses: ['ER-02'],
    caughtBy: 'misuse',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'bind', ['a socket that has an address cannot be bound again'], () => () => ({
        ok: {},
      })),
  },
  {
    name: 'listen-unbound-succeeds',
    says: 'A socket that is not bound can listen.',
    clauses: ['LS-02'],
    caughtBy: 'misuse',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'listen', ['listening needs a bound socket'], () => () => ({ ok: {} })),
  },
  {
    name: 'listen-connected-succeeds',
    says: 'A connected socket can listen.',
    clauses: ['LS-03'],
    caughtBy: 'misuse',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'listen', ['a connected socket cannot listen'], () => () => ({ ok: {} })),
  },
  {
    name: 'listen-again-fails',
    says: 'A listening socket cannot be told to listen again.',
    clauses: ['LS-08'],
    caughtBy: 'misuse',
    profile: tcp,
    change: (rules) =>
      changeEffect(
        rules,
        'listen',
        ['listening again leaves the backlog, or changes it and drops what no longer fits'],
        () => () => ({ error: 'WSAEINVAL' }),
      ),
  },
  {
    name: 'large-backlog-refused',
    says: 'A backlog that is greater than the limit of the provider is an error.',
    clauses: ['LS-05'],
    caughtBy: 'misuse',
    profile: tcp,
    change: (rules) =>
      changeEffect(
        rules,
        'listen',
        ['a bound socket listens, with a backlog that is silently clamped'],
        (documented) => (stage) =>
          stage.args.backlog > stage.model.profile.limits.backlog
            ? { error: 'WSAEINVAL' }
            : documented(stage),
      ),
  },
  {
    name: 'connect-connected-succeeds',
    says: 'Connecting a socket that is connected succeeds.',
    clauses: ['CN-05'],
    caughtBy: 'misuse',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'WSAConnect', ['a connected socket cannot connect again'], () => () => ({
        ok: {},
      })),
  },
  {
    name: 'connect-pending-says-connected',
    says: 'Connecting again while an attempt is pending fails with WSAEISCONN.',
    clauses: ['CN-04'],
    caughtBy: 'misuse',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'WSAConnect', ['one attempt at a time'], () => () => ({ error: 'WSAEISCONN' })),
  },
  {
    name: 'connect-listening-says-connected',
    says: 'Connecting a listening socket fails with WSAEISCONN.',
    clauses: ['CN-06'],
    caughtBy: 'misuse',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'WSAConnect', ['a listening socket cannot connect'], () => () => ({
        error: 'WSAEISCONN',
      })),
  },
  {
    name: 'connect-needs-bind',
    says: 'A socket that is not bound cannot connect.',
    clauses: ['CN-08'],
    caughtBy: 'misuse',
    profile: tcp,
    change: (rules) =>
      changeEffect(
        rules,
        'WSAConnect',
        ['a blocking connect waits for the outcome', 'a nonblocking connect goes on after it would block'],
        (documented) => (stage) =>
          stage.self.phase.is === 'unbound' ? { error: 'WSAEINVAL' } : documented(stage),
      ),
  },
  {
    name: 'accept-without-listen-would-block',
    says: 'Accept on a socket that does not listen finds nothing pending.',
    clauses: ['CA-07', 'CA-18'],
    caughtBy: 'misuse',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'WSAAccept', ['only a listening socket accepts'], () => () => ({
        error: 'WSAEWOULDBLOCK',
      })),
  },
  {
    name: 'unknown-answer-accepts',
    says: 'A condition function that answers none of the three constants accepts.',
    clauses: ['CA-14'],
    caughtBy: 'misuse',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'WSAAccept', ['any other answer of the condition function fails the accept'], () =>
        effectOf(rules, 'WSAAccept', acceptingAsked),
      ),
  },
  {
    name: 'conditional-accept-comes-late',
    says: 'SO_CONDITIONAL_ACCEPT can be set on a socket that listens already.',
    clauses: ['CA-27'],
    caughtBy: 'misuse',
    profile: tcp,
    change: (rules) =>
      changeEffect(
        rules,
        'setsockopt',
        ['SO_CONDITIONAL_ACCEPT comes too late once the socket listens'],
        () => () => ({ ok: {} }),
      ),
  },
  {
    name: 'send-unconnected-succeeds',
    says: 'A socket that is not connected can send.',
    clauses: ['IO-03'],
    caughtBy: 'misuse',
    profile: tcp,
    change: (rules) =>
      changeSends(rules, [sendingUnconnected], () => ({ args }) => ({
        ok: { sent: args.data.length },
      })),
  },
  {
    name: 'send-on-a-listener-waits',
    says: 'A send on a blocking socket that listens waits, instead of saying that the socket is not connected.',
    clauses: ['IO-03'],
    caughtBy: 'misuse',
    profile: tcp,
    change: (rules) => changeSends(rules, [sendingUnconnected], waitingOnListeners),
  },
  {
    name: 'receive-on-a-listener-waits',
    says: 'A receive on a blocking socket that listens waits, instead of saying that the socket is not connected.',
    clauses: ['IO-03'],
    caughtBy: 'misuse',
    profile: tcp,
    change: (rules) =>
      changeReceives(
        rules,
        ['nothing can be received on a socket that is not connected'],
        waitingOnListeners,
      ),
  },
  {
    name: 'connected-send-says-not-connected',
    says: 'A send on a socket that is connected fails with WSAENOTCONN.',
    clauses: ['CN-10'],
    caughtBy: 'misuse',
    profile: tcp,
    change: (rules) => changeSends(rules, [sending], () => () => ({ error: 'WSAENOTCONN' })),
  },
  {
    name: 'send-after-shutdown-succeeds',
    says: 'A socket whose sending direction was shut down can send.',
    clauses: ['GS-12', 'IO-01'],
    caughtBy: 'misuse',
    profile: tcp,
    change: (rules) =>
      changeSends(
        rules,
        ['nothing can be sent after the sending direction was shut down'],
        () =>
          ({ args }) => ({
            ok: { sent: args.data.length },
          }),
      ),
  },
  {
    name: 'receive-after-shutdown-ends',
    says: 'A receive after SD_RECEIVE is told an end of the data.',
    clauses: ['GS-12', 'IO-02'],
    caughtBy: 'misuse',
    profile: tcp,
    change: (rules) =>
      changeReceives(
        rules,
        ['nothing can be received after the receiving direction was shut down'],
        () => () => ({ ok: { data: '' } }),
      ),
  },
  {
    name: 'shutdown-unconnected-succeeds',
    says: 'A socket that is not connected can be shut down.',
    clauses: ['GS-20'],
    caughtBy: 'misuse',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'shutdown', ['a socket that is not connected cannot be shut down'], () => () => ({
        ok: {},
      })),
  },
  {
    name: 'shutdown-after-reset-invalid',
    says: 'Shutting down a connection that was reset fails with WSAEINVAL.',
    clauses: ['GS-20'],
    caughtBy: 'misuse',
    profile: tcp,
    change: (rules) =>
      changeEffect(
        rules,
        'shutdown',
        ['a lost circuit is told, or shut down like one that stands'],
        () => () => ({
          error: 'WSAEINVAL',
        }),
      ),
  },
  {
    name: 'so-error-sticks',
    says: 'Reading SO_ERROR does not clear it.',
    clauses: ['ER-06'],
    caughtBy: 'misuse',
    profile: profileNamed('osi'),
    change: (rules) =>
      changeEffect(
        rules,
        'getsockopt',
        ['SO_ERROR reads and clears the code of the socket, which is not always set at once'],
        (documented) => (stage) => {
          const before = [...stage.self.errors];
          const outcome = documented(stage);
          stage.self.errors = before;
          return outcome;
        },
      ),
  },
];
