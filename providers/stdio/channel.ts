import type { Parsed } from '../../spec/problem.js';

/** A request as a session makes it; its id is given when it is sent. */
export type Request = { readonly op: string } & { readonly [field: string]: unknown };

/** The way to a program. */
export interface Channel {
  /** Whether the program has done nothing wrong so far. */
  readonly isSound: boolean;
  /** Asks something; `read` says whether the answer is one. */
  readonly ask: <T>(request: Request, read: (content: object) => Parsed<T>) => Promise<T>;
  /** Asks something for which the program has to wait, once nothing else is asked. */
  readonly askAtRest: <T>(request: Request, read: (content: object) => Parsed<T>) => Promise<T>;
}
