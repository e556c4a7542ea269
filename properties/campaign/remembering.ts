import type { Machine } from '../../model/machine.js';
import type { Belief } from '../../model/oracle/oracle.js';
import { Oracle } from '../../model/oracle/oracle.js';
import { printStep } from '../../spec/trace/print.js';
import type { Step } from '../../spec/trace/step.js';

/** Steps that are remembered at a time. */
const mostRemembered = 50_000;

/** An oracle for many runs that begin alike, as those of a campaign do, and still more those of a shrinker. */
export class RememberingOracle extends Oracle {
  readonly #start: Belief;
  #after = new WeakMap<Belief, Map<string, Belief>>();
  #remembered = 0;

  constructor(machine: Machine) {
    super(machine);
    this.#start = super.start;
  }

  override get start(): Belief {
    return this.#start;
  }

  override follow(belief: Belief, step: Step): Belief {
    const text = printStep(step);
    const known = this.#after.get(belief) ?? new Map<string, Belief>();
    const remembered = known.get(text);
    if (remembered) return remembered;
    const next = super.follow(belief, step);
    if (this.#remembered >= mostRemembered) {
      this.#after = new WeakMap();
      this.#remembered = 0;
    }
    this.#remembered += 1;
    this.#after.set(belief, known.set(text, next));
    return next;
  }
}
