import { canonical } from '../../model/key.js';
import type { Act } from './act.js';
import { actsOf, settling } from './act.js';
import type { Candidates } from './candidates.js';
import { candidates } from './candidates.js';
import type { Counterexample } from './counterexample.js';
import { faultOf } from './identity.js';
import { areAdmissible } from './names.js';
import type { Replay } from './replay.js';

/** How long to try. */
export interface Patience {
  /**
   * The seeds of the sessions in which acts are tried before they count as harmless; several for a system that does not
   * always do the same. The more of them are the same for every counterexample, the likelier is the same trace.
   */
  readonly seeds: readonly number[];
  /** The most replays altogether (2000). */
  readonly replays?: number;
  /** Whether to stop now. */
  readonly isOver?: () => boolean;
}

/** A counterexample from which nothing can be taken away, as far as was tried. */
export interface Shrunk extends Counterexample {
  readonly replays: number;
  /** The seed of the session that shows it. */
  readonly seed: number;
  /** Whether everything was tried. */
  readonly complete: boolean;
}

/**
 * Takes away from a counterexample whatever the fault can be shown without: actors, steps, arguments, names, and the
 * order in which it happened to be found. The same fault gives the same trace, and no single act of it can go.
 */
export async function shrink(found: Counterexample, replay: Replay, patience: Patience): Promise<Shrunk> {
  const shrinker = new Shrinker(found, replay, patience);
  return await shrinker.run();
}

/** The same on a system that may fail on the way: that ends the shrinking, and what was found stands. */
export async function shrinkUntilFailure(
  found: Counterexample,
  replay: Replay,
  { isOver = () => false, ...patience }: Patience,
): Promise<Shrunk> {
  let failed = false;
  const tolerant: Replay = async (acts, seed) => {
    try {
      return await replay(acts, seed);
    } catch {
      failed = true;
      return null;
    }
  };
  return await shrink(found, tolerant, { ...patience, isOver: () => failed || isOver() });
}

class Shrinker {
  readonly #replay: Replay;
  readonly #seeds: readonly number[];
  readonly #most: number;
  readonly #isOver: () => boolean;
  readonly #fault: string;
  readonly #tried = new Set<string>();
  #best: Counterexample;
  #seed: number;
  #replays = 0;

  constructor(found: Counterexample, replay: Replay, { seeds, replays = 2000, isOver }: Patience) {
    this.#best = found;
    this.#replay = replay;
    this.#seeds = seeds;
    this.#seed = seeds[0] ?? 0;
    this.#most = replays;
    this.#isOver = isOver ?? (() => false);
    this.#fault = faultOf(found);
  }

  async run(): Promise<Shrunk> {
    const passes = [...candidates, (acts: readonly Act[]) => this.#waitingInstead(acts)];
    let before: string;
    do {
      before = canonical(this.#acts);
      await this.#dropChunks();
      for (const pass of passes) await this.#exhaust(pass);
    } while (canonical(this.#acts) !== before && !this.#isSpent());
    return { ...this.#best, replays: this.#replays, seed: this.#seed, complete: !this.#isSpent() };
  }

  /** Where it is the end of an earlier call that is not allowed, it may come without another call. */
  #waitingInstead(acts: readonly Act[]): Iterable<readonly Act[]> {
    return 'completes' in this.#best.violation.step ? [acts.with(-1, settling)] : [];
  }

  get #acts(): readonly Act[] {
    return actsOf(this.#best.steps);
  }

  #isSpent(): boolean {
    return this.#replays >= this.#most || this.#isOver();
  }

  /** Drops ever smaller chunks, from the end: what comes late stands on what came before. */
  async #dropChunks(): Promise<void> {
    for (let size = Math.floor(this.#acts.length / 2); size >= 1; size = Math.floor(size / 2)) {
      let dropped: boolean;
      do {
        dropped = false;
        for (let end = this.#acts.length - 1; end > 0; end -= size) {
          const acts = this.#acts;
          dropped = (await this.#accepts(acts.toSpliced(Math.max(end - size, 0), size))) || dropped;
        }
      } while (dropped && size === 1);
    }
  }

  /** Takes the first candidate that still shows the fault, and starts again, until none does. */
  async #exhaust(pass: Candidates): Promise<void> {
    const next = async (): Promise<boolean> => {
      for (const acts of pass(this.#acts)) if (await this.#accepts(acts)) return true;
      return false;
    };
    while (await next());
  }

  async #accepts(acts: readonly Act[]): Promise<boolean> {
    const text = canonical(acts);
    if (this.#tried.has(text) || text === canonical(this.#acts)) return false;
    this.#tried.add(text);
    if (!areAdmissible(acts)) return false;
    for (const seed of this.#seeds) {
      if (this.#isSpent()) return false;
      this.#replays += 1;
      const trial = await this.#replay(acts, seed);
      if (!trial?.accusation || faultOf(trial.accusation) !== this.#fault) continue;
      this.#best = { ...trial.accusation, steps: trial.steps };
      this.#seed = seed;
      return true;
    }
    return false;
  }
}
