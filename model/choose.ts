/** Takes the decisions of one path through a nondeterministic function; see {@link everyWay}. */
export type Decide = (options: number) => number;

/** Gives up a path that no open reading allows. */
export class Impossible extends Error {}

/**
 * Every result of a nondeterministic function: it is run once for each sequence of decisions that it can take, and
 * paths that throw {@link Impossible} are left out. `run` must be a function of its decisions alone.
 */
export function everyWay<T>(run: (decide: Decide) => T): T[] {
  const results: T[] = [];
  const path: { taken: number; options: number }[] = [];
  for (;;) {
    let depth = 0;
    const decide: Decide = (options) => {
      const known = path[depth];
      depth += 1;
      if (known) return known.taken;
      path.push({ taken: 0, options });
      return 0;
    };
    try {
      results.push(run(decide));
    } catch (error) {
      if (!(error instanceof Impossible)) throw error;
    }
    for (let last = path.at(-1); last && last.taken + 1 >= last.options; last = path.at(-1)) path.pop();
    const last = path.at(-1);
    if (!last) return results;
    last.taken += 1;
  }
}
