import { runTask } from './run-task.js';
import type { Outcome, Task } from './task.js';

/** What the pool hands to a thread. */
export interface Job {
  readonly task: Task;
  /** The time of day, in milliseconds, at which every search ends. */
  readonly deadline: number;
}

/** What a thread of the pool does with a job; tinypool asks for a default export. */
// eslint-disable-next-line no-restricted-exports -- the pool calls the default export
export default ({ task, deadline }: Job): Promise<Outcome> => runTask(task, deadline);
