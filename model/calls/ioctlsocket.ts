import type { CallRules } from '../rule.js';
import { fails } from '../rule.js';

/** `ioctlsocket` with `FIONBIO`: makes a socket blocking or nonblocking. */
export const ioctlsocketRules: CallRules<'ioctlsocket'> = [
  {
    name: 'a registration keeps the socket nonblocking',
    clauses: ['NE-04'],
    kind: 'misuse',
    when: ({ self, args }) => self.registration !== null && !args.nonblocking,
    then: fails('*'),
  },
  {
    name: 'the mode is set',
    clauses: ['IO-04'],
    when: () => true,
    then: ({ self, args }) => {
      self.mode = args.nonblocking ? 'nonblocking' : 'blocking';
      return { ok: {} };
    },
  },
];
