import type {
  AllowedResult,
  ConnectionView,
  Frame,
  SocketView,
  Story,
  WorldView,
} from '../../model/story.js';

/**
 * A story of which each socket, connection and list of results stands once, however many frames show it: from one step to the
 * next most of a world stays as it is.
 */
export interface PackedStory {
  readonly sockets: readonly SocketView[];
  readonly connections: readonly ConnectionView[];
  readonly readings: readonly WorldView['readings'][];
  readonly allowed: readonly AllowedResult[];
  readonly frames: readonly PackedFrame[];
  readonly lostAt: number | null;
}

type PackedFrame = Frame extends infer One
  ? One extends Frame
    ? Omit<One, 'world' | 'allowed'> & { readonly world: PackedWorld; readonly allowed?: readonly number[] }
    : never
  : never;

interface PackedWorld {
  readonly sockets: readonly number[];
  readonly connections: readonly number[];
  readonly readings: number;
}

class Table<Value> {
  readonly values: Value[] = [];
  readonly #places = new Map<string, number>();

  place(value: Value): number {
    const key = JSON.stringify(value);
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    this.#places.set(key, this.values.length);
    return this.values.push(value) - 1;
  }
}

export function packStory({ frames, lostAt }: Story): PackedStory {
  const sockets = new Table<SocketView>();
  const connections = new Table<ConnectionView>();
  const readings = new Table<WorldView['readings']>();
  const results = new Table<AllowedResult>();
  const packed = frames.map((frame): PackedFrame => {
    const world = {
      sockets: frame.world.sockets.map((one) => sockets.place(one)),
      connections: frame.world.connections.map((one) => connections.place(one)),
      readings: readings.place(frame.world.readings),
    };
    if (!('allowed' in frame)) return { ...frame, world };
    return { ...frame, world, allowed: frame.allowed.map((one) => results.place(one)) };
  });
  return {
    sockets: sockets.values,
    connections: connections.values,
    readings: readings.values,
    allowed: results.values,
    frames: packed,
    lostAt,
  };
}

const chosen = <Value>(table: readonly Value[], places: readonly number[]): readonly Value[] =>
  places.flatMap((place) => table.slice(place, place + 1));

/** What {@link packStory} was given. */
export function unpackStory({ frames, lostAt, ...tables }: PackedStory): Story {
  return {
    lostAt,
    frames: frames.map((frame): Frame => {
      const world: WorldView = {
        sockets: chosen(tables.sockets, frame.world.sockets),
        connections: chosen(tables.connections, frame.world.connections),
        readings: tables.readings[frame.world.readings] ?? {},
      };
      if (frame.is === 'silent' || frame.is === 'begun') {
        const { allowed: _, ...rest } = frame;
        return { ...rest, world };
      }
      return { ...frame, world, allowed: chosen(tables.allowed, frame.allowed ?? []) };
    }),
  };
}
