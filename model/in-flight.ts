import { isMessageOriented } from '../spec/profiles.js';
import type { Model } from './model.js';
import { sureRoom } from './room.js';
import type { Connection, End, Item, Side, World } from './world.js';

/** Something that may arrive next at one end. */
export interface Incoming {
  readonly item: Item;
  /** What is in flight behind it then. */
  readonly left: readonly Item[];
  /** As in a silent transition. */
  readonly urgency: 'due' | 'open' | 'later';
}

type Data = Extract<Item, { is: 'data' }>;

/**
 * Everything that may arrive next at `side`: what comes first, of a byte stream also a part that leaves as many bytes unread as
 * are looked for, and a reset that overtakes all the rest.
 */
export function incoming(
  model: Model,
  world: World,
  connection: Connection,
  side: Side,
  unread: readonly number[],
): readonly Incoming[] {
  const wire = connection.wires[side];
  const [first, ...left] = wire;
  if (!first) return [];
  const next =
    first.is === 'data'
      ? incomingData(model, world, connection, side, first, unread)
      : [{ item: first, left, urgency: 'due' as const }];
  const last = wire.at(-1);
  if (last?.is !== 'reset' || first === last || first.is === 'confirmation') return next;
  const behind = overtaken(wire, connection.ends[side]);
  if (last.by !== 'network') return [...next, { item: last, left: behind, urgency: 'due' }];
  if (behind.length === wire.length - 1) return next;
  return [...next, { item: last, left: behind.length > 0 ? [...behind, last] : [], urgency: 'due' }];
}

/**
 * What a reset has overtaken may all the same have arrived before it, in part: it stays in flight until that shows
 * (AM-07). So do data that the network may have lost.
 */
function overtaken(wire: readonly Item[], end: End): readonly Item[] {
  if (!mayReceive(end)) return [];
  const other = wire.findIndex(({ is }) => is !== 'data');
  return wire.slice(0, other);
}

/** Whether data that arrive are received, or may have been before a reset. */
export const mayReceive = ({ open, receiving, lost }: End): boolean =>
  open && receiving === 'open' && (lost === null || lost.by === 'abort' || lost.by === 'stack');

/**
 * Data arrive in whole, or as far as is looked for, even where nobody can read them: they are indicated (AM-08a). At rest
 * they have arrived as far as there surely is room for them; what was there before a reset need not be told from what the
 * reset has overtaken.
 */
function incomingData(
  model: Model,
  world: World,
  connection: Connection,
  side: Side,
  first: Data,
  unread: readonly number[],
): readonly Incoming[] {
  const end = connection.ends[side];
  const [, ...rest] = connection.wires[side];
  const whole = { item: first, left: rest };
  const there = end.unread.join('').length;
  const parts = (lengths: readonly number[]) =>
    isMessageOriented(model.profile) ? [] : lengths.flatMap((length) => partOf(first, rest, length));
  const sought = [whole, ...parts(unread.map((bytes) => bytes - there))];
  if (!mayReceive(end)) {
    const isDropped = end.open && end.lost === null;
    return (isDropped ? sought : [whole]).map((one) => ({ ...one, urgency: 'due' as const }));
  }
  const open: Incoming['urgency'] = isAwaited(world, connection, side) ? 'open' : 'later';
  if (rest.at(-1)?.is === 'reset') {
    const gone = rest.slice(0, -1).every(({ is }) => is === 'data');
    return sought.map((one) => ({ ...one, urgency: gone ? open : 'open' }));
  }
  if (end.lost) return sought.map((one) => ({ ...one, urgency: open }));
  const sure = sureRoom(model, end);
  if (first.bytes.length <= sure) return sought.map((one) => ({ ...one, urgency: 'due' }));
  return [
    ...parts([sure]).map((one) => ({ ...one, urgency: 'due' as const })),
    ...sought.map((one) => ({ ...one, urgency: open })),
  ];
}

function partOf({ bytes }: Data, rest: readonly Item[], length: number): Omit<Incoming, 'urgency'>[] {
  if (length <= 0 || length >= bytes.length) return [];
  const left: Item = { is: 'data', bytes: bytes.slice(length) };
  return [{ item: { is: 'data', bytes: bytes.slice(0, length) }, left: [left, ...rest] }];
}

/** Whether a call under way may take what arrives, so that a `settle` ends it. */
function isAwaited(world: World, { client, server }: Connection, side: Side): boolean {
  const name = side === 'client' ? client : server;
  const socket = name === null ? undefined : world.sockets[name];
  return socket?.outstanding.some(({ ended }) => ended === null) === true;
}
