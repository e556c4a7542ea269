import type { Step } from '../../spec/trace/step.js';
import type { Act } from '../commands/act.js';
import { actsOf } from '../commands/act.js';
import type { Pool } from '../commands/pool.js';

/** Beginnings of runs that are kept at a time; the oldest go first. */
const mostKept = 256;

/** A beginning, and how many runs have gone on from it. */
interface Beginning {
  readonly acts: readonly Act[];
  used: number;
}

/**
 * What later runs go on from: earlier counterexamples without their last act, and beginnings of runs that have shown something
 * new, which is two results one after the other that had not been seen so. Those that were taken least are the likeliest.
 */
export class Novelty {
  readonly #seen = new Set<string>();
  readonly #corpus: readonly Beginning[];
  #found: readonly Beginning[] = [];

  constructor(corpus: readonly (readonly Act[])[] = []) {
    // With the last act they would end at once, at what is wrong with it.
    const beginnings = corpus.map((acts) => acts.slice(0, -1)).filter(({ length }) => length > 0);
    this.#corpus = beginnings.map((acts) => ({ acts, used: 0 }));
  }

  get beginnings(): Pool<readonly Act[]> {
    return this.#all.map(({ acts, used }) => [1 / (1 + used), acts] as const);
  }

  get #all(): readonly Beginning[] {
    return [...this.#corpus, ...this.#found];
  }

  /** Takes note of a run. */
  add(steps: readonly Step[]): void {
    let before = '';
    let last = -1;
    for (const [index, step] of steps.entries()) {
      const shown = shownBy(step);
      const pair = `${before} | ${shown}`;
      before = shown;
      if (this.#seen.has(pair)) continue;
      this.#seen.add(pair);
      last = index;
    }
    if (last < 0) return;
    const acts = actsOf(steps.slice(0, last + 1));
    this.#found = [...this.#found, { acts, used: 0 }].slice(-mostKept);
  }

  /** Takes note that a run goes on from one of the beginnings. */
  use(acts: readonly Act[]): void {
    const used = this.#all.find((one) => one.acts === acts);
    if (used) used.used += 1;
  }
}

/** What a step has shown, in a few words. */
function shownBy(step: Step): string {
  if ('settle' in step) return 'settle';
  const call = 'completes' in step ? `the end of ${step.completes}` : step.call;
  const { result } = step;
  if (result === undefined || 'pending' in result) return `${call} pending`;
  if ('error' in result) return `${call} ${result.error}`;
  const events = Object.entries(result.ok.events ?? {}).map(([event, code]) => `${event} ${code}`);
  return [call, result.ok.data === '' ? 'nothing' : 'ok', ...events].join(' ');
}
