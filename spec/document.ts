import { brokenLine } from './broken-json.js';
import { FileError } from './file-error.js';
import { lineAt, pathOf } from './json-place.js';
import type { Parsed } from './problem.js';

/**
 * Reads a JSON document that may span lines; `file` only gives its name to messages. Throws a {@link FileError}, which
 * names the line and the field, where it is wrong.
 */
export function parseDocument<T>(file: string, text: string, read: (raw: unknown) => Parsed<T>): T {
  const json = text.startsWith('\ufeff') ? text.slice(1) : text;
  const parsed = read(valueIn(file, json));
  if (parsed.ok) return parsed.value;
  const { problem } = parsed;
  throw new FileError({ file, line: lineAt(json, pathOf(problem.field ?? '')), ...problem });
}

function valueIn(file: string, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    const empty = json.trim() === '';
    // The parser names a place in some of its messages only, and repeats the document in others.
    const why = error instanceof Error && !error.message.includes('"') ? ` (${error.message})` : '';
    const found = empty ? 'an empty file' : `broken JSON${why}`;
    throw new FileError({ file, line: brokenLine(json) ?? 1, expected: 'a JSON document', found });
  }
}
