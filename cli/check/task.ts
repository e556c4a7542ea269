import type { ExplorationSummary } from '../../reports/index.js';
import type { Profile } from '../../spec/profiles.js';
import type { Found } from './found.js';

/**
 * One piece of the main job; pieces are independent, so that they run side by side. What must hold is said in three words: of every
 * step (`always`), at last (`eventually`), of some run (`sometimes`: every linearisation of the documented sequences).
 */
export type Task =
  | { readonly kind: 'scope'; readonly profile: Profile; readonly scope: string }
  | { readonly kind: 'always'; readonly profile: Profile; readonly property: string }
  | { readonly kind: 'eventually'; readonly profile: Profile; readonly property: string }
  | { readonly kind: 'sometimes'; readonly profile: Profile }
  | { readonly kind: 'random'; readonly profile: Profile; readonly runs: number; readonly seed: number }
  | { readonly kind: 'fault'; readonly fault: string };

/** The task of that kind. */
export type TaskOf<Kind extends Task['kind']> = Extract<Task, { kind: Kind }>;

/** What came of a task: plain data, since it may come from another thread. */
export type Outcome = OfScope | OfAlways | OfEventually | OfSometimes | OfRandom | OfFault;

interface OfScope {
  readonly kind: 'scope';
  readonly task: TaskOf<'scope'>;
  readonly summary: ExplorationSummary;
  readonly fired: Fired;
}

interface OfAlways {
  readonly kind: 'always';
  readonly task: TaskOf<'always'>;
  readonly states: number;
  readonly verdict: 'holds' | 'broken' | 'vacuous' | 'truncated';
  /** The run that breaks it. */
  readonly found: Found | null;
  readonly triggered: number;
  readonly fired: Fired;
}

interface OfEventually {
  readonly kind: 'eventually';
  readonly task: TaskOf<'eventually'>;
  readonly states: number;
  readonly verdict: 'holds' | 'broken' | 'vacuous' | 'truncated';
  /** Of one that is broken, how many steps its run without end has before and in its cycle. */
  readonly lasso: { readonly prefix: number; readonly cycle: number } | null;
  /** That run, its cycle once. */
  readonly found: Found | null;
  /** The faulty provider of which it does not hold, if that was found. */
  readonly twin: string | null;
}

interface OfSometimes {
  readonly kind: 'sometimes';
  readonly task: TaskOf<'sometimes'>;
  /** Linearisations that are traces of the model, and those that the model refuses. */
  readonly shown: number;
  readonly refused: readonly string[];
}

interface OfRandom {
  readonly kind: 'random';
  readonly task: TaskOf<'random'>;
  readonly runs: number;
  readonly steps: number;
  /** Whether time ran out. */
  readonly truncated: boolean;
  /** What the documents or a property hold against the model's own runs. */
  readonly accusations: readonly Found[];
}

interface OfFault {
  readonly kind: 'fault';
  readonly task: TaskOf<'fault'>;
  /** Steps of the shortest trace that the exhaustive search found; `null` if it found none. */
  readonly shortest: number | null;
  /** Whether the search ended at its limits before it had an answer. */
  readonly truncated: boolean;
}

/** How often each rule fired. */
export interface Fired {
  readonly [rule: string]: number;
}

/** What a task is called in messages. */
export function nameOf(task: Task): string {
  switch (task.kind) {
    case 'scope':
      return `scope ${task.scope} (${task.profile.profile})`;
    case 'always':
      return `${task.property} (${task.profile.profile})`;
    case 'eventually':
      return `${task.property} (${task.profile.profile})`;
    case 'sometimes':
      return `sequences (${task.profile.profile})`;
    case 'random':
      return `random runs (${task.profile.profile})`;
    case 'fault':
      return task.fault;
  }
}

/** What a task has found of which there can be a bug report. */
export function foundIn(outcome: Outcome): readonly Found[] {
  switch (outcome.kind) {
    case 'always':
    case 'eventually':
      return outcome.found ? [outcome.found] : [];
    case 'random':
      return outcome.accusations;
    default:
      return [];
  }
}
