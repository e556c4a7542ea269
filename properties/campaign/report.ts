import type { Machine } from '../../model/machine.js';
import type { Oracle } from '../../model/oracle/oracle.js';
import type { Scope } from '../../model/search/scope.js';
import type { ReadingsFollowed } from '../../model/verdict.js';
import type { Step } from '../../spec/trace/step.js';
import type { Act } from '../commands/act.js';
import type { Objection } from '../commands/judge.js';
import type { Counterexample } from '../commands/counterexample.js';
import type { SystemFailure } from '../commands/report.js';
import type { System } from '../commands/system.js';
import type { SealedProperty } from '../property.js';

/** What is driven, how long, and how patiently. */
export interface CampaignOptions {
  readonly system: System;
  /** The documents that the system is held against: its profile, and the readings that are allowed. */
  readonly machine: Machine;
  /** One of that same machine that has followed other campaigns, and knows already what it has met there (a new one). A `RangeError` if it is not. */
  readonly oracle?: Oracle;
  /** Watch every run, as witnesses (none); those that the profile has no use for are left out. */
  readonly properties?: readonly SealedProperty[];
  readonly runs: number;
  /** Equal seeds make equal campaigns on a system that always does the same. */
  readonly seed: number;
  /** The most commands in a run, its set-up not counted. */
  readonly maxSteps: number;
  /** Confines the runs to the calls of a scope, after its set-up (anything). */
  readonly within?: Scope;
  /**
   * Seconds after which no further run is begun (unlimited). What was found by then may be shrunk and confirmed for ten
   * seconds more, all of it together.
   */
  readonly time?: number;
  /** Sessions side by side (1). */
  readonly sessions?: number;
  /** Distinct faults after which no further run is begun (unlimited). */
  readonly stopAfter?: number;
  /**
   * In how many sessions acts are tried before they count as harmless (1), besides one with the seed of the run; more for
   * a system that is not deterministic.
   */
  readonly attempts?: number;
  /** The most replays that one fault is shrunk by (2000). */
  readonly replays?: number;
  /** How often each fault is run again (5), and how many milliseconds each settle then takes longer (0). */
  readonly confirmations?: number;
  readonly patience?: number;
  /** Traces of earlier faults: they are run first. */
  readonly corpus?: readonly (readonly Act[])[];
  /** Deviations that are accepted: they are counted, not reported. */
  readonly known?: readonly (readonly Step[])[];
  /** Ends the campaign; it then tells what it has. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: CampaignProgress) => void;
}

/** How far it has come. */
export interface CampaignProgress {
  readonly runs: number;
  readonly steps: number;
  readonly faults: number;
  /** What is being done besides, such as shrinking. */
  readonly doing?: string;
}

/** A distinct fault, shrunk and confirmed. */
export interface Fault extends Counterexample {
  /** Which run has shown it first: its number from 1 on, or `corpus` with the number of the trace. */
  readonly path: string;
  /** The seed that its session was opened with. */
  readonly opening: number;
  /** How many runs had been made by then, and how many have shown it. */
  readonly runs: number;
  readonly found: number;
  /** Whether nothing can be taken away any more; it may also be that time or patience ran out. */
  readonly minimal: boolean;
  /** How often it came back when it was run again. */
  readonly confirmed: { readonly seen: number; readonly of: number };
}

/** An accepted deviation: how many runs have shown it, the attempts to see it again included. */
export interface KnownDeviation {
  readonly steps: readonly Step[];
  readonly found: number;
}

/** What came of it all. */
export interface CampaignReport {
  readonly seed: number;
  readonly runs: number;
  /** Traces of earlier faults and of accepted deviations that were run to their end, besides. */
  readonly earlier: number;
  /** Lines of all traces, without those of shrinking and confirming. */
  readonly steps: number;
  /** Distinct ones, in the order in which they were found. */
  readonly faults: readonly Fault[];
  /** Faults that showed only while it was in doubt whether everything had come to rest, and never again. */
  readonly doubtful: readonly Fault[];
  readonly known: readonly KnownDeviation[];
  /** How many different beliefs were met. */
  readonly states: number;
  /** How often each call gave each kind of result, as `recv → WSAEWOULDBLOCK`. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** How often each property was spoken of. */
  readonly triggered: ReadonlyMap<string, number>;
  /** Properties that object to what the documents allow, each with the first run in which it does: faults of ours. */
  readonly objections: readonly (Objection & { readonly path: string })[];
  /** Properties that are not claimed of every run: readings that are allowed, or that the system follows, go another way. */
  readonly unclaimed: ReadonlySet<string>;
  /** For each ambiguity that a run touched, the candidates under which all runs are explained. */
  readonly readings: ReadingsFollowed;
  /** Calls, or kinds of them, that the system does not have. */
  readonly unsupported: readonly string[];
  /** Why it ended. */
  readonly ended: 'all runs' | 'enough faults' | 'time' | 'interrupted' | 'failure';
  /** Set if the system could not be driven any further: its own failure, never a fault. */
  readonly failure: SystemFailure | null;
}
