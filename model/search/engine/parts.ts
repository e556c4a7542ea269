import type { Candidate, ReadingKey } from '../../../spec/readings.js';
import { readingKeys } from '../../../spec/readings.js';
import type { SocketName } from '../../../spec/trace/step.js';
import type { Connection, ConnectionId, End, Item, Side, Socket, World } from '../../world.js';
import { connectionId } from '../../world.js';
import { Keys } from '../../key.js';
import { Slot } from './slot.js';

/** What a connection is, and which of its ends are there. */
export interface Head extends Omit<Connection, 'ends' | 'wires'> {
  readonly open: { readonly [S in Side]: boolean };
}

/** What happens at an end. */
export type Rest = Omit<End, 'open'>;

/** The places of a connection. */
export interface ConnectionSlots {
  readonly head: Slot<Head | null>;
  readonly ends: { readonly [S in Side]: Slot<Rest | null> };
  readonly wires: { readonly [S in Side]: Slot<readonly Item[] | null> };
}

/** The socket that asks for a connection, by the name of the connection. */
export const clientOf = (id: string): string => id.replace(/ #\d+$/u, '');

/** The positions of the places of a connection. */
export const placesOf = ({ head, ends, wires }: ConnectionSlots): readonly number[] =>
  [head, ends.client, ends.server, wires.client, wires.server].map(({ index }) => index);

/** What a connection is, of a whole one. */
export const headOf = ({ ends, wires, ...rest }: Connection): Head => ({
  ...rest,
  open: { client: ends.client.open, server: ends.server.open },
});

/** What happens at an end, of a whole one. */
export const restOf = ({ open, ...rest }: End): Rest => rest;

/** A connection has come up that no place was made for. */
export class UnknownConnection extends Error {
  readonly id: ConnectionId;

  constructor(id: ConnectionId) {
    super(`there is no place for the connection ${id}`);
    this.id = id;
  }
}

/** The places of which the worlds of a search are made; a world is a number for each. What is not there has the number 0. */
export class Parts {
  readonly sockets: ReadonlyMap<string, Slot<Socket | null>>;
  readonly connections: ReadonlyMap<string, ConnectionSlots>;
  readonly readings: ReadonlyMap<string, Slot<readonly Candidate[] | null>>;
  /** The places that count how often each move was made. */
  readonly made: readonly number[];
  /** How many places there are. */
  readonly count: number;

  constructor(sockets: readonly SocketName[], connections: readonly ConnectionId[], moves: number) {
    let count = 0;
    const keys = new Keys();
    const slot = <Value extends object | null>(nothing: Value): Slot<Value> => {
      count += 1;
      return new Slot(count - 1, nothing, keys);
    };
    this.sockets = new Map(sockets.map((name) => [name, slot<Socket | null>(null)]));
    this.connections = new Map(
      connections.map((id) => [
        id,
        {
          head: slot<Head | null>(null),
          ends: { client: slot<Rest | null>(null), server: slot<Rest | null>(null) },
          wires: { client: slot<readonly Item[] | null>(null), server: slot<readonly Item[] | null>(null) },
        },
      ]),
    );
    this.readings = new Map(readingKeys.map((key) => [key, slot<readonly Candidate[] | null>(null)]));
    this.made = Array.from({ length: moves }, (_, move) => count + move);
    this.count = count + moves;
  }

  /** What each place holds, in words, by its position. */
  get names(): readonly string[] {
    const names: string[] = [];
    for (const [name, { index }] of this.sockets) names[index] = `socket ${name}`;
    for (const [id, { head, ends, wires }] of this.connections) {
      names[head.index] = `connection of ${id}`;
      for (const side of ['client', 'server'] as const) {
        names[ends[side].index] = `${side} end of the connection of ${id}`;
        names[wires[side].index] = `wire to the ${side} of the connection of ${id}`;
      }
    }
    for (const [key, { index }] of this.readings) names[index] = `reading of ${key}`;
    for (const [move, slot] of this.made.entries()) names[slot] = `times that move ${move} was made`;
    return names;
  }

  socket(name: string): Slot<Socket | null> {
    const slot = this.sockets.get(name);
    if (!slot) throw new Error(`there is no place for the socket ${name}`);
    return slot;
  }

  /** Throws {@link UnknownConnection}. */
  connection(id: string): ConnectionSlots {
    const slots = this.connections.get(id);
    if (!slots) throw new UnknownConnection(connectionId(id));
    return slots;
  }

  reading(key: string): Slot<readonly Candidate[] | null> {
    const slot = this.readings.get(key);
    if (!slot) throw new Error(`there is no place for the reading ${key}`);
    return slot;
  }

  /** The numbers of a world in which nothing has been made of the bounded moves. */
  split(world: World): Int32Array {
    const numbers = new Int32Array(this.count);
    for (const [name, socket] of Object.entries(world.sockets)) {
      const slot = this.socket(name);
      numbers[slot.index] = slot.number(socket);
    }
    for (const [id, connection] of Object.entries(world.connections)) {
      const { head, ends, wires } = this.connection(id);
      numbers[head.index] = head.number(headOf(connection));
      for (const side of ['client', 'server'] as const) {
        numbers[ends[side].index] = ends[side].number(restOf(connection.ends[side]));
        numbers[wires[side].index] = wires[side].number(connection.wires[side]);
      }
    }
    for (const [key, chosen] of Object.entries(world.readings)) {
      const slot = this.reading(key);
      numbers[slot.index] = slot.number(chosen);
    }
    return numbers;
  }

  /** The world with these numbers. */
  compose(number: (slot: number) => number): World {
    const sockets: { [name: string]: Socket } = {};
    for (const [name, slot] of this.sockets) {
      const socket = slot.value(number(slot.index));
      if (socket) sockets[name] = socket;
    }
    const connections: { [id: string]: Connection } = {};
    for (const [id, slots] of this.connections) {
      const found = connectionAt(slots, number);
      if (found) connections[id] = found;
    }
    const readings: { [Key in ReadingKey]?: readonly Candidate[] } = {};
    for (const key of readingKeys) {
      const slot = this.reading(key);
      const chosen = slot.value(number(slot.index));
      if (chosen) readings[key] = chosen;
    }
    return { readings, sockets, connections };
  }
}

function connectionAt(
  { head, ends, wires }: ConnectionSlots,
  number: (slot: number) => number,
): Connection | null {
  const at = <Value extends object>(slot: Slot<Value | null>): Value => {
    const value = slot.value(number(slot.index));
    if (!value) throw new Error('a connection of which a part is missing');
    return value;
  };
  const found = head.value(number(head.index));
  if (!found) return null;
  const { open, ...rest } = found;
  return {
    ...rest,
    ends: {
      client: { open: open.client, ...at(ends.client) },
      server: { open: open.server, ...at(ends.server) },
    },
    wires: { client: at(wires.client), server: at(wires.server) },
  };
}
