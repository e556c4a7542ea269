import type { Keys } from '../key.js';
import type { Machine } from '../machine.js';
import type { World } from '../world.js';
import type { Scope } from './scope.js';
import type { Successor } from './successors.js';
import {
  completionSuccessors,
  isOffered,
  moveSuccessors,
  settleSuccessors,
  silentSuccessors,
} from './successors.js';

/** A world that was met, with a small number of its own. */
export interface Met {
  readonly id: number;
  readonly world: World;
}

/** One step from a world that was met to another one. */
export interface Edge extends Omit<Successor, 'world'> {
  readonly to: Met;
}

/** All worlds that were met, each once, and what each leads to: every rule is evaluated once for each of them. */
export class Worlds {
  readonly #machine: Machine;
  readonly #keys: Keys;
  readonly #scope: Scope;
  readonly #met = new Map<string, Met>();
  readonly #silent: (readonly Edge[] | undefined)[] = [];
  readonly #completions: (readonly Edge[] | undefined)[] = [];
  readonly #settlements: (readonly Edge[] | undefined)[] = [];
  readonly #byMove: (readonly Edge[] | undefined)[][] = [];

  constructor(machine: Machine, scope: Scope, keys: Keys) {
    this.#machine = machine;
    this.#scope = scope;
    this.#keys = keys;
  }

  /** How many different worlds were met. */
  get size(): number {
    return this.#met.size;
  }

  /** The world, as it was met first. */
  meet(world: World): Met {
    const key = this.#keys.world(world);
    const known = this.#met.get(key);
    if (known) return known;
    const met = { id: this.#met.size, world };
    this.#met.set(key, met);
    return met;
  }

  silent({ id, world }: Met): readonly Edge[] {
    return (this.#silent[id] ??= this.#edges(silentSuccessors(this.#machine, world, this.#scope)));
  }

  completions({ id, world }: Met): readonly Edge[] {
    return (this.#completions[id] ??= this.#edges(completionSuccessors(this.#machine, world)));
  }

  settlements({ id, world }: Met): readonly Edge[] {
    return (this.#settlements[id] ??= this.#edges(settleSuccessors(this.#machine, world, this.#keys)));
  }

  /** What the move with this index leads to; nothing on a name that has not begun, or would begin twice. */
  move({ id, world }: Met, index: number): readonly Edge[] {
    const known = (this.#byMove[id] ??= []);
    const move = this.#scope.moves[index];
    if (!move) throw new Error(`there is no move ${String(index)}`);
    return (known[index] ??= isOffered(world, move)
      ? this.#edges(moveSuccessors(this.#machine, world, move, this.#scope))
      : []);
  }

  #edges(successors: readonly Successor[]): readonly Edge[] {
    return successors.map(({ rule, clauses, step, world }) => ({
      rule,
      clauses,
      step,
      to: this.meet(world),
    }));
  }
}
