import type { Step } from '../../../spec/trace/step.js';
import type { Exploration, Limits, Progress, Reduction } from '../exploration.js';
import { unfolded } from '../renaming.js';
import type { Scope } from '../scope.js';
import { BitTable } from './bit-table.js';
import { Children } from './children.js';
import type { Range } from './crew.js';
import { bytesOfRounds, Crew, mostFound } from './crew.js';
import { foreseen } from './foreseen.js';
import type { Frontier } from './frontier.js';
import type { Ground } from './ground.js';
import { Grouping } from './grouping.js';
import type { Field, Layout } from './layout.js';
import { fieldAt } from './layout.js';
import { bytesToSort, sortByRow } from './in-order.js';
import { Log } from './log.js';
import { broken } from './memories.js';
import type { Sample } from './regroup.js';
import { Narrow } from './narrow.js';
import { Resting } from './resting.js';
import { RowBits } from './row-bits.js';
import { RowLog } from './row-log.js';
import { placesFor, RowSet } from './row-set.js';
import { SharedBits } from './shared-bits.js';
import { repack, Space } from './space.js';
import { StepTable } from './step-table.js';
import { Symmetry } from './symmetry.js';
import type { KeptRows } from './visited.js';

/** Transitions between two questions whether to go on. */
const breath = 4096;

/** States between two questions whether to go on, in the inner loop. */
const stretch = 256;

/** So close to a limit, states are counted one by one. */
const margin = 1 << 12;

/** About as many states may be found between two questions whether to go on. */
const leap = 1 << 14;

/** The same where two threads find them. */
const mostTogether = leap + mostFound;

/** Bytes that a row of one word takes in a table, about. */
const bytesInTable = 8;

/** A table of bits that is no larger than this is always worth its bytes. */
const leastDense = 1 << 24;

/** The same is one of this size, once so many states were found. */
const many = 1 << 18;
const mostDense = 1 << 26;

/** So many states of a level at least are sorted. */
const leastSorted = 1 << 14;

/** The most bits of rows of which two threads share a table. */
const mostSharedBits = 30;

/** So many states at least are taken by two threads: fewer are sooner taken than passed on. */
const leastTogether = 1 << 11;

/**
 * The search of `explore` on numbers: worlds are rows of what was met at their places, and what each part of a world does
 * is evaluated once.
 */
export class Search<Memory> {
  readonly #scope: Scope;
  readonly #limits: Limits;
  readonly #ground: Ground<Memory>;
  readonly #space: Space;
  readonly #silent: StepTable;
  readonly #seen: StepTable;
  readonly #resting: Resting;
  /** How the rows are packed at the moment. */
  #layout: Layout;
  #visited: KeptRows | BitTable;
  #rows: RowLog;
  #narrow: Narrow | null = null;
  #crew: Crew | null = null;
  /** States that had been found at the beginning of each level. */
  readonly #totals: number[] = [];
  /** Whether there was no room for a helper any more. */
  #staysAlone = false;
  /** How states are taken to be the same; `null`: each is one of its own. */
  readonly #symmetry: Symmetry<Memory> | null;
  /** For each state, the one from which it was found, and by which edge. */
  readonly #from: Log;
  readonly #by: Log;
  /** The children of the state that is looked at, and its row. */
  readonly #children = new Children();
  #row: Int32Array;
  #next: Int32Array;
  #sampleAt = Infinity;
  #expanded = 0;
  #levelEnd = 0;
  #breath = 0;
  #transitions = 0;
  #rests = 0;
  #depth = 0;
  #triggered = 0;
  #counterexample: Exploration['counterexample'] = null;
  #stopped = false;
  /** States at the greatest depth from which runs go on. */
  #cut = 0;

  constructor(
    ground: Ground<Memory>,
    groups: readonly (readonly number[])[],
    limits: Limits,
    reduction: Reduction = 'none',
  ) {
    const { start, memories, scope } = ground;
    this.#ground = ground;
    this.#scope = scope;
    this.#limits = limits;
    const grouping = new Grouping(groups);
    const numbers = grouping.numbers(start);
    const read = (slot: number): number => start[slot] ?? 0;
    this.#silent = new StepTable(grouping, ground.silent, read, 'every change');
    this.#seen = new StepTable(grouping, ground.seen, read, ground.watches ? 'every step' : 'every change');
    this.#space = new Space(grouping, memories.size);
    this.#symmetry = reduction === 'symmetry' ? new Symmetry(ground, this.#space, scope.alike ?? []) : null;
    this.#space.memories = memories.size;
    this.#space.widen();
    this.#resting = new Resting(ground, this.#space);
    this.#layout = this.#space.layout;
    const { width } = this.#layout;
    const { bits } = limits;
    this.#visited = bits === undefined ? new RowSet(width) : new BitTable(bits, this.#layout);
    // Where nobody watches, no run is asked for, and bits are chosen for want of room.
    const keep = bits === undefined || ground.watches ? 'everything' : 'nothing';
    this.#from = new Log(keep);
    this.#by = new Log(keep);
    this.#rows = new RowLog(width, 0);
    this.#row = new Int32Array(width);
    this.#next = new Int32Array(width);
    this.#space.pack([...numbers, ground.memory], this.#next);
  }

  /** Searches to the end, or until so many states were found: then it gives a sample of them instead. */
  run(sampleAt: number): Exploration | Sample {
    this.#sampleAt = sampleAt;
    try {
      this.#expandAll();
    } finally {
      this.#crew?.end();
    }
    if (this.#rows.end >= sampleAt && !this.#counterexample) return this.#sample();
    return {
      ...this.#progress(),
      complete: !this.#stopped && this.#cut === 0 && !(this.#visited instanceof BitTable),
      stopped: this.#stopped,
      fired: this.#fired(),
      triggered: this.#triggered,
      counterexample: this.#counterexample,
      ...(this.#visited instanceof BitTable ? { bitTable: this.#visited.figures } : {}),
    };
  }

  #expandAll(): void {
    this.#visit(0, 0);
    let begin = 0;
    while (!this.#stopped && begin < this.#rows.end) {
      this.#rows.dropBefore(begin);
      this.#expanded = begin;
      this.#totals.push(this.#rows.end);
      this.#sort(begin);
      if (!this.#expandLevel(begin)) break;
      begin = this.#levelEnd;
      if (begin < this.#rows.end) this.#depth += 1;
    }
  }

  /** Puts the states from `begin` on into an order in which they are taken faster, if that is worth it. */
  #sort(begin: number): void {
    const count = this.#rows.end - begin;
    const isDense = this.#visited instanceof RowBits || this.#visited instanceof SharedBits;
    if (this.#ground.watches || this.#symmetry || !isDense || count < leastSorted) return;
    if (this.#fits(this.#visited.bytes + this.#rows.bytes + count * bytesToSort))
      sortByRow(this.#rows, this.#from, this.#by, begin);
  }

  /** The states from which the search has not gone on, or not everywhere. */
  get frontier(): Frontier<Memory> {
    const isCut = this.#depth === this.#limits.depth;
    const { first } = this.#rows;
    const begin = isCut ? first : Math.max(first, this.#stopped ? this.#expanded - 1 : this.#expanded);
    const { grouping } = this.#space;
    const { parts, memories } = this.#ground;
    return {
      size: this.#rows.end - begin,
      place: (index) => {
        this.#fetch(begin + index);
        const read = (slot: number): number => grouping.read(slot, this.#numberOf);
        const memory = memories.memory(fieldAt(this.#row, 0, this.#memoryField));
        return { world: parts.compose(read), made: parts.made.map(read), memory };
      },
      run: (index, later) => [...this.#ground.setup, ...this.#stepsOf(this.#numbersTo(begin + index), later)],
      groups: grouping.groups.map(({ slots }) => slots),
    };
  }

  #sample(): Sample {
    const { groups } = this.#space.grouping;
    const together = new Map<number, number>();
    for (const table of [this.#silent, this.#seen]) table.countTogether(together);
    const numbers: number[] = [];
    this.#kept.each((rows, at) => {
      for (const field of this.#layout.fields.slice(0, groups.length)) numbers.push(fieldAt(rows, at, field));
    });
    return { groups: groups.map(({ slots }) => slots), together, states: Int32Array.from(numbers) };
  }

  /** Throws if the rows of the states that were found are not kept. */
  get #kept(): KeptRows {
    if (this.#visited instanceof BitTable) throw new Error('a table of bits keeps no rows');
    return this.#visited;
  }

  /** Bytes of what grows with the states. */
  get bytes(): number {
    return this.#visited.bytes + this.#rows.bytes + this.#from.bytes + this.#by.bytes;
  }

  /** Bytes that are taken besides. */
  get #bytesOfTables(): number {
    const tables = [this.#silent, this.#seen, ...this.#resting.tables];
    const bytes = tables.reduce((sum, table) => sum + table.bytes, this.#resting.bytes);
    return bytes + this.#ground.memories.bytes + (this.#crew?.bytes ?? 0);
  }

  /** Whether there may be so many bytes for states and how they were found. */
  #fits(rows: number, logs = this.#from.bytes + this.#by.bytes): boolean {
    const { bytes = Infinity } = this.#limits;
    return bytes === Infinity || rows + logs + this.#bytesOfTables <= bytes;
  }

  /** Whether there is room for so many states more. */
  #hasRoomFor(most: number): boolean {
    const logs = this.#from.bytesFor(most) + this.#by.bytesFor(most);
    return this.#fits(this.#visited.bytesFor(most) + this.#rows.bytesFor(most), logs);
  }

  /**
   * Silent steps cost nothing: they add to the level while it is walked through, and only then are steps taken from it.
   * False if the search has stopped.
   */
  #expandLevel(begin: number): boolean {
    for (let state = begin; state < this.#rows.end; state += 1) {
      if (!this.#goesOn()) return false;
      state = this.#hurry(this.#silent, state, this.#rows.end);
      if (this.#stopped) return false;
      if (state === this.#rows.end) break;
      this.#find(this.#silent, state);
      this.#take(this.#silent, state);
    }
    this.#levelEnd = this.#rows.end;
    const isPlain = !this.#ground.watches && !this.#scope.settles && this.#depth !== this.#limits.depth;
    for (let state = begin; state < this.#levelEnd; state += 1) {
      if (!this.#goesOn()) return false;
      if (isPlain) {
        const reached = this.#hurry(this.#seen, state, this.#levelEnd);
        this.#expanded += reached - state;
        state = reached;
        if (this.#stopped) return false;
        if (state === this.#levelEnd) break;
      }
      this.#find(this.#seen, state);
      if (this.#depth === this.#limits.depth) this.#cut += this.#goesFurther() ? 1 : 0;
      else {
        if (this.#ground.watches) this.#takeSeen(state);
        else this.#take(this.#seen, state);
        if (this.#scope.settles && !this.#stopped) this.#comeToRest(state);
      }
      this.#expanded += 1;
    }
    return !this.#stopped;
  }

  /** Takes steps, by two threads if they are many, and gives the first state whose steps were not taken, or not all of them. */
  #hurry(table: StepTable, state: number, end: number): number {
    if (this.#crewFor(end - state)) return this.#takeTogether(table, { begin: state, end });
    return this.#hurryAlone(table, state, Math.min(end, state + stretch));
  }

  /** Whom to take steps with; `null`: nobody. No round may be under way. */
  #crewFor(count: number): Crew | null {
    const { helper, states, depth, bytes } = this.#limits;
    const { width, bits } = this.#layout;
    if (this.#crew && !this.#hasRoomFor(mostTogether)) this.#dismissCrew();
    if (!helper || this.#staysAlone || count < leastTogether || this.#rows.end < helper.after) return null;
    if (!this.#crew && foreseen(this.#totals) < helper.worth) return null;
    // What is found first depends on the threads. A limit of states, or of steps, has to leave the same frontier each time.
    const isCounted = states !== Infinity || depth !== undefined || this.#sampleAt !== Infinity;
    const isPlain = !this.#ground.watches && !this.#scope.settles && !this.#symmetry;
    if (isCounted || !isPlain || width > 1 || bits > mostSharedBits) return null;
    if (this.#visited instanceof BitTable) return null;
    if (!(this.#visited instanceof SharedBits)) {
      // Where room is limited, a table that is larger than what it replaces would leave less of it.
      if (bytes !== undefined && !this.#isDense()) return null;
      if (!this.#fits(this.#visited.bytes + 2 ** (bits - 3) + 2 * this.#rows.bytes + bytesOfRounds))
        return null;
      this.#moveVisited(new SharedBits(bits), (rows, at) => rows.subarray(at, at + 1));
      this.#rows.share();
    }
    this.#crew ??= new Crew(helper.start());
    return this.#crew;
  }

  /** What the helper needs goes to the states: there are no more of them than the search would have found alone. */
  #dismissCrew(): void {
    this.#crew?.end();
    this.#crew = null;
    this.#staysAlone = true;
  }

  /**
   * Takes the steps of these states, together with the helper for as long as that can be, and gives the first one of which they were not
   * all taken: if the search has not stopped, all were. If it has, those that the helper has taken from the other end do not count.
   */
  #takeTogether(table: StepTable, states: Range): number {
    let reached = Infinity;
    let rest = states;
    const take = ({ begin, end }: Range): void => {
      const first = this.#takeAlone(table, begin, end);
      if (first < end) reached = Math.min(reached, first);
    };
    while (!this.#stopped && rest.begin < rest.end) {
      const crew = this.#crewFor(rest.end - rest.begin);
      if (crew && this.#visited instanceof SharedBits) {
        this.#narrow ??= new Narrow(this.#layout);
        crew.begin(table, this.#narrow, this.#layout, this.#rows, this.#visited, rest);
        this.#takeRound(crew, take);
        rest = crew.rest;
      } else {
        const some = { begin: rest.begin, end: Math.min(rest.end, rest.begin + stretch) };
        take(some);
        rest = { ...rest, begin: some.end };
        this.#goesOn();
      }
    }
    return Math.min(reached, rest.begin < rest.end ? rest.begin : states.end);
  }

  #takeRound(crew: Crew, take: (states: Range) => void): void {
    const takeLeft = (): void => {
      for (let left = crew.nextLeft(); left >= 0; left = crew.nextLeft())
        take({ begin: left, end: left + 1 });
    };
    for (let some = crew.claim(); some; some = crew.claim()) {
      take(some);
      takeLeft();
      if (!this.#goesOn() || crew.isSpent || !this.#hasRoomFor(mostTogether)) break;
    }
    crew.halt();
    while (!crew.isOver) {
      takeLeft();
      crew.wait();
    }
    takeLeft();
    this.#join();
  }

  /** Takes the steps of these states, for as long as the search has not stopped; gives the first state that is left. */
  #takeAlone(table: StepTable, begin: number, end: number): number {
    let state = begin;
    while (!this.#stopped) {
      state = this.#hurryAlone(table, state, end);
      if (state >= end) return end;
      if (!this.#find(table, state)) return state;
      this.#take(table, state);
      state += 1;
    }
    return state;
  }

  /** Ends the round that is under way, and adds what the helper has found. */
  #join(): void {
    const found = this.#crew?.finish();
    if (!found) return;
    const { size, rows, from, by, taken } = found;
    this.#rows.pushWords(rows.subarray(0, size));
    this.#from.pushAll(from.subarray(0, size));
    this.#by.pushAll(by.subarray(0, size));
    this.#transitions += taken;
  }

  /** Takes steps in the inner loop, and gives the state from which it cannot go on. */
  #hurryAlone(table: StepTable, state: number, end: number): number {
    const limit = Math.min(this.#limits.states, this.#sampleAt) - margin;
    const most = Math.min(limit, this.#rows.end + leap / 2);
    if (this.#layout.width > 1 || this.#symmetry || this.#rows.end > most) return state;
    this.#narrow ??= new Narrow(this.#layout);
    this.#narrow.taken = 0;
    const reached = this.#narrow.run(table, state, end, most, {
      visited: this.#visited,
      rows: this.#rows,
      from: this.#from,
      by: this.#by,
    });
    this.#transitions += this.#narrow.taken;
    return reached;
  }

  #goesOn(): boolean {
    if (this.#transitions >= this.#breath) {
      this.#breath = this.#transitions + breath;
      if (this.#visited instanceof RowSet && this.#isDense())
        this.#moveVisited(this.#emptyVisited(), (rows, at) => rows.subarray(at, at + 1));
      // A helper goes before the search stops.
      if (!this.#crew && !this.#hasRoomFor(leap)) this.#stopped = true;
      if (!this.#limits.goOn(this.#progress())) this.#stopped = true;
    }
    return !this.#stopped;
  }

  #progress(): Progress {
    return {
      states: this.#rows.end,
      transitions: this.#transitions,
      depth: this.#depth,
      frontier: this.#rows.end - this.#expanded + this.#cut,
    };
  }

  /** Fetches the row of a state, and looks its children up; false, and none, if the search has stopped. */
  #find(table: StepTable, state: number): boolean {
    this.#fetch(state);
    for (;;) {
      const unknown = this.#children.find(table, this.#numberOf);
      if (unknown < 0) return true;
      const child = table.meet(unknown, this.#numberOf);
      if (!this.#widen(state)) {
        table.pack(this.#layout, child);
        this.#crew?.learn(table);
      } else if (this.#stopped) {
        this.#children.count = 0;
        return false;
      }
    }
  }

  readonly #numberOf = (group: number): number => {
    const field = this.#layout.fields[group];
    return field ? fieldAt(this.#row, 0, field) : 0;
  };

  /** Takes all steps of the children that were found; nobody watches. */
  #take(table: StepTable, state: number): void {
    if (this.#symmetry) {
      this.#takeAlike(table, state);
      return;
    }
    const { width } = this.#layout;
    const stride = width + 1;
    const { packed, starts, met, steps } = table;
    const row = this.#row;
    const next = this.#next;
    const visited = this.#visited;
    const first = row[0] ?? 0;
    const { count, found } = this.#children;
    for (let index = 0; index < count; index += 1) {
      const child = found[index] ?? 0;
      const begin = starts[child] ?? 0;
      const end = starts[child + 1] ?? 0;
      for (let step = begin; step < end; step += stride) {
        next[0] = first ^ (packed[step] ?? 0);
        for (let word = 1; word < width; word += 1)
          next[word] = (row[word] ?? 0) ^ (packed[step + word] ?? 0);
        if (visited.add(next, 0)) this.#found(state, packed[step + width] ?? 0);
      }
      this.#transitions += steps[child]?.length ?? 0;
      met[child] = (met[child] ?? 0) + 1;
      if (this.#stopped) return;
    }
  }

  /** The same where several states are one. */
  #takeAlike(table: StepTable, state: number): void {
    const { count, found } = this.#children;
    for (let index = 0; index < count && !this.#stopped; index += 1) {
      const child = found[index] ?? 0;
      for (let step = 0; step < table.kept(child); step += 1)
        this.#land(state, table.edge(child, step), () => {
          table.apply(child, step, this.#row, this.#next);
        });
      this.#transitions += table.counts[child] ?? 0;
      table.met[child] = (table.met[child] ?? 0) + 1;
    }
  }

  /** The same while the observer looks on. */
  #takeSeen(state: number): void {
    const table = this.#seen;
    for (const child of this.#children.all) {
      const { length } = table.steps[child] ?? [];
      for (let index = 0; index < length; index += 1) {
        const edge = table.edge(child, index);
        this.#transitions += 1;
        const memory = this.#observe(state, edge);
        if (memory === null) return;
        const apply = (): void => {
          table.apply(child, index, this.#row, this.#next);
          this.#remember(memory);
        };
        this.#land(state, edge, apply);
        if (this.#stopped) return;
      }
      table.met[child] = (table.met[child] ?? 0) + 1;
    }
  }

  #comeToRest(state: number): void {
    const memory = this.#ground.watches ? this.#observe(state, this.#ground.rest) : 0;
    if (memory === null) return;
    const count = this.#restsOf(state).length / this.#layout.width;
    for (let index = 0; index < count && !this.#stopped; index += 1) {
      this.#transitions += 1;
      this.#rests += 1;
      this.#land(state, this.#ground.rest, () => {
        const changes = this.#restsOf(state);
        const { width } = this.#layout;
        for (let word = 0; word < width; word += 1)
          this.#next[word] = (this.#row[word] ?? 0) ^ (changes[index * width + word] ?? 0);
        this.#remember(memory);
      });
    }
  }

  /** The words by which the row changes when everything comes to rest; none if the search has stopped. */
  #restsOf(state: number): Int32Array {
    for (;;) {
      const changes = this.#resting.from(this.#row);
      if (changes) return changes;
      this.#packAnew(state);
      if (this.#stopped) return new Int32Array(0);
    }
  }

  /** Visits what a step leads to, or what stands for it. */
  #land(state: number, edge: number, apply: () => void): void {
    apply();
    if (!this.#symmetry) {
      this.#visit(state, edge);
      return;
    }
    let renaming = this.#symmetry.represent(this.#next);
    while (renaming < 0) {
      this.#widen(state);
      if (this.#stopped) return;
      apply();
      renaming = this.#symmetry.represent(this.#next);
    }
    this.#visit(state, edge * this.#symmetry.renamings.size + renaming);
  }

  /** The number of what is remembered after a step; `null` if that breaks what is observed. */
  #observe(state: number, edge: number): number | null {
    const memory = fieldAt(this.#row, 0, this.#memoryField);
    const isNew = this.#ground.memories.after(memory, edge) === null;
    const seen = this.#ground.memories.observe(memory, edge);
    if (isNew) this.#symmetry?.renamings.check(memory, edge, seen);
    if (seen === broken) {
      this.#stopped = true;
      this.#counterexample = { steps: this.#stepsTo(state, edge), reason: this.#ground.memories.reason };
      return null;
    }
    this.#triggered += seen & 1;
    this.#space.memories = this.#ground.memories.size;
    this.#widen(state);
    return this.#stopped ? null : seen >>> 1;
  }

  get #memoryField(): Field {
    const field = this.#layout.fields.at(-1);
    if (!field) throw new RangeError('a layout without a field for the memory');
    return field;
  }

  #remember(memory: number): void {
    const { word, shift, most } = this.#memoryField;
    this.#next[word] = ((this.#next[word] ?? 0) & ~(most << shift)) | (memory << shift);
  }

  /** Packs everything anew if something was met for which the rows have no room. */
  #widen(state: number): boolean {
    if (!this.#space.widen()) return false;
    this.#packAnew(state);
    return true;
  }

  /** Stops instead if there is no room for a second copy of everything. */
  #packAnew(state: number): void {
    this.#join();
    this.#crew?.forget();
    const copied = this.#visited instanceof BitTable ? 0 : this.#visited.bytes;
    if (!this.#fits(this.#visited.bytes + copied + 2 * this.#rows.bytes)) {
      this.#stopped = true;
      return;
    }
    const from = this.#layout;
    const to = this.#space.layout;
    this.#layout = to;
    this.#narrow = null;
    this.#next = new Int32Array(to.width);
    const row = new Int32Array(to.width);
    if (this.#visited instanceof BitTable) this.#visited.layout = to;
    else
      this.#moveVisited(this.#emptyVisited(), (rows, at) => {
        repack(from, rows, at, to, row);
        return row;
      });
    const rows = new RowLog(to.width, this.#rows.first);
    for (let one = this.#rows.first; one < this.#rows.end; one += 1) {
      repack(from, this.#rows.rows, this.#rows.at(one), to, row);
      rows.push(row);
    }
    this.#rows = rows;
    for (const table of [this.#silent, this.#seen, ...this.#resting.tables]) table.pack(to, 0);
    this.#resting.renew();
    this.#row = new Int32Array(to.width);
    this.#fetch(state);
  }

  #moveVisited(to: KeptRows, convert: (rows: Int32Array, at: number) => Int32Array): void {
    this.#kept.each((rows, at) => to.add(convert(rows, at), 0));
    this.#visited = to;
  }

  /** A bit for every state that there could be, if a table takes more room than that. */
  #emptyVisited(): KeptRows {
    return this.#isDense()
      ? new RowBits(this.#layout.bits)
      : new RowSet(this.#layout.width, placesFor(this.#rows.end));
  }

  #isDense(): boolean {
    const { width, bits } = this.#layout;
    const bytes = 2 ** (bits - 3);
    const worth = Math.max(this.#rows.end * bytesInTable, this.#rows.end < many ? leastDense : mostDense);
    return width === 1 && bytes <= worth && this.#fits(this.#visited.bytes + bytes + this.#rows.bytes);
  }

  #fetch(state: number): void {
    const { rows } = this.#rows;
    const at = this.#rows.at(state);
    const { width } = this.#layout;
    for (let word = 0; word < width; word += 1) this.#row[word] = rows[at + word] ?? 0;
  }

  #visit(state: number, edge: number): void {
    if (this.#visited.add(this.#next, 0)) this.#found(state, edge);
  }

  #found(state: number, edge: number): void {
    if (this.#rows.end >= this.#limits.states) {
      this.#stopped = true;
      return;
    }
    if (this.#rows.end + 1 >= this.#sampleAt) this.#stopped = true;
    this.#rows.push(this.#next);
    this.#from.push(state);
    this.#by.push(edge);
  }

  /** Whether a run may go on with a step. */
  #goesFurther(): boolean {
    return (
      this.#scope.settles || this.#children.all.some((child) => (this.#seen.steps[child] ?? []).length > 0)
    );
  }

  /** The steps of a shortest run to a state, and one more. */
  #stepsTo(state: number, edge: number): readonly Step[] {
    const last = this.#ground.edges.edge(edge).step;
    return [...this.#ground.setup, ...this.#stepsOf(this.#numbersTo(state), last ? [last] : [])];
  }

  /** The edges of a shortest run to a state, each with what was done to be in the state that stands for others. */
  #numbersTo(state: number): readonly number[] {
    const numbers: number[] = [];
    for (let at = state; at > 0; at = this.#from.at(at)) numbers.push(this.#by.at(at));
    return numbers.reverse();
  }

  /** The steps of a run, and of one that goes on from where it ends. */
  #stepsOf(numbers: readonly number[], later: readonly Step[]): readonly Step[] {
    const { edges } = this.#ground;
    const renamings = this.#symmetry?.renamings;
    if (!renamings) return [...numbers.flatMap((number) => edges.edge(number).step ?? []), ...later];
    const run = numbers.map((number) => ({
      step: edges.edge(Math.floor(number / renamings.size)).step,
      renaming: renamings.renaming(number % renamings.size),
    }));
    return unfolded([...run, ...later.map((step) => ({ step, renaming: renamings.renaming(0) }))]);
  }

  #fired(): ReadonlyMap<string, number> {
    const fired = new Map<string, number>();
    const add = (edge: number, times: number): void => {
      const { rule } = this.#ground.edges.edge(edge);
      if (times > 0) fired.set(rule, (fired.get(rule) ?? 0) + times);
    };
    for (const { steps, met } of [this.#silent, this.#seen])
      for (const [child, some] of steps.entries()) for (const { edge } of some) add(edge, met[child] ?? 0);
    add(this.#ground.rest, this.#rests);
    return fired;
  }
}
