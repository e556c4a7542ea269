import type { Socket } from '../../world.js';
import type { Move } from '../scope.js';
import type { Ground } from './ground.js';
import type { LocalSteps } from './local-steps.js';
import type { ConnectionSlots } from './parts.js';
import { clientOf, placesOf } from './parts.js';
import type { Slot } from './slot.js';

/** What a unit is found in. */
type UnitGround = Pick<Ground<unknown>, 'parts' | 'scope' | 'silent' | 'seen'>;

/**
 * Sockets that may come to have nothing to do with any others, with the places and the actions that are theirs: a client, and the
 * socket that accepts its request if there is one.
 */
export class Unit {
  readonly client: string;
  readonly server: string | null;
  /** The places of the sockets, of the connections that the client asks for, and of the counts of their moves. */
  readonly places: ReadonlySet<number>;
  /** What may happen to these connections in silence. */
  readonly silent: ReadonlySet<LocalSteps>;
  /** The ends of calls on these sockets, and the moves that they make. */
  readonly seen: ReadonlySet<LocalSteps>;
  readonly #socket: Slot<Socket | null>;
  readonly #connections: readonly ConnectionSlots[];
  /** The counts of attempts to connect, and how many there may be. */
  readonly #attempts: readonly { readonly slot: number; readonly times: Move['times'] }[];

  constructor({ parts, scope, silent, seen }: UnitGround, client: string, server: string | null) {
    this.client = client;
    this.server = server;
    this.#socket = parts.socket(client);
    const isAsked = (id: string): boolean => clientOf(id) === client;
    const moves = scope.moves.flatMap((move, index) =>
      this.has(move.socket) ? [{ ...move, slot: parts.made[index] ?? 0 }] : [],
    );
    this.#attempts = moves.filter(({ call }) => call.call === 'WSAConnect');
    this.#connections = [...parts.connections].flatMap(([id, slots]) => (isAsked(id) ? [slots] : []));
    this.places = new Set([
      this.#socket.index,
      ...(server === null ? [] : [parts.socket(server).index]),
      ...this.#connections.flatMap(placesOf),
      ...moves.map(({ slot }) => slot),
    ]);
    this.silent = new Set(silent.filter(({ owner }) => isAsked(owner)));
    this.seen = new Set(seen.filter(({ owner }) => this.has(owner)));
  }

  has(name: string): boolean {
    return name === this.client || name === this.server;
  }

  /** Whether they have a socket in common. */
  overlaps({ client, server }: Unit): boolean {
    return this.has(client) || (server !== null && this.has(server));
  }

  /**
   * Whether they should have nothing to do with anyone else any more: the client has been accepted by this socket, or has no
   * request anywhere and will make none. That this is so is not believed: it is checked by what is looked at afterwards.
   */
  isApart(read: (slot: number) => number): boolean {
    let accepted = false;
    let isAsking = false;
    for (const { head } of this.#connections) {
      const found = head.value(read(head.index));
      if (!found) continue;
      if (found.listener !== null || found.behind.length > 0) return false;
      if (found.server === this.server) accepted = true;
      isAsking ||= found.server !== null;
    }
    return this.server === null ? !isAsking && this.#hasAsked(read) : accepted;
  }

  #hasAsked(read: (slot: number) => number): boolean {
    if (this.#socket.value(read(this.#socket.index))?.phase.is === 'closed') return true;
    return this.#attempts.every(({ slot, times }) => times !== 'any' && read(slot) >= times);
  }
}

/** Every client, alone and with every socket that may accept it. */
export function unitsOf(ground: UnitGround): readonly Unit[] {
  const clients = new Set([...ground.parts.connections.keys()].map(clientOf));
  const servers = [...ground.parts.sockets.keys()].filter((name) => !clients.has(name));
  return [...clients].flatMap((client) =>
    [...servers, null].map((server) => new Unit(ground, client, server)),
  );
}
