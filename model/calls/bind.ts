import type { CallRules } from '../rule.js';
import { fails } from '../rule.js';
import { hasDoubtfulAddress, hasOutlivedConnection, leaveOpen, succeeded } from './preconditions.js';

/** `bind`: gives an unbound socket a local address of its own. */
export const bindRules: CallRules<'bind'> = [
  {
    name: 'an unbound socket is bound',
    clauses: ['LS-01'],
    when: ({ self }) => self.phase.is === 'unbound',
    then: ({ self }) => {
      self.phase = { is: 'bound' };
      return { ok: {} };
    },
  },
  {
    name: 'an attempt to connect that has failed may leave no address behind',
    clauses: ['CN-07', 'CN-08'],
    when: hasDoubtfulAddress,
    then: ({ self, oneOf }) => {
      if (oneOf(['kept', 'gone']) === 'kept') return { error: '*' };
      self.phase = { is: 'bound' };
      return { ok: {} };
    },
  },
  {
    name: 'binding again after the connection is left open',
    clauses: ['CN-14', 'CN-15', 'ER-02'],
    kind: 'misuse',
    when: hasOutlivedConnection,
    then: (stage) => (succeeded(stage) ? leaveOpen(stage) : { error: '*' }),
  },
  {
    name: 'a socket that has an address cannot be bound again',
    clauses: ['ER-02'],
    kind: 'misuse',
    when: (scene) =>
      scene.self.phase.is !== 'unbound' && !hasDoubtfulAddress(scene) && !hasOutlivedConnection(scene),
    then: fails('*'),
  },
  {
    name: 'the address is taken',
    clauses: ['LS-10', 'ER-07'],
    kind: 'environment',
    when: ({ self }) => self.phase.is === 'unbound',
    then: fails('WSAEADDRINUSE', 'WSAEACCES'),
  },
  {
    name: 'the address is none of this machine',
    clauses: ['ER-02'],
    kind: 'environment',
    when: ({ self }) => self.phase.is === 'unbound',
    then: fails('WSAEADDRNOTAVAIL'),
  },
];
