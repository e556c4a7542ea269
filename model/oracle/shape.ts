import { socketName } from '../../spec/trace/names.js';
import type { SocketName } from '../../spec/trace/step.js';
import type { Connection, ConnectionId, End, Item, Side } from '../world.js';
import { connectionId } from '../world.js';
import type { Part } from './part.js';
import { codesFrom } from './codes.js';
import { renamed } from './rename.js';

/** What is on its way to one end of a connection, and what has come there and was not read: bytes in a row. */
export interface Place {
  readonly id: ConnectionId;
  readonly side: Side;
}

/**
 * What some sockets and connections may be, whatever they are called: names are numbered in their order. Unless `places` is
 * `null`, it stands for any bytes too, however many there are: it says which of them stand where, in units that nothing divides.
 */
export interface Outline {
  readonly parts: readonly Part[];
  /** Where there are bytes. */
  readonly places: readonly Place[] | null;
}

/** An outline, with what it leaves out of some parts. */
export interface Traced extends Outline {
  readonly names: readonly string[];
  /** The bytes of each place, unit by unit. */
  readonly units: readonly (readonly string[])[];
}

/** A unit has its position as a code, from here on; real bytes are below. */
export const firstUnit = 0x100;

const mostNames = 36 * 36;

/** The name that stands for the one with this number: their order is that of their numbers. */
export const nameAt = (index: number): SocketName => socketName(`n${index.toString(36).padStart(2, '0')}`);

/** The number that {@link nameAt} has given a name. */
export const numberOf = (name: string): number => parseInt(name.slice(1), 36);

/** Whether names of connections, which are made of it, are in order with all other such names. */
export const isPlain = (name: string): boolean => !/[\0- ]/u.test(name);

/** Outlines parts; `null` if they bear names that do not stand in an order of their own. */
export function outlineOf(parts: readonly Part[]): Traced | null {
  const names = namesIn(parts);
  const clients = clientsIn(parts);
  if (names === null || clients === null) return null;
  const numbers = new Map(names.map((name, index) => [name, nameAt(index)]));
  const socket = (name: SocketName): SocketName => numbers.get(name) ?? name;
  const connection = (id: ConnectionId): ConnectionId => {
    const client = clients.get(id);
    return client === undefined ? id : connectionId(`${socket(client)}${id.slice(client.length)}`);
  };
  const outlined = parts.map((part) => renamed(part, { socket, connection }));
  const streams = streamsIn(outlined);
  if (streams === null) return { parts: outlined, names, places: null, units: [] };
  return {
    parts: outlined.map((part) => inUnits(part, streams)),
    names,
    places: streams.map(({ place }) => place),
    units: streams.map(({ bytes, ends }) => ends.map((end, index) => bytes.slice(ends[index - 1] ?? 0, end))),
  };
}

/** The part with units in place of bytes. */
function inUnits(part: Part, streams: readonly Stream[]): Part {
  const byPlace = new Map(streams.map((stream) => [keyOf(stream.place), stream]));
  return withBytes(part, (place) => {
    const ends = byPlace.get(keyOf(place))?.ends ?? [];
    let from = 0;
    return ({ length }) => {
      const first = ends.indexOf(from) + 1;
      from += length;
      return codesFrom(firstUnit + first, ends.indexOf(from) + 1 - first);
    };
  });
}

/** All names in their order; `null` if there are too many, or names of connections would mix with them. */
function namesIn(parts: readonly Part[]): readonly SocketName[] | null {
  const names = new Set<SocketName>();
  const add = (name: SocketName | null | undefined): void => {
    if (name) names.add(name);
  };
  for (const { sockets, connections } of parts) {
    for (const [name, { acceptedFrom, outstanding }] of Object.entries(sockets)) {
      add(socketName(name));
      add(acceptedFrom);
      for (const { call, ended } of outstanding) {
        if (call.call === 'WSAConnect') add(call.args.to);
        if (call.call === 'WSAAccept') add(call.args.as);
        if (ended !== null && ended !== 'anything' && 'condition' in ended && ended.condition.called)
          add(ended.condition.callerId);
      }
    }
    for (const { client, listener, server } of Object.values(connections)) {
      add(client);
      add(listener);
      add(server);
    }
  }
  const sorted = [...names].sort();
  return sorted.length <= mostNames && sorted.every(isPlain) ? sorted : null;
}

/** The client of each connection; `null` if one is not called after it, or one is spoken of that is not there. */
function clientsIn(parts: readonly Part[]): ReadonlyMap<ConnectionId, SocketName> | null {
  const clients = new Map<ConnectionId, SocketName>();
  for (const { connections } of parts)
    for (const [id, { client }] of Object.entries(connections)) {
      if (!id.startsWith(client) || !/^(?: #\d+)*$/u.test(id.slice(client.length))) return null;
      clients.set(connectionId(id), client);
    }
  const isKnown = (id: ConnectionId): boolean => clients.has(id);
  for (const { sockets, connections } of parts) {
    for (const { behind } of Object.values(connections)) if (!behind.every(isKnown)) return null;
    for (const { phase } of Object.values(sockets)) {
      if ('connection' in phase && !isKnown(phase.connection)) return null;
      if (phase.is === 'listening' && !phase.queue.every(isKnown)) return null;
    }
  }
  return clients;
}

const sides = ['client', 'server'] as const;

/** The bytes at a place, and where in them units end. */
interface Stream {
  readonly place: Place;
  readonly bytes: string;
  readonly ends: readonly number[];
}

/** The bytes that come to each end; `null` if it is not the same bytes in all possibilities, or calls are under way. */
function streamsIn(parts: readonly Part[]): readonly Stream[] | null {
  const streams = new Map<string, { place: Place; bytes: string; ends: Set<number> }>();
  for (const { sockets, connections } of parts) {
    for (const { outstanding } of Object.values(sockets)) if (outstanding.length > 0) return null;
    for (const [id, { ends, wires }] of Object.entries(connections))
      for (const side of sides) {
        if (ends[side].lost?.arriving !== undefined) return null;
        const pieces = piecesIn(ends[side].unread, wires[side]);
        const bytes = pieces.join('');
        if (bytes === '') continue;
        const place = { id: connectionId(id), side };
        const stream = streams.get(keyOf(place)) ?? { place, bytes, ends: new Set() };
        if (stream.bytes !== bytes) return null;
        streams.set(keyOf(place), stream);
        let end = 0;
        for (const { length } of pieces) {
          end += length;
          if (end > 0) stream.ends.add(end);
        }
      }
  }
  return [...streams]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, { place, bytes, ends }]) => ({
      place,
      bytes,
      ends: [...ends].sort((one, other) => one - other),
    }));
}

/** A text for a place. */
export const keyOf = ({ id, side }: Place): string => `${id} ${side}`;

const piecesIn = (unread: readonly string[], wire: readonly Item[]): readonly string[] => [
  ...unread,
  ...wire.flatMap((item) => (item.is === 'data' ? [item.bytes] : [])),
];

/** The part with other bytes in place of those that come to its ends; each place says what becomes of its pieces, one by one. */
export function withBytes(part: Part, of: (place: Place) => (piece: string) => string): Part {
  const connections: { [id: string]: Connection } = {};
  for (const [id, connection] of Object.entries(part.connections)) {
    const { ends, wires } = connection;
    const side = (at: Side): readonly [End, readonly Item[]] => {
      const instead = of({ id: connectionId(id), side: at });
      return [
        { ...ends[at], unread: ends[at].unread.map(instead) },
        wires[at].map((item) => (item.is === 'data' ? { ...item, bytes: instead(item.bytes) } : item)),
      ];
    };
    const [client, toClient] = side('client');
    const [server, toServer] = side('server');
    connections[id] = {
      ...connection,
      ends: { client, server },
      wires: { client: toClient, server: toServer },
    };
  }
  return { sockets: part.sockets, connections };
}

/** The bytes that units of a place stand for: of `count` units from the one with the number `first` on. */
export type Reading = (place: number, first: number, count: number) => string;

/** The part of an outline with bytes in place of units. */
export function read(part: Part, places: readonly Place[], reading: Reading): Part {
  if (places.length === 0) return part;
  const numbers = new Map(places.map((place, index) => [keyOf(place), index]));
  return withBytes(part, (place) => {
    const number = numbers.get(keyOf(place)) ?? -1;
    return (piece) => (piece === '' ? '' : reading(number, piece.charCodeAt(0) - firstUnit, piece.length));
  });
}

/** The part under the names that the ones in an outline stand for. */
export function named(part: Part, names: readonly string[]): Part {
  const socket = (name: SocketName): SocketName => socketName(names[numberOf(name)] ?? name);
  const connection = (id: ConnectionId): ConnectionId => {
    const [client = id] = id.split(' ');
    return connectionId(`${socket(socketName(client))}${id.slice(client.length)}`);
  };
  return renamed(part, { socket, connection });
}
