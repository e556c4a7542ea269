import type { Party, Renaming } from '../renaming.js';
import { renamingsOf } from '../renaming.js';
import type { Ground } from './ground.js';
import { broken } from './memories.js';

/** A renaming that changes something, by its number. */
export interface NumberedRenaming {
  readonly number: number;
  readonly renaming: Renaming;
}

/** The renamings of parties that are alike, each with a number, 0 if it changes nothing, and what becomes of memories by them. */
export class Renamings<Memory> {
  /** Every renaming but the one that changes nothing. */
  readonly changing: readonly NumberedRenaming[];
  readonly #ground: Ground<Memory>;
  readonly #all: readonly Renaming[];
  /** For each renaming, what becomes of each memory. */
  readonly #memories: readonly number[][];

  /** Throws if what is remembered at the beginning tells the parties apart. */
  constructor(ground: Ground<Memory>, parties: readonly Party[]) {
    this.#ground = ground;
    this.#all = renamingsOf(parties);
    this.#memories = this.#all.map(() => []);
    this.changing = this.#all.map((renaming, number) => ({ number, renaming })).slice(1);
    if (this.changing.some(({ number }) => this.memory(number, ground.memory) !== ground.memory))
      throw toldApart(ground);
  }

  get size(): number {
    return this.#all.length;
  }

  /** The renaming with this number. */
  renaming(number: number): Renaming {
    const renaming = this.#all[number];
    if (!renaming) throw new RangeError(`there is no renaming ${number}`);
    return renaming;
  }

  /** What becomes of a memory by a renaming, as numbers. */
  memory(renaming: number, memory: number): number {
    const known = this.#memories[renaming];
    if (!known) throw new RangeError(`there is no renaming ${renaming}`);
    const { memories } = this.#ground;
    return (known[memory] ??= memories.number(this.renaming(renaming).of(memories.memory(memory))));
  }

  /** Throws if the observer makes something else of a step where the names are exchanged. */
  check(memory: number, edge: number, seen: number): void {
    const { memories, edges } = this.#ground;
    const { rule, step } = edges.edge(edge);
    if (!step) return;
    for (const { number, renaming } of this.changing) {
      const other = edges.number(rule, renaming.of(step));
      const expected = seen === broken ? broken : this.memory(number, seen >>> 1) * 2 + (seen & 1);
      if (memories.observe(this.memory(number, memory), other) !== expected)
        throw new Error('the observer tells parties apart that ought to be alike');
    }
  }
}

/** What is thrown where parties that ought to be alike are not. */
export const toldApart = ({ scope }: Pick<Ground<unknown>, 'scope'>): Error =>
  new Error(`scope ${scope.name}: at the beginning its parties can be told apart`);

/** Whether the numbers in a row come before those in another one. */
export function isLess(one: ArrayLike<number>, other: ArrayLike<number>): boolean {
  for (let index = 0; index < one.length; index += 1) {
    const difference = (one[index] ?? 0) - (other[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
