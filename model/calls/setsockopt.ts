import type { CallRules } from '../rule.js';
import { fails } from '../rule.js';
import { isTcp } from '../../spec/profiles.js';
import { losesCircuit, stands } from './network.js';
import { leaveOpen, unsettled, whenConnected } from './preconditions.js';

/** `setsockopt` for the options of the lifecycle. */
export const setsockoptRules: CallRules<'setsockopt'> = [
  {
    name: 'setting options while a connect is pending is undefined',
    clauses: ['CN-13'],
    kind: 'misuse',
    when: ({ self }) => self.phase.is === 'connecting',
    then: leaveOpen,
  },
  {
    name: 'SO_LINGER sets whether and how long a close lingers',
    clauses: ['LG-01', 'LG-02', 'LG-08', 'LG-10', 'LG-12'],
    when: ({ args }) => args.option === 'SO_LINGER',
    then: ({ self, args }) => {
      if (args.option === 'SO_LINGER') self.linger = { onoff: args.onoff, seconds: args.linger };
      return { ok: {} };
    },
  },
  {
    name: 'SO_DONTLINGER is the complement of lingering; turned on through it, the time-out is the provider’s choice',
    clauses: ['LG-11', 'LG-12'],
    when: ({ args }) => args.option === 'SO_DONTLINGER',
    then: ({ self, args, reading }) => {
      if (args.option !== 'SO_DONTLINGER') throw new Error('another option');
      const polarity = reading('AM-15', { negated: ['R1'], same: ['R2'] });
      const onoff = polarity === 'negated' ? !args.value : args.value;
      const keeps = !onoff || self.linger.onoff;
      self.linger = { onoff, seconds: keeps ? self.linger.seconds : 'unknown' };
      return { ok: {} };
    },
  },
  {
    name: 'SO_CONDITIONAL_ACCEPT comes too late once the socket listens',
    clauses: ['CA-27'],
    kind: 'misuse',
    when: ({ self, args }) => args.option === 'SO_CONDITIONAL_ACCEPT' && self.phase.is === 'listening',
    then: fails('WSAEINVAL'),
  },
  {
    name: 'SO_CONDITIONAL_ACCEPT is set before the socket listens',
    clauses: ['CA-27'],
    when: ({ self, args, model }) =>
      args.option === 'SO_CONDITIONAL_ACCEPT' &&
      (self.phase.is === 'unbound' || self.phase.is === 'bound') &&
      isTcp(model.profile),
    then: ({ self, args }) => {
      if (args.option === 'SO_CONDITIONAL_ACCEPT') self.conditionalAccept = args.value;
      return { ok: {} };
    },
  },
  {
    name: 'a provider may not know SO_CONDITIONAL_ACCEPT',
    clauses: ['CA-27'],
    when: ({ args }) => args.option === 'SO_CONDITIONAL_ACCEPT',
    then: fails('WSAENOPROTOOPT'),
  },
  {
    name: 'a provider that does not know SO_CONDITIONAL_ACCEPT says so of a listening socket, too',
    clauses: ['CA-27', 'ER-08'],
    kind: 'misuse',
    when: ({ self, args }) => args.option === 'SO_CONDITIONAL_ACCEPT' && self.phase.is === 'listening',
    then: fails('WSAENOPROTOOPT'),
  },
  {
    name: 'a transport that is not TCP may know the option all the same',
    clauses: ['CA-27'],
    when: ({ args, model }) => args.option === 'SO_CONDITIONAL_ACCEPT' && !isTcp(model.profile),
    then: ({ self, args }) => {
      if (args.option === 'SO_CONDITIONAL_ACCEPT') self.conditionalAccept = args.value;
      return { ok: {} };
    },
  },
  {
    name: 'SO_CONDITIONAL_ACCEPT means nothing on a connection',
    clauses: ['CA-27'],
    when: ({ self, args, model }) =>
      args.option === 'SO_CONDITIONAL_ACCEPT' && self.phase.is === 'connected' && isTcp(model.profile),
    then: unsettled,
  },
  {
    name: 'the circuit was lost to a failure of its keep-alive',
    clauses: ['AS-08'],
    kind: 'environment',
    when: whenConnected(stands),
    then: losesCircuit('WSAENETRESET'),
  },
  {
    name: 'on a circuit that the network has lost, an option may not be set any more',
    clauses: ['AS-08'],
    kind: 'environment',
    when: whenConnected(({ end }) => end.lost?.by === 'network'),
    then: fails('WSAENETRESET', 'WSAECONNRESET', 'WSAENOTCONN'),
  },
];
