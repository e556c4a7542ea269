import { FileError } from '../file-error.js';

/** The longest line that is read, in bytes without its line feed. */
export const longestLine = 2 ** 20;

/** One line of a file that is not blank. */
export interface Line {
  /** Counted from 1. */
  readonly number: number;
  readonly text: string;
}

/** Turns bytes into lines as they come; holds no more than one line of them. */
export interface LineReader {
  /** The lines that end within `chunk`. */
  push(chunk: Uint8Array): Generator<Line>;
  /** The last line, if it has no line feed. */
  end(): Generator<Line>;
}

const lineFeed = 0x0a;
const mostParts = 1024;
const blank = /^[ \t\r]*$/u;

/**
 * A reader of the lines of a UTF-8 file. Blank lines at the end are ignored. Throws a {@link FileError} at a
 * blank line before another one, at a line longer than {@link longestLine}, and at bytes that are no text.
 */
export function createLineReader(file: string): LineReader {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let number = 1;
  let firstBlank: number | undefined;

  const fail = (line: number, expected: string, found: string): never => {
    throw new FileError({ file, line, expected, found });
  };

  function hold(part: Uint8Array): void {
    heldBytes += part.length;
    if (heldBytes > longestLine) fail(number, `a line of at most ${longestLine} bytes`, 'a longer one');
    if (part.length > 0) held.push(part);
    if (held.length >= mostParts) held = [Buffer.concat(held)];
  }

  function decode(): string {
    const [only] = held;
    const whole = held.length === 1 && only !== undefined ? only : Buffer.concat(held);
    held = [];
    heldBytes = 0;
    if (whole.includes(0)) fail(number, 'a text file', 'a NUL byte');
    try {
      const text = decoder.decode(whole);
      return number === 1 && text.startsWith('\ufeff') ? text.slice(1) : text;
    } catch {
      return fail(number, 'a text file in UTF-8', 'bytes that are not UTF-8');
    }
  }

  function* finish(): Generator<Line> {
    const text = decode();
    if (blank.test(text)) firstBlank ??= number;
    else if (firstBlank !== undefined) fail(firstBlank, 'a line of JSON', 'a blank line');
    else yield { number, text };
    number++;
  }

  return {
    *push(chunk) {
      let start = 0;
      for (let stop = chunk.indexOf(lineFeed); stop >= 0; stop = chunk.indexOf(lineFeed, start)) {
        hold(chunk.subarray(start, stop));
        yield* finish();
        start = stop + 1;
      }
      hold(chunk.subarray(start));
    },
    *end() {
      if (heldBytes > 0) yield* finish();
    },
  };
}
