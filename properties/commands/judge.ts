import { canonical } from '../../model/key.js';
import { openCandidates } from '../../model/model.js';
import { explain } from '../../model/oracle/explain.js';
import { listedOf } from '../../model/oracle/listed.js';
import type { Belief, Oracle } from '../../model/oracle/oracle.js';
import { receivedInPart } from '../../model/oracle/received-in-part.js';
import { resultOf } from '../../model/search/successors.js';
import type { Allowed, Violation } from '../../model/verdict.js';
import { readingKeys } from '../../spec/readings.js';
import type { CallStep, CompletionStep, Result, Step } from '../../spec/trace/step.js';
import type { SealedProperty } from '../property.js';
import type { Watch } from './watch.js';
import { watchOf } from './watch.js';

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
  readonly #triggered = new Map<string, number>();
  readonly #standing: Standing;
  readonly #objections: Objection[] = [];
  #belief: Belief;
  #watches: readonly Watch[];
  #judged = 0;

  constructor(oracle: Oracle, properties: readonly SealedProperty[], standing: Standing = 'accuser') {
    const { profile } = oracle.machine;
    this.oracle = oracle;
    this.#standing = standing;
    this.#belief = oracle.start;
    this.#watches = properties
      .filter((property) => property.appliesTo(profile))
      .map((property) => watchOf(property, profile));
  }

  /** Everything that is compatible with the steps so far. */
  get belief(): Belief {
    return this.#belief;
  }

  /** How often each property was spoken of. */
  get triggered(): ReadonlyMap<string, number> {
    return this.#triggered;
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
      const breaks = this.#brokenBy(step);
      const violation = this.#refusal(before, step, at);
      return { violation, property: null, ...(breaks.length === 0 ? {} : { breaks }) };
    }
    this.#belief = after;
    let accusation: Accusation | null = null;
    this.#watches = this.#watches.flatMap((watch): readonly Watch[] => {
      const { property } = watch;
      const seen = watch.see(step);
      if (!('broken' in seen)) {
        if (seen.triggered) this.#triggered.set(property.name, (this.#triggered.get(property.name) ?? 0) + 1);
        return [seen.next];
      }
      if (property.kind !== 'always' || !this.#isClaimed(property)) return [];
      if (this.#standing === 'witness')
        this.#objections.push({ property: property.name, broken: seen.broken });
      else accusation ??= { violation: this.#breach(watch, before, step, at, seen.broken), property };
      return [];
    });
    return accusation;
  }

  #brokenBy(step: Step): readonly string[] {
    return this.#watches.flatMap(({ property, see }) =>
      property.kind === 'always' && 'broken' in see(step) && this.#isClaimed(property) ? [property.name] : [],
    );
  }

  /** Whether a property is claimed under every reading that still explains the run. */
  #isClaimed({ under }: SealedProperty): boolean {
    const { machine } = this.oracle;
    return readingKeys.every((key) => {
      const claimed = under[key];
      return (
        claimed === undefined ||
        this.#belief.every(({ readings }) =>
          openCandidates(machine, { readings }, key).every((candidate) => claimed.includes(candidate)),
        )
      );
    });
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
