import { callOf } from '../../spec/trace/call-of.js';
import { socketName } from '../../spec/trace/names.js';
import type { CallStep, CompletionStep, Ended, SocketName } from '../../spec/trace/step.js';
import { callTransitions, draftLinkOf, linkOf } from '../call.js';
import { leaveOpen } from '../calls/preconditions.js';
import type { Keys } from '../key.js';
import { openSocket } from '../left-open.js';
import type { Machine } from '../machine.js';
import type { Moment } from '../parts.js';
import { bufferOf, comingTo, isUnseenReceive, mostParts, partsBefore } from '../parts.js';
import { settlements } from '../settle.js';
import type { Hint } from '../silent.js';
import { noHint } from '../silent.js';
import { TooMany } from '../too-many.js';
import { everyWorld } from '../transition.js';
import type { ChosenReadings, ConnectionId, Prediction, Socket, World } from '../world.js';
import { split } from './belief.js';
import { failuresOf } from './failures.js';
import { matches } from './match.js';
import type { Part } from './part.js';
import type { Possibility } from './possibility.js';
import type { Felt } from './reach.js';
import { feltBy, foundTogether, Reach } from './reach.js';
import { acceptorsBeside, untoldFailures } from './untold-failures.js';

/** Beyond so many possibilities of a few sockets they are followed no further. */
const mostPossibilities = 5_000;

/**
 * Nor beyond so many worlds in which a step may find them: to see what it does in each takes a millisecond or more. Of twice as many a
 * step was seen to take nine seconds, where attempts fail again and again between settles.
 */
const mostBefore = 1_000;

/** What may have come of some sockets and connections: readings, and what the independent groups of them may be. */
export interface Way {
  readonly readings: ChosenReadings;
  readonly groups: readonly (readonly Part[])[];
  /** Nothing has happened since a `settle`. */
  readonly settled: boolean;
}

/** What may come of a few sockets and connections, by the rules alone. */
export class Deduction {
  readonly machine: Machine;
  readonly #keys: Keys;
  readonly #reach: Reach;
  /** Worlds in which the step that is thought through may have found its sockets, so far. */
  #before = 0;

  constructor(machine: Machine, keys: Keys) {
    this.machine = machine;
    this.#keys = keys;
    this.#reach = new Reach(machine, keys);
  }

  /**
   * What may have come of them after a step that one of them was seen to make; nothing if it is not allowed. Where nothing else
   * explains it, a call on another socket may have failed, and that be reported late.
   */
  advance(readings: ChosenReadings, parts: readonly Part[], step: CallStep | CompletionStep): readonly Way[] {
    const ways = this.#explain(readings, parts, step);
    if (ways.length > 0) return ways;
    this.#before = 0;
    const failed = fewEnough(() => parts.flatMap((part) => this.#failed({ readings, ...part }, step.socket)));
    if (failed === null) return [this.#giveUp(readings, parts)];
    return this.#byReadings(failed).flatMap((one) => this.#explain(one.readings, one.parts, step));
  }

  /** The worlds in which a call on another socket than `name` has failed, which will be told later. */
  #failed(world: World, name: SocketName): readonly World[] {
    const acceptors = acceptorsBeside(world, name);
    const found = acceptors.flatMap((other) =>
      this.#foundIn(world, feltBy(world, other, 'WSAAccept', 'under way')),
    );
    return (acceptors.length > 0 ? found : [world]).flatMap((before) =>
      untoldFailures(this.machine, this.#keys, before, name).map((failure) => failure.world),
    );
  }

  #explain(
    readings: ChosenReadings,
    parts: readonly Part[],
    step: CallStep | CompletionStep,
  ): readonly Way[] {
    if ('completes' in step)
      return this.#advance(readings, parts, step, (world) => this.#complete(world, step));
    const caller = callerSeen(step);
    const narrow = caller
      ? this.#advance(readings, parts, step, (world) => this.#call(world, step, caller))
      : [];
    return narrow.length > 0
      ? narrow
      : this.#advance(readings, parts, step, (world) => this.#call(world, step));
  }

  /** What may have come of them when nothing is in flight any more. */
  settle(readings: ChosenReadings, parts: readonly Part[]): readonly Way[] {
    const settled = fewEnough(() =>
      parts.flatMap((part) =>
        settlements(this.machine, { readings, ...part }, this.#keys, 'for all that may have come of it'),
      ),
    );
    return settled === null ? [this.#giveUp(readings, parts)] : this.#ways(settled, true);
  }

  /** Whatever could have been seen at a step, rather than what was; of what goes on in too many ways, nothing is told. */
  possibilities(
    readings: ChosenReadings,
    parts: readonly Part[],
    step: CallStep | CompletionStep,
  ): readonly Possibility[] {
    return parts.flatMap((part) => {
      const world = { readings, ...part };
      this.#before = 0;
      const ways = fewEnough(() =>
        'completes' in step ? this.#endings(world, step) : this.#predictions(world, step),
      );
      return ways ?? [];
    });
  }

  #advance(
    readings: ChosenReadings,
    parts: readonly Part[],
    step: CallStep | CompletionStep,
    successors: (world: World) => readonly World[],
  ): readonly Way[] {
    const worlds = parts.map((part): World => ({ readings, ...part }));
    this.#before = 0;
    const kept = fewEnough(() => {
      const found = worlds.flatMap(successors);
      if (found.length > mostPossibilities) throw new TooMany();
      return this.#earliest(found, worlds, step);
    });
    return kept === null ? [this.#giveUp(readings, parts, successors)] : this.#ways(kept, false);
  }

  /** Sorts worlds by their readings, and separates what is independent. */
  #ways(worlds: readonly World[], settled: boolean): readonly Way[] {
    return this.#byReadings(worlds).map(({ readings, parts }) => {
      const groups = split(parts, this.#keys).map((cluster) => cluster.parts);
      return { readings, groups, settled };
    });
  }

  #byReadings(
    worlds: readonly World[],
  ): readonly { readonly readings: ChosenReadings; readonly parts: readonly Part[] }[] {
    const found = new Map<number, { readings: ChosenReadings; parts: Part[] }>();
    for (const { readings, sockets, connections } of worlds) {
      const key = this.#keys.part(readings);
      const some = found.get(key) ?? { readings, parts: [] };
      some.parts.push({ sockets, connections });
      found.set(key, some);
    }
    return [...found.values()];
  }

  /**
   * Follows some sockets no further after a step: there are too many ways in which the trace can be explained. What the step itself
   * has made is known all the same; nothing is held against it.
   */
  #giveUp(
    readings: ChosenReadings,
    parts: readonly Part[],
    successors: (world: World) => readonly World[] = () => [],
  ): Way {
    const sockets = doubtful(parts);
    const open = this.machine.produce({ readings, sockets, connections: {} }, (draft) => {
      for (const name of Object.keys(sockets)) openSocket(draft, socketName(name));
    });
    this.#before = 0;
    const [after = open] = successors(open);
    const groups = split([after], this.#keys).map((cluster) => cluster.parts);
    return { readings, groups, settled: false };
  }

  /** The world in which nothing is concluded any more about a connection. */
  #leftOpen(world: World, name: SocketName): World[] {
    return everyWorld(this.machine, world, null, (draft, choices) => {
      const self = draft.sockets[name];
      const link = self && draftLinkOf(draft, self);
      if (link) leaveOpen({ ...choices, name, world: draft, link });
    }).map((next) => next.world);
  }

  /** Leaves out the worlds that others may still become in silence: they add nothing. */
  #earliest(
    after: readonly World[],
    before: readonly World[],
    { socket, ...step }: CallStep | CompletionStep,
  ): readonly World[] {
    const found = new Map(after.map((world) => [this.#keys.world(world), world]));
    if (found.size < 2) return [...found.values()];
    const call = 'completes' in step ? step.completes : step.call;
    const felt = [...before, ...after].map((world) => feltBy(world, socket, call));
    const connections = [...new Set(felt.flatMap((one) => one.connections))];
    const sides = new Set(felt.filter((one) => one.connections.length > 0).map(({ side }) => side));
    const [side = null] = sides.size === 1 ? sides : [];
    const outcome = felt.every((one) => one.outcome);
    const hint: Hint = {
      ...noHint,
      unread: unreadIn(found.values(), connections),
      races: true,
      side,
      outcome,
    };
    return this.#withoutLater(found.values(), (world) =>
      this.#reach.alongAny(world, { connections, side, outcome }, hint),
    );
  }

  /**
   * With a `caller`, only what happens to its request is followed, and to those ahead of it, which may be withdrawn: what happens
   * to others can as well happen later.
   */
  #call(world: World, step: CallStep, caller: SocketName | null = null): World[] {
    const { socket } = step;
    const result = step.result ?? (step.call === 'WSASocket' ? { ok: {} } : undefined);
    const observed = result ?? null;
    const made: Moment = { call: step.call, len: bufferOf(step), when: 'is made', result };
    if (takesUnseen(world, socket, made)) return this.#leftOpen(world, socket);
    const unread = partsBefore(world, socket, made);
    const hint: Hint = { ...noHint, unread, races: true };
    const look = { observed, surroundings: 'may fail' as const };
    const felt = onlyOf(world, feltBy(world, socket, step.call), caller);
    const together = foundTogether(world, socket, step.call, result);
    return this.#foundIn(world, felt, hint, together).flatMap((before) =>
      callTransitions(this.machine, before, socket, callOf(step), look).flatMap((transition) => {
        const { prediction } = transition;
        if (!isUnderWay(prediction)) return matches(prediction, result) ? [transition.world] : [];
        const waiting = prediction !== null && matches(prediction, result);
        const ended =
          result && 'pending' in result ? [] : this.#endOf(transition.world, step, result, caller);
        return waiting ? [transition.world, ...ended] : ended;
      }),
    );
  }

  /** Every world in which a step may find this one. Throws {@link TooMany} where it may find its sockets in too many. */
  #foundIn(
    world: World,
    felt: Felt,
    hint: Hint = noHint,
    together: readonly ConnectionId[] = [],
  ): readonly World[] {
    const worlds = this.#reach.alongAny(world, felt, hint, together);
    this.#before += worlds.length;
    if (this.#before > mostBefore) throw new TooMany();
    return worlds;
  }

  /**
   * The worlds in which a call that has just been made ends, within the same step. A blocking attempt may have sent its request before
   * its surroundings have failed it (CN-01, CN-07); any other call that they fail has done nothing before.
   */
  #endOf(
    world: World,
    { socket, call }: CallStep,
    result: Ended | undefined,
    caller: SocketName | null,
  ): World[] {
    const hasWaited = call === 'WSAConnect' && world.sockets[socket]?.mode === 'blocking';
    const surroundings = hasWaited ? 'may fail' : 'hold';
    return this.#after(world, { socket, completes: call }, result, surroundings, caller);
  }

  #complete(world: World, step: CompletionStep): World[] {
    return this.#after(world, step, step.result, 'may fail');
  }

  /**
   * The worlds after a call under way has ended so. What a request that an attempt has left behind may still come to in silence is not
   * told apart: nothing that the connector does later would feel it.
   */
  #after(
    world: World,
    end: Pick<CompletionStep, 'socket' | 'completes'>,
    result: Ended | undefined,
    surroundings: 'hold' | 'may fail',
    caller: SocketName | null = null,
  ): World[] {
    const found = this.#endings(world, end, result, surroundings, caller).flatMap(
      ({ prediction, world: ended }) => (matches(prediction, result) ? [ended] : []),
    );
    const { phase } = world.sockets[end.socket] ?? {};
    if (end.completes !== 'WSAConnect' || phase?.is !== 'connecting') return found;
    const { connection } = phase;
    return this.#withoutLater(
      found.map((one) => withoutGone(one, connection)),
      (one) => this.#reach.along(one, connection, { ...noHint, races: true }),
    );
  }

  /** Leaves out the worlds that others may still become. */
  #withoutLater(worlds: Iterable<World>, silently: (world: World) => readonly World[]): World[] {
    const found = new Map(Array.from(worlds, (world) => [this.#keys.world(world), world]));
    for (const [key, world] of [...found])
      for (const later of silently(world)) {
        const laterKey = this.#keys.world(later);
        if (laterKey !== key) found.delete(laterKey);
      }
    return [...found.values()];
  }

  /** Every end of a call under way, with the world after it. */
  #endings(
    world: World,
    { socket, completes }: Pick<CompletionStep, 'socket' | 'completes'>,
    result?: Ended,
    surroundings: 'hold' | 'may fail' = 'hold',
    caller: SocketName | null = null,
  ): Possibility[] {
    const unread = partsBefore(world, socket, { call: completes, len: null, when: 'ends', result });
    const hint: Hint = { ...noHint, unread, ended: result ?? null, races: true };
    const felt = onlyOf(world, feltBy(world, socket, completes, 'under way'), caller);
    return this.#foundIn(world, felt, hint).flatMap((after) => {
      const self = after.sockets[socket];
      return (self?.outstanding ?? []).flatMap((entry, index) => {
        if (!self || entry.call.call !== completes) return [];
        const outstanding = self.outstanding.filter((_, other) => other !== index);
        const sockets = { ...after.sockets, [socket]: { ...self, outstanding } };
        const left: World = { ...after, sockets };
        const failing = result !== undefined && surroundings === 'may fail';
        const failures = failing ? failuresOf(this.machine, left, socket, entry, result) : [];
        if (entry.ended === null) return failures;
        const end = { rule: `the end of ${completes}`, clauses: [], prediction: entry.ended, world: left };
        return [end, ...failures];
      });
    });
  }

  #predictions(world: World, step: CallStep): Possibility[] {
    const felt = feltBy(world, step.socket, step.call);
    return this.#foundIn(world, felt).flatMap((before) =>
      callTransitions(this.machine, before, step.socket, callOf(step)).flatMap(
        ({ rule, clauses, prediction, world: after }) => {
          const here = prediction === null ? [] : [{ rule, clauses, prediction, world: before }];
          if (!isUnderWay(prediction)) return here;
          const ends = this.#endings(after, { socket: step.socket, completes: step.call });
          return [...here, ...ends.map((end) => ({ ...end, rule, clauses }))];
        },
      ),
    );
  }
}

/** What `find` finds; `null` if it meets too many possibilities. */
function fewEnough<T>(find: () => T): T | null {
  try {
    return find();
  } catch (error) {
    if (error instanceof TooMany) return null;
    throw error;
  }
}

/** The world without a connection that both sides have left: nobody feels what is still on its way there. */
function withoutGone(world: World, id: ConnectionId): World {
  const { [id]: gone, ...connections } = world.connections;
  if (gone?.listener !== null || gone.ends.client.open || gone.ends.server.open) return world;
  return { ...world, connections };
}

/** Whether a receive of which it was not seen what it gave may have taken any of too many parts. */
function takesUnseen(world: World, name: SocketName, moment: Moment): boolean {
  const self = world.sockets[name];
  const link = self && isUnseenReceive(moment) ? linkOf(world, self) : null;
  return link !== null && Math.min(moment.len ?? 0, comingTo(link).length) > mostParts;
}

const isUnderWay = (prediction: Prediction | null): prediction is null | { readonly pending: true } =>
  prediction === null || (prediction !== 'anything' && 'pending' in prediction);

/** Whose request the condition function was given. */
function callerSeen({ result }: CallStep): SocketName | null {
  const condition = result && 'condition' in result ? result.condition : undefined;
  return condition?.called === true ? (condition.callerId ?? null) : null;
}

function onlyOf(world: World, felt: Felt, caller: SocketName | null): Felt {
  if (caller === null) return felt;
  const isOf = (id: ConnectionId): boolean => world.connections[id]?.client === caller;
  const ahead = felt.connections.filter(isOf).flatMap((id) => world.connections[id]?.behind ?? []);
  return { ...felt, connections: felt.connections.filter((id) => isOf(id) || ahead.includes(id)) };
}

/** How many bytes the ends of some connections have received and not read, in any of several worlds. */
function unreadIn(worlds: Iterable<World>, ids: readonly ConnectionId[]): readonly number[] {
  const lengths = new Set<number>();
  for (const { connections } of worlds)
    for (const id of ids) {
      const ends = connections[id]?.ends;
      if (ends) for (const { unread } of [ends.client, ends.server]) lengths.add(unread.join('').length);
    }
  return [...lengths].sort((one, other) => one - other);
}

/**
 * Sockets that may be what they are in any of these parts: closed only if they are in all of them; of the calls that may be under
 * way on them, nobody knows whether they have ended, and how.
 */
function doubtful(parts: readonly Part[]): Part['sockets'] {
  const isClosed = ({ phase }: Socket): boolean => phase.is === 'closed';
  const known = parts.flatMap(({ sockets }) => Object.entries(sockets));
  const openLast = known.toSorted(
    ([, one], [, other]) =>
      Number(isClosed(other)) - Number(isClosed(one)) || one.outstanding.length - other.outstanding.length,
  );
  return Object.fromEntries(
    openLast.map(([name, socket]) => {
      const ended = isClosed(socket) ? 'anything' : null;
      return [name, { ...socket, outstanding: socket.outstanding.map((entry) => ({ ...entry, ended })) }];
    }),
  );
}
