import { availableParallelism } from 'node:os';
import { Tinypool } from 'tinypool';
import type { Outcome, Task } from './task.js';
import type { Job } from './worker.js';

/** The pool knows nothing of what its workers give. */
async function outcomeOf(pool: Tinypool, job: Job): Promise<Outcome> {
  const found: unknown = await pool.run(job);
  if (isOutcome(found)) return found;
  throw new Error(`a worker gave no outcome for ${JSON.stringify(job.task)}`);
}

const isOutcome = (found: unknown): found is Outcome =>
  typeof found === 'object' && found !== null && 'task' in found;

/** Does tasks on as many threads as there are cores, and gives their outcomes in the order of the tasks. */
export async function runTasks(
  tasks: readonly Task[],
  deadline: number,
  onDone: (outcome: Outcome, done: number) => void,
): Promise<readonly Outcome[]> {
  const threads = Math.max(1, Math.min(availableParallelism(), tasks.length));
  const pool = new Tinypool({
    filename: new URL('./worker.js', import.meta.url).href,
    minThreads: threads,
    maxThreads: threads,
  });
  let done = 0;
  try {
    return await Promise.all(
      tasks.map(async (task) => {
        const outcome = await outcomeOf(pool, { task, deadline });
        done += 1;
        onDone(outcome, done);
        return outcome;
      }),
    );
  } finally {
    await pool.destroy();
  }
}
