import type { Candidate, ReadingKey } from '../../spec/readings.js';
import { readingKeys } from '../../spec/readings.js';
import type { Keys } from '../key.js';
import type { Machine } from '../machine.js';
import { openCandidates } from '../model.js';
import type { ChosenReadings } from '../world.js';
import type { Cluster, Hypothesis } from './belief.js';
import { clusterOf, replaceClusters } from './belief.js';

/** Joins hypotheses that together are one: equal ones, and those that differ in one cluster or one reading alone. */
export function mergeHypotheses(
  machine: Machine,
  hypotheses: readonly Hypothesis[],
  keys: Keys,
): readonly Hypothesis[] {
  let merged: readonly Hypothesis[] = hypotheses;
  for (;;) {
    const next: Hypothesis[] = [];
    for (const hypothesis of merged) {
      const index = next.findIndex((other) => union(machine, other, hypothesis, keys) !== null);
      const other = next[index];
      const both = other && union(machine, other, hypothesis, keys);
      if (both) next[index] = both;
      else next.push(hypothesis);
    }
    if (next.length === merged.length) return next;
    merged = next;
  }
}

function union(machine: Machine, one: Hypothesis, other: Hypothesis, keys: Keys): Hypothesis | null {
  if (one.clusters.size !== other.clusters.size) return null;
  const mine = difference(one, other);
  const theirs = difference(other, one);
  const [left, ...moreLeft] = mine;
  const [right, ...moreRight] = theirs;
  if (left === undefined && right === undefined) {
    const readings = unionOfReadings(machine, one.readings, other.readings);
    return readings && { ...one, readings };
  }
  if (left === undefined || right === undefined || moreLeft.length > 0 || moreRight.length > 0) return null;
  if (keys.part(one.readings) !== keys.part(other.readings) || !haveTheSameSockets(left, right)) return null;
  const both = clusterOf([...left.parts, ...right.parts], keys, left.settled && right.settled);
  return replaceClusters(one, one.readings, [left], [both]);
}

const difference = ({ clusters }: Hypothesis, other: Hypothesis): readonly Cluster[] =>
  [...clusters].filter((cluster) => !other.clusters.has(cluster));

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
