import picocolors from 'picocolors';
import type { SystemFailure } from '../properties/commands/report.js';
import type { BugReport } from '../reports/index.js';
import { terminalReport, writeBugReport } from '../reports/index.js';
import { describeCall, describeResult } from '../spec/trace/describe.js';
import type { Step } from '../spec/trace/step.js';
import type { Annotate } from './attach.js';
import { attachReport } from './attach.js';
import { storyOf } from './story.js';

/** What becomes of the reports of a test. */
export interface Filing {
  /** Their folder. */
  readonly out: string;
  readonly annotate: Annotate;
  /** Where the suite was made, as the frames of a stack. */
  readonly madeAt: string;
}

/** What a test fails with: it shows what the provider did, and nothing of how it was found out. */
export class CounterexampleError extends Error {
  override readonly name = 'Counterexample';

  private constructor(message: string, madeAt: string) {
    super(message);
    // A stack of its own would lead into the checker, where nothing is wrong.
    this.stack = `${this.name}: ${message}\n${madeAt}`;
  }

  /** Shows some faults; writes the report of each, and attaches it to the test. */
  static async of(
    reports: readonly BugReport[],
    { out, annotate, madeAt }: Filing,
  ): Promise<CounterexampleError> {
    const texts: string[] = [];
    for (const report of reports) {
      const story = storyOf(report);
      const written = await writeBugReport(out, report, { story });
      await attachReport(written, annotate);
      const lines = terminalReport({ ...report, followed: {} }, picocolors.createColors(false), story);
      texts.push(
        [...lines.slice(0, lines.indexOf('Run it again:')), `Report: ${written.markdown}`].join('\n'),
      );
    }
    return new CounterexampleError(texts.join('\n\n'), madeAt);
  }

  /** Says why a suite has shown nothing of a provider, which is no success. */
  static ofNothing(why: string, madeAt: string): CounterexampleError {
    return new CounterexampleError(why, madeAt);
  }

  /** Says that a provider could not be driven, and after what. */
  static ofFailure({ message, steps, asked }: SystemFailure, madeAt: string): CounterexampleError {
    const tell = (step: Step): string =>
      'settle' in step ? describeCall(step) : `${describeCall(step)} ${describeResult(step.result)}`;
    const doing =
      asked === null ? [] : ['settle' in asked ? 'settle' : `${asked.socket}: ${asked.call.call}`];
    return new CounterexampleError(
      [
        `the provider could not be driven: ${message}`,
        ...steps.map((step) => `  ${tell(step)}`),
        ...doing.map((one) => `> ${one}`),
      ].join('\n'),
      madeAt,
    );
  }
}
