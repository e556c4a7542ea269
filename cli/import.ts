import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { machineOf } from '../model/machine.js';
import { printHeader, printStep } from '../spec/trace/print.js';
import type { TraceHeader } from '../spec/trace/schema.js';
import { profileOf } from '../spec/profiles.js';
import { arrange } from './import/wine-log/arrange.js';
import { readWineLog } from './import/wine-log/calls.js';
import { familiesOf } from './import/wine-log/families.js';
import { obstacleOf } from './input.js';
import type { Options } from './options.js';
import { profileFrom, readingsFrom } from './options.js';
import type { Terminal } from './terminal.js';
import { UsageError } from './usage-error.js';

/**
 * `halfclose import wine-log FILE`: makes a trace of what a log of Wine tells, as far as it tells enough. Exit code 0: what
 * is left out is said.
 */
export async function importVerb(
  format: string,
  file: string,
  options: Options,
  terminal: Terminal,
): Promise<number> {
  if (format !== 'wine-log')
    throw new UsageError(`import: expected wine-log, found ${JSON.stringify(format)}`);
  const profile = profileFrom(options.profile ?? 'tcp');
  const log = await readWineLog(file, linesOf(file));
  const families = familiesOf(log);
  const machine = machineOf(profileOf(profile), { readings: readingsFrom(options.reading) });
  const { steps, left } = await arrange(machine, families);
  const header: TraceHeader = { trace: 1, profile, provider: 'wine', comment };
  for (const { line, what } of left)
    terminal.remark(`${file}:${String(line)}: from here on left open: ${what}`);
  for (const name of families.flatMap(({ listeners }) => listeners))
    terminal.remark(`${file}: taken for granted: whoever connected to ${name} is in the log as well`);
  if (steps.length === 0)
    terminal.remark(`${file}: no step came of it: no call of the log is told of well enough to be followed`);
  if (options.json) terminal.printJson({ ...header, steps, left });
  else terminal.print([printHeader(header), ...steps.map(printStep)]);
  return 0;
}

const comment =
  'made of a log of Wine: data are as long as they were, and each byte is a question mark; calls that overlap are in an order that the documents allow, if there is one';

/** The lines of a log, whatever a program has written between them. */
async function* linesOf(file: string): AsyncGenerator<string, void, undefined> {
  const lines = createInterface({ input: createReadStream(file, 'latin1'), crlfDelay: Infinity });
  try {
    yield* lines;
  } catch (error) {
    throw new UsageError(`${file}: expected a log of Wine, found ${obstacleOf(error)}`);
  }
}
