import picocolors from 'picocolors';
import type { SystemFailure } from '../properties/commands/report.js';
import type { BugReport } from '../reports/index.js';
import { terminalReport, writeBugReport } from '../reports/index.js';
import { describeCall, describeResult } from '../spec/trace/describe.js';
import type { Step } from '../spec/trace/step.js';

/** What a test fails with: it shows what the provider did, and nothing of how it was found out. */
export class CounterexampleError extends Error {
  override readonly name = 'Counterexample';

  private constructor(message: string) {
    super(message);
    // A stack would lead into the checker, where nothing is wrong.
    this.stack = `${this.name}: ${message}`;
  }

  /** Shows some faults, and writes the report of each. */
  static async of(reports: readonly BugReport[], out: string): Promise<CounterexampleError> {
    const texts: string[] = [];
    for (const report of reports) {
      const { markdown } = await writeBugReport(out, report);
      const lines = terminalReport({ ...report, followed: {} }, picocolors.createColors(false));
      texts.push([...lines.slice(0, lines.indexOf('Run it again:')), `Report: ${markdown}`].join('\n'));
    }
    return new CounterexampleError(texts.join('\n\n'));
  }

  /** Says that a provider could not be driven, and after what. */
  static ofFailure({ message, steps, asked }: SystemFailure): CounterexampleError {
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
    );
  }
}
