import type { Scope } from '../model/search/scope.js';
import { freely, upTo } from '../model/search/moves.js';
import { socketName } from '../spec/trace/names.js';
import { errorOf } from './ledger/happening.js';
import type { Watched } from './ledger/watch.js';
import { watch } from './ledger/watch.js';
import type { Property } from './property.js';

const grouped = socketName('grouped');
const alone = socketName('alone');

/** Sockets with and without a group: the two constants that would make one, and the id of one that there is not. */
const ground: Scope = {
  name: 'groups',
  setup: [],
  moves: [
    ...[0, 1, 2, 7].map((group) => upTo(1, grouped, { call: 'WSASocket', args: { group } })),
    freely(grouped, { call: 'bind', args: {} }),
    upTo(1, alone, { call: 'WSASocket', args: {} }),
    freely(alone, { call: 'bind', args: {} }),
  ],
  settles: false,
  timers: false,
  room: 1,
};

/** Socket groups are reserved: a socket that asks for one is not made. */
export const groups: Property<Watched<null>> = {
  name: 'groups',
  says: 'Socket groups are reserved: asking for one fails with WSAEINVAL, and no socket is made.',
  clauses: ['SG-01', 'SG-03'],
  kind: 'always',
  appliesTo: () => true,
  // R2 is the API pages' description of groups, which the founding pages withdraw: it reserves nothing.
  under: { 'AM-18': ['R1'] },
  ground: () => ground,
  monitor: (profile) =>
    watch(profile, null, (notes, { happening, before }) => {
      if (happening.is !== 'ended') return { notes };
      const { socket } = happening;
      const error = errorOf(happening);
      if (happening.call !== 'WSASocket') {
        const missing = before.accounts[socket] === undefined && happening.call !== 'CalleeData';
        return missing && error !== 'WSAENOTSOCK'
          ? { broken: `${happening.call} works on ${socket}, which was not made` }
          : { notes };
      }
      const { group } = happening.args;
      const asks = group !== undefined && group !== 0;
      if (asks && error !== 'WSAEINVAL') return { broken: `${socket} was made in the group ${group}` };
      if (!asks && error === 'WSAEINVAL') return { broken: `${socket} was refused, and asks for no group` };
      return asks ? { notes, triggered: true } : { notes };
    }),
};
