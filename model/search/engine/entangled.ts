import type { Ground } from './ground.js';
import type { Knowledge, Known, LocalStep, LocalSteps } from './local-steps.js';
import type { Mode, Sight } from './modes.js';
import type { Unit } from './units.js';
import type { ReadingOrder } from './reading-order.js';
import { readingOrders } from './reading-order.js';
import type { RowNumbers } from './row-numbers.js';
import type { Shares } from './shares.js';

/** Places at which there may be, all at once, whatever is there in one of several states. */
interface Variety {
  readonly slots: ReadonlySet<number>;
  readonly states: readonly number[];
}

/**
 * The units that a search was wrong to take for apart from all others. A unit is apart if what happens in its share changes
 * nothing else, and is the same whatever has become of anything else, and the other way round; readings that others have
 * narrowed down may forbid something, and never allow anything new. `null` if the answer is no before all was examined.
 */
export const entangled = <Memory>(
  ground: Ground<Memory>,
  shares: Shares<Memory>,
  states: RowNumbers,
  goOn: () => boolean,
): ReadonlySet<Unit> | null => new Examination(ground, shares, states).run(goOn);

class Examination<Memory> {
  readonly #shares: Shares<Memory>;
  readonly #states: RowNumbers;
  readonly #orders: ReadonlyMap<number, ReadingOrder>;
  readonly #places: readonly number[];
  readonly #statesOf = new Map<Mode, number[]>();
  /** What is known to allow nothing new under narrower readings, and what is known to do so. */
  readonly #allowsNothingNew = new Map<Known, boolean>();

  constructor(ground: Ground<Memory>, shares: Shares<Memory>, states: RowNumbers) {
    this.#shares = shares;
    this.#states = states;
    this.#orders = readingOrders(ground);
    this.#places = [...ground.start.keys()].filter((slot) => !this.#orders.has(slot));
    for (let state = 0; state < states.size; state += 1) {
      const mode = shares.modes.mode(this.#at(state, shares.modeAt));
      const some = this.#statesOf.get(mode);
      if (some) some.push(state);
      else this.#statesOf.set(mode, [state]);
    }
  }

  #at(state: number, slot: number): number {
    return this.#states.rows[state * this.#shares.width + slot] ?? 0;
  }

  run(goOn: () => boolean): ReadonlySet<Unit> | null {
    const found = new Set<Unit>();
    for (const mode of this.#shares.modes.all) {
      if (mode.units.length === 0) continue;
      const varieties =
        mode.about === 'one unit' ? this.#elsewhere(mode) : mode.units.map((unit) => this.#shareOf(unit));
      const isTheirs = (slot: number): boolean =>
        (mode.about === 'one unit') === mode.units.some(({ places }) => places.has(slot));
      for (const [known, sight] of mode.sights) {
        if (!goOn()) return null;
        if (!this.#isApart(known, sight, isTheirs, varieties)) for (const unit of mode.units) found.add(unit);
      }
    }
    return found;
  }

  #isApart(
    known: Known,
    sight: Sight,
    isTheirs: (slot: number) => boolean,
    varieties: readonly Variety[],
  ): boolean {
    const changed = known.steps.flatMap(({ changes }) => changes.map(([slot]) => slot));
    return (
      changed.every((slot) => this.#orders.has(slot) || isTheirs(slot)) &&
      this.#doesTheSame(known, sight, varieties)
    );
  }

  /** What may be in the share of a unit. */
  #shareOf(unit: Unit): Variety {
    return {
      slots: unit.places,
      states: this.#statesOf.get(this.#shares.modes.of('one unit', [unit])) ?? [],
    };
  }

  /** What may be outside the share of a unit: at each place, whatever was there in any state. */
  #elsewhere({ units }: Mode): readonly Variety[] {
    const states = Array.from({ length: this.#states.size }, (_, state) => state);
    return this.#places
      .filter((slot) => !units.some(({ places }) => places.has(slot)))
      .filter((slot) => states.some((state) => this.#at(state, slot) !== this.#at(0, slot)))
      .map((slot) => ({ slots: new Set([slot]), states }));
  }

  /**
   * Whether an action does the same, and allows nothing new under narrower readings, whatever is at the places that vary, without
   * having to look anywhere else for that: what is there may differ between the states in which it was seen.
   */
  #doesTheSame({ steps }: Known, { action, state }: Sight, varieties: readonly Variety[]): boolean {
    const before = placesLookedAt(action, (slot) => this.#at(state, slot));
    const varied = (slot: number): number => varieties.findIndex(({ slots }) => slots.has(slot));
    const visit = (knowledge: Knowledge, open: readonly (readonly number[])[]): boolean => {
      const reading =
        (left: typeof open) =>
        (other: number): number =>
          this.#at(left[varied(other)]?.[0] ?? state, other);
      const read = reading(open);
      if (!('slot' in knowledge))
        return isSameAs(knowledge.steps, steps) && this.#narrowsOnly(knowledge, action, new Map(), read);
      const { slot } = knowledge;
      const index = varied(slot);
      if (index < 0)
        return before.has(slot) && visit(action.next(knowledge, this.#at(state, slot), read), open);
      return [...this.#grouped(open[index] ?? [], slot)].every(([number, some]) => {
        const left = open.with(index, some);
        return visit(action.next(knowledge, number, reading(left)), left);
      });
    };
    return visit(
      action.root((slot) => this.#at(state, slot)),
      varieties.map(({ states }) => states),
    );
  }

  /** States by what they have at a place. */
  #grouped(states: readonly number[], slot: number): ReadonlyMap<number, readonly number[]> {
    const groups = new Map<number, number[]>();
    for (const state of states) {
      const number = this.#at(state, slot);
      const group = groups.get(number);
      if (group) group.push(state);
      else groups.set(number, [state]);
    }
    return groups;
  }

  /** Whether whatever is possible under narrower readings is possible, as it was seen, with as many left open or more. */
  #narrowsOnly(
    known: Known,
    action: LocalSteps,
    chosen: ReadonlyMap<number, number>,
    seen: (slot: number) => number,
  ): boolean {
    const before = this.#allowsNothingNew.get(known);
    if (before !== undefined) return before;
    this.#allowsNothingNew.set(known, true);
    const read = (slot: number): number => chosen.get(slot) ?? seen(slot);
    let isRight = true;
    const looked = placesLookedAt(action, read);
    for (const slot of looked)
      for (const number of this.#orders.get(slot)?.narrower(read(slot)) ?? []) {
        const narrowed = new Map(chosen).set(slot, number);
        const there = (other: number): number => narrowed.get(other) ?? seen(other);
        const other = action.known(there);
        isRight &&=
          [...placesLookedAt(action, there)].every((place) => looked.has(place)) &&
          other.steps.every((step) =>
            known.steps.some((wider) => this.#isWithin(step, there, wider, read)),
          ) &&
          this.#narrowsOnly(other, action, narrowed, seen);
      }
    this.#allowsNothingNew.set(known, isRight);
    return isRight;
  }

  /** Whether one step is the other, and leaves no reading open that the other does not. */
  #isWithin(
    one: LocalStep,
    ofOne: (slot: number) => number,
    other: LocalStep,
    ofOther: (slot: number) => number,
  ): boolean {
    if (one.edge !== other.edge) return false;
    const isReading = (slot: number): boolean => this.#orders.has(slot);
    if (textOf(one, (slot) => !isReading(slot)) !== textOf(other, (slot) => !isReading(slot))) return false;
    const [after, afterOther] = [new Map(one.changes), new Map(other.changes)];
    return [...this.#orders].every(([slot, order]) =>
      order.isWithin(after.get(slot) ?? ofOne(slot), afterOther.get(slot) ?? ofOther(slot)),
    );
  }
}

function placesLookedAt(action: LocalSteps, read: (slot: number) => number): ReadonlySet<number> {
  const places = new Set<number>();
  for (let at: Knowledge = action.root(read); 'slot' in at; at = action.next(at, read(at.slot), read))
    places.add(at.slot);
  return places;
}

const textOf = ({ edge, changes }: LocalStep, counts: (slot: number) => boolean): string =>
  `${edge}: ${changes
    .filter(([slot]) => counts(slot))
    .map((change) => change.join(' '))
    .sort()
    .join()}`;

const isSameAs = (some: readonly LocalStep[], others: readonly LocalStep[]): boolean =>
  textsOf(some) === textsOf(others);

const textsOf = (steps: readonly LocalStep[]): string =>
  steps
    .map((step) => textOf(step, () => true))
    .sort()
    .join(';');
