import { socketName } from '../../spec/trace/names.js';
import type { SocketName } from '../../spec/trace/step.js';
import type { Keys } from '../key.js';
import type { Socket } from '../world.js';
import type { Part } from './part.js';
import { acceptorOf } from './reach.js';
import type { Outline, Place } from './shape.js';
import { keyOf, nameAt, named, numberOf, read } from './shape.js';

/** What some sockets and connections may be together: an outline that is kept, and what is to be known of it. */
export class Shape implements Outline {
  readonly parts: readonly Part[];
  readonly places: readonly Place[] | null;
  /** Equal for shapes with equal possibilities, in whatever order. */
  readonly key: string;
  /** Equal for shapes with equal possibilities in the same order. */
  readonly orderedKey: string;
  #sockets: readonly string[] | null = null;
  #numbers: readonly number[] | null = null;
  readonly #placeOf = new Map<number, number | null>();
  #accepts: boolean | null = null;

  constructor({ parts, places }: Outline, keys: Keys) {
    const byKey = new Map(parts.map((part) => [keys.parts(part), part]));
    this.parts = [...byKey.values()];
    this.places = places;
    const about = places === null ? 'as they are ' : '';
    this.orderedKey = about + [...byKey.keys()].join('/');
    this.key = about + [...byKey.keys()].sort().join('/');
  }

  /** The sockets that some possibility has. */
  get sockets(): readonly string[] {
    return (this.#sockets ??= [...new Set(this.parts.flatMap(({ sockets }) => Object.keys(sockets)))]);
  }

  /** The numbers of the sockets. */
  get numbers(): readonly number[] {
    return (this.#numbers ??= this.sockets.map(numberOf));
  }

  /** The place to which the bytes for the socket with this number come; -1: there is none; `null`: it is not always the same. */
  placeOf(number: number): number | null {
    const known = this.#placeOf.get(number);
    if (known !== undefined) return known;
    const [one = null, ...more] = new Set(
      this.parts.flatMap(({ sockets }) => incoming(sockets[nameAt(number)]) ?? []),
    );
    const place = more.length > 0 ? null : (this.places ?? []).findIndex((other) => keyOf(other) === one);
    this.#placeOf.set(number, place);
    return place;
  }

  /** Whether an accept is under way. */
  get accepts(): boolean {
    return (this.#accepts ??= this.parts.some(({ sockets }) =>
      Object.values(sockets).some(({ outstanding }) =>
        outstanding.some(({ call }) => call.call === 'WSAAccept'),
      ),
    ));
  }
}

/** The bytes at a place of a shape, and where in them its units end. */
export interface Stream {
  readonly bytes: string;
  readonly ends: readonly number[];
}

/** The bytes of `count` units from the one with the number `first` on. */
export const bytesOf = (stream: Stream | undefined, first: number, count: number): string =>
  stream?.bytes.slice(stream.ends[first - 1] ?? 0, stream.ends[first + count - 1]) ?? '';

/** What one group of sockets and connections may be; the possibilities of different clusters are independent. */
export class Cluster {
  readonly shape: Shape;
  /** What the names in the shape stand for; `null`: for themselves. */
  readonly names: readonly string[] | null;
  /** The bytes at the places of the shape. */
  readonly streams: readonly Stream[];
  /** Nothing has happened to it since the last `settle`. */
  readonly settled: boolean;
  /** Other clusters of the same oracle hardly ever have the same mark. */
  readonly mark: number;
  #parts: readonly Part[] | null = null;
  #group: number | null = null;

  constructor(
    shape: Shape,
    names: readonly string[] | null,
    streams: readonly Stream[],
    settled: boolean,
    mark: number,
  ) {
    this.shape = shape;
    this.names = names;
    this.streams = streams;
    this.settled = settled;
    this.mark = mark;
  }

  /** How many possibilities there are. */
  get size(): number {
    return this.shape.parts.length;
  }

  get parts(): readonly Part[] {
    const { shape, names, streams } = this;
    if (names === null) return shape.parts;
    return (this.#parts ??= shape.parts.map((part) =>
      named(
        read(part, shape.places ?? [], (place, first, count) => bytesOf(streams[place], first, count)),
        names,
      ),
    ));
  }

  /** The sockets that some possibility has. */
  get sockets(): readonly string[] {
    const { shape, names } = this;
    return names ? shape.numbers.map((number) => names[number] ?? '') : shape.sockets;
  }

  /** The number of a socket in the shape; -1: it is not there. */
  numberOf(name: SocketName): number {
    return this.names?.indexOf(name) ?? -1;
  }

  /** A number that all clusters of the same sockets share. */
  get group(): number {
    return (this.#group ??= this.sockets.reduce((sum, name) => {
      for (let index = 0; index < name.length; index += 1) sum += name.charCodeAt(index);
      return sum;
    }, 0));
  }

  /** Of an accepted socket, its listener. */
  acceptedFrom(name: SocketName): SocketName | null {
    const { shape, names } = this;
    if (names === null) return shape.parts[0]?.sockets[name]?.acceptedFrom ?? null;
    const listener = shape.parts[0]?.sockets[nameAt(this.numberOf(name))]?.acceptedFrom ?? null;
    const known = listener === null ? undefined : names[numberOf(listener)];
    return known === undefined ? null : socketName(known);
  }

  /** The listener whose accept is under way and may have made the socket `name` already. */
  acceptorOf(name: SocketName): SocketName | null {
    if (!this.shape.accepts) return null;
    for (const part of this.parts) {
      const acceptor = acceptorOf(part, name);
      if (acceptor !== null) return acceptor;
    }
    return null;
  }
}

/** The place to which bytes for a socket come. */
function incoming(socket: Socket | undefined): string | null {
  const phase = socket?.phase;
  if (phase?.is === 'connecting') return keyOf({ id: phase.connection, side: 'client' });
  return phase?.is === 'connected' ? keyOf({ id: phase.connection, side: phase.side }) : null;
}
