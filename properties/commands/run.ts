import fc from 'fast-check';
import type { Oracle } from '../../model/oracle/oracle.js';
import type { Act } from './act.js';
import { actsOf } from './act.js';
import type { Script } from './command.js';
import { arbitraryCommand, perform, Refused } from './command.js';
import { Coverage } from './coverage.js';
import { canonicalTrace, faultOf } from './identity.js';
import { longestOpening, openings } from './openings.js';
import { oracleFor } from './oracle-for.js';
import { impartial, propose } from './propose.js';
import { Recording } from './recording.js';
import { replayOn } from './replay.js';
import type { Finding, RandomOptions, RandomReport } from './report.js';
import { SystemFailure } from './report.js';
import type { Counterexample } from './counterexample.js';
import type { Shrunk } from './shrink.js';
import { shrinkUntilFailure } from './shrink.js';
import { unsupportedBy } from './supported.js';
import type { System, SystemSession } from './system.js';
import { proposeWithin } from './within.js';

/**
 * Drives a system by random commands and judges every step. Throws a {@link SystemFailure} if the system cannot be
 * driven.
 */
export async function runRandom(options: RandomOptions): Promise<RandomReport> {
  return await new RandomSearch(options).run();
}

/** Shorter runs that fast-check may try before the trace is shrunk in its own terms. */
const mostShrinks = 60;

/** Seconds after which a violation is shrunk no further, however slow the system is. */
const longestShrinking = 60;

/** Violations that look alike, of which each is shrunk to see whether it is another one. */
const mostAlike = 3;

const arbitrarySeed = fc.noShrink(fc.nat());

const arbitraryOpening = fc.noShrink(
  fc.oneof(...openings.map(([weight, acts]) => ({ weight, arbitrary: fc.constant(acts) }))),
);

type Commands = Iterable<fc.AsyncCommand<Script, SystemSession>>;

/** A run that was refused. */
interface Refusal extends Counterexample {
  readonly opening: number;
}

/** One check by fast-check: it ends with the first run that is refused. */
interface Round {
  refusal: Refusal | null;
  shrinks: number;
}

/** Ends a round because time has run out. */
class TimeIsUp extends Error {}

class RandomSearch {
  readonly #options: RandomOptions;
  readonly #coverage: Coverage;
  #unsupported: ReadonlySet<string> = new Set();
  readonly #findings: Finding[] = [];
  readonly #alike = new Map<string, number>();
  readonly #deadline: number;
  readonly #oracle: Oracle;
  #runs = 0;
  #steps = 0;
  #generated = 0;
  #run = 0;
  #failure: SystemFailure | null = null;

  constructor(options: RandomOptions) {
    this.#options = options;
    this.#coverage = new Coverage(options.machine);
    this.#oracle = oracleFor(options);
    this.#deadline = performance.now() + (options.time ?? Infinity) * 1000;
  }

  async run(): Promise<RandomReport> {
    const { system, runs, seed, path, stopAfter = 1 } = this.#options;
    await this.#learn(system);
    if (path !== undefined) await this.#round(seed, 1, path);
    else
      for (let round = 0; this.#runs < runs && this.#findings.length < stopAfter; round += 1) {
        if (this.#isLate()) break;
        await this.#round((seed + round) | 0, runs - this.#runs);
      }
    return {
      seed,
      runs: this.#runs,
      steps: this.#steps,
      callsGenerated: this.#generated,
      callsRun: this.#run,
      violations: this.#findings,
      states: this.#coverage.states,
      outcomes: this.#coverage.outcomes,
      triggered: this.#coverage.triggered,
      readings: this.#coverage.readings,
      unsupported: [...this.#unsupported],
      interrupted: path === undefined && this.#runs < runs && this.#isLate(),
    };
  }

  /** What a run may call has to be known before the first one, so that each can be repeated alone. */
  async #learn(system: System): Promise<void> {
    try {
      this.#unsupported = this.#options.unsupported ?? (await unsupportedBy(system));
    } catch (error) {
      throw new SystemFailure([], null, error);
    }
  }

  #isLate(): boolean {
    return performance.now() >= this.#deadline;
  }

  /** Runs until a violation is found, or all is well. */
  async #round(seed: number, runs: number, path?: string): Promise<void> {
    const round: Round = { refusal: null, shrinks: 0 };
    const [walk, replayPath] = path?.split('@') ?? [];
    const again = walk === undefined ? {} : { path: walk, endOnFailure: true };
    const details = await fc.check(this.#property(round, replayPath), { seed, numRuns: runs, ...again });
    if (this.#failure) throw this.#failure;
    if (!round.refusal) return;
    const commands = fc.stringify(details.counterexample?.[2]);
    await this.#take(round.refusal, seed, path ?? pathOf(details.counterexamplePath ?? '', commands));
  }

  #property(round: Round, replayPath?: string) {
    const { within, maxSteps } = this.#options;
    const maxCommands = within ? maxSteps : Math.max(maxSteps - longestOpening, 1);
    const opening = within ? fc.constant(actsOf(within.setup)) : arbitraryOpening;
    const commands = fc.commands([arbitraryCommand], {
      maxCommands,
      size: 'max',
      ...(replayPath === undefined ? {} : { replayPath }),
    });
    return fc.asyncProperty(arbitrarySeed, opening, commands, async (seed, first, script) => {
      await this.#play(round, seed, first, script);
    });
  }

  async #play(round: Round, seed: number, opening: readonly Act[], commands: Commands): Promise<void> {
    const shrinking = round.refusal !== null;
    if (shrinking) round.shrinks += 1;
    else if (this.#isLate()) throw new TimeIsUp();
    if (this.#failure || round.shrinks > mostShrinks || this.#isLate()) return;
    const recording = new Recording(this.#oracle, this.#options.properties ?? []);
    try {
      await this.#drive(seed, opening, commands, recording, (begun) =>
        this.#scriptFor(recording, begun, shrinking),
      );
    } catch (error) {
      const { steps, accusation } = recording;
      if (error instanceof Refused && accusation) round.refusal = { ...accusation, steps, opening: seed };
      else this.#failure = new SystemFailure(steps, recording.asked, error);
      throw error;
    } finally {
      if (!shrinking) this.#close(recording);
    }
  }

  /** `scriptAfter` gives what the commands know, once the opening has left so many steps. */
  async #drive(
    seed: number,
    opening: readonly Act[],
    commands: Commands,
    recording: Recording,
    scriptAfter: (begun: number) => Script,
  ): Promise<void> {
    const opened = this.#options.system.open(seed);
    const real = opened instanceof Promise ? await opened : opened;
    try {
      for (const act of opening) await perform(recording, real, act);
      const model = scriptAfter(recording.steps.length);
      await fc.asyncModelRun(() => ({ model, real }), commands);
    } finally {
      await real.close();
    }
  }

  #scriptFor(recording: Recording, begun: number, shrinking: boolean): Script {
    const { machine, within } = this.#options;
    return {
      recording,
      propose: (draw) => {
        const { steps, names, judge } = recording;
        const unsupported = new Set([...this.#unsupported, ...recording.unsupported]);
        const { profile } = machine;
        const progress = {
          profile,
          belief: judge.belief,
          names,
          steps,
          unsupported,
          favour: impartial,
          before: '',
        };
        return within ? proposeWithin(within, progress, begun, draw) : propose(progress, draw);
      },
      count: (what) => {
        if (shrinking) return;
        if (what === 'generated') this.#generated += 1;
        else {
          this.#run += 1;
          this.#coverage.meet(recording.judge.belief);
        }
      },
      isOver: () => this.#isLate(),
    };
  }

  #close({ steps, judge }: Recording): void {
    this.#runs += 1;
    this.#steps += steps.length;
    this.#coverage.add(steps, judge.belief, judge.triggered);
    this.#options.onProgress?.({
      runs: this.#runs,
      steps: this.#steps,
      violations: this.#findings.length,
    });
  }

  /** Shrinks what was found, unless enough of the kind were shrunk, and keeps it if it is another one. */
  async #take(refusal: Refusal, seed: number, path: string): Promise<void> {
    const kind = faultOf(refusal);
    const alike = this.#alike.get(kind) ?? 0;
    this.#alike.set(kind, alike + 1);
    if (alike >= mostAlike) {
      this.#countAgain((finding) => faultOf(finding) === kind);
      return;
    }
    const { steps, violation, property, seed: opening, complete } = await this.#shrink(refusal);
    const trace = canonicalTrace(steps);
    if (this.#countAgain((finding) => canonicalTrace(finding.steps) === trace)) return;
    this.#findings.push({
      violation,
      property,
      steps,
      seed,
      path,
      opening,
      runs: this.#runs,
      found: 1,
      minimal: complete,
    });
  }

  /** Counts one more run that has shown a violation; false if it is none that is known. */
  #countAgain(isMeant: (finding: Finding) => boolean): boolean {
    const index = this.#findings.findIndex(isMeant);
    const finding = this.#findings[index];
    if (!finding) return false;
    this.#findings[index] = { ...finding, found: finding.found + 1 };
    return true;
  }

  async #shrink(refusal: Refusal): Promise<Shrunk> {
    const { system, properties = [], attempts = 1, replays = 2000 } = this.#options;
    const replay = replayOn(system, this.#oracle, properties);
    const seeds = [refusal.opening, ...Array(attempts - 1).keys()];
    const end = performance.now() + longestShrinking * 1000;
    const isOver = () => performance.now() > end;
    return await shrinkUntilFailure(refusal, replay, { seeds, replays, isOver });
  }
}

/** What repeats a run: the path of its value, and which of its commands were run. */
function pathOf(path: string, commands: string): string {
  const [, replayPath] = /replayPath="([^"]*)"/u.exec(commands) ?? [];
  return replayPath === undefined || !path.includes(':') ? path : `${path}@${replayPath}`;
}
