/** Beyond so many states it makes no difference how many there are. */
const enough = 1e12;

/**
 * About how many states a search will find, by how many it had found at the beginning of each level so far. What a level adds grows
 * more slowly from level to level, and shrinks in the end: it is taken to go on as in the last three levels. If it grows faster there
 * is no end in sight.
 */
export function foreseen(totals: readonly number[]): number {
  const [first = 0, second = 0, third = 0, last = 0] = totals.slice(-4);
  const [before, then, now] = [second - first, third - second, last - third];
  const slowing = (now * before) / then ** 2;
  if (totals.length < 4 || !(slowing < 1)) return Infinity;
  let total = last;
  let growth = now / then;
  for (let added = now; added >= 1 && total < enough; total += added) {
    growth *= slowing;
    added *= growth;
  }
  return total;
}
