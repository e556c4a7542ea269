import { callOf } from '../../spec/trace/call-of.js';
import { socketName } from '../../spec/trace/names.js';
import type { CallStep, CompletionStep, Ended, SocketName, Step } from '../../spec/trace/step.js';
import { callTransitions, draftLinkOf, linkOf } from '../call.js';
import { leaveOpen } from '../calls/preconditions.js';
import { Keys } from '../key.js';
import { openSocket } from '../left-open.js';
import type { Machine } from '../machine.js';
import type { Moment } from '../parts.js';
import { bufferOf, comingTo, isUnseenReceive, mostParts, partsBefore } from '../parts.js';
import { settlements } from '../settle.js';
import type { Hint } from '../silent.js';
import { noHint } from '../silent.js';
import { TooMany } from '../too-many.js';
import { everyWorld } from '../transition.js';
import type { ConnectionId, Prediction, World } from '../world.js';
import { emptyWorld } from '../world.js';
import type { Cluster, Hypothesis, Part } from './belief.js';
import { clusterOf, clustersOf, join, replaceClusters, split } from './belief.js';
import { failuresOf } from './failures.js';
import { matches } from './match.js';
import { mergeHypotheses } from './merge.js';
import type { Possibility } from './possibility.js';
import type { Felt } from './reach.js';
import { acceptorOf, feltBy, foundTogether, Reach } from './reach.js';

/** Beyond so many possibilities of one cluster its sockets are followed no further. */
const mostPossibilities = 20_000;

/** Everything that is compatible with the steps so far; empty after a step that the documents do not allow. */
export type Belief = readonly Hypothesis[];

/**
 * Follows traces: keeps the set of worlds that explain everything observed so far, closed over silent steps. No guess
 * about timing is needed: a step is refused only if no order of deliveries allows it under any reading.
 */
export class Oracle {
  readonly machine: Machine;
  readonly keys = new Keys();
  readonly #reach: Reach;
  readonly #clusters = new Map<string, Cluster>();

  constructor(machine: Machine) {
    this.machine = machine;
    this.#reach = new Reach(machine, this.keys);
  }

  /** Before the first step: one world, in which nothing is. */
  get start(): Belief {
    return [{ readings: emptyWorld.readings, clusters: new Set(), where: new Map() }];
  }

  /** The belief after one more step; empty if the step is not allowed. */
  follow(belief: Belief, step: Step): Belief {
    const next = belief.flatMap((hypothesis) => {
      if ('settle' in step) return this.#settle(hypothesis);
      if ('completes' in step) return this.#advance(hypothesis, step, (world) => this.#complete(world, step));
      const caller = callerSeen(step);
      const narrow = caller
        ? this.#advance(hypothesis, step, (world) => this.#call(world, step, caller))
        : [];
      return narrow.length > 0 ? narrow : this.#advance(hypothesis, step, (world) => this.#call(world, step));
    });
    return next.length < 2 ? next : mergeHypotheses(this.machine, next, this.keys);
  }

  /** Whatever could have been seen at a step, rather than what was; of what goes on in too many ways, nothing is told. */
  possibilities(belief: Belief, step: CallStep | CompletionStep): Possibility[] {
    const found: Possibility[] = [];
    for (const hypothesis of belief)
      for (const part of join(clustersOf(hypothesis, namesIn(hypothesis, step)))) {
        const world = { readings: hypothesis.readings, ...part };
        const ways = fewEnough(() =>
          'completes' in step ? this.#endings(world, step) : this.#predictions(world, step),
        );
        found.push(...(ways ?? []));
      }
    return found;
  }

  #advance(
    hypothesis: Hypothesis,
    step: CallStep | CompletionStep,
    successors: (world: World) => readonly World[],
  ): Hypothesis[] {
    const clusters = clustersOf(hypothesis, namesIn(hypothesis, step));
    const worlds = join(clusters).map((part): World => ({ readings: hypothesis.readings, ...part }));
    const kept = fewEnough(() => {
      const found = worlds.flatMap(successors);
      if (found.length > mostPossibilities) throw new TooMany();
      return this.#earliest(found, worlds, step);
    });
    if (kept === null) return [this.#giveUp(hypothesis, clusters)];
    const byReadings = new Map<number, World[]>();
    for (const world of kept) {
      const key = this.keys.part(world.readings);
      byReadings.set(key, [...(byReadings.get(key) ?? []), world]);
    }
    return [...byReadings.values()].flatMap(([first, ...more]) => {
      if (!first) return [];
      const parts = [first, ...more].map(({ sockets, connections }): Part => ({ sockets, connections }));
      const come = split(parts, this.keys).map((cluster) => this.#shared(cluster));
      return [replaceClusters(hypothesis, first.readings, clusters, come)];
    });
  }

  /** Follows some sockets no further: there are too many ways in which the trace can be explained. */
  #giveUp(hypothesis: Hypothesis, clusters: readonly Cluster[]): Hypothesis {
    const { readings } = hypothesis;
    const all = clusters.flatMap(({ parts }) => parts.flatMap(({ sockets }) => Object.entries(sockets)));
    const before: World = { readings, sockets: Object.fromEntries(all), connections: {} };
    const come = everyWorld(this.machine, before, null, (draft) => {
      for (const name of Object.keys(before.sockets)) openSocket(draft, socketName(name));
    }).flatMap(({ world }) => split([world], this.keys).map((cluster) => this.#shared(cluster)));
    return replaceClusters(hypothesis, readings, clusters, come);
  }

  /** The world in which nothing is concluded any more about a connection. */
  #leftOpen(world: World, name: SocketName): World[] {
    return everyWorld(this.machine, world, null, (draft, choices) => {
      const self = draft.sockets[name];
      const link = self && draftLinkOf(draft, self);
      if (link) leaveOpen({ ...choices, name, world: draft, link });
    }).map((next) => next.world);
  }

  /** Clusters with equal possibilities are one object, so that hypotheses compare them by identity. */
  #shared(cluster: Cluster): Cluster {
    const key = `${String(cluster.settled)} ${cluster.key}`;
    const known = this.#clusters.get(key);
    if (known) return known;
    if (this.#clusters.size > 20_000) this.#clusters.clear();
    this.#clusters.set(key, cluster);
    return cluster;
  }

  /** Leaves out the worlds that others may still become in silence: they add nothing. */
  #earliest(
    after: readonly World[],
    before: readonly World[],
    { socket, ...step }: CallStep | CompletionStep,
  ): readonly World[] {
    const found = new Map(after.map((world) => [this.keys.world(world), world]));
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
    for (const [key, world] of [...found])
      for (const later of this.#reach.alongAny(world, { connections, side, outcome }, hint)) {
        const laterKey = this.keys.world(later);
        if (laterKey !== key) found.delete(laterKey);
      }
    return [...found.values()];
  }

  /** With a `caller`, only what happens to its request is followed: what happens to others can as well happen later. */
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
    return this.#reach.alongAny(world, felt, hint, together).flatMap((before) =>
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

  /** The worlds in which a call that has just been made ends, within the same step. */
  #endOf(
    world: World,
    { socket, call }: CallStep,
    result: Ended | undefined,
    caller: SocketName | null,
  ): World[] {
    return this.#endings(world, { socket, completes: call }, result, 'hold', caller).flatMap(
      ({ prediction, world: ended }) => (matches(prediction, result) ? [ended] : []),
    );
  }

  #complete(world: World, step: CompletionStep): World[] {
    return this.#endings(world, step, step.result, 'may fail').flatMap(({ prediction, world: ended }) =>
      matches(prediction, step.result) ? [ended] : [],
    );
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
    return this.#reach.alongAny(world, felt, hint).flatMap((after) => {
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
    return this.#reach.alongAny(world, felt).flatMap((before) =>
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

  #settle(hypothesis: Hypothesis): Hypothesis[] {
    let hypotheses = [hypothesis];
    for (const cluster of hypothesis.clusters) {
      if (cluster.settled) continue;
      hypotheses = hypotheses.flatMap((one) => this.#settleCluster(one, cluster));
    }
    return hypotheses;
  }

  #settleCluster(hypothesis: Hypothesis, cluster: Cluster): Hypothesis[] {
    const { readings } = hypothesis;
    const settled = fewEnough(() =>
      cluster.parts.flatMap((part) =>
        settlements(this.machine, { readings, ...part }, this.keys, 'for all that may have come of it'),
      ),
    );
    if (settled === null) return [this.#giveUp(hypothesis, [cluster])];
    const byReadings = new Map<number, { readings: World['readings']; parts: Part[] }>();
    for (const world of settled) {
      const key = this.keys.part(world.readings);
      const group = byReadings.get(key) ?? { readings: world.readings, parts: [] };
      group.parts.push({ sockets: world.sockets, connections: world.connections });
      byReadings.set(key, group);
    }
    return [...byReadings.values()].map((group) => {
      const come = split(group.parts, this.keys).map(({ parts }) =>
        this.#shared(clusterOf(parts, this.keys, true)),
      );
      return replaceClusters(hypothesis, group.readings, [cluster], come);
    });
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

const onlyOf = ({ connections }: World, felt: Felt, caller: SocketName | null): Felt =>
  caller === null
    ? felt
    : { ...felt, connections: felt.connections.filter((id) => connections[id]?.client === caller) };

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

/** The sockets that a step is about: its own, and for a connect the one that answers at the address. */
function namesIn(hypothesis: Hypothesis, step: CallStep | CompletionStep): readonly SocketName[] {
  if (!hypothesis.where.has(step.socket)) {
    const acceptors = [...hypothesis.clusters].flatMap(({ parts }) =>
      parts.flatMap((part) => acceptorOf(part, step.socket) ?? []),
    );
    return [...acceptors.slice(0, 1), step.socket];
  }
  if ('completes' in step || step.call !== 'WSAConnect') return [step.socket];
  const { to } = step.args;
  const acceptedFrom = hypothesis.where.get(to)?.parts[0]?.sockets[to]?.acceptedFrom;
  return acceptedFrom ? [step.socket, to, acceptedFrom] : [step.socket, to];
}
