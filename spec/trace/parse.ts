import type { Parsed } from '../problem.js';
import { quoted } from '../problem.js';
import type { Line } from './lines.js';
import { createLineReader } from './lines.js';
import { FileError } from '../file-error.js';
import type { TraceHeader } from './schema.js';
import { parseHeader, parseStep } from './schema.js';
import { createScope } from './scope.js';
import type { Step } from './step.js';

/** The most steps that a trace may have. */
export const mostSteps = 1_000_000;

/** A step and its place in its file. */
export interface NumberedStep {
  /** The line in the file, counted from 1; the header is line 1. */
  readonly line: number;
  /** The place among the lines after the header, counted from 0, settle lines included. */
  readonly at: number;
  readonly step: Step;
}

/**
 * A trace whose steps are read as they are asked for; the generator throws a {@link FileError} where the
 * file is wrong.
 */
export interface TraceReading {
  readonly header: TraceHeader;
  readonly steps: AsyncGenerator<NumberedStep, void, undefined>;
}

const jsonOf = (text: string): Parsed<unknown> => {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const shown = quoted(why).slice(1, -1).replaceAll('\\"', '"');
    return { ok: false, problem: { expected: 'a line of JSON', found: `broken JSON (${shown})` } };
  }
};

function readLine<T>(file: string, { number, text }: Line, parse: (raw: unknown) => Parsed<T>): T {
  const json = jsonOf(text);
  const parsed = json.ok ? parse(json.value) : json;
  if (!parsed.ok) throw new FileError({ file, line: number, ...parsed.problem });
  return parsed.value;
}

const emptyFile = (file: string): FileError =>
  new FileError({
    file,
    line: 1,
    expected: 'a header such as {"trace":1,"profile":"tcp"}',
    found: 'an empty file',
  });

/** Reads the lines after the header, one at a time. */
function createStepReader(file: string): (line: Line) => NumberedStep {
  const scope = createScope();
  return (line) => {
    const at = line.number - 2;
    if (at >= mostSteps) {
      throw new FileError({
        file,
        line: line.number,
        expected: `at most ${mostSteps} steps`,
        found: 'another one',
      });
    }
    const step = readLine(file, line, parseStep);
    const problem = scope.admit(step);
    if (problem !== undefined) throw new FileError({ file, line: line.number, ...problem });
    return { line: line.number, at, step };
  };
}

async function* linesOf(
  file: string,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Line, void, undefined> {
  const reader = createLineReader(file);
  for await (const chunk of chunks) yield* reader.push(chunk);
  yield* reader.end();
}

async function* stepsOf(file: string, lines: AsyncIterable<Line>): TraceReading['steps'] {
  const read = createStepReader(file);
  for await (const line of lines) yield read(line);
}

/**
 * Reads a trace from the bytes of a file, which only gives its name to messages. Holds one line and the names
 * of the sockets at a time, however long the file. Throws a {@link FileError} if the header is wrong;
 * `steps` throws one where a step is.
 * @see contracts.md section 1
 */
export async function readTrace(file: string, chunks: AsyncIterable<Uint8Array>): Promise<TraceReading> {
  const lines = linesOf(file, chunks);
  try {
    const first = await lines.next();
    if (first.done === true) throw emptyFile(file);
    const header = readLine(file, first.value, parseHeader);
    return { header, steps: stepsOf(file, lines) };
  } catch (error) {
    await lines.return();
    throw error;
  }
}

/** A whole trace. */
export interface Trace {
  readonly header: TraceHeader;
  readonly steps: readonly Step[];
}

function* linesIn(file: string, text: string): Generator<Line> {
  const reader = createLineReader(file);
  yield* reader.push(new TextEncoder().encode(text));
  yield* reader.end();
}

/** Reads a trace that is in memory already; throws a {@link FileError} where it is wrong. */
export function parseTraceText(file: string, text: string): Trace {
  const lines = linesIn(file, text);
  const first = lines.next();
  if (first.done === true) throw emptyFile(file);
  const header = readLine(file, first.value, parseHeader);
  const read = createStepReader(file);
  return { header, steps: Array.from(lines, (line) => read(line).step) };
}
