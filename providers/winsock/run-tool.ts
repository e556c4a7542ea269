import { execFile } from 'node:child_process';

/** How a tool is run. */
export interface ToolOptions {
  /** Seconds after which it is ended. */
  readonly longest: number;
  readonly cwd?: string;
  /** Ends it early. */
  readonly signal?: AbortSignal | undefined;
}

/** What came of a tool. */
export interface ToolRun {
  /** Its exit code; `null` if it was ended, as it took too long or wrote too much. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program to its end, while this process goes on to hear signals. Throws if it cannot be started, and an `AbortError` if
 * it is interrupted.
 */
export async function runTool(
  file: string,
  args: readonly string[],
  { longest, cwd, signal }: ToolOptions,
): Promise<ToolRun> {
  const run = await new Promise<ToolRun>((resolve, reject) => {
    const options = { encoding: 'utf8', timeout: longest * 1000, cwd, signal } as const;
    execFile(file, args, options, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      // Ctrl-C goes to the tool as well, which may end before this process hears of it.
      if (error?.signal === 'SIGINT') reject(new DOMException('interrupted', 'AbortError'));
      else if (error instanceof Error && typeof code === 'string' && code !== tooMuch) reject(error);
      else resolve({ status: typeof code === 'number' ? code : null, stdout, stderr });
    });
  });
  signal?.throwIfAborted();
  return run;
}

const tooMuch = 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER';
