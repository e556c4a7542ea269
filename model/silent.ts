import { isStream } from '../spec/profiles.js';
import type { Call, Ended, SocketName } from '../spec/trace/step.js';
import { expectedBy, isExpected, withdraw } from './attempts.js';
import { callTransitions, draftLinkOf, linkOf, withSocket } from './call.js';
import { finishClose } from './calls/closesocket.js';
import { hasUnsent } from './room.js';
import { failSend, isSendUnderWay } from './calls/send.js';
import { finishAttempt, forget } from './connections.js';
import type { DeliveryRules, ItemOf } from './deliveries/delivery.js';
import { incoming } from './in-flight.js';
import type { Machine } from './machine.js';
import { comingTo, lengthsAwaited } from './parts.js';
import type { Fired } from './transition.js';
import { everyWorld } from './transition.js';
import type { Connection, ConnectionId, Item, Side, Socket, World } from './world.js';
import { connectionId } from './world.js';

/**
 * A step of the network or the provider. `due`: it has happened at a `settle` at the latest. `open`: it may happen or
 * not. `later`: the same, and what it may do before a `settle` it may as well do afterwards. `timer`: an expiry, which a
 * `settle` does not bring about.
 */
export interface SilentTransition extends Fired {
  readonly urgency: 'due' | 'open' | 'later' | 'timer';
  readonly world: World;
}

/** What is looked for when a trace is followed; an exploration looks for nothing. */
export interface Hint {
  /** How many bytes an end may have received and not read, if a part of what is in flight makes it so many. */
  readonly unread: readonly number[];
  /** How a call that is under way was seen to end. */
  readonly ended: Ended | null;
  /**
   * Requests of others that are in flight may have arrived first and filled the backlog, without being followed
   * themselves: whether they did shows later.
   */
  readonly races: boolean;
  /** The only end to which something is delivered, if nothing else matters. */
  readonly side: Side | null;
  /** Only the outcome of an attempt matters: what becomes of its request, once that is known, can as well happen later. */
  readonly outcome: boolean;
  /** Whether a receive under way takes its part of much data now, or how much it took is left to be seen later. */
  readonly receives: 'take' | 'take later';
}

/** Nothing is looked for: data arrive in whole. */
export const noHint: Hint = {
  unread: [],
  ended: null,
  races: false,
  side: null,
  outcome: false,
  receives: 'take',
};

/** So many bytes are not much: every part that a receive may take of them is followed. */
const few = 16;

/** The names of the connections in a world. */
export const connectionsOf = (world: World): readonly ConnectionId[] =>
  Object.keys(world.connections).sort().map(connectionId);

/** Every silent step of one connection: deliveries, timers, and calls under way on its sockets. */
export function silentTransitions(
  machine: Machine,
  world: World,
  id: ConnectionId,
  hint: Hint = noHint,
): SilentTransition[] {
  const connection = world.connections[id];
  if (!connection) return [];
  if (hint.side !== null) return deliveries(machine, world, id, connection, hint.side, hint);
  return silentKinds.flatMap((kind) => silentOf(kind, machine, world, id, hint));
}

/** What may happen to a connection in silence: something arrives, its attempt expires, or a call under way goes on. */
export type SilentKind = 'arrival at the server' | 'arrival at the client' | 'expiry' | keyof CallersOf;

type CallersOf = Pick<Connection, 'client' | 'server' | 'listener'>;

/** Every kind of silent step. */
export const silentKinds: readonly SilentKind[] = [
  'arrival at the server',
  'arrival at the client',
  'expiry',
  'client',
  'server',
  'listener',
];

/** The silent steps of one kind; those of all kinds together are the {@link silentTransitions}. */
export function silentOf(
  kind: SilentKind,
  machine: Machine,
  world: World,
  id: ConnectionId,
  hint: Hint = noHint,
): SilentTransition[] {
  const connection = world.connections[id];
  if (!connection) return [];
  const waits = (side: Side): boolean =>
    hint.receives === 'take later' && takesSomeOfMuch(machine, world, connection, side);
  switch (kind) {
    case 'arrival at the server':
      if ((hint.outcome && isExpected(connection)) || waits('server')) return [];
      return deliveries(machine, world, id, connection, 'server', hint);
    case 'arrival at the client':
      return waits('client') ? [] : deliveries(machine, world, id, connection, 'client', hint);
    case 'expiry':
      return attemptExpires(machine, world, id, connection);
    case 'client':
    case 'server':
    case 'listener': {
      const caller = connection[kind];
      if (caller === null || (kind !== 'listener' && waits(kind))) return [];
      return callsUnderWay(machine, world, caller, hint);
    }
  }
}

/** Whether receives under way may have taken any of many parts of a byte stream (IO-05). */
function takesSomeOfMuch({ profile }: Machine, world: World, connection: Connection, side: Side): boolean {
  const name = side === 'client' ? connection.client : connection.server;
  const socket = name === null ? undefined : world.sockets[name];
  if (!socket || !isStream(profile) || lengthsAwaited(socket.outstanding).length === 0) return false;
  return comingTo({ connection, side, end: connection.ends[side] }).length > few;
}

function deliveries(
  machine: Machine,
  world: World,
  id: ConnectionId,
  connection: Connection,
  side: Side,
  hint: Hint,
): SilentTransition[] {
  const steps = incoming(machine, world, connection, side, hint.unread).flatMap(({ item, left, urgency }) =>
    deliver(machine, world, id, side, item, left).map((step) => ({ ...step, urgency })),
  );
  const [first, ...rest] = connection.wires[side];
  if (first?.is !== 'request' || !hint.races || connection.confirmed) return steps;
  return [...steps, ...arriveLate(machine, world, id, connection, first, rest)];
}

/**
 * A request arrives after as many others that are in flight as the backlog has room for. Which of them does not matter: only
 * that they take places is looked at, and they are in flight again afterwards.
 */
function arriveLate(
  machine: Machine,
  world: World,
  id: ConnectionId,
  { listener }: Connection,
  request: Item,
  left: readonly Item[],
): SilentTransition[] {
  const socket = listener === null ? undefined : world.sockets[listener];
  if (listener === null || socket?.phase.is !== 'listening') return [];
  const { queue, capacity } = socket.phase;
  const others = connectionsOf(world).filter((other) => {
    const connection = world.connections[other];
    return (
      other !== id && connection?.listener === listener && !connection.confirmed && !queue.includes(other)
    );
  });
  const missing = capacity.atLeast - queue.length - expectedBy(world, listener).length;
  if (missing <= 0 || others.length < missing) return [];
  const full = [...queue, ...others.slice(0, missing)];
  return deliver(
    machine,
    withQueue(machine, world, listener, () => full),
    id,
    'server',
    request,
    left,
  ).map((step) => ({
    ...step,
    world: withQueue(machine, step.world, listener, (after) =>
      after.filter((one) => one === id || queue.includes(one)),
    ),
  }));
}

function withQueue(
  machine: Machine,
  world: World,
  listener: SocketName,
  change: (queue: readonly ConnectionId[]) => readonly ConnectionId[],
): World {
  const socket = world.sockets[listener];
  if (socket?.phase.is !== 'listening') return world;
  const phase = { ...socket.phase, queue: change(socket.phase.queue) };
  return withSocket(machine, world, listener, { ...socket, phase });
}

function deliver<Kind extends Item['is']>(
  machine: Machine,
  world: World,
  id: ConnectionId,
  side: Side,
  item: ItemOf<Kind>,
  left: readonly Item[],
): SilentTransition[] {
  const connection = world.connections[id];
  if (!connection) return [];
  const rules: DeliveryRules<Kind> = machine.rules.deliveries[item.is];
  return rules
    .filter((rule) =>
      rule.when({ model: machine, world, id, connection, side, end: connection.ends[side], item }),
    )
    .flatMap((rule) =>
      everyWorld(machine, world, null, (draft, { observed, oneOf, reading, amount }) => {
        const found = draft.connections[id];
        if (!found) throw new Error(`there is no connection ${id}`);
        found.wires[side] = [...left];
        rule.then({
          observed,
          oneOf,
          reading,
          amount,
          model: machine,
          world: draft,
          id,
          connection: found,
          side,
          end: found.ends[side],
          item,
        });
        forget(draft, id);
      }).map(({ world: next }) => ({
        rule: rule.name,
        clauses: rule.clauses,
        urgency: 'due' as const,
        world: next,
      })),
    );
}

function attemptExpires(
  machine: Machine,
  world: World,
  id: ConnectionId,
  connection: Connection,
): SilentTransition[] {
  const phase = world.sockets[connection.client]?.phase;
  if (phase?.is !== 'connecting' || phase.connection !== id) return [];
  return everyWorld(machine, world, null, (draft) => {
    const found = draft.connections[id];
    if (!found) throw new Error(`there is no connection ${id}`);
    finishAttempt(draft, id, found, 'WSAETIMEDOUT');
    found.ends.client.open = false;
    withdraw(machine, found);
    forget(draft, id);
  }).map(({ world: next }) => ({
    ...attemptTimesOut,
    urgency: 'timer',
    world: next,
  }));
}

/** The calls under way on a socket that can take effect now. */
function callsUnderWay(machine: Machine, world: World, name: SocketName, hint: Hint): SilentTransition[] {
  const socket = world.sockets[name];
  if (!socket || socket.outstanding.length === 0) return [];
  return socket.outstanding.flatMap((entry, index) => {
    if (isSendUnderWay(entry)) return sendFails(machine, world, name, socket, index);
    const { call, ended } = entry;
    if (ended !== null || call.call === 'WSAConnect') return [];
    if (call.call === 'closesocket') return closeEnds(machine, world, name, socket);
    return takesEffect(machine, world, name, socket, index, hint);
  });
}

function takesEffect(
  machine: Machine,
  world: World,
  name: SocketName,
  socket: Socket,
  index: number,
  hint: Hint,
): SilentTransition[] {
  const entry = socket.outstanding[index];
  if (!entry) return [];
  const others = socket.outstanding.filter((_, other) => other !== index);
  const before = withSocket(machine, world, name, { ...socket, mode: 'blocking', outstanding: others });
  const look = { observed: hint.ended, surroundings: 'hold' as const };
  return callTransitions(machine, before, name, entry.call, look).flatMap(
    ({ rule, clauses, prediction, world: after }) => {
      const self = after.sockets[name];
      if (!self || prediction === null || (prediction !== 'anything' && 'pending' in prediction)) return [];
      const outstanding = [...self.outstanding, { call: entry.call, ended: prediction }];
      const ended = withSocket(machine, after, name, { ...self, mode: socket.mode, outstanding });
      return alikenesses(machine, world, ended, entry.call, socket).map((next) => ({
        rule,
        clauses,
        urgency: 'due' as const,
        world: next,
      }));
    },
  );
}

/**
 * The socket that an accept under way has just made is as the listener was when it was called, or as it is now (CA-06); with a
 * registration it does not block (NE-04).
 */
function alikenesses(
  machine: Machine,
  before: World,
  after: World,
  call: Call,
  { mode }: Socket,
): readonly World[] {
  if (call.call !== 'WSAAccept') return [after];
  const { as } = call.args;
  const made = as in before.sockets ? undefined : after.sockets[as];
  if (!made || made.phase.is === 'unspecified' || made.mode === mode) return [after];
  const now = withSocket(machine, after, as, { ...made, mode });
  return made.registration === null ? [now, after] : [now];
}

function sendFails(
  machine: Machine,
  world: World,
  name: SocketName,
  socket: Socket,
  index: number,
): SilentTransition[] {
  if (!linkOf(world, socket)?.end.lost) return [];
  return everyWorld(machine, world, null, (draft, choices) => {
    const self = draft.sockets[name];
    const entry = self?.outstanding[index];
    const link = self && draftLinkOf(draft, self);
    if (!entry || !link) throw new Error(`there is no send under way on ${name}`);
    failSend(entry, link.end, choices);
  }).map(({ world: next }) => ({ ...sendIsCutOff, urgency: 'open', world: next }));
}

/** A lingering close ends when what was sent has gone, at the latest when the peer has ended too, or by its timer. */
function closeEnds(machine: Machine, world: World, name: SocketName, socket: Socket): SilentTransition[] {
  const link = linkOf(world, socket);
  if (!link) return [];
  const end = (how: 'in time' | 'expired', fired: Fired, urgency: SilentTransition['urgency']) =>
    everyWorld(machine, world, null, (draft) => {
      const self = draft.sockets[name];
      const found = self && draftLinkOf(draft, self);
      if (!found) throw new Error(`there is no connected socket ${name}`);
      finishClose(machine, self, found, how);
      forget(draft, found.id);
    }).map(({ world: next }): SilentTransition => ({ ...fired, urgency, world: next }));
  const gone = !hasUnsent(link);
  const complete = gone && (link.end.ended !== null || link.end.lost !== null);
  return [
    ...(gone ? end('in time', closeReturns, complete ? 'due' : 'open') : []),
    ...end('expired', lingerExpires, 'timer'),
  ];
}

const attemptTimesOut: Fired = {
  rule: 'a connection attempt times out',
  clauses: ['CN-01', 'CN-07', 'CA-28', 'NE-20'],
};

const sendIsCutOff: Fired = {
  rule: 'a send under way tells that the circuit was lost before all data had gone',
  clauses: ['AS-01', 'AS-07', 'IO-09'],
};

const closeReturns: Fired = {
  rule: 'a lingering close returns when all data have gone',
  clauses: ['LG-05', 'GS-04'],
};

const lingerExpires: Fired = {
  rule: 'the linger time-out expires, and the connection is reset',
  clauses: ['AS-04', 'LG-05', 'LG-09'],
};

/** The rules of what happens in silence, besides deliveries. */
export const silentRules: readonly Fired[] = [attemptTimesOut, sendIsCutOff, closeReturns, lingerExpires];
