import type { Writable } from 'node:stream';

/**
 * Whoever reads what is written may stop doing so, as `head` does. What is left is then for nobody, and no reason to fail: the
 * exit code is that of the verdict all the same.
 */
export function survivesItsReader(stream: Writable): void {
  stream.on('error', (error) => {
    if (!('code' in error) || error.code !== 'EPIPE') throw error;
  });
}
