import { socketName } from '../../../spec/trace/names.js';
import type { SocketName, Step } from '../../../spec/trace/step.js';
import type { Machine } from '../../machine.js';
import { everyLength } from '../../parts.js';
import type { ConnectionId, World } from '../../world.js';
import { connectionId } from '../../world.js';
import type { Observer } from '../observer.js';
import { indifferent } from '../observer.js';
import type { Scope } from '../scope.js';
import { afterSetup } from '../setup.js';
import { Edges, restingActions, seenActions, silentActions } from './actions.js';
import type { Action } from './local-steps.js';
import { LocalSteps } from './local-steps.js';
import { Memories } from './memories.js';
import { clientOf, Parts, placesOf } from './parts.js';
import { produceWatched } from './watched-world.js';

/** What a search stands on, however it packs its states: the parts that were met, and what is known of their steps. */
export class Ground<Memory> {
  readonly machine: Machine;
  readonly scope: Scope;
  readonly parts: Parts;
  readonly edges = new Edges();
  readonly observer: Observer<Memory>;
  readonly memories: Memories<Memory>;
  /** Whether the observer may have something to say. */
  readonly watches: boolean;
  /** The steps of the set-up, the world after it, place by place, and what is remembered then. */
  readonly setup: readonly Step[];
  readonly start: Int32Array;
  readonly memory: number;
  readonly silent: readonly LocalSteps[];
  readonly seen: readonly LocalSteps[];
  /** The edge by which everything comes to rest. */
  readonly rest: number;
  readonly #watching: Machine;
  readonly #resting = new Map<number, readonly LocalSteps[]>();

  /** Throws `UnknownConnection` if a connection comes up that is neither named after a socket nor among `connections`. */
  constructor(
    machine: Machine,
    scope: Scope,
    observer: Observer<Memory>,
    connections: readonly ConnectionId[],
  ) {
    const { world, memory, steps } = afterSetup(machine, scope, observer);
    this.machine = machine;
    this.observer = observer;
    this.scope = scope;
    this.setup = steps;
    this.watches = observer.observe !== indifferent.observe;
    this.parts = partsOf(scope, world, connections);
    this.start = this.parts.split(world);
    this.memories = new Memories(observer, this.edges);
    this.memory = this.memories.number(memory);
    this.rest = this.edges.number('everything comes to rest', { settle: true });
    this.#watching = { ...machine, produce: produceWatched };
    const ids = [...this.parts.connections.keys()].map(connectionId);
    this.silent = this.#local(
      silentActions(this.#watching, scope, ids, ({ rule }) => this.edges.number(rule, null)),
    );
    this.seen = this.#local(
      seenActions(this.#watching, scope, this.parts, ({ rule, step }) => this.edges.number(rule, step)),
    );
  }

  /** The silent steps by which everything comes to rest while receives of at most so many bytes are under way. */
  resting(most: number): readonly LocalSteps[] {
    const known = this.#resting.get(most);
    if (known) return known;
    const local = this.#local(restingActions(this.#watching, this.parts, everyLength(most)));
    this.#resting.set(most, local);
    return local;
  }

  #local(actions: readonly Action[]): readonly LocalSteps[] {
    return actions.map((action) => new LocalSteps(this.parts, action));
  }
}

/** A place for every socket that the scope names, and for the first connection of each. */
function partsOf(scope: Scope, world: World, connections: readonly ConnectionId[]): Parts {
  const sockets = new Set<SocketName>(Object.keys(world.sockets).map(socketName));
  for (const { socket, call } of scope.moves) {
    sockets.add(socket);
    if (call.call === 'WSAAccept') sockets.add(call.args.as);
  }
  const attempts = scope.moves.flatMap(({ socket, call }) => (call.call === 'WSAConnect' ? [socket] : []));
  const ids = new Set([...Object.keys(world.connections), ...attempts].map(connectionId));
  return new Parts([...sockets], [...ids, ...connections.filter((id) => !ids.has(id))], scope.moves.length);
}

/**
 * The places that are packed together at first: a connection with the socket that has asked for it, all readings, and every
 * count of moves for itself.
 */
export function firstGroups({ parts, scope }: Pick<Ground<unknown>, 'parts' | 'scope'>): number[][] {
  const groups = new Map<string, number[]>();
  for (const [name, { index }] of parts.sockets) groups.set(name, [index]);
  for (const [id, slots] of parts.connections) {
    const client = clientOf(id);
    groups.set(client, [...(groups.get(client) ?? []), ...placesOf(slots)]);
  }
  const isBounded = (_: number, move: number): boolean => scope.moves[move]?.times !== 'any';
  const free = parts.made.filter((slot, move) => !isBounded(slot, move));
  const readings = [...parts.readings.values()].map(({ index }) => index);
  return [...groups.values(), [...readings, ...free], ...parts.made.filter(isBounded).map((slot) => [slot])];
}
