import type { Step } from '../../spec/trace/step.js';

/** A transition system as tables: a state is a row of values, and every action has a decision that leads to its steps. */
export interface TransitionTables {
  /** The last one is what is remembered of a run. */
  readonly parts: readonly { readonly name: string; readonly values: number; readonly start: number }[];
  readonly actions: readonly Decision[];
  readonly edges: readonly { readonly rule: string; readonly step: Step | null }[];
  /** What is remembered after an edge; where there is nothing, it stays. */
  readonly remembering: readonly { readonly before: number; readonly edge: number; readonly after: number }[];
  /** Memories of a run in which something was broken. */
  readonly broken: ReadonlyMap<number, string>;
  readonly exploration: { readonly states: number; readonly transitions: number };
}

type Decision =
  | { readonly steps: readonly LocalStep[] }
  | { readonly part: number; readonly next: ReadonlyMap<number, Decision> };

interface LocalStep {
  readonly edge: number;
  readonly changes: readonly (readonly [part: number, value: number])[];
}

/** Stands where there is nothing. */
export const none = -1;

/**
 * Decisions as one row of numbers. One that looks at a part: the part, how many values are told apart, and for each of
 * them where to go on. One that is made: {@link none}, how many steps there are, and where each of them is. A step: its
 * edge, how many parts change, and each of these with its value.
 */
export class DecisionTable {
  readonly numbers: number[] = [];

  /** Where the decision begins. */
  place(decision: Decision): number {
    if ('steps' in decision)
      return this.#put([none, decision.steps.length, ...decision.steps.map((step) => this.#placeStep(step))]);
    const count = Math.max(-1, ...decision.next.keys()) + 1;
    const next = Array.from({ length: count }, (_, value) => {
      const then = decision.next.get(value);
      return then ? this.place(then) : none;
    });
    return this.#put([decision.part, count, ...next]);
  }

  #placeStep({ edge, changes }: LocalStep): number {
    return this.#put([edge, changes.length, ...changes.flat()]);
  }

  #put(numbers: readonly number[]): number {
    const at = this.numbers.length;
    this.numbers.push(...numbers);
    return at;
  }
}

/** The most steps that a decision leads to. */
export function mostSteps(decision: Decision): number {
  if ('steps' in decision) return decision.steps.length;
  return Math.max(0, ...[...decision.next.values()].map(mostSteps));
}

/** What is remembered, memory by memory, after each edge. */
export function memoriesAfter({ parts, edges, remembering }: TransitionTables): readonly number[] {
  const memories = parts.at(-1)?.values ?? 0;
  const after = Array.from({ length: memories * edges.length }, (_, at) => Math.floor(at / edges.length));
  for (const { before, edge, after: then } of remembering) after[before * edges.length + edge] = then;
  return after;
}
