import type { Step } from '../../spec/trace/step.js';
import type { Act } from '../commands/act.js';
import { actsOf } from '../commands/act.js';

/** Beginnings that are kept at a time; the oldest go first. */
const mostKept = 256;

/**
 * Beginnings of runs that have shown something new: two results one after the other that had not been seen so. Later runs
 * go on from them.
 */
export class Novelty {
  readonly #seen = new Set<string>();
  #beginnings: readonly (readonly Act[])[] = [];

  get beginnings(): readonly (readonly Act[])[] {
    return this.#beginnings;
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
    this.#beginnings = [...this.#beginnings, actsOf(steps.slice(0, last + 1))].slice(-mostKept);
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
