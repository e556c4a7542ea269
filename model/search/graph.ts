import type { Step } from '../../spec/trace/step.js';
import { Keys } from '../key.js';
import type { Machine } from '../machine.js';
import type { Ground } from './engine/ground.js';
import type { LocalStep, LocalSteps } from './engine/local-steps.js';
import { RowNumbers } from './engine/row-numbers.js';
import type { Limits } from './exploration.js';
import { indifferent } from './observer.js';
import { onGround } from './on-ground.js';
import type { Scope } from './scope.js';
import { settleSuccessors } from './successors.js';

/** One step between two states; `step` is null where it is silent. */
export interface Transition {
  readonly from: number;
  readonly to: number;
  readonly rule: string;
  readonly step: Step | null;
}

/** The states of a scope, which are numbered from 0, where it begins, and all steps between them. */
export interface Graph {
  readonly states: number;
  readonly transitions: readonly Transition[];
  /** States whose steps were not taken: there are none if the search came to its end. */
  readonly frontier: ReadonlySet<number>;
  /** It was ended by a limit other than that of the depth. */
  readonly stopped: boolean;
}

/** Draws the graph of a scope. It is what `explore` visits, kept whole: for scopes of which a graph is of use. */
export const graphOf = (
  machine: Machine,
  scope: Scope,
  limits: Pick<Limits, 'states' | 'depth' | 'goOn'>,
): Graph => onGround(machine, scope, indifferent, (ground) => new Drawing(ground, limits).draw());

class Drawing {
  readonly #ground: Ground<null>;
  readonly #limits: Pick<Limits, 'states' | 'depth' | 'goOn'>;
  readonly #states: RowNumbers;
  readonly #transitions: Transition[] = [];
  readonly #keys = new Keys();
  readonly #row: Int32Array;
  #depth = 0;

  constructor(ground: Ground<null>, limits: Pick<Limits, 'states' | 'depth' | 'goOn'>) {
    this.#ground = ground;
    this.#limits = limits;
    this.#row = new Int32Array(ground.parts.count);
    this.#states = new RowNumbers(ground.parts.count);
  }

  /** Silent steps cost nothing: they add to a level, and only then are steps taken from all of it. */
  draw(): Graph {
    const { silent, seen } = this.#ground;
    this.#states.number(this.#ground.start, 0);
    for (let begin = 0; begin < this.#states.size; this.#depth += 1) {
      for (let state = begin; state < this.#states.size; state += 1) {
        if (!this.#goesOn(begin)) return this.#stoppedAt(begin);
        this.#take(silent, state);
      }
      const end = this.#states.size;
      if (this.#depth === this.#limits.depth)
        return this.#graph({
          frontier: this.#from(begin).filter((state) => this.#goesFurther(state)),
          stopped: false,
        });
      for (let state = begin; state < end; state += 1) {
        if (!this.#goesOn(state)) return this.#stoppedAt(state);
        this.#take(seen, state);
        if (this.#ground.scope.settles) this.#comeToRest(state);
      }
      begin = end;
    }
    return this.#graph({ frontier: [], stopped: false });
  }

  #graph({ frontier, stopped }: { frontier: readonly number[]; stopped: boolean }): Graph {
    return {
      states: this.#states.size,
      transitions: this.#transitions,
      frontier: new Set(frontier),
      stopped,
    };
  }

  #stoppedAt(state: number): Graph {
    return this.#graph({ frontier: this.#from(state), stopped: true });
  }

  #from(begin: number): readonly number[] {
    return Array.from({ length: this.#states.size - begin }, (_, index) => begin + index);
  }

  #goesOn(expanded: number): boolean {
    const states = this.#states.size;
    const progress = {
      states,
      transitions: this.#transitions.length,
      depth: this.#depth,
      frontier: states - expanded,
    };
    return states <= this.#limits.states && this.#limits.goOn(progress);
  }

  #take(actions: readonly LocalSteps[], state: number): void {
    for (const { edge, changes } of this.#stepsOf(actions, state)) {
      this.#load(state);
      for (const [slot, number] of changes) this.#row[slot] = number;
      this.#add(state, edge);
    }
  }

  #stepsOf(actions: readonly LocalSteps[], state: number): readonly LocalStep[] {
    const at = state * this.#row.length;
    const read = (slot: number): number => this.#states.rows[at + slot] ?? 0;
    return actions.flatMap((action) => action.steps(read));
  }

  #comeToRest(state: number): void {
    const { machine, parts, rest } = this.#ground;
    this.#load(state);
    const world = parts.compose((slot) => this.#row[slot] ?? 0);
    for (const { world: rested } of settleSuccessors(machine, world, this.#keys)) {
      const numbers = parts.split(rested);
      for (const slot of parts.made) numbers[slot] = this.#states.rows[state * numbers.length + slot] ?? 0;
      this.#row.set(numbers);
      this.#add(state, rest);
    }
  }

  #goesFurther(state: number): boolean {
    return this.#ground.scope.settles || this.#stepsOf(this.#ground.seen, state).length > 0;
  }

  #load(state: number): void {
    const { length } = this.#row;
    this.#row.set(this.#states.rows.subarray(state * length, (state + 1) * length));
  }

  #add(from: number, edge: number): void {
    const to = this.#states.number(this.#row, 0);
    this.#transitions.push({ from, to, ...this.#ground.edges.edge(edge) });
  }
}
