import type { Step } from '../../../spec/trace/step.js';
import { Children } from './children.js';
import type { Place } from './frontier.js';
import type { Ground } from './ground.js';
import { Grouping } from './grouping.js';
import type { Field, Layout } from './layout.js';
import { fieldAt } from './layout.js';
import { broken } from './memories.js';
import { Resting } from './resting.js';
import { RowLog } from './row-log.js';
import { RowNumbers } from './row-numbers.js';
import { repack, Space } from './space.js';
import { StepTable } from './step-table.js';

/** How far random walks have come. */
export interface Walked {
  readonly steps: number;
  /** Walks that were begun. */
  readonly walks: number;
  /** Walks that ended where nothing could happen any more. */
  readonly ended: number;
}

/** Where a walk has ended: where nothing could happen any more, after so many steps as it may have, or at a broken property. */
export type WalkEnd = 'nowhere further' | 'long enough' | { readonly broken: string };

/** Bytes that may be taken by what is known of where worlds come to rest, before it is forgotten. */
const mostRests = 64 << 20;

/**
 * Random walks through a scope: each step is any of those that are possible, silent ones and a rest included, with equal
 * chances. What each part of a world does is evaluated once, as in a search.
 */
export class Walks<Memory> {
  readonly #ground: Ground<Memory>;
  readonly #watches: boolean;
  readonly #space: Space;
  readonly #table: StepTable;
  readonly #resting: Resting;
  readonly #start: readonly number[];
  #layout: Layout;
  #row: Int32Array;
  readonly #children = new Children();
  #rests = 0;
  /** Of the last walk: its edges, and, where somebody watches, the rows between them. */
  readonly #edges: number[] = [];
  #rows: RowLog;
  /** Steps that were made by the last walk, silent ones included, and those among them that are seen. */
  length = 0;
  depth = 0;
  /** How often the observer was triggered. */
  triggered = 0;

  constructor(ground: Ground<Memory>, groups: readonly (readonly number[])[]) {
    this.#ground = ground;
    this.#watches = ground.watches;
    const grouping = new Grouping(groups);
    const read = (slot: number): number => ground.start[slot] ?? 0;
    this.#start = grouping.numbers(ground.start);
    this.#table = new StepTable(grouping, [...ground.silent, ...ground.seen], read, 'every step');
    this.#space = new Space(grouping, ground.memories.size);
    this.#layout = this.#space.layout;
    this.#resting = new Resting(ground, this.#space);
    this.#row = new Int32Array(this.#layout.width);
    this.#rows = new RowLog(this.#layout.width, 0);
  }

  /** Takes so many steps, in walks of at most `longest`; `below` gives a random number from 0 to less than its argument. */
  run(steps: number, longest: number, below: (bound: number) => number): Walked {
    let walks = 0;
    let ended = 0;
    for (let left = steps; left > 0; left -= this.length) {
      walks += 1;
      this.#begin(this.#start, this.#ground.memory);
      if (this.#walk(Math.min(longest, left), below) !== 'nowhere further') continue;
      ended += 1;
      left -= 1;
    }
    return { steps, walks, ended };
  }

  /** One walk from a place. Throws `UnknownConnection` where one comes up that has no place on this ground. */
  from({ world, made, memory }: Place<Memory>, longest: number, below: (bound: number) => number): WalkEnd {
    const { parts, memories } = this.#ground;
    const slots = parts.split(world);
    for (const [move, slot] of parts.made.entries()) slots[slot] = made[move] ?? 0;
    const numbers = this.#space.grouping.numbers(slots);
    this.#begin(numbers, memories.number(memory));
    return this.#walk(longest, below);
  }

  #begin(numbers: readonly number[], memory: number): void {
    this.#space.memories = this.#ground.memories.size;
    if (this.#space.widen()) this.#packAnew();
    this.#space.pack([...numbers, memory], this.#row);
    this.#edges.length = 0;
    this.length = 0;
    this.depth = 0;
    if (!this.#watches) return;
    this.#rows = new RowLog(this.#layout.width, 0, 1 << 7);
    this.#rows.push(this.#row);
  }

  #walk(longest: number, below: (bound: number) => number): WalkEnd {
    const { settles } = this.#ground.scope;
    while (this.length < longest) {
      const steps = this.#look();
      const possible = settles ? steps + 1 : steps;
      if (possible === 0) return 'nowhere further';
      const chosen = below(possible);
      const reason = chosen < steps ? this.#take(chosen) : this.#comeToRest(below);
      if (reason !== null) return { broken: reason };
      if (this.#watches) this.#rows.push(this.#row);
    }
    return 'long enough';
  }

  /** The steps of the last walk without its detours: between two visits to the same state nothing is needed. */
  get steps(): readonly Step[] {
    const { width } = this.#layout;
    const seen = new RowNumbers(width);
    const lastVisit: number[] = [];
    const { rows, end } = this.#rows;
    const numbers = Array.from({ length: end }, (_, at) => seen.number(rows, at * width));
    for (const [at, number] of numbers.entries()) lastVisit[number] = at;
    const edges: number[] = [];
    for (let at = lastVisit[numbers[0] ?? 0] ?? 0; at < this.#edges.length;) {
      edges.push(this.#edges[at] ?? 0);
      at = lastVisit[numbers[at + 1] ?? -1] ?? at + 1;
    }
    return edges.flatMap((edge) => this.#ground.edges.edge(edge).step ?? []);
  }

  /** How often each rule could have fired in the states that the walks have met. */
  get fired(): ReadonlyMap<string, number> {
    const fired = new Map<string, number>();
    const add = (edge: number, times: number): void => {
      const { rule } = this.#ground.edges.edge(edge);
      if (times > 0) fired.set(rule, (fired.get(rule) ?? 0) + times);
    };
    for (const [child, some] of this.#table.steps.entries())
      for (const { edge } of some) add(edge, this.#table.met[child] ?? 0);
    add(this.#ground.rest, this.#rests);
    return fired;
  }

  /** Looks up the children of the row, and says how many steps they have. */
  #look(): number {
    const table = this.#table;
    const children = this.#children;
    for (;;) {
      const unknown = children.find(table, this.#numberOf);
      if (unknown < 0) break;
      const child = table.meet(unknown, this.#numberOf);
      if (this.#space.widen()) this.#packAnew();
      else table.pack(this.#layout, child);
    }
    const { met, counts } = table;
    let possible = 0;
    for (let index = 0; index < children.count; index += 1) {
      const child = children.found[index] ?? 0;
      met[child] = (met[child] ?? 0) + 1;
      possible += counts[child] ?? 0;
    }
    return possible;
  }

  readonly #numberOf = (group: number): number => {
    const field = this.#layout.fields[group];
    return field ? fieldAt(this.#row, 0, field) : 0;
  };

  /** Why the step breaks what is observed; `null` if it does not. */
  #take(chosen: number): string | null {
    const table = this.#table;
    let left = chosen;
    for (let index = 0; index < this.#children.count; index += 1) {
      const child = this.#children.found[index] ?? 0;
      const steps = table.counts[child] ?? 0;
      if (left >= steps) {
        left -= steps;
        continue;
      }
      const edge = table.edge(child, left);
      if (!this.#watches) {
        table.apply(child, left, this.#row, this.#row);
        this.#count(edge);
        return null;
      }
      const step = left;
      return this.#makeStep(edge, () => {
        table.apply(child, step, this.#row, this.#row);
      });
    }
    throw new RangeError('there is no such step');
  }

  #comeToRest(below: (bound: number) => number): string | null {
    this.#rests += 1;
    if (this.#resting.bytes > mostRests) this.#resting.renew();
    // There may be another layout once the changes are known.
    const { length } = this.#changesToRest();
    const chosen = below(length / this.#layout.width);
    return this.#makeStep(this.#ground.rest, () => {
      const changes = this.#changesToRest();
      const { width } = this.#layout;
      for (let word = 0; word < width; word += 1)
        this.#row[word] = (this.#row[word] ?? 0) ^ (changes[chosen * width + word] ?? 0);
    });
  }

  /** The words by which the row changes when everything comes to rest, one way after the other. */
  #changesToRest(): Int32Array {
    for (;;) {
      const changes = this.#resting.from(this.#row);
      if (changes) return changes;
      this.#packAnew();
    }
  }

  /** Counts a step; gives whether it is seen. */
  #count(edge: number): boolean {
    this.length += 1;
    const isSeen = this.#ground.edges.edge(edge).step !== null;
    if (isSeen) this.depth += 1;
    return isSeen;
  }

  /** Shows a step to the observer, and then makes it. */
  #makeStep(edge: number, apply: () => void): string | null {
    const isSeen = this.#count(edge);
    if (!this.#watches) {
      apply();
      return null;
    }
    this.#edges.push(edge);
    if (!isSeen) {
      apply();
      return null;
    }
    const seen = this.#ground.memories.observe(fieldAt(this.#row, 0, this.#memoryField), edge);
    if (seen === broken) return this.#ground.memories.reason;
    this.triggered += seen & 1;
    this.#space.memories = this.#ground.memories.size;
    if (this.#space.widen()) this.#packAnew();
    apply();
    const { word, shift, most } = this.#memoryField;
    this.#row[word] = ((this.#row[word] ?? 0) & ~(most << shift)) | ((seen >>> 1) << shift);
    return null;
  }

  get #memoryField(): Field {
    const field = this.#layout.fields.at(-1);
    if (!field) throw new RangeError('a layout without a field for the memory');
    return field;
  }

  /** Packs everything in the new layout of the space. */
  #packAnew(): void {
    const from = this.#layout;
    const to = this.#space.layout;
    const convert = (rows: Int32Array, at: number): Int32Array => {
      const row = new Int32Array(to.width);
      repack(from, rows, at, to, row);
      return row;
    };
    this.#layout = to;
    this.#row = convert(this.#row, 0);
    const rows = new RowLog(to.width, 0);
    for (let at = 0; at < this.#rows.end; at += 1) rows.push(convert(this.#rows.rows, this.#rows.at(at)));
    this.#rows = rows;
    this.#table.pack(to, 0);
    for (const table of this.#resting.tables) table.pack(to, 0);
    this.#resting.renew();
  }
}
