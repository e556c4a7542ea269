import { canonical } from '../../model/key.js';
import { explain } from '../../model/oracle/explain.js';
import { listedOf } from '../../model/oracle/listed.js';
import type { Belief, Oracle } from '../../model/oracle/oracle.js';
import { receivedInPart } from '../../model/oracle/received-in-part.js';
import { resultOf } from '../../model/search/successors.js';
import type { Allowed, Violation } from '../../model/verdict.js';
import type { CallStep, CompletionStep, Result, Step } from '../../spec/trace/step.js';
import type { SealedProperty } from '../property.js';
import type { Watch } from './watch.js';
import type { Breach } from './watches.js';
import { Watches } from './watches.js';

/** A step that is not allowed: refused by the documents, or by a property that it breaks. */
export interface Accusation {
  readonly violation: Violation;
  /** The property that the step breaks; `null` if the documents do not allow the step at all. */
  readonly property: Pick<SealedProperty, 'name' | 'says'> | null;
  /** Of a step that the documents do not allow, the names of the properties that it breaks as well. */
  readonly breaks?: readonly string[];
  /** Set if the step was not answered at all: the system has ended instead. */
  readonly crash?: true;
}

/** A step that the documents allow, and a property does not: one of the two is wrong, which is no fault of who has made it. */
export interface Objection {
  readonly property: string;
  /** What the property says of the step. */
  readonly broken: string;
}

/** The objection of a witness. */
export const objectionOf = ({ watch, broken }: Breach): Objection => ({
  property: watch.property.name,
  broken,
});

/**
 * What the word of a property weighs: it accuses, where the model itself is held against what must hold of it; or it is a witness,
 * where a provider is held against the documents, which alone say what it must not do.
 */
export type Standing = 'accuser' | 'witness';

/**
 * Follows one run: holds everything that is compatible with its steps, and what each property remembers of them. The
 * first step that is not allowed is the last that it judges.
 */
export class Judge {
  readonly oracle: Oracle;
  readonly #standing: Standing;
  readonly #objections: Objection[] = [];
  readonly #watches: Watches;
  #belief: Belief;
  #judged = 0;

  constructor(oracle: Oracle, properties: readonly SealedProperty[], standing: Standing = 'accuser') {
    this.oracle = oracle;
    this.#standing = standing;
    this.#belief = oracle.start;
    this.#watches = new Watches(oracle.machine, properties);
  }

  /** Everything that is compatible with the steps so far. */
  get belief(): Belief {
    return this.#belief;
  }

  /** How often each property was spoken of. */
  get triggered(): ReadonlyMap<string, number> {
    return this.#watches.triggered;
  }

  /** Properties that are not claimed of the run: readings that may explain it go another way. */
  get unclaimed(): ReadonlySet<string> {
    return this.#watches.unclaimed;
  }

  /** What properties have said, as witnesses, against steps that the documents allow: each no more than once. */
  get objections(): readonly Objection[] {
    return this.#objections;
  }

  /** Takes the next step; what is wrong with it, or `null`. */
  observe(step: Step): Accusation | null {
    const at = this.#judged;
    const before = this.#belief;
    const after = this.oracle.follow(before, step);
    this.#judged += 1;
    if (after.length === 0) {
      const breaks = this.#watches.brokenBy(step, before);
      const violation = this.#refusal(before, step, at);
      return { violation, property: null, ...(breaks.length === 0 ? {} : { breaks }) };
    }
    this.#belief = after;
    const breaches = this.#watches.take(step, after);
    if (this.#standing === 'witness') {
      this.#objections.push(...breaches.map(objectionOf));
      return null;
    }
    const [first] = breaches;
    if (!first) return null;
    const { watch, broken } = first;
    return { violation: this.#breach(watch, before, step, at, broken), property: watch.property };
  }

  #refusal(before: Belief, step: Step, at: number): Violation {
    if (!('settle' in step)) return explain(this.oracle, before, step, at);
    return {
      clauses: [],
      summary: 'Nothing that explains the steps before can come to rest.',
      at,
      step,
      expected: [],
      observed: undefined,
      rules: [],
    };
  }

  #breach(watch: Watch, before: Belief, step: Step, at: number, broken: string): Violation {
    const { property } = watch;
    const { listed, further } = listedOf('settle' in step ? [] : this.#harmless(watch, before, step));
    return {
      clauses: property.clauses,
      summary: `${property.says} Broken: ${broken}.`,
      at,
      step,
      expected: listed,
      ...(further.length === 0 ? {} : { further }),
      observed: 'settle' in step ? undefined : step.result,
      rules: [],
    };
  }

  /** The results that the documents and the property allow in place of the one that was seen. */
  #harmless(watch: Watch, before: Belief, step: CallStep | CompletionStep): readonly Allowed[] {
    const wholes = new Map<string, Result>();
    for (const { prediction } of this.oracle.possibilities(before, step)) {
      const result = resultOf(prediction);
      if (result) wholes.set(canonical(result), result);
    }
    const all = [...wholes.values()];
    const parts = receivedInPart(this.oracle, before, step, all).map(({ result }) => result);
    return [...all, ...parts].filter((result) => {
      const instead = withResult(step, result);
      return instead !== null && !('broken' in watch.see(instead));
    });
  }
}

function withResult(step: CallStep | CompletionStep, result: Result): Step | null {
  if ('call' in step) return { ...step, result };
  return 'pending' in result ? null : { ...step, result };
}
