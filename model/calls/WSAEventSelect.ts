import { indicateStanding } from '../connections.js';
import { allow, indicateAgain, keepUnreported, raise, under } from '../indications.js';
import type { CallRules } from '../rule.js';
import { fails } from '../rule.js';
import { hasDoubtfulAddress, hasOutlivedConnection } from './preconditions.js';

/** `WSAEventSelect`: nominates the events that are recorded for a socket. */
export const WSAEventSelectRules: CallRules<'WSAEventSelect'> = [
  {
    name: 'an empty mask cancels the registration; whether it makes the socket nonblocking, too, can be read either way',
    clauses: ['NE-03', 'NE-04', 'NE-05', 'NE-06'],
    when: ({ args }) => args.events.length === 0,
    then: ({ self, oneOf }) => {
      keepUnreported(self);
      self.registration = null;
      if (self.mode === 'blocking') self.mode = oneOf(['nonblocking', 'blocking']);
      return { ok: {} };
    },
  },
  {
    name: 'a registration replaces the earlier one, makes the socket nonblocking, and records what holds already',
    clauses: ['NE-01', 'NE-03', 'NE-04', 'NE-06', 'NE-07', 'NE-16', 'NE-17', 'NE-18', 'NE-19', 'NE-22'],
    when: ({ args }) => args.events.length > 0,
    then: (stage) => {
      const { self, args, link } = stage;
      self.mode = 'nonblocking';
      keepUnreported(self);
      self.registration = { mask: [...new Set(args.events)].sort(), indications: [] };
      if (self.phase.is === 'listening' && self.phase.queue.length > 0) {
        if (self.phase.deferred !== null) allow(self, 'FD_ACCEPT', 0);
        else indicateAgain(self, 'FD_ACCEPT');
      }
      if (self.phase.is === 'bound' && self.failed !== null) allow(self, 'FD_CONNECT', self.failed);
      if (self.phase.is !== 'connected' || !link) return { ok: {} };
      // An accepted socket that has been told of it is so under AM-08e/R2.
      const isNews = link.side === 'server' && !self.told.includes('FD_CONNECT');
      if (isNews) raise(self, 'FD_CONNECT', 0, under('AM-08e', 'R2'));
      else indicateAgain(self, 'FD_CONNECT');
      indicateStanding(stage, self, link.end);
      return { ok: {} };
    },
  },
  {
    // No page says which state is invalid; that of a socket which can still be used for what it was made for is not.
    name: 'a socket whose attempt has failed, or whose connection is over, may be in an invalid state to register on',
    clauses: ['NE-34'],
    kind: 'environment',
    when: (scene) => hasDoubtfulAddress(scene) || hasOutlivedConnection(scene),
    then: fails('WSAEINVAL'),
  },
];
