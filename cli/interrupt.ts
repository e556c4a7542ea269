import type { Terminal } from './terminal.js';

/**
 * Does something that Ctrl-C ends early but in order: its signal is aborted the first time; the second time this process
 * ends at once, and its children with it.
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
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}
