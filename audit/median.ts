/** The middle one of several numbers, the lower of two; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? NaN;
}

/**
 * The median of what is needed, `null` if it is more than `most`. No seed is given more runs than matter: once half of them
 * have found it, the others cannot raise the median.
 */
export async function medianOf(
  seeds: number,
  most: number,
  needed: (seed: number, most: number) => Promise<number | null>,
): Promise<number | null> {
  const half = Math.floor((seeds + 1) / 2);
  const found: number[] = [];
  for (let seed = 1; seed <= seeds; seed += 1) {
    const one = await needed(seed, found[half - 1] ?? most);
    if (one !== null) found.push(one);
    found.sort((left, right) => left - right);
    if (found.length + seeds - seed < half) return null;
  }
  return found[half - 1] ?? null;
}
