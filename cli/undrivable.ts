import { ProgramFailure } from '../providers/stdio/failure.js';
import { messageOf } from './input.js';
import type { Terminal } from './terminal.js';

/** Lines of a program's standard error that are shown. */
const mostLines = 20;

/** Does something with a provider; one that cannot be driven is told of, with what it said itself: exit code 2. */
export async function driving(terminal: Terminal, act: () => Promise<number>): Promise<number> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof ProgramFailure)) throw error;
    return undrivable(error, terminal);
  }
}

/** Says why a provider could not be driven: exit code 2. */
export function undrivable(cause: unknown, terminal: Terminal): 2 {
  terminal.remark(`halfclose: ${messageOf(cause)}`);
  if (cause instanceof ProgramFailure && cause.stderr !== '') {
    terminal.remark('Its standard error ends with:');
    for (const line of cause.stderr.split('\n').slice(-mostLines)) terminal.remark(`  ${line}`);
  }
  return 2;
}
