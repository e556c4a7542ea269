import { canonical } from '../../model/key.js';
import type { Machine } from '../../model/machine.js';
import { readingsOf } from '../../model/oracle/check-trace.js';
import type { Cluster } from '../../model/oracle/cluster.js';
import type { Belief } from '../../model/oracle/oracle.js';
import type { ReadingsFollowed } from '../../model/verdict.js';
import type { Candidate, ReadingKey } from '../../spec/readings.js';
import { readingKeys } from '../../spec/readings.js';
import type { CallName, Step } from '../../spec/trace/step.js';

/** What runs have come across. */
export class Coverage {
  readonly #machine: Machine;
  readonly #states = new Set<number>();
  readonly #hashes = new WeakMap<Cluster, number>();
  readonly #outcomes = new Map<string, number>();
  readonly #triggered = new Map<string, number>();
  readonly #followed = new Map<ReadingKey, readonly Candidate[]>();

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** How many different beliefs were met: what is known of all sockets, and under which readings. */
  get states(): number {
    return this.#states.size;
  }

  /** How often each call gave each kind of result: `recv → WSAEWOULDBLOCK`. */
  get outcomes(): ReadonlyMap<string, number> {
    return this.#outcomes;
  }

  /** How often each property was spoken of. */
  get triggered(): ReadonlyMap<string, number> {
    return this.#triggered;
  }

  /** For each ambiguity that a run touched, the candidates under which all of them are explained. */
  get readings(): ReadingsFollowed {
    return Object.fromEntries(this.#followed);
  }

  /** Takes note of what is known after a step. */
  meet(belief: Belief): void {
    let sum = 0;
    for (const { readings, clusters } of belief) {
      let hash = hashOf(canonical(readings));
      for (const cluster of clusters) hash = mixed(hash + this.#hash(cluster));
      sum = mixed(sum + hash);
    }
    this.#states.add(sum);
  }

  /** Takes note of a run that has ended. */
  add(steps: readonly Step[], belief: Belief, triggered: ReadonlyMap<string, number>): void {
    for (const step of steps) if (!('settle' in step)) increase(this.#outcomes, describeOutcome(step), 1);
    for (const [property, times] of triggered) increase(this.#triggered, property, times);
    const followed = readingsOf(this.#machine, belief);
    for (const key of readingKeys) if (followed[key]) this.#follow(key, followed[key]);
  }

  #follow(key: ReadingKey, candidates: readonly Candidate[]): void {
    const known = this.#followed.get(key) ?? candidates;
    this.#followed.set(
      key,
      known.filter((candidate) => candidates.includes(candidate)),
    );
  }

  #hash(cluster: Cluster): number {
    const known = this.#hashes.get(cluster);
    if (known !== undefined) return known;
    const hash = cluster.parts.reduce((sum, part) => (sum + hashOf(canonical(part))) % modulus, 0);
    this.#hashes.set(cluster, hash);
    return hash;
  }
}

const increase = (counts: Map<string, number>, key: string, by: number): void => {
  counts.set(key, (counts.get(key) ?? 0) + by);
};

const modulus = 2 ** 50;
const mixed = (value: number): number => (value * 31) % modulus;

/** Half as many bits as would be needed to tell a billion texts apart for sure; a count does not need more. */
function hashOf(text: string): number {
  let high = 0x811c9dc5;
  let low = 0x1000193;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 0x01000193);
    low = Math.imul(low ^ code, 0x85ebca6b);
  }
  return ((high >>> 0) * 2 ** 18 + (low >>> 14)) % modulus;
}

function describeOutcome(step: Exclude<Step, { readonly settle: true }>): string {
  const { result } = step;
  const call: CallName = 'completes' in step ? step.completes : step.call;
  if (result === undefined) return `${call} → not observed`;
  if ('pending' in result) return `${call} → pending`;
  return `${call} → ${'error' in result ? result.error : 'ok'}`;
}
