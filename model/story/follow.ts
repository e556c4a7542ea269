import { callOf } from '../../spec/trace/call-of.js';
import type {
  CallName,
  CallStep,
  CompletionStep,
  Ended,
  Result,
  SocketName,
  Step,
} from '../../spec/trace/step.js';
import { callTransitions } from '../call.js';
import { recordAll } from '../indications.js';
import type { Keys } from '../key.js';
import type { Machine } from '../machine.js';
import { failuresOf } from '../oracle/failures.js';
import { matches } from '../oracle/match.js';
import { feltBy } from '../oracle/reach.js';
import { acceptorsBeside, untoldFailures } from '../oracle/untold-failures.js';
import { awaitedLengths, bufferOf, partsBefore } from '../parts.js';
import type { Hint, SilentTransition } from '../silent.js';
import { connectionsOf, noHint, silentTransitions } from '../silent.js';
import { everyWorld } from '../transition.js';
import type { ConnectionId, Prediction, World } from '../world.js';
import type { Path } from './path.js';

/** How far explanations are looked for at one step. */
export interface Patience {
  /** Paths that are kept. */
  readonly paths: number;
  /** Worlds that are looked at from each of them. */
  readonly worlds: number;
}

/** How hard it is to believe that a silent step has happened. */
const costs: { readonly [Urgency in SilentTransition['urgency']]: number } = {
  due: 1,
  open: 3,
  later: 2,
  timer: 50,
};

/** The same of surroundings that fail. */
const costOfFailure = 100;

const everythingAtRest = { rule: 'everything comes to rest', clauses: [] } as const;

/** The paths that go on with a step, the most believable first; none if no explanation was found with that patience. */
export function follow(
  machine: Machine,
  keys: Keys,
  paths: readonly Path[],
  step: Step,
  at: number,
  patience: Patience,
): readonly Path[] {
  const found = new Map<string, Path>();
  for (const path of paths) {
    for (const next of after(new Search(machine, keys, patience), path, step, at)) {
      const key = keys.world(next.world);
      const known = found.get(key);
      if (!known || next.cost < known.cost) found.set(key, next);
    }
  }
  return [...found.values()].sort((one, other) => one.cost - other.cost).slice(0, patience.paths);
}

function after(search: Search, path: Path, step: Step, at: number): readonly Path[] {
  if ('settle' in step) return search.settled(path, at);
  const made = (from: Path): readonly Path[] =>
    'completes' in step ? search.completed(from, step, at) : search.called(from, step, at);
  const ways = made(path);
  return ways.length > 0 ? ways : search.failed(path, step.socket).flatMap(made);
}

/** The connections of which something may happen before a call. */
const felt = (world: World, socket: SocketName, call: CallName): readonly ConnectionId[] =>
  feltBy(world, socket, call).connections;

class Search {
  readonly #machine: Machine;
  readonly #keys: Keys;
  readonly #patience: Patience;

  constructor(machine: Machine, keys: Keys, patience: Patience) {
    this.#machine = machine;
    this.#keys = keys;
    this.#patience = patience;
  }

  called(path: Path, step: CallStep, at: number): readonly Path[] {
    const { socket } = step;
    const result = step.result ?? (step.call === 'WSASocket' ? { ok: {} } : undefined);
    const unread = partsBefore(path.world, socket, {
      call: step.call,
      len: bufferOf(step),
      when: 'is made',
      result,
    });
    const before = this.#silently(path, felt(path.world, socket, step.call), {
      ...noHint,
      races: true,
      unread,
    });
    return before.flatMap((here) => {
      const ways = this.#ways(here, step, result, at, 'hold');
      return ways.length > 0 ? ways : this.#ways(here, step, result, at, 'may fail');
    });
  }

  #ways(
    here: Path,
    step: CallStep,
    result: Result | undefined,
    at: number,
    surroundings: 'hold' | 'may fail',
  ): readonly Path[] {
    const look = { observed: result ?? null, surroundings };
    const cost = here.cost + (surroundings === 'hold' ? 0 : costOfFailure);
    return callTransitions(this.#machine, here.world, step.socket, callOf(step), look).flatMap((way) => {
      const { rule, clauses, prediction, world } = way;
      const made: Path = { world, before: here, event: { is: 'step', at, rule, clauses }, cost };
      if (!isUnderWay(prediction)) return matches(prediction, result) ? [made] : [];
      const waiting = prediction !== null && matches(prediction, result) ? [made] : [];
      if (result && 'pending' in result) return waiting;
      const begun: Path = { ...made, event: { is: 'begun', at, rule, clauses } };
      return [...waiting, ...this.#ended(begun, step.socket, step.call, result, at)];
    });
  }

  completed(path: Path, { socket, completes, result }: CompletionStep, at: number): readonly Path[] {
    return this.#ended(path, socket, completes, result, at);
  }

  /** The paths on which a call under way on another socket has failed, which is told later. */
  failed(path: Path, socket: SocketName): readonly Path[] {
    const acceptors = acceptorsBeside(path.world, socket);
    const found = acceptors.flatMap((other) =>
      this.#silently(path, felt(path.world, other, 'WSAAccept'), { ...noHint, races: true }),
    );
    return (acceptors.length > 0 ? found : [path]).flatMap((before) =>
      untoldFailures(this.#machine, this.#keys, before.world, socket).map(
        ({ rule, clauses, world }): Path => ({
          world,
          before,
          event: { is: 'silent', rule, clauses },
          cost: before.cost + costOfFailure,
        }),
      ),
    );
  }

  /** Everything that is due happens, in the first order that comes to rest, and in others while patience lasts. */
  settled(path: Path, at: number): readonly Path[] {
    const seen = new Set([this.#keys.world(path.world)]);
    const open: Path[] = [path];
    const resting: Path[] = [];
    for (
      let looked = 0;
      looked < this.#patience.worlds && resting.length < this.#patience.paths;
      looked += 1
    ) {
      const here = open.pop();
      if (!here) break;
      const key = this.#keys.world(here.world);
      const next = this.#next(here, connectionsOf(here.world), {
        ...noHint,
        races: true,
        unread: awaitedLengths(here.world),
      }).filter(({ world, urgency }) => urgency !== 'later' && this.#keys.world(world) !== key);
      if (!next.some(({ urgency }) => urgency === 'due')) resting.push(here);
      // The one that is looked at next is the last one: what is due, on the first connection.
      for (const one of next.reverse().sort((left, right) => costs[right.urgency] - costs[left.urgency])) {
        const nextKey = this.#keys.world(one.world);
        if (seen.has(nextKey)) continue;
        seen.add(nextKey);
        open.push(one.path);
      }
    }
    return resting.flatMap((here) =>
      everyWorld(this.#machine, here.world, null, (draft) => {
        for (const socket of Object.values(draft.sockets)) recordAll(socket);
      }).map(({ world }): Path => ({
        world,
        before: here,
        event: { is: 'step', at, ...everythingAtRest },
        cost: here.cost,
      })),
    );
  }

  /** The path itself, and those on which silent steps have happened before, the shortest ones first. */
  #silently(path: Path, ids: readonly ConnectionId[], hint: Hint): readonly Path[] {
    const found = new Map([[this.#keys.world(path.world), path]]);
    for (const here of found.values()) {
      if (found.size >= this.#patience.worlds) break;
      for (const next of this.#next(here, ids, hint)) {
        const key = this.#keys.world(next.world);
        if (!found.has(key)) found.set(key, next.path);
      }
    }
    return [...found.values()];
  }

  #next(
    here: Path,
    ids: readonly ConnectionId[],
    hint: Hint,
  ): (SilentTransition & { readonly path: Path })[] {
    return ids.flatMap((id) =>
      silentTransitions(this.#machine, here.world, id, hint).map((silent) => {
        const { rule, clauses, urgency, world } = silent;
        const cost = here.cost + costs[urgency];
        return { ...silent, path: { world, before: here, event: { is: 'silent', rule, clauses }, cost } };
      }),
    );
  }

  /** Every end of a call under way that is what was seen. */
  #ended(
    path: Path,
    socket: SocketName,
    call: CallName,
    result: Ended | undefined,
    at: number,
  ): readonly Path[] {
    const unread = partsBefore(path.world, socket, { call, len: null, when: 'ends', result });
    const hint = { ...noHint, races: true, unread, ended: result ?? null };
    return this.#silently(path, felt(path.world, socket, call), hint).flatMap((here) => {
      const self = here.world.sockets[socket];
      return (self?.outstanding ?? []).flatMap((entry, index) => {
        if (!self || entry.call.call !== call) return [];
        const outstanding = self.outstanding.filter((_, other) => other !== index);
        const sockets = { ...here.world.sockets, [socket]: { ...self, outstanding } };
        const world: World = { ...here.world, sockets };
        const end = { rule: `the end of ${call}`, clauses: [], prediction: entry.ended, world };
        const failures = result ? failuresOf(this.#machine, world, socket, entry, result) : [];
        return [end, ...failures].flatMap((way): readonly Path[] => {
          if (way.prediction === null || !matches(way.prediction, result)) return [];
          const cost = here.cost + (way === end ? 0 : costOfFailure);
          const event = { is: 'step', at, rule: way.rule, clauses: way.clauses } as const;
          return [{ world: way.world, before: here, event, cost }];
        });
      });
    });
  }
}

const isUnderWay = (prediction: Prediction | null): prediction is null | { readonly pending: true } =>
  prediction === null || (prediction !== 'anything' && 'pending' in prediction);
