import type { Machine } from '../../model/machine.js';
import type { Oracle } from '../../model/oracle/oracle.js';
import type { Scope } from '../../model/search/scope.js';
import type { ReadingsFollowed } from '../../model/verdict.js';
import type { Step } from '../../spec/trace/step.js';
import type { SealedProperty } from '../property.js';
import type { Act } from './act.js';
import type { Counterexample } from './counterexample.js';
import type { System } from './system.js';

/** What is run, how often, and when it is enough. */
export interface RandomOptions {
  readonly system: System;
  /** The documents that the system is held against: its profile, and the readings that are allowed. */
  readonly machine: Machine;
  /** One of that same machine that has followed other runs, and knows already what it has met there (a new one). A `RangeError` if it is not. */
  readonly oracle?: Oracle;
  /** Watch every run (none); those that the profile has no use for are left out. */
  readonly properties?: readonly SealedProperty[];
  readonly runs: number;
  /** Equal seeds make equal runs on a system that always does the same. */
  readonly seed: number;
  /** Runs nothing but what a {@link Finding} of that seed came from. */
  readonly path?: string;
  /** The most commands in a run. */
  readonly maxSteps: number;
  /** Confines the runs to the calls of a scope, after its set-up (anything). */
  readonly within?: Scope;
  /** Features that the system is known not to have (it is asked). */
  readonly unsupported?: ReadonlySet<string>;
  /** Seconds after which no further run is begun (unlimited). */
  readonly time?: number;
  /** Distinct violations after which no further run is begun (1). */
  readonly stopAfter?: number;
  /** How often acts are tried again before they count as harmless (1); more for a system that is not deterministic. */
  readonly attempts?: number;
  /** The most replays that one violation is shrunk by (2000). */
  readonly replays?: number;
  readonly onProgress?: (progress: RandomProgress) => void;
}

/** How far it has come. */
export interface RandomProgress {
  readonly runs: number;
  readonly steps: number;
  readonly violations: number;
}

/** A violation, shrunk, with what is needed to see it again. */
export interface Finding extends Counterexample {
  /** Where the commands came from: {@link RandomOptions.seed} and {@link RandomOptions.path}. */
  readonly seed: number;
  readonly path: string;
  /** The seed that the session was opened with. */
  readonly opening: number;
  /** How many runs it took, this one included. */
  readonly runs: number;
  /** How many runs have shown it. */
  readonly found: number;
  /** Whether nothing can be taken away any more; it may also be that time or patience ran out. */
  readonly minimal: boolean;
}

/** What came of it all. */
export interface RandomReport {
  readonly seed: number;
  readonly runs: number;
  /** Lines of all traces, without those of shrinking. */
  readonly steps: number;
  /** Commands drawn in runs, and those of them that the system carried out. */
  readonly callsGenerated: number;
  readonly callsRun: number;
  /** Distinct ones, in the order in which they were found. */
  readonly violations: readonly Finding[];
  /** How many different beliefs were met. */
  readonly states: number;
  /** How often each call gave each kind of result, as `recv → WSAEWOULDBLOCK`. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** How often each property was spoken of; one that never was is vacuous. */
  readonly triggered: ReadonlyMap<string, number>;
  /** For each ambiguity that a run touched, the candidates under which all runs are explained. */
  readonly readings: ReadingsFollowed;
  /** Calls, or kinds of them, that the system does not have. */
  readonly unsupported: readonly string[];
  /** Whether time ran out. */
  readonly interrupted: boolean;
}

/** The system under test could not be driven: its own failure, never a finding. */
export class SystemFailure extends Error {
  override readonly name = 'SystemFailure';
  /** What had been done in the session, and what had come of it. */
  readonly steps: readonly Step[];
  /** What it was asked for when it failed; `null` if it could not even open a session. */
  readonly asked: Act | null;

  constructor(steps: readonly Step[], asked: Act | null, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.steps = steps;
    this.asked = asked;
  }
}
