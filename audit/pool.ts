import { availableParallelism } from 'node:os';
import { Tinypool } from 'tinypool';

/** Does a job for each input, on as many threads as there are cores, and gives the results in the order of the inputs. */
export async function eachOnThreads(
  worker: string,
  inputs: readonly string[],
  onDone: (input: string, done: number) => void,
): Promise<readonly unknown[]> {
  const threads = Math.min(availableParallelism(), inputs.length);
  const filename = new URL(worker, import.meta.url).href;
  const pool = new Tinypool({ filename, minThreads: threads, maxThreads: threads });
  let done = 0;
  try {
    return await Promise.all(
      inputs.map(async (input) => {
        const found: unknown = await pool.run(input);
        done += 1;
        onDone(input, done);
        return found;
      }),
    );
  } finally {
    await pool.destroy();
  }
}
