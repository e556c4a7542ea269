import type { Problem } from './problem.js';
import { describeProblem } from './problem.js';

/** What is wrong with a file, and where. */
export interface FileProblem extends Problem {
  readonly file: string;
  /** The line, counted from 1. */
  readonly line: number;
}

/** A file that is not what it should be; its message reads `file:line: field: expected …, found …`. */
export class FileError extends Error {
  override readonly name = 'FileError';
  readonly problem: FileProblem;

  constructor(problem: FileProblem) {
    super(`${problem.file}:${problem.line}: ${describeProblem(problem)}`);
    this.problem = problem;
  }
}
