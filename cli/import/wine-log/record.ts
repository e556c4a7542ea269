import type { Parsed } from '../../../spec/problem.js';
import { quoted } from '../../../spec/problem.js';

/** A thread of a process, as Wine numbers them: in hexadecimal, and never the same for two threads at a time. */
interface Where {
  readonly process: string;
  readonly thread: string;
}

/** A program calls `ws2_32` (channel `relay`). */
export interface CallRecord extends Where {
  readonly is: 'call';
  readonly name: string;
  readonly args: readonly bigint[];
}

/** The call comes back. */
export interface ReturnRecord extends Where {
  readonly is: 'return';
  readonly name: string;
  readonly value: bigint;
}

/** What `ws2_32` says that it does (channel `winsock`). */
export interface NoteRecord extends Where {
  readonly is: 'note';
  readonly by: string;
  readonly text: string;
}

/** What a thread asks of the Wine server about a handle (channel `server`). */
export interface ControlRecord {
  readonly is: 'control';
  readonly thread: string;
  readonly handle: bigint;
  readonly code: number;
  readonly bytes: readonly number[];
}

/** The answer to it. */
export interface AnswerRecord {
  readonly is: 'answer';
  readonly thread: string;
  readonly status: string;
  readonly bytes: readonly number[];
}

/** A send or a receive tells the server that it has ended without waiting, and how many bytes it has moved. */
export interface MovedRecord {
  readonly is: 'moved';
  readonly thread: string;
  readonly bytes: number;
}

/** A thread sends or receives on a handle, or closes it: in a call of `ws2_32`, or past it. */
export interface UseRecord {
  readonly is: 'use';
  readonly thread: string;
  readonly handle: bigint;
}

/** A thread was at work, at something else. */
export interface SignRecord extends Where {
  readonly is: 'sign';
}

/** A line of a log, as far as it matters to sockets. */
export type LogRecord =
  | CallRecord
  | ReturnRecord
  | NoteRecord
  | ControlRecord
  | AnswerRecord
  | MovedRecord
  | UseRecord
  | SignRecord;

/** A line that is cut off, or that other output stands in the middle of, is no record. */
const refused = (field: string, expected: string, line: string): Parsed<never> => ({
  ok: false,
  problem: { field, expected, found: quoted(line) },
});

/** A time if there was `+timestamp`, a process if there was `+pid`, and the thread. */
const prefix = /^(?:\d+\.\d+:)?(?:([0-9a-f]{4,8}):)?([0-9a-f]{4,8}):(?! )/u;
const fromServer =
  /^([0-9a-f]{4,8}): (ioctl|set_async_direct_result|recv_socket|send_socket|close_handle)\(/u;
const relayed = /^(Call|Ret ) ws2_32\.(\w*)(.*)$/u;
const noted = /^(?:trace|warn|err|fixme):winsock:(\w+) (.*)$/u;

/**
 * Reads a line; `null` if it says nothing of sockets. Lines that are none of Wine's are let pass, since programs write to
 * the same place.
 */
export function parseRecord(line: string): Parsed<LogRecord | null> {
  const [asked, server = '', request] = fromServer.exec(line) ?? [];
  if (asked !== undefined) {
    if (request === 'ioctl') return parseControl(line, server);
    return request === 'set_async_direct_result' ? parseMoved(line, server) : parseUse(line, server);
  }
  const [start, process, thread = ''] = prefix.exec(line) ?? [];
  if (start === undefined) return { ok: true, value: null };
  const rest = line.slice(start.length);
  const [relay, way, name = '', more = ''] = relayed.exec(rest) ?? [];
  const [note, by = '', text = ''] = noted.exec(rest) ?? [];
  if (relay === undefined && note === undefined)
    return { ok: true, value: process === undefined ? null : { is: 'sign', process, thread } };
  if (process === undefined)
    return refused('process', 'the number of the process before that of the thread (WINEDEBUG=+pid)', line);
  const where = { process, thread };
  if (note !== undefined) return { ok: true, value: { is: 'note', ...where, by, text } };
  return way === 'Call' ? parseCall(line, where, name, more) : parseReturn(line, where, name, more);
}

const made = /^\((.*)\) ret=[0-9a-f]+$/u;
const argument = /([0-9a-f]+)(?: L?"(?:[^"\\]|\\.)*"(?:\.\.\.)?)?(?:,|$)/uy;

function parseCall(line: string, where: Where, name: string, text: string): Parsed<LogRecord> {
  const list = made.exec(text)?.[1];
  if (list === undefined) return refused('ret', 'a call with its arguments and its return address', line);
  const args: bigint[] = [];
  argument.lastIndex = 0;
  while (argument.lastIndex < list.length) {
    const value = argument.exec(list)?.[1];
    if (value === undefined)
      return refused('args', 'arguments in hexadecimal, with a comma between them', line);
    args.push(BigInt(`0x${value}`));
  }
  return { ok: true, value: { is: 'call', ...where, name, args } };
}

const cameBack = /^\(.*\) retval=([0-9a-f]+) ret=[0-9a-f]+$/u;

function parseReturn(line: string, where: Where, name: string, text: string): Parsed<LogRecord> {
  const value = cameBack.exec(text)?.[1];
  if (value === undefined) return refused('retval', 'a returned value in hexadecimal', line);
  return { ok: true, value: { is: 'return', ...where, name, value: BigInt(`0x${value}`) } };
}

const control =
  /: ioctl\( code=(\w+), async=\{handle=([0-9a-f]+)[,}].*in_data=\{((?:[0-9a-f]{2},?)*)(?:\.\.\.)?\} \)$/u;
const answer = /: ioctl\(\) = (\w+)(?: \{.*out_data=\{((?:[0-9a-f]{2},?)*)(?:\.\.\.)?\} \})?$/u;

function parseControl(line: string, thread: string): Parsed<LogRecord> {
  const [, code = '', handle = '', given = ''] = control.exec(line) ?? [];
  if (code !== '')
    return {
      ok: true,
      value: {
        is: 'control',
        thread,
        handle: BigInt(`0x${handle}`),
        code: Number(`0x${code}`),
        bytes: bytesOf(given),
      },
    };
  const [, status = '', gotten = ''] = answer.exec(line) ?? [];
  if (status === '') return refused('ioctl', 'a request with its code and data, or its answer', line);
  return { ok: true, value: { is: 'answer', thread, status, bytes: bytesOf(gotten) } };
}

const direct = /: set_async_direct_result\( handle=\w+, information=([0-9a-f]+), status=([0-9a-f]+),/u;

function parseMoved(line: string, thread: string): Parsed<LogRecord | null> {
  if (line.includes('set_async_direct_result() = ')) return { ok: true, value: null };
  const [, information = '', status = ''] = direct.exec(line) ?? [];
  if (information === '') return refused('information', 'the number of bytes that were moved', line);
  if (Number(`0x${status}`) !== 0) return { ok: true, value: null };
  return { ok: true, value: { is: 'moved', thread, bytes: Number(`0x${information}`) } };
}

const use = /: \w+\( .*?handle=([0-9a-f]+)[, ]/u;

function parseUse(line: string, thread: string): Parsed<LogRecord | null> {
  if (line.includes('() = ')) return { ok: true, value: null };
  const handle = use.exec(line)?.[1];
  if (handle === undefined) return refused('handle', 'the handle that the request is about', line);
  return { ok: true, value: { is: 'use', thread, handle: BigInt(`0x${handle}`) } };
}

const bytesOf = (list: string): readonly number[] =>
  list === '' ? [] : list.split(',').map((one) => Number(`0x${one}`));
