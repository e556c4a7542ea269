import type { Allowed } from '../../model/verdict.js';
import type { ProgramRun } from '../../providers/winsock/run-program.js';
import { runProgram } from '../../providers/winsock/run-program.js';
import type { BugReport } from '../../reports/index.js';
import { cProgram, faultShows } from '../../reports/index.js';

/**
 * A C program that shows the fault of a report on the real Winsock, where `further` results than it lists are allowed. It has
 * been compiled and run, more than once as the network does not always do the same; `null` if it has not shown the fault, or
 * there is none that could. Throws if the signal ends it.
 */
export async function shownInC(
  report: BugReport,
  signal: AbortSignal,
  further: readonly Allowed[] = [],
): Promise<string | null> {
  const program = cProgram(report, further);
  if (program === null) return null;
  for (let attempt = 0; attempt < attempts; attempt += 1)
    if (showsFault(await runProgram(program, signal))) return program;
  return null;
}

const attempts = 3;

/** A program that was never started has said nothing, whatever it exits with. */
const showsFault = ({ code, output }: ProgramRun): boolean =>
  code === 1 && output.split(/\r?\n/u).includes(faultShows);
