import type { CallRules } from '../rule.js';
import { fails } from '../rule.js';
import { succeeds } from './preconditions.js';

/** `WSASocket`; the socket itself is made by a step that succeeds, since before it there is nothing that a guard could look at. */
export const socketRules: CallRules<'WSASocket'> = [
  {
    name: 'a socket is made',
    clauses: ['LS-01'],
    when: ({ args }) => (args.group ?? 0) === 0,
    then: succeeds,
  },
  {
    name: 'socket groups are reserved',
    clauses: ['SG-01', 'SG-02', 'SG-03'],
    when: ({ args }) => (args.group ?? 0) !== 0,
    then: ({ reading, oneOf, args }) => {
      const meaning = reading('AM-18', { reserved: ['R1'], groups: ['R2'] });
      const creates = args.group === 1 || args.group === 2;
      const made = meaning === 'groups' && (creates || oneOf([true, false]));
      return made ? { ok: {} } : { error: 'WSAEINVAL' };
    },
  },
  {
    // LS-09 takes it for granted that descriptors may run out; no clause says what that is told with here.
    name: 'no descriptor is left for a socket',
    clauses: ['LS-09'],
    kind: 'environment',
    when: () => true,
    then: fails('WSAEMFILE'),
  },
];
