import type { WineLog } from './calls.js';
import { readWineLog } from './calls.js';

/** A log of these lines. */
export const logOf = async (...lines: readonly string[]): Promise<WineLog> =>
  await readWineLog('a.log', arriving(lines));

// eslint-disable-next-line @typescript-eslint/require-await -- a file gives its lines one by one
async function* arriving(lines: readonly string[]): AsyncGenerator<string, void, undefined> {
  yield* lines;
}

/** A call of the only process: how it looks in a log, with what stands between its beginning and its end. */
export const called = (
  name: string,
  args: readonly number[],
  value: number,
  between: readonly string[] = [],
  thread = '0024',
): readonly string[] => [
  `0020:${thread}:Call ws2_32.${name}(${args.map((one) => one.toString(16)).join()}) ret=1`,
  ...between,
  `0020:${thread}:Ret  ws2_32.${name}() retval=${(value >>> 0).toString(16)} ret=1`,
];

/** What `ws2_32` says of itself in a call. */
export const note = (by: string, text: string, thread = '0024'): string =>
  `0020:${thread}:trace:winsock:${by} ${text}`;

/** A listener with handle 0x30 on port 5551, and a client with handle 0x3c. */
export const opened = [
  ...called('socket', [2, 1, 0], 0x30),
  ...called('bind', [0x30, 0x21fb70, 16], 0, [
    note('bind', 'successfully bound to address { family AF_INET, address 127.0.0.1, port 5551 }'),
  ]),
  ...called('listen', [0x30, 3], 0),
  ...called('socket', [2, 1, 0], 0x3c),
] as const;

/** A connect of the socket `handle` to a port of this machine. */
export const connects = (handle: number, port: number, value = 0): readonly string[] =>
  called('connect', [handle, 0x21fb70, 16], value, [
    note(
      'connect',
      `socket 0x${handle.toString(16)}, addr { family AF_INET, address 127.0.0.1, port ${String(port)} }, len 16`,
    ),
  ]);

/** What the thread asks after a call has failed. */
export const asksWhy = (error: number): readonly string[] => called('WSAGetLastError', [], error);
