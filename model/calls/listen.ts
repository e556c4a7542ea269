import { expectedBy } from '../attempts.js';
import { abandon, indicateRest } from '../backlog.js';
import type { CallRules, Scene, Stage } from '../rule.js';
import { fails } from '../rule.js';
import type { Listening } from '../world.js';
import { hasOutlivedConnection, leaveOpen, openListener, succeeded } from './preconditions.js';

/** The bounds within which a provider may clamp a backlog (LS-05): it may round up to its own minimum, or down to its limit. */
function capacityFor(backlog: number, limit: number): Listening['capacity'] {
  return { atLeast: Math.min(Math.max(backlog, 1), limit), atMost: limit };
}

/** So many requests are few: whichever of them are dropped is followed. */
const few = 5;

/**
 * Requests for which there may be no room any more are dropped, whichever the provider chooses (LS-08). Where many are pending that
 * may come about in too many ways: if any is dropped, all of them are left open.
 */
function dropExcess(stage: Stage<'listen'>, room: number): void {
  const { world, name, self, model, oneOf } = stage;
  if (self.phase.is !== 'listening') return;
  const { queue, deferred } = self.phase;
  const pending = [...queue, ...expectedBy(world, name)];
  if (pending.length <= room) return;
  if (pending.length > few) {
    if (oneOf([false, true])) openListener(world, name);
    return;
  }
  let excess = pending.length - room;
  for (const id of pending) {
    if (excess === 0 || oneOf([false, true])) continue;
    abandon(model, world, id, { oneOf });
    excess -= 1;
  }
  if (excess < pending.length - room) indicateRest(world, self, deferred);
}

const isListening = ({ self }: Scene<'listen'>): boolean => self.phase.is === 'listening';

/** `listen`: makes a bound socket wait for connections. */
export const listenRules: CallRules<'listen'> = [
  {
    name: 'listening needs a bound socket',
    clauses: ['LS-02'],
    kind: 'misuse',
    when: ({ self }) => self.phase.is === 'unbound',
    then: fails('WSAEINVAL'),
  },
  {
    // After a failure connect may be called again (CN-07); of listening, bound or not, nothing is said.
    name: 'an attempt to connect that has failed may leave no address to listen at',
    clauses: ['LS-02', 'CN-07', 'CN-08'],
    when: ({ self }) => self.phase.is === 'bound' && (self.phase.doubtful === true || self.failed !== null),
    then: fails('WSAEINVAL'),
  },
  {
    name: 'a connected socket cannot listen',
    clauses: ['LS-03'],
    kind: 'misuse',
    when: (scene) => scene.self.phase.is === 'connected' && !hasOutlivedConnection(scene),
    then: fails('WSAEISCONN'),
  },
  {
    name: 'a socket that was bound by connecting or accepting may count as unbound',
    clauses: ['LS-02', 'CN-08', 'ER-08'],
    kind: 'misuse',
    when: ({ self, link }) => self.phase.is === 'connected' && link?.end.lost === null,
    then: fails('WSAEINVAL'),
  },
  {
    name: 'a socket whose connection is being made cannot listen',
    clauses: ['LS-03'],
    kind: 'misuse',
    when: ({ self }) => self.phase.is === 'connecting',
    then: fails('*'),
  },
  {
    name: 'listening after the connection is left open',
    clauses: ['LS-03', 'CN-14', 'CN-15'],
    kind: 'misuse',
    when: hasOutlivedConnection,
    then: (stage) => (succeeded(stage) ? leaveOpen(stage) : { error: '*' }),
  },
  {
    name: 'a bound socket listens, with a backlog that is silently clamped',
    clauses: ['LS-01', 'LS-05', 'LS-06'],
    when: ({ self }) => self.phase.is === 'bound',
    then: ({ self, model, args }) => {
      const capacity = capacityFor(args.backlog, model.profile.limits.backlog);
      self.phase = { is: 'listening', queue: [], deferred: null, capacity };
      return { ok: {} };
    },
  },
  {
    name: 'listening again leaves the backlog, or changes it and drops what no longer fits',
    clauses: ['LS-08'],
    when: isListening,
    then: (stage) => {
      const { self, model, args, reading } = stage;
      if (self.phase.is !== 'listening') throw new Error('not listening');
      if (reading('AM-20', { unchanged: ['R1'], updated: ['R2'] }) === 'unchanged') return { ok: {} };
      const capacity = capacityFor(args.backlog, model.profile.limits.backlog);
      self.phase.capacity = capacity;
      dropExcess(stage, capacity.atLeast);
      return { ok: {} };
    },
  },
  {
    name: 'the address is taken, or descriptors have run out',
    clauses: ['LS-09', 'LS-10'],
    kind: 'environment',
    when: ({ self }) => self.phase.is === 'bound' || self.phase.is === 'listening',
    then: fails('WSAEADDRINUSE', 'WSAEMFILE'),
  },
];
