import { Worker } from 'node:worker_threads';
import type { Helper } from '../model/search/engine/helper.js';

/** Starts a thread that helps a search. It keeps no process alive, and ends none: if it fails, there is a warning. `file`: what it runs, {@link secondThread} knows which. */
export function helperFrom(file: URL): Helper {
  const worker = new Worker(file);
  worker.unref();
  // The search goes on alone, or has thrown: its thread does not end the program.
  worker.on('error', (error) => {
    process.emitWarning(`the second thread of a search has failed: ${String(error)}`);
  });
  return {
    take: (round) => {
      worker.postMessage(round);
    },
    end: () => {
      void worker.terminate();
    },
  };
}

/**
 * A second thread for `explore`, on a machine with a core for it. It is started where it is foreseen to pay: with tens of millions of
 * states; with a few millions two threads lose (`docs/performance.md`).
 */
export const secondThread = {
  start: (): Helper => helperFrom(new URL('./search-worker.js', import.meta.url)),
  after: 1 << 18,
  worth: 1 << 23,
};
