import {
  accept,
  closesocket,
  connectTo,
  enumerate,
  freely,
  linger,
  listener,
  made,
  nonblocking,
  recv,
  register,
  settle,
  socketNamed,
  upTo,
} from '../model/search/moves.js';
import type { Scope } from '../model/search/scope.js';
import type { Profile } from '../spec/profiles.js';
import { isTcp } from '../spec/profiles.js';
import { socketName } from '../spec/trace/names.js';
import type { Call, Step } from '../spec/trace/step.js';
import { mistake } from './acceptance/mistake.js';
import { noted, tidy } from './acceptance/noted.js';
import type { Notes } from './acceptance/notes.js';
import { start } from './acceptance/notes.js';
import type { Watched } from './ledger/watch.js';
import { watch } from './ledger/watch.js';
import type { Property } from './property.js';

const first = socketName('first');
const second = socketName('second');
const one = socketName('one');
const third = socketName('third');
const other = socketName('other');
const conditional = socketName('conditional');

const getLinger: Call = { call: 'getsockopt', args: { option: 'SO_LINGER' } };
const isListening: Call = { call: 'getsockopt', args: { option: 'SO_ACCEPTCONN' } };

/** On TCP, a third client that waits at a listener whose connections are established when they are accepted (CA-28). */
const conditionalListener: readonly Step[] = [
  ...socketNamed(conditional),
  made(conditional, { call: 'bind', args: {} }),
  made(conditional, { call: 'setsockopt', args: { option: 'SO_CONDITIONAL_ACCEPT', value: true } }),
  made(conditional, { call: 'listen', args: { backlog: 5 } }),
  ...socketNamed(third),
  nonblocking(third),
  made(third, connectTo(conditional)),
  settle,
];

/** Two clients, and a listener with options and a registration of its own. */
const ground = (profile: Profile): Scope => ({
  name: 'acceptance',
  setup: [
    ...socketNamed(listener),
    made(listener, { call: 'bind', args: {} }),
    made(listener, linger(5)),
    made(listener, register('FD_WRITE')),
    ...[first, second].flatMap(socketNamed),
    ...[first, second].map(nonblocking),
    made(listener, { call: 'listen', args: { backlog: 2 } }),
    ...(isTcp(profile) ? conditionalListener : []),
  ],
  moves: [
    upTo(1, first, connectTo(listener)),
    upTo(1, second, connectTo(listener)),
    ...(isTcp(profile) ? [freely(third, recv(1))] : []),
    freely(listener, accept(one)),
    freely(listener, accept(other, null)),
    freely(listener, isListening),
    freely(first, recv(1)),
    freely(second, recv(1)),
    freely(second, { call: 'getsockopt', args: { option: 'SO_ERROR' } }),
    freely(first, closesocket),
    freely(one, enumerate),
    freely(one, getLinger),
  ],
  settles: true,
  timers: false,
  room: 16,
});

/** What is accepted is the request that came first, once, as a socket like the listener. */
export const acceptance: Property<Watched<Notes>> = {
  name: 'acceptance',
  says: 'Requests are accepted in the order in which they came, each once and by its own name, and no more of them wait than the backlog holds; an accepted socket has the properties of the listener, which listens on.',
  clauses: [
    'CA-01',
    'CA-02',
    'CA-05',
    'CA-06',
    'CA-07',
    'CA-08',
    'CA-15',
    'CA-16',
    'CA-17',
    'CA-22',
    'CA-28',
    'CN-01',
    'LS-05',
    'LS-06',
    'LS-07',
    'LS-11',
    'NE-21',
  ],
  kind: 'always',
  appliesTo: () => true,
  // AM-04 is open: a request that was withdrawn may be passed over, so that one is missed only if it shows to stand.
  under: {},
  ground,
  monitor: (profile) =>
    watch<Notes>(profile, start, (notes, moment) => {
      const broken = mistake(profile, notes, moment);
      if (broken !== null) return { broken };
      const { happening } = moment;
      const accepted = happening.is === 'ended' && happening.call === 'WSAAccept' && 'ok' in happening.result;
      const next = tidy(noted(profile, notes, moment), moment.after);
      return accepted ? { notes: next, triggered: true } : { notes: next };
    }),
};
