import type { CallRules } from '../rule.js';

/** Not a call: what the connector finds in its callee-data buffer (CD-08, CD-09, CD-12). */
export const CalleeDataRules: CallRules<'CalleeData'> = [
  {
    name: 'after completion the buffer holds what the acceptor sent',
    clauses: ['CD-01', 'CD-08', 'CD-09', 'CD-12'],
    when: ({ self, link }) => self.phase.is === 'connected' && link?.side === 'client',
    then: ({ link }) => ({ ok: { data: link?.connection.calleeData ?? null } }),
  },
  {
    name: 'before completion, and after failure, the buffer says nothing',
    clauses: ['CD-09'],
    when: ({ self, link }) => self.phase.is !== 'connected' || link?.side !== 'client',
    then: () => 'anything',
  },
];
