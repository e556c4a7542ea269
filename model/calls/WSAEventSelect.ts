import { indicateStanding } from '../connections.js';
import { allow, indicate, raise, under } from '../indications.js';
import type { CallRules } from '../rule.js';

/** `WSAEventSelect`: nominates the events that are recorded for a socket. */
export const WSAEventSelectRules: CallRules<'WSAEventSelect'> = [
  {
    name: 'an empty mask cancels the registration; whether it makes the socket nonblocking, too, can be read either way',
    clauses: ['NE-03', 'NE-04', 'NE-05', 'NE-06'],
    when: ({ args }) => args.events.length === 0,
    then: ({ self, oneOf }) => {
      self.registration = null;
      if (self.mode === 'blocking') self.mode = oneOf(['nonblocking', 'blocking']);
      return { ok: {} };
    },
  },
  {
    name: 'a registration replaces the earlier one, makes the socket nonblocking, and records what holds already',
    clauses: ['NE-01', 'NE-03', 'NE-04', 'NE-06', 'NE-07', 'NE-16', 'NE-17', 'NE-18', 'NE-19', 'NE-22'],
    when: ({ args }) => args.events.length > 0,
    then: ({ self, args, link, model }) => {
      self.mode = 'nonblocking';
      self.registration = { mask: [...new Set(args.events)].sort(), indications: [] };
      if (self.phase.is === 'listening' && self.phase.queue.length > 0) {
        if (self.phase.deferred !== null) allow(self, 'FD_ACCEPT', 0);
        else indicate(self, 'FD_ACCEPT', 0, self.told.includes('FD_ACCEPT') ? under('AM-08b', 'R1') : null);
      }
      // Whether a failure that the call itself has told is told by FD_CONNECT, too, is open.
      if (self.phase.is === 'bound')
        for (const code of self.errors) allow(self, 'FD_CONNECT', code, under('AM-08c', 'R2'));
      if (self.phase.is !== 'connected' || !link) return { ok: {} };
      if (link.side === 'server') raise(self, 'FD_CONNECT', 0, under('AM-08e', 'R2'));
      else indicate(self, 'FD_CONNECT', 0, self.told.includes('FD_CONNECT') ? under('AM-08b', 'R1') : null);
      indicateStanding(model.profile, self, link.end);
      return { ok: {} };
    },
  },
];
