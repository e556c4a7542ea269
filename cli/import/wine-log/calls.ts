import { FileError } from '../../../spec/file-error.js';
import { parseRecord } from './record.js';
import type { AnswerRecord, CallRecord, ControlRecord, LogRecord, NoteRecord } from './record.js';

/** The most calls of a log that are read. */
const mostCalls = 100_000;

/** What a thread asked of the Wine server while it was in a call. */
export interface Control extends Pick<ControlRecord, 'code' | 'bytes'> {
  readonly answer: Pick<AnswerRecord, 'status' | 'bytes'> | null;
}

/** A call of `ws2_32` as a log tells of it. Lines are counted from 1. */
export interface LoggedCall extends Pick<CallRecord, 'process' | 'thread' | 'name' | 'args'> {
  readonly began: number;
  /** The line of its return; `Infinity` if there is none. */
  readonly ended: number;
  readonly value: bigint | null;
  /** What `WSAGetLastError`, called next by the same thread, gave. */
  readonly lastError: number | null;
  readonly notes: readonly Pick<NoteRecord, 'by' | 'text'>[];
  readonly controls: readonly Control[];
  /** Bytes that it has sent or received, where the log says so other than by its value. */
  readonly moved: number | null;
}

/** A handle is used by other ways than by calls of `ws2_32` that the log shows. */
export interface Stray {
  readonly process: string;
  readonly handle: bigint;
  readonly line: number;
}

/** What a log says of sockets. */
export interface WineLog {
  readonly calls: readonly LoggedCall[];
  readonly strays: readonly Stray[];
  /** The last line of each process. */
  readonly lastLine: ReadonlyMap<string, number>;
}

type Draft = { -readonly [Key in keyof LoggedCall]: LoggedCall[Key] } & {
  notes: LoggedCall['notes'][number][];
  controls: Control[];
};

/** A thread, with the calls that it is in: a condition function makes calls within one. */
interface Thread {
  readonly open: Draft[];
  /** The call that came back last, as long as the thread has made no other. */
  last: Draft | null;
}

/** Reads the lines of a log, and finds the return of each call. Throws a {@link FileError} where one is broken. */
export async function readWineLog(file: string, lines: AsyncIterable<string>): Promise<WineLog> {
  const reader = new Reader();
  let number = 0;
  for await (const line of lines) {
    number += 1;
    const parsed = parseRecord(line.replace(/\r$/u, ''));
    if (!parsed.ok) throw new FileError({ file, line: number, ...parsed.problem });
    if (parsed.value) reader.take(parsed.value, number);
    if (reader.calls.length > mostCalls)
      throw new FileError({
        file,
        line: number,
        expected: `at most ${String(mostCalls)} calls`,
        found: 'another one',
      });
  }
  if (reader.calls.length === 0)
    throw new FileError({
      file,
      line: 1,
      expected: 'a log of Wine with calls of ws2_32 (WINEDEBUG=+pid,+winsock,+relay)',
      found: number === 0 ? 'an empty file' : 'none',
    });
  return reader;
}

class Reader implements WineLog {
  readonly calls: Draft[] = [];
  readonly strays: Stray[] = [];
  readonly lastLine = new Map<string, number>();
  readonly #threads = new Map<string, Thread>();
  readonly #processOf = new Map<string, string>();

  take(record: LogRecord, line: number): void {
    if ('process' in record) this.lastLine.set(record.process, line);
    if ('process' in record) this.#processOf.set(record.thread, record.process);
    if (record.is === 'sign') return;
    const thread = this.#threads.get(record.thread) ?? { open: [], last: null };
    this.#threads.set(record.thread, thread);
    const current = thread.open.at(-1);
    switch (record.is) {
      case 'call':
        this.#begin(thread, record, line);
        break;
      case 'return':
        end(thread, record.name, record.value, line);
        break;
      case 'note':
        if (current) current.notes.push({ by: record.by, text: record.text });
        else for (const handle of handlesIn(record.text)) this.#stray(record.thread, handle, line);
        break;
      case 'use':
        if (!current) this.#stray(record.thread, record.handle, line);
        break;
      case 'control':
        if (current) current.controls.push({ code: record.code, bytes: record.bytes, answer: null });
        else this.#stray(record.thread, record.handle, line);
        break;
      case 'answer': {
        const asked = current?.controls.pop();
        if (asked) current?.controls.push({ ...asked, answer: asked.answer ?? record });
        break;
      }
      case 'moved':
        if (current) current.moved = record.bytes;
    }
  }

  #begin(thread: Thread, { process, thread: id, name, args }: CallRecord, line: number): void {
    const call: Draft = {
      process,
      thread: id,
      name,
      args,
      began: line,
      ended: Infinity,
      value: null,
      lastError: null,
      notes: [],
      controls: [],
      moved: null,
    };
    if (name !== 'WSAGetLastError') {
      this.calls.push(call);
      thread.last = null;
    }
    thread.open.push(call);
  }

  #stray(thread: string, handle: bigint, line: number): void {
    const process = this.#processOf.get(thread);
    // Otherwise it is a thread of a process that does nothing with sockets.
    if (process !== undefined) this.strays.push({ process, handle, line });
  }
}

/** What may be handles in a note: `AcceptEx` has two. */
const handlesIn = (text: string): readonly bigint[] =>
  [...text.matchAll(/\b0x([0-9a-f]{1,8})\b/gu)].map(([, digits = '0']) => BigInt(`0x${digits}`));

/** A call from which a thread never comes back (it ended, or jumped) lies above the one that does. */
function end(thread: Thread, name: string, value: bigint, line: number): void {
  const at = thread.open.findLastIndex((call) => call.name === name);
  const [call] = at < 0 ? [] : thread.open.splice(at);
  if (!call) return;
  if (name === 'WSAGetLastError') {
    if (thread.last) thread.last.lastError = Number(value);
    return;
  }
  call.ended = line;
  call.value = value;
  thread.last = call;
}
