import type { World } from '../../world.js';
import type { Parts } from './parts.js';
import { Watch, WatchedWorld } from './watched-world.js';

/** One way in which something may happen: an edge with a number of its own, and the world after it. */
export interface Way {
  readonly edge: number;
  readonly world: World;
}

/** Something that may happen in a world, in several ways. */
export interface Action {
  /** The socket that does it, or the connection to which it happens. */
  readonly owner: string;
  readonly ways: (world: World) => readonly Way[];
  /** The place that counts how often it was made, and how often it may be. */
  readonly bound: { readonly slot: number; readonly times: number } | null;
}

/** What one way changes: the places, each with the number of what is there afterwards. */
export interface LocalStep {
  readonly edge: number;
  readonly changes: readonly (readonly [slot: number, number: number])[];
}

/** What an action does, as far as its places have been looked at: that is known, or another place decides. */
export type Knowledge = Known | Undecided;

export interface Known {
  readonly steps: readonly LocalStep[];
}

export interface Undecided {
  readonly slot: number;
  readonly next: Map<number, Knowledge>;
}

/**
 * What an action does, each local situation evaluated once: the places at which its rules look, in the order in which they do,
 * lead to its steps. A rule is a function of what it looks at, so that equal parts have equal steps whatever is elsewhere.
 */
export class LocalSteps {
  readonly #parts: Parts;
  readonly #action: Action;
  #root: Knowledge | null = null;
  /** How often rules were evaluated. */
  evaluations = 0;

  constructor(parts: Parts, action: Action) {
    this.#parts = parts;
    this.#action = action;
  }

  get owner(): string {
    return this.#action.owner;
  }

  /** Whether it was made as often as it may be, so that it has no steps, whatever else there is. */
  isSpent(read: (slot: number) => number): boolean {
    const { bound } = this.#action;
    return bound !== null && read(bound.slot) >= bound.times;
  }

  /** All that is known so far; `null` before anything was asked. */
  get knowledge(): Knowledge | null {
    return this.#root;
  }

  /** What is known before any place was looked at. */
  root(read: (slot: number) => number): Knowledge {
    return (this.#root ??= this.#evaluate(read));
  }

  /** What is known once the place that decides has been looked at. */
  next(undecided: Undecided, number: number, read: (slot: number) => number): Knowledge {
    const known = undecided.next.get(number);
    if (known) return known;
    this.#evaluate(read);
    const found = undecided.next.get(number);
    if (!found) throw notAFunction();
    return found;
  }

  /** The steps of a world. */
  steps(read: (slot: number) => number): readonly LocalStep[] {
    return this.known(read).steps;
  }

  /** The same as it is remembered: one object for all worlds that have the same at the places which were looked at. */
  known(read: (slot: number) => number): Known {
    let at = this.root(read);
    while ('slot' in at) at = this.next(at, read(at.slot), read);
    return at;
  }

  /** Evaluates the rules on a whole world and remembers what they looked at. */
  #evaluate(read: (slot: number) => number): Knowledge {
    this.evaluations += 1;
    const watch = new Watch(this.#parts, read);
    const steps = this.#stepsSeen(watch);
    const { looked } = watch;
    const end: Known = { steps };
    const [first] = looked;
    const root =
      this.#root ?? (first === undefined ? end : { slot: first, next: new Map<number, Knowledge>() });
    let at: Knowledge = root;
    for (const [index, slot] of looked.entries()) {
      if (!('slot' in at) || at.slot !== slot) throw notAFunction();
      const number = read(slot);
      const following = looked[index + 1];
      let next: Knowledge | undefined = at.next.get(number);
      if (!next) {
        next = following === undefined ? end : { slot: following, next: new Map<number, Knowledge>() };
        at.next.set(number, next);
      }
      at = next;
    }
    this.#root = root;
    return root;
  }

  #stepsSeen(watch: Watch): readonly LocalStep[] {
    const { bound, ways } = this.#action;
    const steps = ways(new WatchedWorld(watch)).map(({ edge, world }) => {
      if (!(world instanceof WatchedWorld)) throw new Error('a step has left the world that is watched');
      return { edge, changes: [...world.changed].filter(([slot, number]) => watch.look(slot) !== number) };
    });
    if (!bound || steps.length === 0) return steps;
    const made = watch.look(bound.slot);
    if (made >= bound.times) return [];
    return steps.map(({ edge, changes }) => ({ edge, changes: [...changes, [bound.slot, made + 1]] }));
  }
}

const notAFunction = (): Error =>
  new Error('the model is at fault: a rule does not give the same for the same parts of a world');
