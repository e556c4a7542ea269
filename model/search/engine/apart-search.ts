import type { Step } from '../../../spec/trace/step.js';
import type { Exploration, Limits, Progress } from '../exploration.js';
import type { FoldedStep } from '../renaming.js';
import { unfolded } from '../renaming.js';
import { Covered } from './covered.js';
import type { Ground } from './ground.js';
import type { LocalSteps } from './local-steps.js';
import { Log } from './log.js';
import { broken } from './memories.js';
import { readingOrders } from './reading-order.js';
import type { RowImages } from './row-images.js';
import { RowNumbers } from './row-numbers.js';
import type { Shares } from './shares.js';

/** Transitions between two questions whether to go on. */
const breath = 1024;

/** Where a state begins that no step leads to. */
const nowhere = -1;

/**
 * The search of `explore` on shares of states. A state that falls into shares which have nothing to do with each other is not
 * visited itself: its shares are.
 */
export class ApartSearch<Memory> {
  readonly #ground: Ground<Memory>;
  readonly #limits: Limits;
  readonly #shares: Shares<Memory>;
  readonly #images: RowImages<Memory>;
  readonly #states: RowNumbers;
  /** Shares of states. What may come of one may come of one with fewer readings narrowed down as well. */
  readonly #covered: Covered;
  /** For each state, the one from which it was found, by which edge, and which renaming came after it. */
  readonly #from = new Log();
  readonly #by = new Log();
  readonly #renamed = new Log();
  readonly #fired = new Map<string, number>();
  readonly #row: Int32Array;
  #breath = 0;
  #transitions = 0;
  #expanded = 0;
  #depth = 0;
  #triggered = 0;
  #cut = 0;
  #stopped = false;
  #counterexample: Exploration['counterexample'] = null;

  constructor(ground: Ground<Memory>, limits: Limits, shares: Shares<Memory>, images: RowImages<Memory>) {
    if (ground.scope.settles) throw new Error('a scope that settles does not fall into shares');
    this.#ground = ground;
    this.#limits = limits;
    this.#shares = shares;
    this.#images = images;
    this.#states = new RowNumbers(shares.width);
    this.#covered = new Covered(shares.width, readingOrders(ground));
    this.#row = new Int32Array(shares.width);
  }

  /** Its states, as rows. */
  get states(): RowNumbers {
    return this.#states;
  }

  get bytes(): number {
    const logs = this.#from.bytes + this.#by.bytes + this.#renamed.bytes;
    return this.#states.bytes + this.#covered.bytes + logs;
  }

  run(): Exploration {
    const { start, memory } = this.#ground;
    this.#row.set(start);
    this.#row[this.#shares.memoryAt] = memory;
    this.#land(nowhere, 0);
    for (let begin = 0; begin < this.#states.size;) {
      if (begin > 0) this.#depth += 1;
      this.#expanded = begin;
      begin = this.#expandLevel(begin);
      if (this.#stopped) break;
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

  /** Silent steps cost nothing: they add to the level, and only then are steps taken from it. Gives its end. */
  #expandLevel(begin: number): number {
    for (let state = begin; state < this.#states.size && this.#goesOn(); state += 1)
      this.#take('silent', state);
    const end = this.#states.size;
    for (let state = begin; state < end && this.#goesOn(); state += 1) {
      if (this.#depth === this.#limits.depth) this.#cut += this.#goesFurther(state) ? 1 : 0;
      else this.#take('seen', state);
      this.#expanded += 1;
    }
    return end;
  }

  #goesOn(): boolean {
    if (this.#transitions >= this.#breath) {
      this.#breath = this.#transitions + breath;
      const { bytes = Infinity } = this.#limits;
      if (2 * this.bytes > bytes || !this.#limits.goOn(this.#progress())) this.#stopped = true;
    }
    return !this.#stopped;
  }

  #progress(): Progress {
    return {
      states: this.#states.size,
      transitions: this.#transitions,
      depth: this.#depth,
      frontier: this.#states.size - this.#expanded + this.#cut,
    };
  }

  #load(state: number): void {
    const { width } = this.#shares;
    this.#row.set(this.#states.rows.subarray(state * width, (state + 1) * width));
  }

  /** What may happen in the state that is loaded. */
  #actions(kind: 'silent' | 'seen'): readonly LocalSteps[] {
    return this.#shares.mode(this.#row)[kind];
  }

  #goesFurther(state: number): boolean {
    this.#load(state);
    const read = (slot: number): number => this.#row[slot] ?? 0;
    return this.#actions('seen').some((action) => !action.isSpent(read) && action.steps(read).length > 0);
  }

  #take(kind: 'silent' | 'seen', state: number): void {
    this.#load(state);
    const at = state * this.#shares.width;
    const read = (slot: number): number => this.#states.rows[at + slot] ?? 0;
    const { sights } = this.#shares.mode(this.#row);
    for (const action of this.#actions(kind)) {
      if (action.isSpent(read)) continue;
      const known = action.known(read);
      if (!sights.has(known)) sights.set(known, { action, state });
      for (const { edge, changes } of known.steps) {
        this.#transitions += 1;
        this.#load(state);
        for (const [slot, number] of changes) this.#row[slot] = number;
        if (kind === 'seen' && !this.#observe(state, edge)) return;
        this.#count(edge);
        this.#land(state, edge);
        if (this.#stopped) return;
      }
    }
  }

  /** False if the step breaks what is observed. */
  #observe(state: number, edge: number): boolean {
    const { memories, watches } = this.#ground;
    if (!watches) return true;
    const { memoryAt } = this.#shares;
    const memory = this.#row[memoryAt] ?? 0;
    const isNew = memories.after(memory, edge) === null;
    const seen = memories.observe(memory, edge);
    if (isNew) this.#images.renamings.check(memory, edge, seen);
    if (seen === broken) {
      this.#stopped = true;
      this.#counterexample = { steps: this.#stepsTo(state, edge), reason: memories.reason };
      return false;
    }
    this.#triggered += seen & 1;
    this.#row[memoryAt] = seen >>> 1;
    return true;
  }

  #count(edge: number): void {
    const { rule } = this.#ground.edges.edge(edge);
    this.#fired.set(rule, (this.#fired.get(rule) ?? 0) + 1);
  }

  /** Visits what stands for the shares of the state in the row. */
  #land(from: number, edge: number): void {
    for (const share of this.#shares.of(this.#row)) {
      const renaming = this.#images.represent(share);
      if (this.#shares.mode(share).units.length > 0 && !this.#covered.add(share)) continue;
      if (this.#states.has(share, 0)) continue;
      if (this.#states.size >= this.#limits.states) {
        this.#stopped = true;
        return;
      }
      this.#states.number(share, 0);
      this.#from.push(from);
      this.#by.push(edge);
      this.#renamed.push(renaming);
    }
  }

  /** The steps of a shortest run to a state, and one more. */
  #stepsTo(state: number, edge: number): readonly Step[] {
    const { edges, setup } = this.#ground;
    const { renamings } = this.#images;
    const run: FoldedStep[] = [{ step: edges.edge(edge).step, renaming: renamings.renaming(0) }];
    for (let at = state; at !== nowhere; at = this.#from.at(at))
      run.push({
        step: this.#from.at(at) === nowhere ? null : edges.edge(this.#by.at(at)).step,
        renaming: renamings.renaming(this.#renamed.at(at)),
      });
    return [...setup, ...unfolded(run.reverse())];
  }
}
