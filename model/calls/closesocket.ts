import type { Draft } from 'immer';
import { closesGracefully } from '../../spec/profiles.js';
import { abandon } from '../backlog.js';
import { cancelCalls, cancelReceives } from '../cancelled.js';
import { abort, endSending } from '../connections.js';
import { expectedBy, withdraw } from '../attempts.js';
import type { Model } from '../model.js';
import { openCandidates } from '../model.js';
import type { CallRules, DraftLink, Link, Scene, Stage } from '../rule.js';
import { fails, waits } from '../rule.js';
import type { Linger, Socket } from '../world.js';
import { hasUnsent, keepsUntaken } from '../room.js';
import { connected, leaveOpen, whenConnected } from './preconditions.js';
import { isSend } from './send.js';

/** The handle is gone, and with it the registration; calls under way are cancelled without notification (CL-01, CL-05, NE-29). */
export function release(self: Draft<Socket>): void {
  self.phase = { is: 'closed' };
  self.registration = null;
  self.told = [];
  self.sentSince = false;
  self.again = [];
  self.errors = [];
  self.failed = null;
  cancelCalls(self);
}

/** Leaves the connection to the background: the graceful sequence goes on, or has been replaced by a reset. */
export function leave(self: Draft<Socket>, link: DraftLink): void {
  const { end } = link;
  cancelReceives(self, link);
  end.open = false;
  end.unread = [];
  release(self);
}

/** What the linger options ask for (M-1); an unknown time-out may be zero or not (LG-11). */
type Manner = 'background' | 'abort' | 'wait';

function manners({ onoff, seconds }: Linger): readonly Manner[] {
  if (!onoff) return ['background'];
  if (seconds === 'unknown') return ['abort', 'wait'];
  return seconds === 0 ? ['abort'] : ['wait'];
}

const closesBy =
  (manner: Manner) =>
  ({ end }: Link, { self, model }: Scene<'closesocket'>): boolean =>
    !end.lost && closesGracefully(model.profile) && manners(self.linger).includes(manner);

/** Starts the graceful sequence if none has been started; unread data may make it a reset (CL-03, AM-11). */
function startGraceful(stage: Stage<'closesocket'>): void {
  const { model, self, reading } = stage;
  const link = connected(stage);
  if (link.end.unread.length > 0 && reading('AM-11', { graceful: ['R1'], reset: ['R2'] }) === 'reset')
    abortOnClose(model, self, link, 'stack');
  else endSending(model.profile, link.connection, link.side);
}

/** Resets the circuit; what was on its way may have reached a receive before (AS-02, CL-05). */
function abortOnClose(model: Model, self: Draft<Socket>, link: DraftLink, by: 'abort' | 'stack'): void {
  cancelReceives(self, link);
  abort(model.profile, link.connection, link.side, by);
}

/** `closesocket`: gives the handle back, and ends the connection in the manner of matrix M-1. */
export const closesocketRules: CallRules<'closesocket'> = [
  {
    name: 'a socket without a connection is just gone',
    clauses: ['CL-01', 'NE-29'],
    when: ({ self }) => self.phase.is === 'unbound' || self.phase.is === 'bound',
    then: ({ self }) => {
      release(self);
      return { ok: {} };
    },
  },
  {
    name: 'a listening socket takes its backlog along',
    clauses: ['CL-01', 'CL-05', 'NE-29'],
    when: ({ self }) => self.phase.is === 'listening',
    then: ({ self, name, model, world, oneOf }) => {
      const queue = self.phase.is === 'listening' ? [...self.phase.queue, ...expectedBy(world, name)] : [];
      for (const id of queue) abandon(model, world, id, { oneOf });
      for (const request of Object.values(world.connections))
        if (request.listener === name) request.missed = 'listener closed';
      release(self);
      return { ok: {} };
    },
  },
  {
    name: 'closing withdraws a connection attempt',
    clauses: ['CL-01', 'CL-05', 'LS-06'],
    when: ({ self }) => self.phase.is === 'connecting',
    then: (stage) => {
      const link = connected(stage);
      withdraw(stage.model, link.connection);
      leave(stage.self, link);
      return { ok: {} };
    },
  },
  {
    name: 'after the circuit is lost only the handle is left to give back',
    clauses: ['CL-01', 'AS-10'],
    when: whenConnected(({ end }) => end.lost !== null),
    then: (stage) => {
      leave(stage.self, connected(stage));
      return { ok: {} };
    },
  },
  {
    // It is cancelled (CL-05), and nobody says how much of its data has gone by then.
    name: 'closing beside a send under way is undefined',
    clauses: ['CL-05', 'CL-07'],
    kind: 'misuse',
    when: whenConnected((_, { self }) => self.outstanding.some(({ call }) => isSend(call))),
    then: leaveOpen,
  },
  {
    name: 'without lingering, close returns at once and shuts down gracefully in the background',
    clauses: [
      'LG-01',
      'LG-02',
      'LG-03',
      'GS-02',
      'GS-04',
      'GS-18',
      'CL-01',
      'CL-03',
      'CL-04',
      'CL-06',
      'DD-07',
    ],
    when: whenConnected((link, scene) => closesBy('background')(link, scene)),
    then: (stage) => {
      startGraceful(stage);
      leave(stage.self, connected(stage));
      return { ok: {} };
    },
  },
  {
    name: 'lingering for zero seconds resets the connection and returns at once',
    clauses: ['LG-01', 'LG-04', 'GS-02', 'AS-02', 'AS-03', 'CL-01'],
    when: whenConnected((link, scene) => closesBy('abort')(link, scene)),
    then: (stage) => {
      const { model, reading } = stage;
      const link = connected(stage);
      const already = link.end.sending === 'ended';
      const ignored = already && reading('AM-27', { reset: ['R1'], ignored: ['R2'] }) === 'ignored';
      if (!ignored) abortOnClose(model, stage.self, link, 'abort');
      leave(stage.self, link);
      return { ok: {} };
    },
  },
  {
    name: 'lingering on a blocking socket waits until what was sent has gone, or the time-out',
    clauses: ['LG-01', 'LG-05', 'LG-09', 'GS-02', 'CL-01', 'CL-03'],
    when: whenConnected((link, scene) => scene.self.mode === 'blocking' && closesBy('wait')(link, scene)),
    then: (stage) => {
      startGraceful(stage);
      return waits;
    },
  },
  {
    name: 'a close that waits may be cancelled',
    clauses: ['CL-08', 'CL-09', 'ER-05'],
    kind: 'environment',
    when: whenConnected(
      (link, scene) =>
        scene.self.mode === 'blocking' &&
        (manners(scene.self.linger).includes('wait') || mayDelay(link, scene)),
    ),
    then: (stage) => {
      leaveOpen(stage);
      return { error: 'WSAEINTR' };
    },
  },
  {
    name: 'lingering on a nonblocking socket succeeds if it can complete at once',
    clauses: ['LG-06', 'CL-01', 'CL-03'],
    when: whenConnected(
      (link, scene) =>
        scene.self.mode === 'nonblocking' &&
        closesBy('wait')(link, scene) &&
        (!hasUnsent(link) || link.end.sending === 'ended'),
    ),
    then: (stage) => {
      const { reading } = stage;
      const link = connected(stage);
      if (
        link.end.sending === 'open' &&
        reading('AM-16', { conditional: ['R1'], always: ['R2'] }) === 'always'
      )
        return { error: 'WSAEWOULDBLOCK' };
      startGraceful(stage);
      leave(stage.self, link);
      return { ok: {} };
    },
  },
  {
    name: 'lingering on a nonblocking socket fails if it cannot complete at once, and disconnects nothing',
    clauses: ['LG-06', 'LG-07', 'CL-08'],
    when: whenConnected(
      (link, scene) =>
        scene.self.mode === 'nonblocking' && closesBy('wait')(link, scene) && mayHaveUnsent(link),
    ),
    then: fails('WSAEWOULDBLOCK'),
  },
  {
    name: 'a transport without graceful close may wait until the receiver has taken what was sent',
    clauses: ['LG-05', 'CL-09'],
    when: whenConnected((link, scene) => scene.self.mode === 'blocking' && mayDelay(link, scene)),
    then: () => waits,
  },
  {
    name: 'a transport without graceful close may not lend itself to lingering on a nonblocking socket',
    clauses: ['LG-06', 'CL-08'],
    when: whenConnected(
      (link, scene) =>
        scene.self.mode === 'nonblocking' &&
        manners(scene.self.linger).includes('wait') &&
        mayDelay(link, scene),
    ),
    then: fails('WSAEWOULDBLOCK'),
  },
  {
    name: 'a transport without graceful close may take no lingering close on a nonblocking socket, whatever has gone',
    clauses: ['LG-06', 'LG-07', 'CL-08'],
    when: whenConnected(
      (link, { self, model, world }) =>
        self.mode === 'nonblocking' &&
        manners(self.linger).includes('wait') &&
        standsWithoutGrace(link, model) &&
        openCandidates(model, world, 'AM-16').includes('R2'),
    ),
    then: ({ reading }) => {
      reading('AM-16', { always: ['R2'] });
      return { error: 'WSAEWOULDBLOCK' };
    },
  },
  {
    name: 'a transport without graceful close aborts',
    clauses: ['GS-17', 'CL-03', 'CL-01'],
    when: whenConnected((link, { model }) => standsWithoutGrace(link, model)),
    then: (stage) => {
      const link = connected(stage);
      abortOnClose(stage.model, stage.self, link, 'abort');
      leave(stage.self, link);
      return { ok: {} };
    },
  },
];

const standsWithoutGrace = ({ end }: Link, { profile }: Model): boolean =>
  !end.lost && !closesGracefully(profile);

/**
 * Whether a close may wait for the receiver where it ends in an abort: LG-05 is said of every transport, and CL-09 of IrDA,
 * where the receiver has not taken what it has not read.
 */
const mayDelay = (link: Link, { model }: Scene<'closesocket'>): boolean =>
  standsWithoutGrace(link, model) && (mayHaveUnsent(link) || link.peer.unread.length > 0);

/** What the peer will never take may have filled the window, so that some waits for room (AM-10/R2). */
const mayHaveUnsent = (link: Link): boolean => hasUnsent(link) || keepsUntaken(link.peer);

/** Ends a lingering close: in time, or by a reset when the time-out has expired (AS-04, LG-05). */
export function finishClose(
  model: Model,
  self: Draft<Socket>,
  link: DraftLink,
  how: 'in time' | 'expired',
): void {
  const closing = self.outstanding.find(({ call, ended }) => call.call === 'closesocket' && ended === null);
  if (!closing) throw new Error('no close is under way');
  closing.ended = { ok: {} };
  if (how === 'expired' || !closesGracefully(model.profile)) abortOnClose(model, self, link, 'abort');
  leave(self, link);
}
