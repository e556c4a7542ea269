import type { Step } from '../../../spec/trace/step.js';
import { Keys } from '../../key.js';
import type { Machine } from '../../machine.js';
import { connectionId } from '../../world.js';
import type { Scope } from '../scope.js';
import { seenActions, silentActions } from './actions.js';
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
    const ids = [...parts.connections.keys()].sort().map(connectionId);
    const silent = silentActions(machine, scope, ids, ({ rule, urgency }, at) => {
      const comes = urgency === 'due' || (urgency === 'timer' && this.#awaited.timeOutsCome);
      return this.number(rankOf(at.action, at.way), null, comes ? `${at.owner}: ${rule}` : null);
    });
    const seen = seenActions(machine, scope, parts, ({ step }, at) => {
      const ends = step && 'completes' in step ? `${step.socket}: ${step.completes} ends` : null;
      return this.number(rankOf(silent.length + at.action, at.way), step, ends);
    });
    return [...silent, ...seen];
  }
}

/** The rank of the way in which an action goes. */
function rankOf(action: number, way: number): number {
  if (way >= mostWays) throw new RangeError(`an action may go in more than ${mostWays} ways`);
  return action * mostWays + way;
}
