import type { Helper, Round } from './helper.js';
import { cell, handful, stage } from './helper.js';
import type { Layout } from './layout.js';
import { sharedNumbers } from './numbers.js';
import type { RowLog } from './row-log.js';
import type { SharedBits } from './shared-bits.js';
import { Copy } from './shared-steps.js';
import type { StepTable } from './step-table.js';

/** States that a helper may find in a round. */
export const mostFound = 1 << 19;

/** States that it may leave to the search. */
const mostLeft = 1 << 16;

/** Bytes for what a helper finds and leaves. */
export const bytesOfRounds = (3 * mostFound + mostLeft) * Int32Array.BYTES_PER_ELEMENT;

/** Milliseconds for which the end of the helper's round is awaited before it is seen whether it has left something. */
const patience = 1;

/** So often that is done at most in one round: what is awaited is a single handful. */
const mostMoments = 60_000;

/** States from one on, up to another one that does not belong to them. */
export interface Range {
  readonly begin: number;
  readonly end: number;
}

/** What a helper has found in a round. */
export interface FoundByHelper {
  readonly size: number;
  readonly rows: Int32Array;
  readonly from: Int32Array;
  readonly by: Int32Array;
  /** Steps that were taken for that. */
  readonly taken: number;
}

/** What a search shares with its helper, and the rounds that they do together. */
export class Crew {
  readonly #helper: Helper;
  readonly #control = sharedNumbers(Object.keys(cell).length);
  readonly #found = sharedNumbers(mostFound);
  readonly #from = sharedNumbers(mostFound);
  readonly #by = sharedNumbers(mostFound);
  readonly #left = sharedNumbers(mostLeft);
  readonly #copies = new Map<StepTable, Copy>();
  #round: Round | null = null;
  #rounds = 0;
  #rest: Range = { begin: 0, end: 0 };
  #claimed = 0;
  #table: StepTable | null = null;
  /** Of the states that the helper has left, how many the search has taken. */
  #takenOver = 0;
  /** How often the end of the round was awaited. */
  #moments = 0;

  constructor(helper: Helper) {
    this.#helper = helper;
  }

  get bytes(): number {
    return [...this.#copies.values()].reduce((sum, { bytes }) => sum + bytes, bytesOfRounds);
  }

  /** Begins a round with the steps of a table. */
  begin(
    table: StepTable,
    { shifts, masks }: Pick<Round, 'shifts' | 'masks'>,
    layout: Layout,
    rows: RowLog,
    visited: SharedBits,
    { begin, end }: Range,
  ): void {
    const copy = this.#copyOf(table, layout);
    copy.learn();
    this.#table = table;
    this.#claimed = 0;
    this.#takenOver = 0;
    this.#moments = 0;
    this.#rounds = (this.#rounds + 1) & 0xff_ffff;
    const control = this.#control;
    control.fill(0);
    Atomics.store(control, cell.stage, this.#stage(stage.offered));
    this.#round = {
      number: this.#rounds,
      control,
      steps: copy.steps,
      shifts,
      masks,
      rows: rows.rows,
      first: rows.first,
      begin,
      end,
      visited: visited.words,
      shift: visited.shift,
      found: this.#found,
      from: this.#from,
      by: this.#by,
      left: this.#left,
    };
    this.#helper.take(this.#round);
  }

  #copyOf(table: StepTable, layout: Layout): Copy {
    const known = this.#copies.get(table);
    if (known && !known.isFull) return known;
    const copy = new Copy(table, layout);
    this.#copies.set(table, copy);
    return copy;
  }

  /** Passes on to the helper what has been packed in a table since. */
  learn(table: StepTable): void {
    if (this.#round && this.#table === table) this.#copies.get(table)?.learn();
  }

  /** Everything is packed anew, so that nothing of what is shared is good any more. No round may be under way. */
  forget(): void {
    this.#copies.clear();
  }

  /** The next states for the search to take; `null` if all of the round were taken. */
  claim(): Range | null {
    if (!this.#round) return null;
    const { begin, end } = this.#round;
    if (Atomics.add(this.#control, cell.claimed, 1) >= handfulsOf(this.#round)) return null;
    const from = begin + this.#claimed * handful;
    this.#claimed += 1;
    return { begin: from, end: Math.min(end, from + handful) };
  }

  /** Lets nobody take any more states of the round. */
  halt(): void {
    if (this.#round) Atomics.store(this.#control, cell.claimed, handfulsOf(this.#round));
  }

  /** Whether the helper can do no more in this round, because it has no more room or what it knows has none. */
  get isSpent(): boolean {
    const copy = this.#table && this.#copies.get(this.#table);
    return !copy || copy.isFull || Atomics.load(this.#control, cell.stage) === this.#stage(stage.over);
  }

  /** What nobody has taken of the last round that is finished. */
  get rest(): Range {
    return this.#rest;
  }

  /** A state that the helper has left to the search; -1 if there is none at the moment. */
  nextLeft(): number {
    if (this.#takenOver === Atomics.load(this.#control, cell.left)) return -1;
    return this.#left[this.#takenOver++] ?? 0;
  }

  /** Whether the helper is through with the round, or has not begun it and now never will. Throws if it has failed. */
  get isOver(): boolean {
    const [offered, over] = [this.#stage(stage.offered), this.#stage(stage.over)];
    const found = Atomics.compareExchange(this.#control, cell.stage, offered, over);
    if (found === this.#stage(stage.failed)) throw new Error('the helper of a search has failed');
    return found !== this.#stage(stage.begun);
  }

  /** Waits for the helper for a moment. Throws if it has been awaited too often: its thread has died. */
  wait(): void {
    if (++this.#moments > mostMoments) throw new Error('the helper of a search does not answer any more');
    Atomics.wait(this.#control, cell.stage, this.#stage(stage.begun), patience);
  }

  /** Ends the round as soon as the helper is through with what it has taken, and gives what it has found; `null`: there is none. */
  finish(): FoundByHelper | null {
    if (!this.#round) return null;
    this.halt();
    while (!this.isOver) this.wait();
    const { begin, end } = this.#round;
    this.#rest = {
      begin: Math.min(end, begin + this.#claimed * handful),
      end: Math.min(end, begin + (handfulsOf(this.#round) - (this.#control[cell.byHelper] ?? 0)) * handful),
    };
    this.#round = null;
    if (this.#table) this.#copies.get(this.#table)?.addMet();
    const [size = 0, taken = 0] = [this.#control[cell.found], this.#control[cell.taken]];
    return { size, rows: this.#found, from: this.#from, by: this.#by, taken };
  }

  end(): void {
    this.#helper.end();
  }

  #stage(reached: number): number {
    return this.#rounds * 4 + reached;
  }
}

const handfulsOf = ({ begin, end }: Range): number => Math.ceil((end - begin) / handful);
