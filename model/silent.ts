import type { ClauseId } from '../spec/clauses/index.js';
import { isStream } from '../spec/profiles.js';
import type { Ended, SocketName } from '../spec/trace/step.js';
import { withdraw } from './attempts.js';
import { callTransitions, draftLinkOf, linkOf } from './call.js';
import { finishClose, hasUnsent } from './calls/closesocket.js';
import { finishAttempt, forget } from './connections.js';
import type { DeliveryRules, ItemOf } from './deliveries/delivery.js';
import type { Machine } from './machine.js';
import type { Fired } from './transition.js';
import { everyWorld } from './transition.js';
import type { Connection, ConnectionId, Item, Side, Socket, World } from './world.js';
import { connectionId } from './world.js';

/**
 * A step of the network or the provider. `due`: it has happened at a `settle` at the latest. `open`: it may happen or
 * not. `timer`: an expiry, which a `settle` does not bring about.
 */
export interface SilentTransition extends Fired {
  readonly urgency: 'due' | 'open' | 'timer';
  readonly world: World;
}

/** What is looked for when a trace is followed; an exploration looks for nothing. */
export interface Hint {
  /** Bytes that an end should have received and not read, if a part of what is in flight makes it so many. */
  readonly unread: number | null;
  /** How a call that is under way was seen to end. */
  readonly ended: Ended | null;
}

/** Nothing is looked for: data arrive in whole. */
export const noHint: Hint = { unread: null, ended: null };

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
  return [
    ...deliveries(machine, world, id, connection, 'server', hint),
    ...deliveries(machine, world, id, connection, 'client', hint),
    ...attemptExpires(machine, world, id, connection),
    ...callsUnderWay(machine, world, connection.client, hint),
    ...(connection.server === null ? [] : callsUnderWay(machine, world, connection.server, hint)),
    ...(connection.listener === null ? [] : callsUnderWay(machine, world, connection.listener, hint)),
  ];
}

function deliveries(
  machine: Machine,
  world: World,
  id: ConnectionId,
  connection: Connection,
  side: Side,
  hint: Hint,
): SilentTransition[] {
  const wire = connection.wires[side];
  const [first, ...rest] = wire;
  if (!first) return [];
  const steps = deliver(machine, world, id, side, first, rest);
  if (first.is === 'data' && isStream(machine.profile) && hint.unread !== null) {
    const part = hint.unread - connection.ends[side].unread.join('').length;
    if (part > 0 && part < first.bytes.length) {
      const left: Item = { is: 'data', bytes: first.bytes.slice(part) };
      steps.push(
        ...deliver(machine, world, id, side, { is: 'data', bytes: first.bytes.slice(0, part) }, [
          left,
          ...rest,
        ]),
      );
    }
  }
  const last = wire.at(-1);
  if (last?.is === 'reset' && first !== last && first.is !== 'confirmation')
    steps.push(...deliver(machine, world, id, side, last, []));
  return steps;
}

function deliver(
  machine: Machine,
  world: World,
  id: ConnectionId,
  side: Side,
  item: Item,
  left: readonly Item[],
): SilentTransition[] {
  return deliverItem(machine, world, id, side, item, left);
}

function deliverItem<Kind extends Item['is']>(
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
      everyWorld(machine, world, null, (draft, choices) => {
        const found = draft.connections[id];
        if (!found) throw new Error(`there is no connection ${id}`);
        found.wires[side] = [...left];
        rule.then({
          ...choices,
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
    rule: 'a connection attempt times out',
    clauses: ['CN-01', 'CN-07', 'CA-28', 'NE-20'],
    urgency: 'timer',
    world: next,
  }));
}

/** The calls under way on a socket that can take effect now. */
function callsUnderWay(machine: Machine, world: World, name: SocketName, hint: Hint): SilentTransition[] {
  const socket = world.sockets[name];
  if (!socket || socket.outstanding.length === 0) return [];
  return socket.outstanding.flatMap(({ call, ended }, index) => {
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
  const before: World = {
    ...world,
    sockets: { ...world.sockets, [name]: { ...socket, mode: 'blocking', outstanding: others } },
  };
  const look = { observed: hint.ended, environment: false };
  return callTransitions(machine, before, name, entry.call, look).flatMap(
    ({ rule, clauses, prediction, world: after }) => {
      const self = after.sockets[name];
      if (!self || prediction === null || (prediction !== 'anything' && 'pending' in prediction)) return [];
      const outstanding = [...self.outstanding, { call: entry.call, ended: prediction }];
      const next: Socket = { ...self, mode: socket.mode, outstanding };
      return [
        { rule, clauses, urgency: 'due', world: { ...after, sockets: { ...after.sockets, [name]: next } } },
      ];
    },
  );
}

/** A lingering close ends when what was sent has gone, at the latest when the peer has ended too, or by its timer. */
function closeEnds(machine: Machine, world: World, name: SocketName, socket: Socket): SilentTransition[] {
  const link = linkOf(world, socket);
  if (!link) return [];
  const end = (
    how: 'in time' | 'expired',
    rule: string,
    clauses: readonly ClauseId[],
    urgency: SilentTransition['urgency'],
  ) =>
    everyWorld(machine, world, null, (draft) => {
      const self = draft.sockets[name];
      const found = self && draftLinkOf(draft, self);
      if (!found) throw new Error(`there is no connected socket ${name}`);
      finishClose(machine, self, found, how);
      forget(draft, found.id);
    }).map(({ world: next }): SilentTransition => ({ rule, clauses, urgency, world: next }));
  const gone = !hasUnsent(link);
  const complete = gone && (link.end.ended !== null || link.end.lost !== null);
  return [
    ...(gone
      ? end(
          'in time',
          'a lingering close returns when all data have gone',
          ['LG-05', 'GS-04'],
          complete ? 'due' : 'open',
        )
      : []),
    ...end(
      'expired',
      'the linger time-out expires, and the connection is reset',
      ['AS-04', 'LG-05', 'LG-09'],
      'timer',
    ),
  ];
}
