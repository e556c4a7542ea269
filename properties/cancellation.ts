import {
  accept,
  client,
  closesocket,
  connectTo,
  freely,
  listener,
  made,
  nonblocking,
  server,
  socketNamed,
  upTo,
} from '../model/search/moves.js';
import type { Scope } from '../model/search/scope.js';
import type { Step } from '../spec/trace/step.js';
import type { Property } from './property.js';

/** An accept that waits, a client that may come, and a listener that may close first. */
const ground: Scope = {
  name: 'cancellation',
  setup: [
    ...socketNamed(listener),
    made(listener, { call: 'bind', args: {} }),
    made(listener, { call: 'listen', args: { backlog: 1 } }),
    ...socketNamed(client),
    nonblocking(client),
  ],
  moves: [
    upTo(1, listener, accept(server)),
    upTo(1, client, connectTo(listener)),
    freely(listener, closesocket),
  ],
  settles: true,
  timers: false,
  room: 16,
};

/** The listeners that somebody has asked for a connection, and those that were closed while they accepted. */
interface Notes {
  readonly asked: readonly string[];
  readonly accepting: readonly string[];
  readonly cancelled: readonly string[];
}

/** A call that is cancelled by closing its socket has failed. */
export const cancellation: Property<Notes> = {
  name: 'cancellation',
  says: 'An accept that was waiting when its listener was closed, and to which nobody had come, fails.',
  clauses: ['CL-05', 'ER-05'],
  kind: 'always',
  appliesTo: () => true,
  under: {},
  ground: () => ground,
  monitor: () => ({
    start: { asked: [], accepting: [], cancelled: [] },
    observe: (notes, step) => {
      if (isCancelled(notes, step)) {
        if ('error' in step.result) return { memory: notes, triggered: true };
        return { broken: `an accept on ${step.socket} succeeded, and nobody had come` };
      }
      return { memory: noted(notes, step) };
    },
  }),
};

type Completion = Extract<Step, { completes: unknown }>;

const isCancelled = (notes: Notes, step: Step): step is Completion =>
  'completes' in step &&
  step.completes === 'WSAAccept' &&
  notes.cancelled.includes(step.socket) &&
  !notes.asked.includes(step.socket);

function noted(notes: Notes, step: Step): Notes {
  if ('settle' in step) return notes;
  const { socket } = step;
  if ('completes' in step)
    return step.completes === 'WSAAccept'
      ? { ...notes, accepting: notes.accepting.filter((one) => one !== socket) }
      : notes;
  if (step.call === 'WSAConnect') return { ...notes, asked: adding(notes.asked, step.args.to) };
  if (step.call === 'WSAAccept' && step.result && 'pending' in step.result)
    return { ...notes, accepting: adding(notes.accepting, socket) };
  if (step.call === 'closesocket' && notes.accepting.includes(socket))
    return { ...notes, cancelled: adding(notes.cancelled, socket) };
  return notes;
}

const adding = (names: readonly string[], name: string): readonly string[] =>
  names.includes(name) ? names : [...names, name].sort();
