import type { Step } from '../../spec/trace/step.js';
import { canonical, Keys } from '../key.js';
import type { Machine } from '../machine.js';
import type { Exploration, Limits, Progress } from './exploration.js';
import type { Observer } from './observer.js';
import type { Scope } from './scope.js';
import { afterSetup } from './setup.js';
import type { Edge, Met } from './worlds.js';
import { Worlds } from './worlds.js';

interface State<Memory> {
  readonly at: Met;
  /** How often each bounded move was made. */
  readonly made: Interned<readonly number[]>;
  readonly memory: Interned<Memory>;
  readonly from: State<Memory> | null;
  readonly step: Step | null;
}

interface Interned<Value> {
  readonly id: number;
  readonly value: Value;
}

/** Transitions between two questions whether to go on. */
const breath = 4096;

/**
 * Does what `explore` does, world by world and without any shortcut: what is quick is compared with it.
 */
export function explorePlainly<Memory>(
  machine: Machine,
  scope: Scope,
  observer: Observer<Memory>,
  limits: Limits,
): Exploration {
  return new Search({ ...machine, room: scope.room }, scope, observer, limits).run();
}

class Search<Memory> {
  readonly #machine: Machine;
  readonly #scope: Scope;
  readonly #observer: Observer<Memory>;
  readonly #limits: Limits;
  readonly #keys = new Keys();
  readonly #worlds: Worlds;
  readonly #made = new Interner<readonly number[]>();
  readonly #memories = new Interner<Memory>();
  readonly #seen = new Map<number, Set<number>>();
  readonly #fired = new Map<string, number>();
  #setup: readonly Step[] = [];
  #level: State<Memory>[] = [];
  #nextLevel: State<Memory>[] = [];
  #expanded = 0;
  #breath = 0;
  #states = 0;
  #transitions = 0;
  #depth = 0;
  #triggered = 0;
  #counterexample: Exploration['counterexample'] = null;
  #stopped = false;
  /** States at the greatest depth from which runs go on. */
  #cut = 0;

  constructor(machine: Machine, scope: Scope, observer: Observer<Memory>, limits: Limits) {
    this.#machine = machine;
    this.#scope = scope;
    this.#observer = observer;
    this.#limits = limits;
    this.#worlds = new Worlds(machine, scope, this.#keys);
  }

  run(): Exploration {
    this.#visit(this.#start(), this.#level);
    while (!this.#stopped && this.#level.length > 0) {
      if (!this.#expandLevel()) break;
      this.#level = this.#nextLevel;
      this.#nextLevel = [];
      this.#expanded = 0;
      if (this.#level.length > 0) this.#depth += 1;
    }
    return {
      ...this.#progress(),
      complete: !this.#stopped && this.#cut === 0,
      stopped: this.#stopped,
      fired: this.#fired,
      triggered: this.#triggered,
      counterexample: this.#counterexample,
    };
  }

  /**
   * Silent steps cost nothing: they add to the level while it is walked through, and only then are steps taken from it.
   * False if the search has stopped.
   */
  #expandLevel(): boolean {
    for (const state of this.#level) {
      if (!this.#goesOn()) return false;
      for (const edge of this.#worlds.silent(state.at)) this.#take(state, edge, state.made, this.#level);
    }
    for (const state of this.#level) {
      if (!this.#goesOn()) return false;
      this.#takeSteps(state);
      this.#expanded += 1;
    }
    return !this.#stopped;
  }

  #goesOn(): boolean {
    if (this.#transitions >= this.#breath) {
      this.#breath = this.#transitions + breath;
      if (!this.#limits.goOn(this.#progress())) this.#stopped = true;
    }
    return !this.#stopped;
  }

  #progress(): Progress {
    const frontier = this.#level.length - this.#expanded + this.#nextLevel.length + this.#cut;
    return { states: this.#states, transitions: this.#transitions, depth: this.#depth, frontier };
  }

  #start(): State<Memory> {
    const { world, memory, steps } = afterSetup(this.#machine, this.#scope, this.#observer);
    this.#setup = steps;
    const made = this.#made.of(this.#scope.moves.map(() => 0));
    return { at: this.#worlds.meet(world), made, memory: this.#memories.of(memory), from: null, step: null };
  }

  #takeSteps(state: State<Memory>): void {
    const steps = this.#stepsFrom(state);
    if (this.#depth === this.#limits.depth) {
      if (steps.next().done !== true) this.#cut += 1;
    } else for (const { edge, made } of steps) this.#take(state, edge, made, this.#nextLevel);
  }

  /** Every step that a run may go on with, and the bounded moves that are made after it. */
  *#stepsFrom({ at, made }: State<Memory>): Generator<{ edge: Edge; made: State<Memory>['made'] }> {
    for (const edge of this.#worlds.completions(at)) yield { edge, made };
    if (this.#scope.settles) for (const edge of this.#worlds.settlements(at)) yield { edge, made };
    for (const [index, { times }] of this.#scope.moves.entries()) {
      const before = made.value[index] ?? 0;
      if (times !== 'any' && before >= times) continue;
      const edges = this.#worlds.move(at, index);
      if (edges.length === 0) continue;
      const after = times === 'any' ? made : this.#made.of(made.value.with(index, before + 1));
      for (const edge of edges) yield { edge, made: after };
    }
  }

  #take(
    state: State<Memory>,
    { rule, step, to }: Edge,
    made: State<Memory>['made'],
    level: State<Memory>[],
  ): void {
    if (this.#stopped) return;
    this.#transitions += 1;
    this.#fired.set(rule, (this.#fired.get(rule) ?? 0) + 1);
    if (!step) {
      this.#visit({ at: to, made, memory: state.memory, from: state, step }, level);
      return;
    }
    const observation = this.#observer.observe(state.memory.value, step);
    if ('broken' in observation) {
      this.#counterexample = { steps: [...this.#setup, ...stepsTo(state), step], reason: observation.broken };
      this.#stopped = true;
      return;
    }
    if ('triggered' in observation) this.#triggered += 1;
    const memory =
      observation.memory === state.memory.value ? state.memory : this.#memories.of(observation.memory);
    this.#visit({ at: to, made, memory, from: state, step }, level);
  }

  #visit(state: State<Memory>, level: State<Memory>[]): void {
    const seen = this.#seen.get(state.at.id) ?? new Set<number>();
    const rest = state.made.id * 0x1_0000_0000 + state.memory.id;
    if (seen.has(rest)) return;
    if (this.#states >= this.#limits.states) {
      this.#stopped = true;
      return;
    }
    this.#seen.set(state.at.id, seen.add(rest));
    this.#states += 1;
    level.push(state);
  }
}

/** Gives equal values the same small number. */
class Interner<Value> {
  readonly #known = new Map<string, Interned<Value>>();

  of(value: Value): Interned<Value> {
    const key = canonical(value);
    const known = this.#known.get(key);
    if (known) return known;
    const interned = { id: this.#known.size, value };
    this.#known.set(key, interned);
    return interned;
  }
}

function stepsTo<Memory>(state: State<Memory>): Step[] {
  const steps: Step[] = [];
  for (let at: State<Memory> | null = state; at; at = at.from) if (at.step) steps.push(at.step);
  return steps.reverse();
}
