import { canonical, Keys } from '../../key.js';
import type { Observer } from '../observer.js';
import type { Edges } from './actions.js';
import { PairTable } from './pair-table.js';

/** What comes of an observation, as one number: a memory and whether it was triggered, or that something is broken. */
export const broken = -2;

/** What an observer remembers, each memory with a number; every step is shown to every memory once. */
export class Memories<Memory> {
  readonly #observer: Observer<Memory>;
  readonly #edges: Edges;
  readonly #keys = new Keys();
  readonly #numbers = new Map<string, number>();
  readonly #memories: Memory[] = [];
  readonly #seen = new PairTable();
  #reason = '';

  constructor(observer: Observer<Memory>, edges: Edges) {
    this.#observer = observer;
    this.#edges = edges;
  }

  get size(): number {
    return this.#memories.length;
  }

  get bytes(): number {
    return this.#seen.bytes;
  }

  /** Why the last observation was broken. */
  get reason(): string {
    return this.#reason;
  }

  number(memory: Memory): number {
    const key =
      typeof memory === 'object' && memory !== null
        ? `#${String(this.#keys.part(memory))}`
        : canonical(memory);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#memories.length);
    return this.#memories.push(memory) - 1;
  }

  /** The memory with this number. */
  memory(number: number): Memory {
    const memory = this.#memories[number];
    if (memory === undefined) throw new RangeError(`there is no memory ${String(number)}`);
    return memory;
  }

  /** The number of the memory after a step, if that step was shown to it. */
  after(number: number, edge: number): number | null {
    const seen = this.#seen.get(number, edge);
    return seen < 0 ? null : seen >>> 1;
  }

  /** Twice the number of the memory after a step, and one more if it triggers; or {@link broken}. */
  observe(number: number, edge: number): number {
    const known = this.#seen.get(number, edge);
    if (known >= 0) return known;
    const memory = this.memory(number);
    const { step } = this.#edges.edge(edge);
    if (!step) throw new RangeError('there is nothing to observe');
    const observation = this.#observer.observe(memory, step);
    if ('broken' in observation) {
      this.#reason = observation.broken;
      return broken;
    }
    const after = observation.memory === memory ? number : this.number(observation.memory);
    const seen = after * 2 + ('triggered' in observation ? 1 : 0);
    this.#seen.set(number, edge, seen);
    return seen;
  }
}
