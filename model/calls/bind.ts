import type { CallRules } from '../rule.js';
import { fails } from '../rule.js';
import type { Socket } from '../world.js';
import { unsettled } from './preconditions.js';

/** An attempt to connect has failed, which may have bound the socket for good, or for as long as it lasted (CN-07, CN-08). */
export const mayBeUnbound = ({ phase, failed }: Socket): boolean => phase.is === 'bound' && failed !== null;

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
    name: 'a socket that has an address cannot be bound again',
    clauses: ['ER-02'],
    kind: 'misuse',
    when: ({ self }) => self.phase.is !== 'unbound' && !mayBeUnbound(self),
    then: fails('*'),
  },
  {
    name: 'the address that a failed attempt to connect gave a socket may be gone',
    clauses: ['CN-07', 'CN-08'],
    when: ({ self }) => mayBeUnbound(self),
    then: unsettled,
  },
  {
    name: 'the address is taken',
    clauses: ['LS-10'],
    kind: 'environment',
    when: ({ self }) => self.phase.is === 'unbound',
    then: fails('WSAEADDRINUSE', 'WSAEACCES'),
  },
];
