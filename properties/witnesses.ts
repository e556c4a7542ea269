import type { Machine } from '../model/machine.js';
import type { Belief } from '../model/oracle/oracle.js';
import type { Step } from '../spec/trace/step.js';
import type { Objection } from './commands/judge.js';
import { objectionOf } from './commands/judge.js';
import { Watches } from './commands/watches.js';
import type { SealedProperty } from './property.js';

/** What properties have to say of a trace that the documents are held against. */
export interface Testimony {
  /** How often each property was spoken of; of the others, never. */
  readonly triggered: ReadonlyMap<string, number>;
  /** The properties that the step breaks which the documents do not allow. */
  readonly breaks: readonly string[];
  /** What they say against steps that the documents allow, with the places of these. */
  readonly objections: readonly (Objection & { readonly at: number })[];
  /** The step from which on they watch no longer, as it would take too long; `null` if they watch to the end. */
  readonly until: number | null;
}

/**
 * How much is watched: the sum, over the steps, of the sockets that have been named, and of a constant besides. What a property
 * does at a step takes time for each of them, and a trace may have a million steps and as many sockets.
 */
const mostWork = 200_000;

/** That constant: what a step costs with no socket at all. */
const workOfStep = 10;

/** Properties that bear witness of a trace while somebody else follows it by the documents. */
export class Witnesses {
  readonly #watches: Watches;
  readonly #most: number;
  readonly #names = new Set<string>();
  readonly #objections: Testimony['objections'][number][] = [];
  #breaks: readonly string[] = [];
  #until: number | null = null;
  #work = 0;

  constructor(machine: Machine, properties: readonly SealedProperty[], most = mostWork) {
    this.#watches = new Watches(machine, properties);
    this.#most = most;
  }

  /** What they have to say of the steps so far. */
  get testimony(): Testimony {
    return {
      triggered: this.#watches.triggered,
      breaks: this.#breaks,
      objections: this.#objections,
      until: this.#until,
    };
  }

  /** Hears of a step, and of what explains the trace before and after it: nothing does after one that is not allowed. */
  hear(at: number, step: Step, before: Belief, after: Belief): void {
    if (this.#until !== null) return;
    if ('socket' in step) this.#names.add(step.socket);
    this.#work += workOfStep + this.#names.size;
    if (this.#work > this.#most) this.#until = at;
    else if (after.length === 0) this.#breaks = this.#watches.brokenBy(step, before);
    else
      for (const breach of this.#watches.take(step, after))
        this.#objections.push({ ...objectionOf(breach), at });
  }
}
