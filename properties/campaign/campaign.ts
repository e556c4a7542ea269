import fc from 'fast-check';
import type { Oracle } from '../../model/oracle/oracle.js';
import { corners } from '../../model/search/corners.js';
import type { Scope } from '../../model/search/scope.js';
import { isClaimedOf } from '../check.js';
import type { Act } from '../commands/act.js';
import { actsOf } from '../commands/act.js';
import { Coverage } from '../commands/coverage.js';
import { featureOf } from '../commands/feature.js';
import { oracleFor } from '../commands/oracle-for.js';
import { SystemFailure } from '../commands/report.js';
import { unsupportedBy } from '../commands/supported.js';
import type { System } from '../commands/system.js';
import { Experience } from './experience.js';
import { Findings } from './findings.js';
import { Novelty } from './novelty.js';
import type { Plan } from './plan.js';
import { planOf, usualSetUp } from './plan.js';
import type { Played, Stage } from './play.js';
import { hasCrashed, play, playAgain } from './play.js';
import { RememberingOracle } from './remembering.js';
import type { CampaignOptions, CampaignReport } from './report.js';

/**
 * Drives a system by random runs, several side by side, and goes on after a fault for the next one. Whatever the system
 * does wrong as a program ends the campaign; the report says so.
 */
export async function runCampaign(options: CampaignOptions): Promise<CampaignReport> {
  return await new Campaign(options).run();
}

/**
 * Runs that are planned at a time, at first and at most: later ones go by what came of them, which must not depend on how many
 * are made side by side.
 */
const batchSize = { first: 4, most: 32 };

/** Runs after which what an oracle remembers is given back. */
const runsPerOracle = 256;

/** A run that is to be made, and what it is called. */
interface Planned {
  readonly path: string;
  readonly plan: Plan;
}

class Campaign {
  readonly #options: CampaignOptions;
  readonly #coverage: Coverage;
  readonly #findings: Findings;
  readonly #novelty: Novelty;
  readonly #experience = new Experience();
  readonly #objections = new Map<string, CampaignReport['objections'][number]>();
  readonly #unclaimed = new Set<string>();
  /** Scopes to which some of the runs are confined: every corner of the model, and those where properties are searched. */
  readonly #grounds: readonly Scope[];
  /** What was done in the runs that were planned last. */
  #lately: (readonly string[])[] = [];
  readonly #deadline: number;
  #unsupported: ReadonlySet<string> = new Set();
  #oracle: Oracle;
  #runs = 0;
  #earlier = 0;
  #steps = 0;
  #failure: SystemFailure | null = null;

  constructor(options: CampaignOptions) {
    this.#options = options;
    this.#coverage = new Coverage(options.machine);
    this.#novelty = new Novelty([...(options.known ?? []).map(actsOf), ...(options.corpus ?? [])]);
    this.#oracle = oracleFor(options, (machine) => new RememberingOracle(machine));
    this.#deadline = performance.now() + (options.time ?? Infinity) * 1000;
    this.#findings = new Findings(options, this.#deadline);
    const { profile } = options.machine;
    const claimed = (options.properties ?? []).filter((property) => isClaimedOf(property, profile));
    this.#grounds = [...corners(profile), ...claimed.map((property) => property.ground(profile))];
  }

  async run(): Promise<CampaignReport> {
    try {
      await this.#drive();
    } catch (failure) {
      if (!(failure instanceof SystemFailure)) throw failure;
      if (!this.#isInterrupted()) this.#failure = failure;
    }
    const { faults, doubtful, known } = this.#findings;
    return {
      seed: this.#options.seed,
      runs: this.#runs,
      earlier: this.#earlier,
      steps: this.#steps,
      faults,
      doubtful,
      known,
      states: this.#coverage.states,
      outcomes: this.#coverage.outcomes,
      triggered: this.#coverage.triggered,
      objections: [...this.#objections.values()],
      unclaimed: this.#unclaimed,
      readings: this.#coverage.readings,
      unsupported: [...this.#unsupported],
      ended: this.#whyEnded(),
      failure: this.#failure,
    };
  }

  async #drive(): Promise<void> {
    const { system, runs, corpus = [], known = [] } = this.#options;
    this.#unsupported = await this.#learn(system);
    const earlier = [...known.map(actsOf), ...corpus];
    await this.#batch(earlier.map((acts, index) => ({ path: `corpus ${index + 1}`, plan: planFor(acts) })));
    for (let first = 0; first < runs && !this.#isOver();) {
      const size = Math.min(Math.max(first, batchSize.first), batchSize.most, runs - first);
      await this.#batch(this.#planned(first, size));
      first += size;
    }
  }

  /** Plans so many runs, by what came of those before. */
  #planned(first: number, size: number): readonly Planned[] {
    const { seed, maxSteps, within } = this.#options;
    const { beginnings } = this.#novelty;
    const setUp = within && actsOf(within.setup);
    const begun = setUp
      ? { usual: fc.constant(setUp), bound: setUp.length }
      : { usual: usualSetUp, grounds: this.#grounds.filter((ground) => this.#supportsAny(ground)) };
    return Array.from({ length: size }, (_, index) => {
      const plan = planOf(seed, first + index, { maxSteps, beginnings, ...begun });
      if (plan.from) this.#novelty.use(plan.from);
      return { path: String(first + index + 1), plan };
    });
  }

  /**
   * What a run may call has to be known before the first one, so that each can be repeated alone. Of a system that ends
   * on the way it is learnt run by run.
   */
  async #learn(system: System): Promise<ReadonlySet<string>> {
    try {
      return await unsupportedBy(system);
    } catch (error) {
      if (system.hasCrashed?.(error)) return new Set();
      throw new SystemFailure([], null, error);
    }
  }

  /** Whether the system has any of the calls that a run of a scope is made of. */
  #supportsAny({ moves }: Scope): boolean {
    return moves.some(({ call }) => !this.#unsupported.has(featureOf(call)));
  }

  #isInterrupted(): boolean {
    return this.#options.signal?.aborted === true;
  }

  #isOver(): boolean {
    return this.#hasEnough() || this.#isCut();
  }

  #hasEnough(): boolean {
    return this.#findings.faults.length >= (this.#options.stopAfter ?? Infinity);
  }

  /** Whether even a run that has begun ends where it is. */
  #isCut(): boolean {
    return this.#isInterrupted() || performance.now() >= this.#deadline;
  }

  #whyEnded(): CampaignReport['ended'] {
    if (this.#isInterrupted()) return 'interrupted';
    if (this.#failure !== null) return 'failure';
    if (this.#hasEnough()) return 'enough faults';
    return this.#runs < this.#options.runs ? 'time' : 'all runs';
  }

  /**
   * Makes some runs, and looks at them in their order: one alone at once, so that none is made in vain; several side by side
   * when all of them are done.
   */
  async #batch(planned: readonly Planned[]): Promise<void> {
    const { sessions = 1 } = this.#options;
    if (sessions > 1) await this.#together(planned);
    else
      for (const one of planned) {
        if (this.#isOver()) break;
        await this.#together([one]);
      }
    for (const occasions of this.#lately) this.#experience.add(occasions);
    this.#lately = [];
  }

  async #together(planned: readonly Planned[]): Promise<void> {
    const stage = this.#stage();
    const played: Played[] = [];
    let next = 0;
    const lane = async (): Promise<void> => {
      for (;;) {
        const index = next;
        const one = planned[index];
        if (!one || this.#isCut()) return;
        next += 1;
        played[index] = await play(one.plan, stage);
        await breath();
      }
    };
    await Promise.all(Array.from({ length: this.#options.sessions ?? 1 }, lane));
    const deaths: SystemFailure[] = [];
    let guilty = false;
    for (const [index, { path, plan }] of planned.entries()) {
      let run = played[index];
      if (!run) continue;
      if (hasCrashed(run, stage)) {
        deaths.push(failureOf(run));
        run = await playAgain(plan, stage);
        guilty ||= run.refusal?.crash === true;
      }
      if (run.failure !== null) throw failureOf(run);
      await this.#take(run, path, plan);
      if (this.#hasEnough()) return;
    }
    const [death] = deaths;
    if (death && !guilty) throw death;
    if (this.#runs % runsPerOracle === 0) this.#oracle = new RememberingOracle(this.#options.machine);
  }

  #stage(): Stage {
    const { system, properties = [], within } = this.#options;
    return {
      system,
      within,
      oracle: this.#oracle,
      favour: this.#experience.favour,
      properties,
      unsupported: this.#unsupported,
      isOver: () => this.#isCut(),
    };
  }

  async #take(
    { recording, beliefs, occasions, refusal, complete }: Played,
    path: string,
    { opening }: Plan,
  ): Promise<void> {
    if (!complete) return;
    const { steps, judge } = recording;
    if (path.startsWith('corpus')) this.#earlier += 1;
    else this.#runs += 1;
    this.#novelty.add(refusal ? steps.slice(0, -1) : steps);
    this.#steps += steps.length;
    this.#lately.push(occasions);
    for (const belief of beliefs) this.#coverage.meet(belief);
    for (const one of judge.objections)
      if (!this.#objections.has(one.property)) this.#objections.set(one.property, { ...one, path });
    for (const name of judge.unclaimed) this.#unclaimed.add(name);
    this.#coverage.add(steps, judge.belief, judge.triggered);
    const tell = (doing?: string): void =>
      this.#options.onProgress?.({
        runs: this.#runs,
        steps: this.#steps,
        faults: this.#findings.faults.length,
        ...(doing === undefined ? {} : { doing }),
      });
    tell();
    if (refusal) await this.#findings.take(refusal, { path, opening, runs: this.#runs }, this.#oracle, tell);
  }
}

const failureOf = ({ recording, failure }: Played): SystemFailure =>
  new SystemFailure(recording.steps, recording.asked, failure);

const planFor = (acts: readonly Act[]): Plan => ({
  opening: 0,
  from: null,
  setUp: acts,
  curious: false,
  within: null,
  shunned: new Set(),
  draws: [],
});

/** Lets others have their turn, such as the one who wants to interrupt. */
const breath = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
