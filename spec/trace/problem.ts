import type { Problem } from '../problem.js';
import { describeProblem } from '../problem.js';

/** What is wrong with a trace file, and where. */
export interface TraceProblem extends Problem {
  readonly file: string;
  /** The line, counted from 1; the header is line 1. */
  readonly line: number;
}

/** A file that is not a trace; its message reads `file:line: field: expected …, found …`. */
export class TraceError extends Error {
  override readonly name = 'TraceError';
  readonly problem: TraceProblem;

  constructor(problem: TraceProblem) {
    super(`${problem.file}:${problem.line}: ${describeProblem(problem)}`);
    this.problem = problem;
  }
}
