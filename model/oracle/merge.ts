import type { Candidate, ReadingKey } from '../../spec/readings.js';
import { readingKeys } from '../../spec/readings.js';
import type { Machine } from '../machine.js';
import { openCandidates } from '../model.js';
import type { ChosenReadings } from '../world.js';
import type { Hypothesis } from './hypothesis.js';
import type { Cluster } from './cluster.js';
import type { Steps } from './steps.js';

/** Joins hypotheses. */
export class Merger {
  readonly #machine: Machine;
  readonly #steps: Steps;
  /** One choice of readings that stands for two, by their numbers. */
  #unions = new Map<string, ChosenReadings | null>();

  constructor(machine: Machine, steps: Steps) {
    this.#machine = machine;
    this.#steps = steps;
  }

  /** Joins hypotheses that together are one: equal ones, and those that differ in one cluster or one reading alone. */
  merge(hypotheses: readonly Hypothesis[]): readonly Hypothesis[] {
    this.#unions = new Map();
    let merged: readonly Hypothesis[] = hypotheses;
    while (merged.length > 1) {
      const next: Hypothesis[] = [];
      for (const hypothesis of merged) if (!this.#isTakenIn(next, hypothesis)) next.push(hypothesis);
      if (next.length === merged.length) return next;
      merged = next;
    }
    return merged;
  }

  /** Puts the first hypothesis that becomes one with this in its place. */
  #isTakenIn(hypotheses: Hypothesis[], hypothesis: Hypothesis): boolean {
    for (const [index, other] of hypotheses.entries()) {
      const both = this.#union(other, hypothesis);
      if (!both) continue;
      hypotheses[index] = both;
      return true;
    }
    return false;
  }

  #union(one: Hypothesis, other: Hypothesis): Hypothesis | null {
    if (one.summary.size !== other.summary.size) return null;
    const sameReadings = this.#steps.numberOf(one.readings) === this.#steps.numberOf(other.readings);
    const { sums } = other.summary;
    let differing = 0;
    for (const [group, sum] of one.summary.sums.entries()) if (sum !== sums[group]) differing += 1;
    if (differing > (sameReadings ? 1 : 0)) return null;
    const readings = sameReadings ? one.readings : this.#unionOf(one.readings, other.readings);
    if (!readings) return null;
    const { own, others } = one.differences(other);
    const [left] = own;
    const [right] = others;
    if (left === undefined && right === undefined) return one.under(readings);
    if (left === undefined || right === undefined || own.size > 1 || others.size > 1) return null;
    if (!sameReadings || !haveTheSameSockets(left, right)) return null;
    const both = this.#steps.clusterOf([...left.parts, ...right.parts], left.settled && right.settled);
    return one.replace(one.readings, [left], [both]);
  }

  #unionOf(one: ChosenReadings, other: ChosenReadings): ChosenReadings | null {
    const key = `${String(this.#steps.numberOf(one))} ${String(this.#steps.numberOf(other))}`;
    const known = this.#unions.get(key);
    if (known !== undefined) return known;
    const union = unionOfReadings(this.#machine, one, other);
    this.#unions.set(key, union);
    return union;
  }
}

function haveTheSameSockets({ parts: [one] }: Cluster, { parts: [other] }: Cluster): boolean {
  const names = (sockets: object = {}): string => Object.keys(sockets).sort().join();
  return names(one?.sockets) === names(other?.sockets);
}

/** One choice of readings that stands for two, if they differ in a single ambiguity or one contains the other. */
function unionOfReadings(
  machine: Machine,
  one: ChosenReadings,
  other: ChosenReadings,
): ChosenReadings | null {
  const open = (readings: ChosenReadings, key: ReadingKey): readonly Candidate[] =>
    openCandidates(machine, { readings }, key);
  const differing = readingKeys.filter((key) => open(one, key).join() !== open(other, key).join());
  const contains = (outer: ChosenReadings, inner: ChosenReadings): boolean =>
    differing.every((key) => open(inner, key).every((candidate) => open(outer, key).includes(candidate)));
  if (contains(one, other)) return one;
  if (contains(other, one)) return other;
  const [key, ...more] = differing;
  if (key === undefined || more.length > 0) return null;
  const both = [...new Set([...open(one, key), ...open(other, key)])].sort();
  return { ...one, [key]: both };
}
