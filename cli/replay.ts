import { machineOf } from '../model/machine.js';
import { checkTrace } from '../model/oracle/check-trace.js';
import type { BugReport } from '../reports/index.js';
import { createBugReport, parseBugReport, terminalReport } from '../reports/index.js';
import { profileOf } from '../spec/profiles.js';
import { textOf } from './input.js';
import type { Options } from './options.js';
import { largestReport, profileFrom } from './options.js';
import type { Terminal } from './terminal.js';

/** `halfclose replay`: runs a bug report again. Exit code 1 if the fault shows again, 0 if not. */
export async function replayVerb(file: string, options: Options, terminal: Terminal): Promise<number> {
  const report = parseBugReport(file, textOf(file, 'a bug report', largestReport));
  const profile = profileOf(options.profile === undefined ? report.profile : profileFrom(options.profile));
  const steps = report.steps.map((step, at) => ({ line: at + 2, at, step }));
  const verdict = await checkTrace(machineOf(profile, { readings: report.readings }), steps);
  const again = verdict.violation?.at === report.at;
  const shown: BugReport = verdict.violation ? createBugReport(verdict.violation, report) : report;
  if (options.json) terminal.printJson({ verdict: again ? 'violates' : 'conforms', report: shown });
  else if (again) terminal.print(terminalReport(shown, terminal.colors));
  else terminal.print([`${file}: the documents allow this trace; the fault does not show`]);
  return again ? 1 : 0;
}
