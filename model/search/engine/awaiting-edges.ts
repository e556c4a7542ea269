import type { Step } from '../../../spec/trace/step.js';
import { socketName } from '../../../spec/trace/names.js';
import { Keys } from '../../key.js';
import type { Machine } from '../../machine.js';
import { silentKinds, silentOf } from '../../silent.js';
import { connectionId } from '../../world.js';
import type { Scope } from '../scope.js';
import { completionsOn, isOffered, moveSuccessors } from '../successors.js';
import type { Action } from './local-steps.js';
import type { Parts } from './parts.js';

/** What is awaited at last, said of calls and results alone. */
export interface Awaited {
  /** A step after which it is awaited. */
  readonly from: (step: Step) => boolean;
  /** A step by which it has come. */
  readonly until: (step: Step) => boolean;
  /** The steps that are made again and again. */
  readonly polls: readonly ((step: Step) => boolean)[];
  /** Whether a time-out of an attempt does come at last. */
  readonly timeOutsCome: boolean;
}

/** The most ways in which one action may go. */
const mostWays = 1 << 10;

/** Every edge of a graph in which something is awaited, with what matters of it. */
export class AwaitingEdges {
  /** What is seen; `null`: nothing is. */
  readonly steps: (Step | null)[] = [];
  /** By which the edges of a state are put in order. */
  readonly ranks: number[] = [];
  /** What must not be put off for ever, as a number; -1 where the application chooses. */
  readonly duties: number[] = [];
  /** The index of the poll that it is; -1 if it is none. */
  readonly polls: number[] = [];
  /** Something is awaited after it; what was awaited has come. */
  readonly begins: boolean[] = [];
  readonly ends: boolean[] = [];
  readonly #awaited: Awaited;
  readonly #keys = new Keys();
  readonly #numbers = new Map<string, number>();
  readonly #duties = new Map<string, number>();

  constructor(awaited: Awaited) {
    this.#awaited = awaited;
  }

  /** The number of an edge; `duty` names what must not be put off for ever. */
  number(rank: number, step: Step | null, duty: string | null): number {
    const key = `${String(rank)} ${step ? String(this.#keys.part(step)) : ''} ${duty ?? ''}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const { from, until, polls } = this.#awaited;
    const number = this.steps.push(step) - 1;
    this.#numbers.set(key, number);
    this.ranks.push(rank);
    this.duties.push(duty === null ? -1 : this.#dutyNumber(duty));
    this.polls.push(step === null ? -1 : polls.findIndex((isPoll) => isPoll(step)));
    this.begins.push(step !== null && from(step));
    this.ends.push(step !== null && until(step));
    return number;
  }

  #dutyNumber(duty: string): number {
    const known = this.#duties.get(duty) ?? this.#duties.size;
    this.#duties.set(duty, known);
    return known;
  }

  /** A rest, which comes after all other edges. */
  rest(): number {
    return this.number(Number.MAX_SAFE_INTEGER, { settle: true }, null);
  }

  /** All that may happen but a rest. */
  actions(machine: Machine, scope: Scope, parts: Parts): readonly Action[] {
    const all = [
      ...this.#silent(machine, scope, parts),
      ...this.#completions(machine, parts),
      ...this.#moves(machine, scope, parts),
    ];
    return all.map((action, index) => action(index * mostWays));
  }

  #silent(machine: Machine, scope: Scope, parts: Parts): readonly Ranked[] {
    const ids = [...parts.connections.keys()].sort().map(connectionId);
    return ids.flatMap((id) =>
      silentKinds.map((kind): Ranked => (rank) => ({
        owner: id,
        bound: null,
        ways: (world) =>
          silentOf(kind, machine, world, id)
            .filter(({ urgency }) => scope.timers || urgency !== 'timer')
            .map(({ rule, urgency, world: next }, way) => {
              const comes = urgency === 'due' || (urgency === 'timer' && this.#awaited.timeOutsCome);
              return { edge: this.number(rank + way, null, comes ? `${id}: ${rule}` : null), world: next };
            }),
      })),
    );
  }

  #completions(machine: Machine, parts: Parts): readonly Ranked[] {
    return [...parts.sockets.keys()].map(socketName).map((name): Ranked => (rank) => ({
      owner: name,
      bound: null,
      ways: (world) =>
        completionsOn(machine, world, name).map(({ step, world: next }, way) => {
          const ends = step && 'completes' in step ? `${step.socket}: ${step.completes} ends` : null;
          return { edge: this.number(rank + way, step, ends), world: next };
        }),
    }));
  }

  #moves(machine: Machine, scope: Scope, parts: Parts): readonly Ranked[] {
    return scope.moves.map((move, index): Ranked => (rank) => ({
      owner: move.socket,
      bound: move.times === 'any' ? null : { slot: parts.made[index] ?? 0, times: move.times },
      ways: (world) =>
        (isOffered(world, move) ? moveSuccessors(machine, world, move, scope) : []).map(
          ({ step, world: next }, way) => ({ edge: this.number(rank + way, step, null), world: next }),
        ),
    }));
  }
}

/** An action whose edges are put in order from this rank on. */
type Ranked = (rank: number) => Action;
