import picocolors from 'picocolors';
import { run } from './program.js';
import type { Terminal } from './terminal.js';

/** What a command line gave. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line as `halfclose` would, without colours, and catches what it says. */
export async function ran(...words: readonly string[]): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const terminal: Terminal = {
    colors: picocolors.createColors(false),
    print: (lines) => out.push(...lines),
    printJson: (document) => out.push(JSON.stringify(document)),
    remark: (line) => err.push(line),
    progress: () => ({ update: () => undefined, end: () => undefined }),
  };
  const code = await run(words, terminal);
  return { code, out: out.join('\n'), err: err.join('\n') };
}
