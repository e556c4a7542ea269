import picocolors from 'picocolors';
import { createSpinner } from 'nanospinner';

/** Where a verb speaks: its result to stdout, progress and remarks to stderr. */
export interface Terminal {
  readonly colors: ReturnType<typeof picocolors.createColors>;
  readonly print: (lines: readonly string[]) => void;
  /** One JSON document, and nothing else, on stdout. */
  readonly printJson: (document: unknown) => void;
  readonly remark: (line: string) => void;
  /** Shows what is being done, on a terminal in one line, else a line every ten seconds. */
  readonly progress: (what: string) => Progress;
}

/** A display of something that takes its time. */
export interface Progress {
  readonly update: (text: string) => void;
  readonly end: () => void;
}

/** Milliseconds between two lines of progress where they cannot be written over, and before the first one. */
const plainInterval = 10_000;
const plainBegin = 1_000;

/** The terminal of this process. */
export function processTerminal(): Terminal {
  return {
    colors: picocolors.createColors(picocolors.isColorSupported && process.stdout.isTTY),
    print: (lines) => {
      for (const line of lines) process.stdout.write(`${line}\n`);
    },
    printJson: (document) => {
      process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    },
    remark: (line) => {
      process.stderr.write(`${line}\n`);
    },
    progress: process.stderr.isTTY ? spinning : plainly,
  };
}

function spinning(what: string): Progress {
  const spinner = createSpinner(what, { stream: process.stderr }).start();
  return {
    update: (text) => {
      spinner.update({ text: `${what}: ${text}` });
    },
    end: () => {
      spinner.clear();
      spinner.stop();
    },
  };
}

function plainly(what: string): Progress {
  let last = performance.now() - plainInterval + plainBegin;
  return {
    update: (text) => {
      if (performance.now() - last < plainInterval) return;
      last = performance.now();
      process.stderr.write(`${what}: ${text}\n`);
    },
    end: () => undefined,
  };
}
