import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile, findCompiler } from './compiler.js';
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

/** Compiles a C program, and runs it on Windows or under Wine. Throws a `MissingTool` where that cannot be done. */
export function runProgram(source: string): ProgramRun {
  const folder = mkdtempSync(join(tmpdir(), 'halfclose-'));
  try {
    const file = join(folder, 'report.c');
    const program = join(folder, 'report.exe');
    writeFileSync(file, source);
    const warnings = compile(findCompiler(), [file], program);
    const [command, ...args] = [...windowsRunner(), program];
    const { status, stdout } = spawnSync(command, args, { encoding: 'utf8', timeout: longest * 1000 });
    return { warnings, code: status, output: stdout };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
