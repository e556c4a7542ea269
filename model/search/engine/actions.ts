import { Keys } from '../../key.js';
import type { Machine } from '../../machine.js';
import type { SilentTransition } from '../../silent.js';
import { noHint, silentKinds, silentOf } from '../../silent.js';
import type { ConnectionId, World } from '../../world.js';
import { connectionId } from '../../world.js';
import { socketName } from '../../../spec/trace/names.js';
import type { Step } from '../../../spec/trace/step.js';
import type { Scope } from '../scope.js';
import type { Successor } from '../successors.js';
import { completionsOn, isOffered, moveSuccessors } from '../successors.js';
import type { Action } from './local-steps.js';
import type { Parts } from './parts.js';

/** A rule with what is seen when it fires; `null`: nothing is. */
export interface Edge {
  readonly rule: string;
  readonly step: Step | null;
}

/** Every edge that was met, each with a number. */
export class Edges {
  readonly #keys = new Keys();
  readonly #numbers = new Map<string, number>();
  readonly #edges: Edge[] = [];

  get size(): number {
    return this.#edges.length;
  }

  number(rule: string, step: Step | null): number {
    const key = step ? `${rule}|${this.#keys.part(step)}` : rule;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#edges.length);
    return this.#edges.push({ rule, step }) - 1;
  }

  edge(number: number): Edge {
    const edge = this.#edges[number];
    if (!edge) throw new RangeError(`there is no edge ${String(number)}`);
    return edge;
  }
}

/** Which way of which action something is: both are counted from 0. */
export interface WayAt {
  readonly owner: string;
  readonly action: number;
  readonly way: number;
}

/** Gives the edge of what may happen its number. */
type NumberOf<Found> = (found: Found, at: WayAt) => number;

/** What may happen to these connections in silence, of each kind and on each of them. */
export const silentActions = (
  machine: Machine,
  scope: Scope,
  ids: readonly ConnectionId[],
  numberOf: NumberOf<SilentTransition>,
): Action[] =>
  ids
    .flatMap((id) => silentKinds.map((kind) => ({ id, kind })))
    .map(({ id, kind }, action) => ({
      owner: id,
      bound: null,
      ways: (world) =>
        silentOf(kind, machine, world, id)
          .filter(({ urgency }) => scope.timers || urgency !== 'timer')
          .map((found, way) => ({ edge: numberOf(found, { owner: id, action, way }), world: found.world })),
    }));

/** The ends of calls that were under way, and every move that the scope offers. */
export const seenActions = (
  machine: Machine,
  scope: Scope,
  parts: Parts,
  numberOf: NumberOf<Successor>,
): Action[] =>
  [
    ...[...parts.sockets.keys()].map(socketName).map((name) => ({
      owner: name,
      bound: null,
      found: (world: World) => completionsOn(machine, world, name),
    })),
    ...scope.moves.map((move, index) => ({
      owner: move.socket,
      bound: move.times === 'any' ? null : { slot: parts.made[index] ?? 0, times: move.times },
      found: (world: World) => (isOffered(world, move) ? moveSuccessors(machine, world, move, scope) : []),
    })),
  ].map(({ owner, bound, found }, action) => ({
    owner,
    bound,
    ways: (world) =>
      found(world).map((one, way) => ({ edge: numberOf(one, { owner, action, way }), world: one.world })),
  }));

/** How a silent step is told apart while everything comes to rest: one that is due, and one that may as well not happen. */
export const urgent = 1;

/** The silent steps by which everything comes to rest, when receives of at most so many bytes are under way. */
export const restingActions = (machine: Machine, parts: Parts, lengths: readonly number[]): Action[] =>
  [...parts.connections.keys()].map(connectionId).flatMap((id) =>
    silentKinds.map((kind): Action => ({
      owner: id,
      bound: null,
      ways: (world) =>
        silentOf(kind, machine, world, id, { ...noHint, races: true, unread: lengths })
          .filter(leadsToRest)
          .map(({ urgency, world: next }) => ({ edge: urgency === 'due' ? urgent : 0, world: next })),
    })),
  );

const leadsToRest = ({ urgency }: SilentTransition): boolean => urgency !== 'later' && urgency !== 'timer';
