import type { Candidate, ReadingKey } from '../../../spec/readings.js';
import { readingKeys } from '../../../spec/readings.js';
import { openCandidates } from '../../model.js';
import type { Ground } from './ground.js';
import type { Slot } from './slot.js';

/** The place of a reading: which of its numbers leave less open than others. */
export class ReadingOrder {
  readonly #slot: Slot<readonly Candidate[] | null>;
  readonly #open: readonly Candidate[];

  constructor({ parts, machine }: Pick<Ground<unknown>, 'parts' | 'machine'>, key: ReadingKey) {
    this.#slot = parts.reading(key);
    this.#open = openCandidates(machine, { readings: {} }, key);
  }

  /** The candidates that a number leaves open. */
  #left(number: number): readonly Candidate[] {
    return this.#slot.value(number) ?? this.#open;
  }

  /** The numbers that leave one candidate less open. */
  narrower(number: number): readonly number[] {
    const left = this.#left(number);
    if (left.length < 2) return [];
    return left.map((out) => this.#slot.number(left.filter((candidate) => candidate !== out)));
  }

  /** Whether one number leaves nothing open that the other does not. */
  isWithin(one: number, other: number): boolean {
    const left = this.#left(other);
    return this.#left(one).every((candidate) => left.includes(candidate));
  }
}

/** The order of every reading, by its place. */
export const readingOrders = (
  ground: Pick<Ground<unknown>, 'parts' | 'machine'>,
): ReadonlyMap<number, ReadingOrder> =>
  new Map(readingKeys.map((key) => [ground.parts.reading(key).index, new ReadingOrder(ground, key)]));
