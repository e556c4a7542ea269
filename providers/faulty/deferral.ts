import { abandon } from '../../model/backlog.js';
import { indicate } from '../../model/indications.js';
import { socketIn } from '../../model/connections.js';
import type { Profile } from '../../spec/profiles.js';
import { profileNamed } from '../../spec/profiles.js';
import { accepting, acceptingAsked, deferring, failingWith, rejecting, silence } from './effects.js';
import type { Fault } from './fault.js';
import { changeArrival, changeEffect, effectOf } from './fault.js';

const tcp = profileNamed('tcp');

/** Under AM-01/R3 a deferred request may be indicated again at once. */
const withoutBusyLoop: Profile = { ...tcp, readings: { 'AM-01': ['R1', 'R2'] } };

/** Mistakes about deferred requests. */
export const deferralFaults: readonly Fault[] = [
  {
    name: 'defer-reenables-accept',
    says: 'After CF_DEFER the deferred request is indicated again.',
    clauses: ['CA-12', 'CA-13'],
    caughtBy: 'deferral',
    profile: withoutBusyLoop,
    change: (rules) =>
      changeEffect(rules, 'WSAAccept', [deferring], (documented) => (stage) => {
        const outcome = documented(stage);
        indicate(stage.self, 'FD_ACCEPT', 0, null);
        return outcome;
      }),
  },
  {
    name: 'defer-indicates-later-arrivals',
    says: 'A request that arrives behind a deferred one is indicated.',
    clauses: ['CA-12'],
    caughtBy: 'deferral',
    profile: tcp,
    change: (rules) =>
      changeArrival(rules, 'request', ['a request is queued and indicated'], (documented) => (reception) => {
        documented(reception);
        const listener = socketIn(reception.world, reception.connection.listener);
        if (listener?.phase.is === 'listening' && listener.phase.deferred !== null)
          indicate(listener, 'FD_ACCEPT', 0, null);
      }),
  },
  {
    name: 'defer-drops-request',
    says: 'CF_DEFER takes the request off the backlog.',
    clauses: ['CA-10'],
    caughtBy: 'deferral',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'WSAAccept', [deferring], (documented) => (stage) => {
        const outcome = documented(stage);
        const { self, model, world } = stage;
        if (self.phase.is === 'listening' && self.phase.deferred !== null)
          abandon(model, world, self.phase.deferred, stage);
        return outcome;
      }),
  },
  {
    name: 'defer-skips-to-next',
    says: 'After CF_DEFER the next accept is offered the request behind the deferred one.',
    clauses: ['CA-01', 'CA-10'],
    caughtBy: 'deferral',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'WSAAccept', [deferring], (documented) => (stage) => {
        const outcome = documented(stage);
        const { phase } = stage.self;
        if (phase.is === 'listening')
          phase.deferred = phase.queue.find((id) => id !== phase.deferred) ?? phase.deferred;
        return outcome;
      }),
  },
  {
    name: 'defer-says-would-block',
    says: 'An accept that was deferred fails with WSAEWOULDBLOCK, as if nothing were pending.',
    clauses: ['CA-10', 'ER-07'],
    caughtBy: 'deferral',
    profile: tcp,
    change: (rules) =>
      changeEffect(
        rules,
        'WSAAccept',
        [deferring],
        (documented) => (stage) => failingWith(documented(stage), 'WSAEWOULDBLOCK'),
      ),
  },
  {
    name: 'deferred-request-stays-deferred',
    says: 'A request that was deferred once is deferred for ever, whatever the condition function answers then.',
    clauses: ['CA-11'],
    caughtBy: 'deferral',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'WSAAccept', [acceptingAsked, rejecting], (documented) => (stage) => {
        const { phase } = stage.self;
        const deferred = phase.is === 'listening' && phase.deferred !== null;
        return deferred ? effectOf(rules, 'WSAAccept', deferring)(stage) : documented(stage);
      }),
  },
  {
    name: 'deferral-silences-for-good',
    says: 'Once a deferred request is decided, the one behind it is not indicated.',
    clauses: ['NE-14', 'NE-17'],
    caughtBy: 'deferral',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'WSAAccept', [...accepting, rejecting], (documented) => (stage) => {
        const { phase } = stage.self;
        const deferred = phase.is === 'listening' && phase.deferred !== null;
        const outcome = documented(stage);
        if (deferred) silence(stage.self, 'FD_ACCEPT');
        return outcome;
      }),
  },
];
