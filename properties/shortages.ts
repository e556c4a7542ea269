import {
  accept,
  connected,
  connectTo,
  listener,
  made,
  nonblocking,
  socketNamed,
  upTo,
} from '../model/search/moves.js';
import type { Scope } from '../model/search/scope.js';
import { socketName } from '../spec/trace/names.js';
import type { Call } from '../spec/trace/step.js';
import type { Ending } from './ledger/happening.js';
import { errorOf } from './ledger/happening.js';
import type { Moment, Watched } from './ledger/watch.js';
import { watch } from './ledger/watch.js';
import type { Property } from './property.js';

const next = socketName('next');
const accepted = socketName('accepted');
const bound = socketName('bound');
const nobody = socketName('nobody');

const bind: Call = { call: 'bind', args: {} };
const listen: Call = { call: 'listen', args: { backlog: 1 } };

/** A listener that has accepted once and may do so again, and a socket that may listen or not. */
const ground: Scope = {
  name: 'shortages',
  setup: [
    ...connected,
    ...[next, bound].flatMap(socketNamed),
    made(bound, bind),
    ...[next, bound].map(nonblocking),
  ],
  moves: [
    upTo(1, next, connectTo(listener)),
    upTo(1, listener, accept(accepted, null)),
    upTo(2, listener, accept(accepted)),
    upTo(1, bound, listen),
    upTo(1, bound, accept(nobody)),
  ],
  settles: false,
  timers: false,
  surroundings: 'may fail',
  room: 16,
};

/** What a shortage has left behind on each socket that has met one. */
interface Notes {
  readonly [socket: string]: 'short of descriptors' | 'could not listen';
}

/** A shortage of the surroundings changes nothing: who listens goes on, and who could not does not. */
export const shortages: Property<Watched<Notes>> = {
  name: 'shortages',
  says: 'A listener that has run out of descriptors listens on, and a socket that could not listen does not.',
  clauses: ['LS-09', 'LS-10', 'CA-20', 'ER-04'],
  kind: 'always',
  appliesTo: () => true,
  under: {},
  ground: () => ground,
  monitor: (profile) =>
    watch<Notes>(profile, {}, (notes, moment) => {
      const { happening, before } = moment;
      if (happening.is === 'pending' && happening.call === 'WSAAccept' && couldNotListen(notes, moment))
        return { broken: `${happening.socket} could not listen, and waits for requests` };
      if (happening.is === 'ended' && happening.call === 'WSAAccept' && !happening.late) {
        if (couldNotListen(notes, moment) && errorOf(happening) !== 'WSAEINVAL')
          return { broken: `${happening.socket} could not listen, and accepts` };
        const short = notes[happening.socket] === 'short of descriptors';
        if (short && before.accounts[happening.socket]?.phase === 'listening')
          return errorOf(happening) === 'WSAEINVAL' && decides(happening)
            ? { broken: `${happening.socket} listens no more, only because descriptors had run out` }
            : { notes, triggered: true };
      }
      return { notes: marked(notes, moment) };
    }),
};

const couldNotListen = (notes: Notes, { happening, before }: Moment): boolean =>
  'socket' in happening &&
  notes[happening.socket] === 'could not listen' &&
  before.accounts[happening.socket]?.phase === 'bound';

/** AM-03, CA-14: a repeated deferral, an unknown answer and data that are too long may be errors of their own. */
const decides = ({ args }: Extract<Ending, { call: 'WSAAccept' }>): boolean =>
  (args.condition === 'CF_ACCEPT' || args.condition === 'CF_REJECT') && args.calleeData === undefined;

function marked(notes: Notes, { happening, before }: Moment): Notes {
  if (happening.is !== 'failed' && happening.is !== 'ended') return notes;
  const { socket, call } = happening;
  const phase = before.accounts[socket]?.phase;
  if (happening.is === 'failed' && call === 'WSAAccept' && phase === 'listening')
    return { ...notes, [socket]: 'short of descriptors' };
  const refused = happening.is === 'failed' || errorOf(happening) === 'WSAEADDRINUSE';
  return call === 'listen' && phase === 'bound' && refused
    ? { ...notes, [socket]: 'could not listen' }
    : notes;
}
