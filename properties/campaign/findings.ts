import type { Oracle } from '../../model/oracle/oracle.js';
import type { Step } from '../../spec/trace/step.js';
import type { Counterexample } from '../commands/counterexample.js';
import { canonicalTrace, faultOf } from '../commands/identity.js';
import type { Replay } from '../commands/replay.js';
import { replayOn } from '../commands/replay.js';
import type { Shrunk } from '../commands/shrink.js';
import { shrinkUntilFailure } from '../commands/shrink.js';
import { timesSeen } from '../commands/times-seen.js';
import { patient } from './patient.js';
import type { CampaignOptions, Fault, KnownDeviation } from './report.js';

/** Milliseconds after which a fault is shrunk no further, however slow the system is. */
const longestShrinking = 60_000;

/** Milliseconds that all shrinking and confirming together may go on after the time of the campaign is over. */
const overtime = 10_000;

/** Refused runs that look alike and shrink to what was found already, after which those of the kind are only counted. */
const mostFruitless = 3;

/** Which run was refused. */
export interface Source {
  readonly path: string;
  readonly opening: number;
  readonly runs: number;
}

/** Something that was found, or that was known from the outset. */
interface Entry {
  readonly trace: string;
  readonly steps: readonly Step[];
  /** What it looks like; `null` until it is seen. */
  kind: string | null;
  found: number;
  readonly standing: 'known' | 'fault' | 'doubtful';
  readonly fault: Omit<Fault, 'found'> | null;
}

/** The distinct faults of a campaign: each refused run is shrunk, and kept if nothing like it is known. */
export class Findings {
  readonly #options: CampaignOptions;
  /** When nothing is shrunk or confirmed any more. */
  readonly #end: number;
  readonly #entries: Entry[];
  readonly #fruitless = new Map<string, number>();

  constructor(options: CampaignOptions, deadline: number) {
    this.#options = options;
    this.#end = deadline + overtime;
    this.#entries = (options.known ?? []).map((steps) => ({
      trace: canonicalTrace(steps),
      steps,
      kind: null,
      found: 0,
      standing: 'known',
      fault: null,
    }));
  }

  get faults(): readonly Fault[] {
    return this.#which('fault');
  }

  /** Faults that never came back, and of which it is in doubt whether everything had come to rest. */
  get doubtful(): readonly Fault[] {
    return this.#which('doubtful');
  }

  get known(): readonly KnownDeviation[] {
    return this.#entries
      .filter(({ standing }) => standing === 'known')
      .map(({ steps, found }) => ({ steps, found }));
  }

  /**
   * Shrinks a run that was refused, unless enough of its kind were shrunk in vain or time is long over, and keeps it if it
   * is another one.
   */
  async take(
    refusal: Counterexample,
    source: Source,
    oracle: Oracle,
    tell: (doing: string) => void,
  ): Promise<void> {
    const kind = faultOf(refusal);
    if (this.#isAgain(canonicalTrace(refusal.steps), kind)) return;
    const fruitless = this.#fruitless.get(kind) ?? 0;
    const alike = this.#entries.find((entry) => entry.kind === kind);
    const isKept = alike?.standing === 'fault' && this.#isOver();
    if (alike && (fruitless >= mostFruitless || isKept)) {
      alike.found += 1;
      return;
    }
    tell('shrinking');
    const shrunk = await this.#shrink(refusal, source.opening, oracle);
    const trace = canonicalTrace(shrunk.steps);
    if (this.#isAgain(trace, kind)) {
      this.#fruitless.set(kind, fruitless + 1);
      return;
    }
    tell('confirming');
    const fault = await this.#confirm(shrunk, source, oracle);
    const standing = this.#isDoubtful(fault) ? 'doubtful' : 'fault';
    this.#entries.push({ trace, steps: fault.steps, kind, found: 1, standing, fault });
    this.#fruitless.set(kind, 0);
  }

  #which(standing: Entry['standing']): readonly Fault[] {
    return this.#entries.flatMap(({ fault, found, ...entry }) =>
      fault && entry.standing === standing ? [{ ...fault, found }] : [],
    );
  }

  /** Counts one more run that has shown what is known; false if it is nothing of it. */
  #isAgain(trace: string, kind: string): boolean {
    const entry = this.#entries.find((one) => one.trace === trace);
    if (!entry) return false;
    entry.kind = kind;
    entry.found += 1;
    return true;
  }

  /** Whether nothing is to be tried any more. */
  #isOver(): boolean {
    return this.#options.signal?.aborted === true || performance.now() > this.#end;
  }

  async #shrink(refusal: Counterexample, opening: number, oracle: Oracle): Promise<Shrunk> {
    const { system, properties = [], attempts = 1, replays = 2000 } = this.#options;
    const end = performance.now() + longestShrinking;
    return await shrinkUntilFailure(refusal, replayOn(system, oracle, properties, 'witness'), {
      // The same seeds first for every refusal, so that the same fault gives the same trace.
      seeds: [...Array(attempts).keys(), opening],
      replays,
      isOver: () => this.#isOver() || performance.now() > end,
    });
  }

  /**
   * Whether a fault rests on how long something took, and did not come back when there was more time for it, or could not be
   * run again any more.
   */
  #isDoubtful({ steps, confirmed }: Pick<Fault, 'steps' | 'confirmed'>): boolean {
    return this.#options.confirmations !== 0 && confirmed.seen === 0 && steps.some(restsOnTime);
  }

  /** Sees whether it comes back, when there is plenty of time for everything to come to rest. */
  async #confirm(
    { complete, replays, seed, ...found }: Shrunk,
    { path, runs }: Source,
    oracle: Oracle,
  ): Promise<Omit<Fault, 'found'>> {
    const { system, properties = [], confirmations = 5, patience = 0 } = this.#options;
    const again = replayOn(patient(system, patience), oracle, properties, 'witness');
    let of = 0;
    const replay: Replay = async (acts, opening) => {
      if (this.#isOver()) return null;
      of += 1;
      return await again(acts, opening);
    };
    const seen = await timesSeen(found, replay, Array<number>(confirmations).fill(seed));
    return { ...found, path, opening: seed, runs, minimal: complete, confirmed: { seen, of } };
  }
}

/** Everything was to have come to rest by then, or a call to have returned. */
const restsOnTime = (step: Step): boolean =>
  'settle' in step || ('call' in step && step.result !== undefined && 'pending' in step.result);
