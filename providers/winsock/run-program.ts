import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile, findCompiler } from './compiler.js';
import { runTool } from './run-tool.js';
import { windowsRunner } from './wine.js';

/** What a C program has come to. */
export interface ProgramRun {
  /** What the compiler had to say; `''` if nothing. */
  readonly warnings: string;
  /** Its exit code; `null` if it had not ended in time. */
  readonly code: number | null;
  readonly output: string;
}

/** Seconds that a program may take: some of its calls may never come back, but it gives up on each of them. */
const longest = 60;

/**
 * Compiles a C program, and runs it on Windows or under Wine. Throws a `MissingTool` where that cannot be done, and an
 * `AbortError` if the signal ends it.
 */
export async function runProgram(source: string, signal?: AbortSignal): Promise<ProgramRun> {
  const folder = mkdtempSync(join(tmpdir(), 'halfclose-'));
  try {
    const file = join(folder, 'report.c');
    const program = join(folder, 'report.exe');
    writeFileSync(file, source);
    const warnings = await compile(findCompiler(), [file], program, signal);
    const [command, ...args] = [...windowsRunner(), program];
    const { status, stdout } = await runTool(command, args, { longest, signal });
    return { warnings, code: status, output: stdout };
  } finally {
    // What was interrupted may still be on its way out of the folder.
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
