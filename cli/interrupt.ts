import type { Terminal } from './terminal.js';

/**
 * Does something that Ctrl-C ends early but in order: its signal is aborted the first time; the second time this process
 * ends at once, and its children with it. What cannot give a result when it ends early throws the reason of the signal: exit
 * code 2.
 */
export async function interruptible(
  terminal: Terminal,
  act: (signal: AbortSignal) => Promise<number>,
): Promise<number> {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(2);
    terminal.remark('interrupted: ending what is under way (once more to end at once)');
    controller.abort();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  try {
    return await act(controller.signal);
  } catch (error) {
    if (isInterruption(error)) return 2;
    throw error;
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

/** Whether something was thrown because it was interrupted, and not because anything is wrong. */
export const isInterruption = (error: unknown): boolean =>
  error instanceof Error && error.name === 'AbortError';
