import { join } from 'node:path';
import { beforeAll, describe, test } from 'vitest';
import type { Model } from '../model/model.js';
import { machineOf } from '../model/machine.js';
import { runCampaign } from '../properties/campaign/campaign.js';
import type { CampaignReport, Fault } from '../properties/campaign/report.js';
import type { Act } from '../properties/commands/act.js';
import { properties } from '../properties/index.js';
import type { ProfileDescription } from '../spec/profiles.js';
import { profileOf } from '../spec/profiles.js';
import type { Annotate } from './attach.js';
import { annotateOf } from './attach.js';
import { addToCorpus, corpusIn } from './corpus.js';
import { CounterexampleError } from './counterexample-error.js';
import type { OpenProvider } from './in-process.js';
import { inProcess } from './in-process.js';
import { reported } from './reported.js';
import { whyNoEarlierWasShown, whyNotAllWasShown, whyNothingWasShown } from './shown.js';

export type { OpenProvider } from './in-process.js';

/** What a provider is held against, and for how long. */
export interface ConformanceOptions {
  /** A built-in profile by its name, or an inline one (`tcp`). */
  readonly profile?: string | ProfileDescription;
  /** The readings that are allowed (all). */
  readonly readings?: Model['readings'];
  /** Random runs (100), and the most calls in one, its set-up not counted (40). */
  readonly runs?: number;
  readonly maxSteps?: number;
  /** Equal seeds make equal runs on a provider that always does the same (1). */
  readonly seed?: number;
  /** Seconds after which no further run is begun (60), and that the provider has for one answer (10). */
  readonly time?: number;
  readonly answerTime?: number;
  /** In how many sessions a shorter trace is tried before it counts as harmless (3). */
  readonly attempts?: number;
  /** The folder for bug reports (`reports/out`), and that of the traces that are run first (`corpus/NAME` in it). */
  readonly out?: string;
  readonly corpus?: string;
}

/** Seconds that shrinking and confirming may take on top. */
const overtime = 120;

/** A text as a regular expression that matches nothing else: so vitest reads the names that it is to run. */
const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/gu, String.raw`\$&`);

/** The frames of the stack beneath a function that is being called. */
function callerOf(callee: (...given: never[]) => unknown): string {
  const holder = { stack: '' };
  Error.captureStackTrace(holder, callee);
  return holder.stack.split('\n').slice(1).join('\n');
}

/** Throws a `RangeError` that names the option if a number is less than the least that says anything, or is none. */
function expectNumbers(least: Readonly<Record<string, readonly [found: number, least: number]>>): void {
  for (const [name, [found, from]] of Object.entries(least))
    if (!(Number.isFinite(found) && found >= from))
      throw new RangeError(`${name}: expected a number from ${String(from)} on, found ${String(found)}`);
}

/**
 * Makes a suite that checks a provider in this process: a test that every result is allowed, one for each property, and one
 * for the corpus. `open` gives a world of its own each time. Each test that fails has the bug reports attached, and points at
 * the call of this function. Where not all runs were made, it never came to what a property speaks of, or readings go against
 * it, the test is skipped and says why; the one for the results fails where no call was carried out at all. Throws a `RangeError` if it is to make no runs.
 */
export function conformance(
  name: string,
  open: () => OpenProvider | Promise<OpenProvider>,
  options: ConformanceOptions = {},
): void {
  const { profile: reference = 'tcp', readings = {}, out = 'reports/out', seed = 1 } = options;
  const { runs = 100, maxSteps = 40, time = 60, answerTime = 10, attempts = 3 } = options;
  expectNumbers({
    runs: [runs, 1],
    maxSteps: [maxSteps, 1],
    time: [time, 0],
    answerTime: [answerTime, 0],
    attempts: [attempts, 1],
  });
  const profile = profileOf(reference);
  const corpus = options.corpus ?? join(out, 'corpus', name.replace(/[^\w-]+/gu, '-'));
  const watched = properties.filter((property) => property.appliesTo(profile));
  const madeAt = callerOf(conformance);
  let earlier: readonly (readonly Act[])[] = [];
  let report: CampaignReport | null = null;

  /** Fails with every fault that is meant; each is written down, and runs first the next time. */
  const expectNone = async (
    annotate: Annotate,
    isMeant: (fault: Fault) => boolean,
  ): Promise<CampaignReport> => {
    if (!report) throw new Error('the provider was not driven');
    const faults = report.faults.filter(isMeant);
    const reports = faults.map((fault) =>
      reported(fault, {
        name,
        profile: reference,
        readings,
        followed: report?.readings ?? {},
        seed,
        out,
        replay: () => ['npx', 'vitest', 'run', '-t', literally(name)],
      }),
    );
    for (const one of reports) await addToCorpus(corpus, one);
    if (reports.length > 0) throw await CounterexampleError.of(reports, { out, annotate, madeAt });
    return report;
  };

  describe(name, () => {
    beforeAll(
      async () => {
        earlier = await corpusIn(corpus);
        report = await runCampaign({
          system: inProcess(open, answerTime * 1000),
          machine: machineOf(profile, { readings }),
          properties: watched,
          runs,
          maxSteps,
          seed,
          time,
          attempts,
          corpus: earlier,
        });
        if (report.failure) throw CounterexampleError.ofFailure(report.failure, madeAt);
      },
      (time + overtime) * 1000,
    );

    test('no earlier fault has come back', async (context) => {
      const found = await expectNone(annotateOf(context), ({ path }) => path.startsWith('corpus'));
      const why = whyNoEarlierWasShown(found, earlier.length);
      if (why !== null) context.skip(why);
    });
    test('every result is one that the documents allow', async (context) => {
      const found = await expectNone(annotateOf(context), ({ path }) => !path.startsWith('corpus'));
      const nothing = whyNothingWasShown(found);
      if (nothing !== null) throw CounterexampleError.ofNothing(nothing, madeAt);
      const why = whyNotAllWasShown(found, runs);
      if (why !== null) context.skip(why);
    });
    for (const property of watched)
      test(property.says, async (context) => {
        const found = await expectNone(annotateOf(context), ({ breaks = [] }) =>
          breaks.includes(property.name),
        );
        const why = whyNotAllWasShown(found, runs, property.name);
        if (why !== null) context.skip(why);
      });
  });
}
