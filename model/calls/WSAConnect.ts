import type { Draft } from 'immer';
import { castDraft } from 'immer';
import { carriesConnectData } from '../../spec/profiles.js';
import type { SocketName } from '../../spec/trace/step.js';
import { expectedBy, unreachable } from '../attempts.js';
import { failAttempt, freshEnd, tellFailure } from '../connections.js';
import type { CallRules, Scene, Stage } from '../rule.js';
import { fails, waits } from '../rule.js';
import type { Connection, ConnectionId, World } from '../world.js';
import { connectionId } from '../world.js';
import { leaveOpen } from './preconditions.js';

/** The socket that answers at the address of `to`: an accepted socket has that of its listener. */
export const addressee = (world: World, to: SocketName): SocketName => world.sockets[to]?.acceptedFrom ?? to;

const canStart = ({ self }: Scene<'WSAConnect'>): boolean =>
  self.phase.is === 'unbound' || self.phase.is === 'bound';

const isUnsupported = ({ model, args }: Scene<'WSAConnect'>): boolean =>
  typeof args.callerData === 'string' && args.callerData !== '' && !carriesConnectData(model.profile);

const isTooLong = ({ model, args }: Scene<'WSAConnect'>): boolean =>
  carriesConnectData(model.profile) && (args.callerData ?? '').length > model.profile.limits.connectData;

function freshId(world: Draft<World>, client: SocketName): ConnectionId {
  for (let attempt = 1; ; attempt += 1) {
    const id = connectionId(attempt === 1 ? client : `${client} #${String(attempt)}`);
    if (!world.connections[id]) return id;
  }
}

/** Sends the request; an unbound socket gets an address on the way (CN-08). */
function start({ world, name, self, args }: Stage<'WSAConnect'>): void {
  const id = freshId(world, name);
  const listener = addressee(world, args.to);
  const target = world.sockets[listener]?.phase;
  const connection: Connection = {
    client: name,
    listener,
    server: null,
    callerData: args.callerData ?? null,
    calleeDataLen: args.calleeDataLen ?? null,
    calleeData: null,
    behind: target?.is === 'listening' ? [...target.queue, ...expectedBy(world, listener)].sort() : [],
    missed: target?.is === 'listening' ? null : 'nobody listened',
    confirmed: false,
    ends: { client: freshEnd, server: freshEnd },
    wires: { client: [], server: [{ is: 'request' }] },
  };
  world.connections[id] = castDraft(connection);
  const implicitly = hasNoSureAddress(self);
  self.phase = { is: 'connecting', connection: id, ...(implicitly ? { implicitly } : {}) };
  self.told = [];
  self.sentSince = false;
  self.again = [];
}

/** Only an attempt gives it one, or may have (CN-08). */
const hasNoSureAddress = ({ phase }: Stage<'WSAConnect'>['self']): boolean =>
  phase.is === 'unbound' || (phase.is === 'bound' && phase.doubtful === true);

/** `WSAConnect`: asks a listener for a connection. */
export const WSAConnectRules: CallRules<'WSAConnect'> = [
  {
    name: 'a connected socket cannot connect again',
    clauses: ['CN-05', 'CN-04'],
    kind: 'misuse',
    when: ({ self, link }) => self.phase.is === 'connected' && isWhole(link),
    then: fails('WSAEISCONN'),
  },
  {
    name: 'connecting again after a shutdown or a loss is left open',
    clauses: ['CN-14', 'CN-15'],
    kind: 'misuse',
    when: ({ self, link }) => self.phase.is === 'connected' && !isWhole(link),
    then: (stage) => {
      const { observed, oneOf } = stage;
      if (observed && !('error' in observed)) return leaveOpen(stage);
      return { error: oneOf(['WSAEISCONN', '*']) };
    },
  },
  {
    name: 'a listening socket cannot connect',
    clauses: ['CN-06'],
    kind: 'misuse',
    when: ({ self }) => self.phase.is === 'listening',
    then: fails('WSAEINVAL'),
  },
  {
    name: 'one attempt at a time',
    clauses: ['CN-04'],
    kind: 'misuse',
    when: ({ self }) => self.phase.is === 'connecting',
    then: fails('WSAEALREADY', 'WSAEINVAL', 'WSAEWOULDBLOCK'),
  },
  {
    name: 'caller data need a transport that carries them',
    clauses: ['CD-06', 'CD-15'],
    kind: 'misuse',
    when: isUnsupported,
    then: fails('WSAEPROTONOSUPPORT'),
  },
  {
    name: 'empty caller data are data or none',
    clauses: ['CD-05', 'CD-06'],
    when: (scene) =>
      canStart(scene) && scene.args.callerData === '' && !carriesConnectData(scene.model.profile),
    then: fails('WSAEPROTONOSUPPORT'),
  },
  {
    name: 'caller data may not be longer than the transport allows',
    clauses: ['CD-07'],
    kind: 'misuse',
    when: isTooLong,
    then: fails('WSAEFAULT'),
  },
  {
    name: 'a blocking connect waits for the outcome',
    clauses: ['CN-01', 'CN-08', 'CD-01', 'CD-05', 'CD-14', 'SG-01'],
    when: (scene) => canStart(scene) && scene.self.mode === 'blocking',
    then: (stage) => {
      if (isOwnAddress(stage)) return leaveOpen(stage);
      start(stage);
      return waits;
    },
  },
  {
    name: 'a nonblocking connect goes on after it would block',
    clauses: ['CN-02', 'CN-03', 'CN-08', 'CD-01', 'CD-05', 'CD-14', 'SG-01'],
    when: (scene) => canStart(scene) && scene.self.mode === 'nonblocking',
    then: (stage) => {
      if (isOwnAddress(stage)) return leaveOpen(stage);
      start(stage);
      return { error: 'WSAEWOULDBLOCK' };
    },
  },
  {
    name: 'a nonblocking connect may have its outcome at once',
    clauses: ['CN-02', 'NE-19'],
    when: (scene) => canStart(scene) && scene.self.mode === 'nonblocking',
    then: (stage) => {
      if (isOwnAddress(stage)) return leaveOpen(stage);
      start(stage);
      return 'at once';
    },
  },
  {
    name: 'the network cannot reach the address',
    clauses: ['CN-07', 'LS-10', 'NE-19'],
    kind: 'environment',
    when: canStart,
    then: ({ self, oneOf }) => {
      const error = oneOf(unreachable);
      failAttempt(self, error, { implicitly: hasNoSureAddress(self), at: 'the call' });
      return { error };
    },
  },
  {
    name: 'that there are no buffers for an attempt may be told like any reason why one fails',
    clauses: ['CN-03', 'ER-04', 'NE-19', 'NE-20'],
    kind: 'environment',
    when: canStart,
    then: ({ self }) => {
      tellFailure(self, 'WSAENOBUFS', 'the call');
      return { error: 'WSAENOBUFS' };
    },
  },
  {
    name: 'a buffer for callee data may be too small before it is known what comes back',
    clauses: ['CD-08'],
    kind: 'environment',
    when: (scene) =>
      canStart(scene) &&
      carriesConnectData(scene.model.profile) &&
      (scene.args.calleeDataLen ?? Infinity) < scene.model.profile.limits.connectData,
    then: ({ reading }) => {
      reading('AM-14', { fails: ['R1'] });
      return { error: 'WSAEFAULT' };
    },
  },
];

const isWhole = (link: Scene<'WSAConnect'>['link']): boolean =>
  link !== null && link.end.lost === null && link.end.sending === 'open' && link.end.receiving === 'open';

/** Connecting a socket to itself is described nowhere. */
const isOwnAddress = ({ world, args, name }: Stage<'WSAConnect'>): boolean =>
  addressee(world, args.to) === name || world.sockets[addressee(world, args.to)]?.phase.is === 'unspecified';
