import { isUtf8 } from 'node:buffer';
import { closeSync, openSync, readSync } from 'node:fs';
import { FileError } from '../spec/file-error.js';
import { UsageError } from './usage-error.js';

/** Bytes that are read at a time. */
const chunkSize = 1 << 16;

/**
 * The text of a file that the user names, which may be a pipe as well. `expected` says what it should be. Throws a
 * {@link UsageError} if it cannot be read or has more than `largest` bytes, and a {@link FileError} if it is no text.
 */
export function textOf(file: string, expected: string, largest: number): string {
  const bytes = bytesOf(file, expected, largest);
  if (isUtf8(bytes)) return bytes.toString('utf8');
  const problem = { expected: 'a text file in UTF-8', found: 'bytes that are not UTF-8' };
  throw new FileError({ file, line: lineOfNoText(bytes), ...problem });
}

function bytesOf(file: string, expected: string, largest: number): Buffer {
  try {
    const descriptor = openSync(file, 'r');
    try {
      return upTo(largest, descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw new UsageError(`${file}: expected ${expected}, found ${obstacleOf(error)}`);
  }
}

/** Stops as soon as there is too much: the size of a pipe or a device shows only when it is read. */
function upTo(largest: number, descriptor: number): Buffer {
  const chunks: Buffer[] = [];
  let size = 0;
  for (;;) {
    const chunk = Buffer.alloc(chunkSize);
    const read = readSync(descriptor, chunk);
    if (read === 0) return Buffer.concat(chunks);
    size += read;
    if (size > largest) throw new Error(`more than ${largest} bytes`);
    chunks.push(chunk.subarray(0, read));
  }
}

function lineOfNoText(bytes: Buffer): number {
  let line = 1;
  let start = 0;
  for (let stop = bytes.indexOf('\n'); stop >= 0; stop = bytes.indexOf('\n', start)) {
    if (!isUtf8(bytes.subarray(start, stop))) return line;
    start = stop + 1;
    line += 1;
  }
  return line;
}

/** What stands in place of a file that cannot be read. */
export function obstacleOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'no such file';
  if (code === 'EISDIR') return 'a folder';
  return messageOf(error);
}

/** The message of whatever was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
