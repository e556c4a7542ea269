import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Timed } from './timed.js';

/** Milliseconds that SPIN may take. */
const patience = 15 * 60_000;

/** Lets SPIN verify a model without any reduction; `null` if it, or a compiler, is not installed. */
export function spinOn(model: string): Timed | null {
  const folder = mkdtempSync(join(tmpdir(), 'halfclose-spin-'));
  const ran = (tool: string, ...args: readonly string[]): string =>
    execFileSync(tool, args, {
      cwd: folder,
      timeout: patience,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  try {
    try {
      ran('spin', '-V');
      ran('gcc', '--version');
    } catch {
      return null;
    }
    writeFileSync(join(folder, 'model.pml'), model);
    ran('spin', '-a', 'model.pml');
    ran('gcc', '-O2', '-DSAFETY', '-DNOREDUCE', '-w', '-o', 'pan', 'pan.c');
    // What the shell says in the end is its own time, and that of the programs that it ran.
    const said = ran('sh', '-c', './pan -m100000 -w25; times');
    const figure = (pattern: RegExp): number => Number(pattern.exec(said)?.[1]);
    const [, minutes, seconds, systemMinutes, systemSeconds] =
      /(\d+)m([\d.]+)s (\d+)m([\d.]+)s\s*$/u.exec(said) ?? [];
    return {
      engine: 'SPIN 6.5, `-O2 -DSAFETY -DNOREDUCE`',
      states: figure(/(\d+) states, stored/u),
      // It counts the way to where it begins.
      transitions: figure(/(\d+) transitions/u) - 1,
      complete: said.includes('errors: 0') && !said.includes('Search not completed'),
      seconds: (Number(minutes) + Number(systemMinutes)) * 60 + Number(seconds) + Number(systemSeconds),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
