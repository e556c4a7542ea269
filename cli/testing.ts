import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
export const ran = (...words: readonly string[]): Promise<Ran> => heard((terminal) => run(words, terminal));

/** Catches what is said on a terminal, by what gives an exit code. */
export async function heard(act: (terminal: Terminal) => Promise<number>): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const terminal: Terminal = {
    colors: picocolors.createColors(false),
    print: (lines) => out.push(...lines),
    printJson: (document) => out.push(JSON.stringify(document)),
    remark: (line) => err.push(line),
    progress: () => ({ update: () => undefined, end: () => undefined }),
  };
  const code = await act(terminal);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

/** A folder of its own for a test. */
export interface Folder {
  readonly path: string;
  /** Writes a file into it, and gives its path. */
  readonly file: (name: string, content: string | Uint8Array) => Promise<string>;
}

/** Lends a folder that is gone afterwards. */
export async function inFolder(use: (folder: Folder) => Promise<void>): Promise<void> {
  const path = await mkdtemp(join(tmpdir(), 'halfclose-'));
  const file: Folder['file'] = async (name, content) => {
    await writeFile(join(path, name), content);
    return join(path, name);
  };
  try {
    await use({ path, file });
  } finally {
    await rm(path, { recursive: true });
  }
}
