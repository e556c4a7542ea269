import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mostSteps, parseTraceText, readTrace } from './parse.js';
import { printTrace } from './print.js';
import { FileError } from '../file-error.js';
import { arbitraryTrace } from './trace.arbitrary.js';

const header = '{"trace":1,"profile":"tcp"}';
const made = '{"socket":"s","call":"WSASocket","result":{"ok":{}}}';
const settled = '{"settle":true}';

async function* inPieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += size) {
    yield await Promise.resolve(bytes.subarray(start, start + size));
  }
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const gathered: T[] = [];
  for await (const item of items) gathered.push(item);
  return gathered;
}

describe('a trace in a file', () => {
  it('is its header and its steps, each with its place', async () => {
    const text = [header, made, settled, ''].join('\n');
    const trace = await readTrace('f', inPieces(text, 7));
    expect(trace.header).toEqual({ trace: 1, profile: 'tcp' });
    expect(await all(trace.steps)).toEqual([
      { line: 2, at: 0, step: { socket: 's', call: 'WSASocket', args: {}, result: { ok: {} } } },
      { line: 3, at: 1, step: { settle: true } },
    ]);
  });

  it('reads the same as the same trace in memory', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryTrace, fc.integer({ min: 1, max: 300 }), async ({ header, steps }, size) => {
        const text = printTrace(header, steps);
        const read = await readTrace('f', inPieces(text, size));
        const numbered = await all(read.steps);
        expect({ header: read.header, steps: numbered.map(({ step }) => step) }).toEqual(
          parseTraceText('f', text),
        );
      }),
    );
  });

  it('is given up in the middle of a line that is too long', async () => {
    let given = 0;
    let closed = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) {
          given += 1;
          yield await Promise.resolve(Buffer.alloc(2 ** 16, 'x'));
        }
      } finally {
        closed = true;
      }
    }
    await expect(readTrace('f', endless())).rejects.toThrow(
      'f:1: expected a line of at most 1048576 bytes, found a longer one',
    );
    expect(given).toBe(17);
    expect(closed).toBe(true);
  });

  it('is read no further than it is asked for, and not after a mistake', async () => {
    let given = 0;
    let closed = false;
    async function* chunks(): AsyncGenerator<Uint8Array> {
      try {
        for (const line of [header, made, '{"socket":"t","call":"bind"}', settled]) {
          given += 1;
          yield await Promise.resolve(Buffer.from(`${line}\n`));
        }
      } finally {
        closed = true;
      }
    }
    const { steps } = await readTrace('f', chunks());
    expect(given).toBe(1);
    await steps.next();
    expect(given).toBe(2);
    await expect(steps.next()).rejects.toThrow('f:3: socket: ');
    expect(given).toBe(3);
    expect(closed).toBe(true);
  });

  it('has a limited number of steps', async () => {
    const block = Buffer.from(`${settled}\n`.repeat(1000));
    async function* chunks(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(Buffer.from(`${header}\n`));
      for (let steps = 0; steps <= mostSteps; steps += 1000) yield block;
    }
    const { steps } = await readTrace('f', chunks());
    let read = 0;
    const readAll = async () => {
      for await (const { at } of steps) read = at + 1;
    };
    await expect(readAll()).rejects.toThrow('f:1000002: expected at most 1000000 steps, found another one');
    expect(read).toBe(mostSteps);
  });
});

describe('a trace in memory', () => {
  const problemOf = (...lines: readonly string[]): string => {
    try {
      parseTraceText('dir/f.trace.jsonl', lines.join('\n'));
    } catch (error) {
      if (error instanceof FileError) return error.message.replace('dir/f.trace.jsonl:', '');
      throw error;
    }
    return 'none';
  };

  it('may end its lines as Windows does, begin with a byte order mark, and end in blank lines', () => {
    const text = `\ufeff${header}\r\n${made}\r\n\r\n\n`;
    expect(parseTraceText('f', text).steps).toHaveLength(1);
  });

  it('may have no steps', () => {
    expect(parseTraceText('f', header)).toEqual({ header: { trace: 1, profile: 'tcp' }, steps: [] });
  });

  it.each([
    [[''], '1: expected a header such as {"trace":1,"profile":"tcp"}, found an empty file'],
    [[' ', '', ''], '1: expected a header such as {"trace":1,"profile":"tcp"}, found an empty file'],
    [['', header], '1: expected a line of JSON, found a blank line'],
    [
      [made],
      '1: expected a header such as {"trace":1,"profile":"tcp"}, found an object with "socket", "call", "result"',
    ],
    [['{"trace":3}'], '1: trace: expected 1, the version of the format that is read here, found 3'],
    [[header, '{"socket":'], '2: expected a line of JSON, found broken JSON (Unexpected end of JSON input)'],
    [[header, made, '', settled], '3: expected a line of JSON, found a blank line'],
    [
      [header, made, made],
      '3: socket: expected a name that no socket has had, found "s", which has been used for another socket',
    ],
    [
      [header, '{"socket":"t","call":"bind"}'],
      '2: socket: expected the name of a socket from an earlier WSASocket or WSAAccept, found "t", a socket that was never made',
    ],
    [
      [header, made, '{"socket":"s","call":"send","args":{"data":7}}'],
      '3: args.data: expected a string, found 7',
    ],
  ])('%j is none', (lines, problem) => {
    expect(problemOf(...lines)).toBe(problem);
  });

  it('says what is wrong and where, in parts', () => {
    const wrong = `${header}\n${made}\n{"socket":"s","call":"listen","args":{"backlog":"5"}}`;
    expect(() => parseTraceText('f', wrong)).toThrow(
      expect.objectContaining({
        problem: { file: 'f', line: 3, field: 'args.backlog', expected: 'an integer', found: '"5"' },
      }),
    );
  });

  it('shows nothing that a terminal would obey', () => {
    const problem = problemOf(header, '{"socket":"\\u001b[2J\\u009b1m","call":"bind"}');
    expect(problem).toContain('"\\u001b[2J\\u009b1m"');
    expect(problemOf('{"\u009b":\u001b}')).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/u);
  });
});
