import { writeFile } from 'node:fs/promises';
import { obstacleOf } from './input.js';
import { UsageError } from './usage-error.js';

/** Writes a page to where the user wants it. Throws a {@link UsageError} if that is no place for a file. */
export async function writePage(file: string, page: string): Promise<void> {
  try {
    await writeFile(file, page);
  } catch (error) {
    throw new UsageError(`--html: expected a file that can be written, found ${file}: ${obstacleOf(error)}`);
  }
}
