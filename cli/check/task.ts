import type { ExplorationSummary } from '../../reports/index.js';

/** One piece of the main job; pieces are independent, so that they run side by side. */
export type Task =
  | { readonly kind: 'scope'; readonly profile: string; readonly scope: string }
  | { readonly kind: 'property'; readonly profile: string; readonly property: string }
  | { readonly kind: 'sequences'; readonly profile: string }
  | { readonly kind: 'random'; readonly profile: string; readonly runs: number; readonly seed: number }
  | { readonly kind: 'fault'; readonly fault: string; readonly runs: number; readonly seed: number };

/** What came of a task: plain data, since it may come from another thread. */
export type Outcome =
  | {
      readonly task: Extract<Task, { kind: 'scope' }>;
      readonly summary: ExplorationSummary;
      readonly fired: Fired;
    }
  | {
      readonly task: Extract<Task, { kind: 'property' }>;
      readonly states: number;
      readonly verdict: 'holds' | 'broken' | 'vacuous' | 'truncated';
      /** Why it is broken. */
      readonly reason: string;
      readonly triggered: number;
      readonly fired: Fired;
    }
  | {
      readonly task: Extract<Task, { kind: 'sequences' }>;
      readonly shown: number;
      /** The linearisations that the model refuses. */
      readonly refused: readonly string[];
    }
  | {
      readonly task: Extract<Task, { kind: 'random' }>;
      readonly runs: number;
      readonly calls: number;
      /** Why the model refuses what it allowed itself; empty if it never does. */
      readonly accusations: readonly string[];
      readonly seed: number;
    }
  | {
      readonly task: Extract<Task, { kind: 'fault' }>;
      /** Calls in the shortest trace that the exhaustive search found; `null` if it found none. */
      readonly shortest: number | null;
      /** Runs that the random engine needed; `null` if it found nothing. */
      readonly runs: number | null;
    };

/** How often each rule fired. */
export interface Fired {
  readonly [rule: string]: number;
}
