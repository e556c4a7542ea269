import type { Renaming } from '../renaming.js';
import type { Connection, Socket } from '../../world.js';
import { connectionId } from '../../world.js';
import type { Ground } from './ground.js';
import { UnknownConnection } from './parts.js';
import type { Slot } from './slot.js';

/** Where the places of a world are when names are exchanged, and what is there then. */
export class SlotImages {
  /** For each place, the one that has its name afterwards. */
  readonly #slots: number[] = [];
  /** For each place, what becomes of a number there. */
  readonly #values: ((number: number) => number)[] = [];

  /** Throws `UnknownConnection` if a connection has no place under its other name, and if moves can be told apart. */
  constructor({ parts, scope }: Pick<Ground<unknown>, 'parts' | 'scope'>, renaming: Renaming) {
    const put = <Value extends object | null>(
      from: Slot<Value>,
      to: Slot<Value>,
      inOrder: (image: Value) => Value = (image) => image,
    ): void => {
      const known: number[] = [];
      this.#slots[from.index] = to.index;
      this.#values[from.index] = (number) =>
        (known[number] ??= to.number(inOrder(renaming.of(from.value(number)))));
    };
    for (const [name, slot] of parts.sockets) put(slot, parts.socket(renaming.name(name)), withQueueInOrder);
    for (const [id, { head, ends, wires }] of parts.connections) {
      const other = connectionId(renaming.name(id));
      const to = parts.connections.get(other);
      if (!to) throw new UnknownConnection(other);
      put(head, to.head, withEarlierInOrder);
      for (const side of ['client', 'server'] as const) {
        put(ends[side], to.ends[side]);
        put(wires[side], to.wires[side]);
      }
    }
    for (const slot of parts.readings.values()) put(slot, slot);
    const moves = scope.moves.map((move) => JSON.stringify(move));
    for (const [move, slot] of parts.made.entries()) {
      const other = moves.indexOf(JSON.stringify(renaming.of(scope.moves[move])));
      const to = parts.made[other];
      if (to === undefined) throw new Error(`scope ${scope.name}: its moves tell parties apart`);
      this.#slots[slot] = to;
      this.#values[slot] = (number) => number;
    }
  }

  /** The place that has the name of this one afterwards. */
  slot(slot: number): number {
    const image = this.#slots[slot];
    if (image === undefined) throw new RangeError(`there is no place ${slot}`);
    return image;
  }

  /** What is there, if this number was at a place. */
  number(slot: number, number: number): number {
    return this.#values[slot]?.(number) ?? number;
  }
}

/** The rules keep a queue in the order of the names in it, which is another one when these are exchanged. */
function withQueueInOrder(socket: Socket | null): Socket | null {
  if (socket?.phase.is !== 'listening') return socket;
  return { ...socket, phase: { ...socket.phase, queue: socket.phase.queue.toSorted() } };
}

/** The same for the requests that come before one. */
const withEarlierInOrder = <Head extends Pick<Connection, 'behind'> | null>(head: Head): Head =>
  head && { ...head, behind: head.behind.toSorted() };
