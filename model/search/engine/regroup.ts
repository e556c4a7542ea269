/** How often groups are looked at by the same steps, and which numbers they have together in the states of a sample. */
export interface Sample {
  readonly groups: readonly (readonly number[])[];
  /** For each pair of groups, the lesser one first, how many steps of states look at both. */
  readonly together: ReadonlyMap<number, number>;
  /** The numbers of all groups, state by state. */
  readonly states: Int32Array;
}

/** The number of a pair of groups. */
export const pairOf = (one: number, other: number): number =>
  Math.min(one, other) * mostGroups + Math.max(one, other);

const mostGroups = 1 << 12;

/** The most combinations in a sample that groups may have to be packed together. */
const mostCombinations = 1500;

/** Pairs that are looked at together less often than once in so many states are not worth it. */
const seldom = 32;

/**
 * Packs together what is looked at together, as long as there are few combinations: then what a state may do is found at once.
 * It only makes the search quicker or slower.
 */
export function regrouped({ groups, together, states }: Sample): number[][] {
  const width = groups.length;
  const count = states.length / width;
  /** For each group that is left, the groups that it consists of, and its number in each state. */
  const clusters = new Map<number, Numbers & { readonly members: readonly number[] }>(
    groups.map((_, group) => [group, { members: [group], ...numbersOf(states, width, group) }]),
  );
  const weights = new Map(together);
  const rejected = new Set<number>();
  for (;;) {
    const pair = bestOf(weights, rejected, count / seldom);
    if (pair === null) break;
    const [one, other] = endsOf(pair);
    const left = clusters.get(one);
    const right = clusters.get(other);
    const numbers = left && right && combined(left.numbers, right.numbers);
    // Who looks at one of the two will have to tell apart what is at the other one too.
    const many = (group: number): boolean => {
      const third = clusters.get(group);
      return !numbers || !third || combined(numbers.numbers, third.numbers) === null;
    };
    if (!numbers || beside(pair, weights).some(many)) {
      rejected.add(pair);
      continue;
    }
    clusters.set(one, { members: [...left.members, ...right.members], ...numbers });
    clusters.delete(other);
    weights.delete(pair);
    for (const [key, weight] of [...weights]) {
      const ends = endsOf(key);
      if (!ends.includes(other)) continue;
      weights.delete(key);
      const joined = pairOf(one, ends[0] === other ? ends[1] : ends[0]);
      weights.set(joined, (weights.get(joined) ?? 0) + weight);
    }
  }
  return [...clusters.values()].map(({ members }) => members.flatMap((group) => groups[group] ?? []));
}

/** The number of a group in each state, and how many there are. */
interface Numbers {
  readonly numbers: Int32Array;
  readonly size: number;
}

function numbersOf(states: Int32Array, width: number, group: number): Numbers {
  const numbers = states.filter((_, index) => index % width === group);
  return { numbers, size: new Set(numbers).size };
}

const endsOf = (pair: number): readonly [number, number] => [
  Math.floor(pair / mostGroups),
  pair % mostGroups,
];

/** The pair that is looked at together most often; `null` if there is none that is worth it. */
function bestOf(
  weights: ReadonlyMap<number, number>,
  rejected: ReadonlySet<number>,
  least: number,
): number | null {
  let best: number | null = null;
  for (const [pair, weight] of weights)
    if (weight >= Math.max(least, weights.get(best ?? -1) ?? 0) && !rejected.has(pair)) best = pair;
  return best;
}

/** The other groups that are looked at together with one of a pair. */
const beside = (pair: number, weights: ReadonlyMap<number, number>): readonly number[] => {
  const ends = endsOf(pair);
  const met = [...weights.keys()].filter(
    (key) => key !== pair && endsOf(key).some((end) => ends.includes(end)),
  );
  return [...new Set(met.flatMap(endsOf))].filter((group) => !ends.includes(group));
};

/** A number for each combination; `null` if there are too many. */
function combined(left: Int32Array, right: Int32Array): Numbers | null {
  const known = new Map<number, number>();
  const numbers = new Int32Array(left.length);
  for (let state = 0; state < left.length; state += 1) {
    const key = (left[state] ?? 0) * 0x10_0000 + (right[state] ?? 0);
    let number = known.get(key);
    if (number === undefined) {
      number = known.size;
      if (number >= mostCombinations) return null;
      known.set(key, number);
    }
    numbers[state] = number;
  }
  return { numbers, size: known.size };
}
