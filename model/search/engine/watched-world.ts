import type { Draft } from 'immer';
import { castDraft } from 'immer';
import type { Candidate } from '../../../spec/readings.js';
import { socketName } from '../../../spec/trace/names.js';
import { freshEnd } from '../../connections.js';
import type { Produce } from '../../model.js';
import type { ChosenReadings, Connection, End, Item, Side, Socket, World } from '../../world.js';
import { headKind, Part, readingKind, restKind, socketKind, wireKind } from './changes.js';
import type { ConnectionSlots, Head, Parts, Rest } from './parts.js';
import { headOf, restOf } from './parts.js';
import { Shelf } from './shelf.js';
import type { Slot } from './slot.js';

/** Which places of a world are looked at, in the order in which that happens first. */
export class Watch {
  readonly parts: Parts;
  readonly looked: number[] = [];
  readonly #read: (slot: number) => number;
  readonly #seen: Uint8Array;

  constructor(parts: Parts, read: (slot: number) => number) {
    this.parts = parts;
    this.#read = read;
    this.#seen = new Uint8Array(parts.count);
  }

  look(slot: number): number {
    if (this.#seen[slot] === 0) {
      this.#seen[slot] = 1;
      this.looked.push(slot);
    }
    return this.#read(slot);
  }
}

const nothingChanged: ReadonlyMap<number, number> = new Map();

/** A world made of parts, of which it is noted which ones are looked at. It may only be changed by {@link produceWatched}. */
export class WatchedWorld implements World {
  readonly watch: Watch;
  /** The numbers of the places in which it differs from the world at the start. */
  readonly changed: ReadonlyMap<number, number>;
  #sockets: World['sockets'] | null = null;
  #connections: World['connections'] | null = null;
  #readings: ChosenReadings | null = null;

  constructor(watch: Watch, changed: ReadonlyMap<number, number> = nothingChanged) {
    this.watch = watch;
    this.changed = changed;
  }

  get sockets(): World['sockets'] {
    const { sockets } = this.watch.parts;
    return (this.#sockets ??= Shelf.of<Socket>(sockets, (name) => {
      const slot = sockets.get(name);
      return slot && this.at(slot);
    }));
  }

  get connections(): World['connections'] {
    const { connections } = this.watch.parts;
    return (this.#connections ??= Shelf.of<Connection>(connections, (id) => {
      const slots = connections.get(id);
      return slots && this.#connection(slots);
    }));
  }

  get readings(): ChosenReadings {
    const { readings } = this.watch.parts;
    return (this.#readings ??= Shelf.of<readonly Candidate[]>(readings, (key) => {
      const slot = readings.get(key);
      return slot && this.at(slot);
    }));
  }

  /** What is at a place. */
  at<Value extends object | null>(slot: Slot<Value>): Value {
    return slot.value(this.changed.get(slot.index) ?? this.watch.look(slot.index));
  }

  /** What is at a place of a connection that is there. */
  there<Value extends object>(slot: Slot<Value | null>): Value {
    const value = this.at(slot);
    if (value === null) throw new Error('a connection of which a part is missing');
    return value;
  }

  #connection({ head, ends, wires }: ConnectionSlots): Connection | null {
    const found = this.at(head);
    if (!found) return null;
    const { open, ...rest } = found;
    const end = (side: Side): End =>
      new Proxy(someEnd, {
        get: (_, name): unknown => (name === 'open' ? open[side] : Reflect.get(this.there(ends[side]), name)),
      });
    return {
      ...rest,
      ends: { client: end('client'), server: end('server') },
      wires: new Proxy(noWires, {
        get: (_, name): unknown =>
          name === 'client' || name === 'server' ? this.there(wires[name]) : undefined,
      }),
    };
  }
}

/**
 * What lends its fields to an end and to the wires of a connection of which the parts are looked up one by one. They are
 * no part of any world: whoever freezes one does not freeze these, and a view of frozen things could not show others.
 */
const someEnd: End = { ...freshEnd };
const noWires: Connection['wires'] = { client: [], server: [] };

/** Changes a watched world; what is changed counts as looked at. */
export const produceWatched: Produce = (world, change) => {
  if (!(world instanceof WatchedWorld)) throw new Error('this world is not watched');
  const { parts } = world.watch;
  const sockets = new Touched((name) => new Part(socketKind, () => world.at(parts.socket(name))));
  const readings = new Touched((key) => new Part(readingKind, () => world.at(parts.reading(key))));
  const connections = new Touched((id) => new ChangedConnection(world, parts.connection(id)));
  change({
    sockets: Shelf.of<Draft<Socket>>(
      parts.sockets,
      (name) => sockets.at(name).get(),
      (name, socket) => sockets.at(name).put(socket),
    ),
    connections: Shelf.of<Draft<Connection>>(
      parts.connections,
      (id) => connections.at(id).get(),
      (id, connection) => connections.at(id).put(connection),
    ),
    readings: Shelf.of<Candidate[]>(
      parts.readings,
      (key) => readings.at(key).get(),
      (key, chosen) => readings.at(key).put(chosen),
    ),
  });
  for (const changing of [...sockets.values(), ...connections.values(), ...readings.values()])
    changing.settle();
  const changed = new Map(world.changed);
  const note: Note = (slot, part) => {
    if (!part.touched) return;
    const was = world.at(slot);
    const now = part.finish(was);
    if (now !== was) changed.set(slot.index, slot.number(now));
  };
  for (const [name, part] of sockets) note(parts.socket(name), part);
  for (const [, connection] of connections) connection.note(note);
  for (const [key, part] of readings) note(parts.reading(key), part);
  return new WatchedWorld(world.watch, changed);
};

type Note = <Value extends object>(slot: Slot<Value | null>, part: Part<Value>) => void;

/** What has been touched of one kind, by name. */
class Touched<Changed> extends Map<string, Changed> {
  readonly #make: (name: string) => Changed;

  constructor(make: (name: string) => Changed) {
    super();
    this.#make = make;
  }

  at(name: string): Changed {
    const known = this.get(name);
    if (known) return known;
    const made = this.#make(name);
    this.set(name, made);
    return made;
  }
}

/** A connection that may be changed, part by part. */
class ChangedConnection {
  readonly #slots: ConnectionSlots;
  readonly #head: Part<Head>;
  readonly #ends: { readonly [S in Side]: Part<Rest> };
  readonly #wires: { readonly [S in Side]: Part<readonly Item[]> };
  #draft: Draft<Connection> | null = null;
  #put: { readonly connection: Draft<Connection> | null } | null = null;

  constructor(world: WatchedWorld, slots: ConnectionSlots) {
    const end = (side: Side) => new Part(restKind, () => world.at(slots.ends[side]));
    const wire = (side: Side) => new Part(wireKind, () => world.at(slots.wires[side]));
    this.#slots = slots;
    this.#head = new Part(headKind, () => world.at(slots.head));
    this.#ends = { client: end('client'), server: end('server') };
    this.#wires = { client: wire('client'), server: wire('server') };
  }

  /** `null` if it is not there. */
  get(): Draft<Connection> | null {
    if (this.#put) return this.#put.connection;
    const head = this.#head.get();
    return head && (this.#draft ??= this.#made(head));
  }

  put(connection: Draft<Connection> | null): void {
    this.#put = { connection };
  }

  #made(head: Draft<Head>): Draft<Connection> {
    const ends = { client: this.#end(head, 'client'), server: this.#end(head, 'server') };
    const wires = new Proxy(castDraft(noWires), {
      get: (_, name): unknown =>
        name === 'client' || name === 'server' ? this.#wires[name].get() : undefined,
      set: (_, name, items: Draft<Item>[]) => {
        if (name !== 'client' && name !== 'server') return false;
        this.#wires[name].put(items);
        return true;
      },
    });
    return new Proxy(castDraft(noConnection), {
      get: (_, name): unknown =>
        name === 'ends' ? ends : name === 'wires' ? wires : Reflect.get(head, name),
      set: (_, name, value) => name !== 'ends' && name !== 'wires' && Reflect.set(head, name, value),
    });
  }

  #end(head: Draft<Head>, side: Side): Draft<End> {
    const rest = (): Draft<Rest> => {
      const found = this.#ends[side].get();
      if (!found) throw new Error('a connection of which a part is missing');
      return found;
    };
    return new Proxy(castDraft(someEnd), {
      get: (_, name): unknown => (name === 'open' ? head.open[side] : Reflect.get(rest(), name)),
      set: (_, name, value) =>
        Reflect.set(name === 'open' ? head.open : rest(), name === 'open' ? side : name, value),
    });
  }

  /** Before anything is noted: see {@link Part.settle}. */
  settle(): void {
    this.#take();
    this.#head.settle();
    for (const side of sides) {
      this.#ends[side].settle();
      this.#wires[side].settle();
    }
  }

  note(note: Note): void {
    note(this.#slots.head, this.#head);
    for (const side of sides) {
      note(this.#slots.ends[side], this.#ends[side]);
      note(this.#slots.wires[side], this.#wires[side]);
    }
  }

  /** Takes a connection that was put in its place apart. */
  #take(): void {
    if (!this.#put) return;
    const { connection } = this.#put;
    const wasThere = this.#head.get() !== null;
    if (!wasThere && !connection) return;
    this.#head.put(connection && castDraft(headOf(connection)));
    for (const side of sides) {
      this.#ends[side].put(connection && castDraft(restOf(connection.ends[side])));
      this.#wires[side].put(connection ? connection.wires[side] : null);
    }
  }
}

const sides = ['client', 'server'] as const;

/** The same for a connection as a whole. */
const noConnection: Connection = {
  client: socketName('nobody'),
  listener: null,
  server: null,
  callerData: null,
  calleeDataLen: null,
  calleeData: null,
  behind: [],
  missed: null,
  confirmed: false,
  ends: { client: someEnd, server: someEnd },
  wires: noWires,
};
