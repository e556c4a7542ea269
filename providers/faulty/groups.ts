import { profileNamed } from '../../spec/profiles.js';
import type { Fault } from './fault.js';
import { changeEffect } from './fault.js';

/** Mistakes about socket groups. */
export const groupFaults: readonly Fault[] = [
  {
    name: 'group-unsupported',
    says: 'A socket that asks for a group is refused with WSAEOPNOTSUPP.',
    clauses: ['SG-01', 'SG-03'],
    caughtBy: 'groups',
    profile: profileNamed('tcp'),
    change: (rules) =>
      changeEffect(rules, 'WSASocket', ['socket groups are reserved'], () => ({ self }) => {
        self.phase = { is: 'closed' };
        return { error: 'WSAEOPNOTSUPP' };
      }),
  },
];
