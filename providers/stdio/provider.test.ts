import { existsSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { socketName } from '../../spec/trace/names.js';
import type { Call } from '../../spec/trace/step.js';
import { ProgramFailure } from './failure.js';
import type { ProgramOptions } from './provider.js';
import { ProgramProvider } from './provider.js';
import { obliging, programOf } from './testing.js';

const client = socketName('client');
const recv: Call = { call: 'recv', args: { len: 1 } };
const patience = { greeting: 10_000, answer: 300 };

const started: ProgramProvider[] = [];
afterEach(async () => {
  for (const provider of started.splice(0)) await provider.end();
});

async function start(
  command: readonly [string, ...string[]],
  options: ProgramOptions = { patience },
): Promise<ProgramProvider> {
  const provider = await ProgramProvider.start(command, options);
  started.push(provider);
  return provider;
}

/** What a program is accused of when it is started, and a call is made. */
async function misbehaviourOf(command: readonly [string, ...string[]]): Promise<ProgramFailure> {
  try {
    const provider = await start(command);
    const session = await provider.open();
    await session.call(client, recv);
    await session.settle();
  } catch (error) {
    if (error instanceof ProgramFailure) return error;
    throw error;
  }
  throw new Error('nothing went wrong');
}

/** A program that answers a call with a line of its own. */
const answering = (line: string): readonly [string, ...string[]] =>
  programOf(`({ id, op }) => (op === 'call' ? ${line} : { id, ok: {} })`);

describe('a program that speaks the provider protocol', () => {
  test('says what it is, and answers calls', async () => {
    const provider = await start(answering(`{ id, result: { ok: { data: 'x' } } }`));
    expect(provider).toMatchObject({ name: 'a test', profile: 'tcp' });
    const session = await provider.open();
    expect(await session.call(client, recv)).toEqual({ result: { ok: { data: 'x' } } });
    expect(await session.settle()).toEqual({});
    await session.close();
  });

  test('has sessions side by side, whose requests do not wait for each other', async () => {
    const held = programOf(`(() => {
      const held = [];
      return ({ id, op, session }) => {
        if (op !== 'call') return { id, ok: {} };
        held.push({ id, result: { ok: { data: String(session) } } });
        if (held.length === 3) return held.map((one) => JSON.stringify(one)).join('\\n');
      };
    })()`);
    const provider = await start(held);
    const sessions = await Promise.all([provider.open(), provider.open(), provider.open()]);
    const answers = await Promise.all(sessions.map((session) => session.call(client, recv)));
    expect(answers.map(({ result }) => result)).toEqual(['1', '2', '3'].map((data) => ({ ok: { data } })));
  });

  test('says which pending calls have ended, and which calls it does not have', async () => {
    const provider = await start(
      programOf(`({ id, op, call }) => {
        if (op === 'settle')
          return { id, ok: {}, completed: [{ socket: 'client', completes: 'recv', result: { error: 'WSAECONNRESET' } }] };
        if (op !== 'call') return { id, ok: {} };
        return { id, result: call === 'recv' ? { pending: true } : { unsupported: true } };
      }`),
    );
    const session = await provider.open();
    expect(await session.call(client, recv)).toEqual({ result: { pending: true } });
    expect(await session.call(client, { call: 'CalleeData', args: {} })).toEqual({ result: 'unsupported' });
    expect(await session.settle()).toEqual({
      completed: [{ socket: 'client', completes: 'recv', result: { error: 'WSAECONNRESET' } }],
    });
  });

  test('shares its sessions among processes', async () => {
    const provider = await start(answering(`{ id, result: { ok: { data: String(process.pid) } } }`), {
      patience,
      processes: 2,
    });
    const sessions = await Promise.all([provider.open(), provider.open()]);
    const answers = await Promise.all(sessions.map((session) => session.call(client, recv)));
    expect(new Set(answers.map(({ result }) => JSON.stringify(result))).size).toBe(2);
  });

  test('is started again after it has died', async () => {
    const provider = await start(answering(`id === 3 ? process.exit(3) : { id, result: { ok: {} } }`));
    const session = await provider.open();
    await expect(session.call(client, recv)).rejects.toThrow(
      'the program died: exit code 3, asked for recv on "client"',
    );
    await session.close();
    const again = await provider.open();
    expect(await again.settle()).toEqual({});
  });

  test('is ended, with what it has started, even if it does not want to', async () => {
    const provider = await start(
      programOf(`({ id, op }) => {
        if (op === 'bye') return;
        if (op !== 'call') return { id, ok: {} };
        process.on('SIGTERM', () => undefined);
        const { pid } = require('node:child_process').spawn('sleep', ['60'], { stdio: 'ignore' });
        setInterval(() => undefined, 1000);
        return { id, result: { ok: { data: process.pid + ' ' + pid } } };
      }`),
    );
    const session = await provider.open();
    const { result } = await session.call(client, recv);
    await provider.end();
    const pids = result !== 'unsupported' && 'ok' in result ? (result.ok.data ?? '').split(' ') : [];
    expect(pids).toHaveLength(2);
    await expect.poll(() => pids.filter((pid) => isRunning(Number(pid)))).toEqual([]);
  });
});

/** Whether there is such a process, and it is not one that has ended and that nobody has asked for. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const status = `/proc/${pid}/stat`;
  return !existsSync(status) || !readFileSync(status, 'utf8').includes(') Z ');
}

describe('what is wrong with it is said by name', () => {
  test.each([
    ['hung', answering('undefined'), 'no answer to recv on "client" in 0.3 s'],
    ['died', answering(`(process.stderr.write('oops'), process.exit(3))`), 'exit code 3, asked for recv'],
    ['answered out of order', answering('{ id: id + 1, result: { ok: {} } }'), 'the answer to request 3'],
    [
      'answered out of order',
      answering(`'{"id":3,"result":{"ok":{}}}\\n{"id":3,"result":{"ok":{}}}'`),
      'as nothing was asked',
    ],
    ['flooded', answering(`'x'.repeat(3000000)`), 'a line of more than 1048576 bytes'],
    ['answered nonsense', answering(`'Hello!'`), 'expected a line of JSON, found "Hello!"'],
    [
      'answered nonsense',
      answering('{ id }'),
      'to recv on "client": result: expected the result of the call',
    ],
    ['answered nonsense', answering('{ id, result: { ok: { sent: 1 } } }'), 'result.ok.sent'],
    ['answered nonsense', answering(`{ id, result: { error: 'EPIPE' } }`), 'result.error'],
    [
      'answered nonsense',
      answering(
        `{ id, result: { ok: {} }, completed: [{ socket: 'client', completes: 'send', result: { ok: {} } }] }`,
      ),
      'completed[0].completes: expected a call that is pending',
    ],
    [
      'reported a failure',
      answering(`{ id, failure: 'no such socket' }`),
      'recv on "client": no such socket',
    ],
    ['did not start', ['/no/such/program'], 'ENOENT'],
    ['died', [process.execPath, '-e', ''], 'asked for hello'],
  ] as const)('a program that %s', async (misbehaviour, command, details) => {
    const failure = await misbehaviourOf(command);
    expect(failure.misbehaviour).toBe(misbehaviour);
    expect(failure.message).toContain(details);
  });

  test('with the end of its standard error', async () => {
    const failure = await misbehaviourOf(answering(`(process.stderr.write('oops'), process.exit(3))`));
    expect(failure.stderr).toBe('oops');
  });

  test('a profile that does not exist is no greeting', async () => {
    const command = [
      process.execPath,
      '-e',
      `process.stdout.write('{"id":1,"ok":{"protocol":1,"provider":"x","profile":"udp"}}\\n'); setTimeout(() => undefined, 5000)`,
    ] as const;
    await expect(start(command)).rejects.toThrow('to hello: ok.profile: expected a built-in profile');
  });
});

test('an obliging program can be asked anything', async () => {
  const provider = await start(obliging);
  const session = await provider.open();
  expect(await session.call(client, { call: 'closesocket', args: {} })).toEqual({ result: { ok: {} } });
});
