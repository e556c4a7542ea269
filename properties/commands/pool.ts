/** Things to choose from, each with its weight. */
export type Pool<T> = readonly (readonly [weight: number, value: T])[];

/** How many different lots there are. */
export const lots = 65_536;

/** The one of `pool` that a lot from 0 to {@link lots} − 1 falls on; `undefined` if nothing has any weight. */
export function choose<T>(pool: Pool<T>, lot: number): T | undefined {
  const total = pool.reduce((sum, [weight]) => sum + weight, 0);
  let left = ((lot % lots) / lots) * total;
  for (const [weight, value] of pool) {
    if (left < weight) return value;
    left -= weight;
  }
  return undefined;
}

/** Every pairing of two pools. */
export const pairs = <One, Other, Both>(
  one: Pool<One>,
  other: Pool<Other>,
  both: (one: One, other: Other) => Both,
): Pool<Both> =>
  one.flatMap(([weight, left]) => other.map(([more, right]) => [weight * more, both(left, right)] as const));

/** The same pool with everything in it changed. */
export const mapped = <T, Other>(pool: Pool<T>, change: (value: T) => Other): Pool<Other> =>
  pool.map(([weight, value]) => [weight, change(value)] as const);
