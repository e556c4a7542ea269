import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorNumbers } from '../../spec/errors.js';
import { networkEvents } from '../../spec/events.js';
import { socketName } from '../../spec/trace/names.js';
import type { Call, Result, SocketName } from '../../spec/trace/step.js';
import type { Session } from '../provider.js';
import { ProgramProvider } from '../stdio/provider.js';
import { compile, findCompiler } from './compiler.js';
import { MissingTool } from './missing.js';
import { bridgeSources } from './places.js';
import { onWinsock, whatIsMissing } from './testing.js';
import { windowsRunner } from './wine.js';

const listener = socketName('listener');
const client = socketName('client');
const client2 = socketName('client2');
const server = socketName('server');
const server2 = socketName('server2');

type Line = readonly [SocketName, Call];

const opened: readonly Line[] = [
  [listener, { call: 'WSASocket', args: {} }],
  [listener, { call: 'bind', args: {} }],
  [listener, { call: 'listen', args: { backlog: 5 } }],
  [client, { call: 'WSASocket', args: {} }],
  [client, { call: 'WSAConnect', args: { to: listener } }],
];
const accepted: Line = [listener, { call: 'WSAAccept', args: { as: server, condition: null } }];

describe('the sources of the bridge', () => {
  const text = async (name: string): Promise<string> =>
    await readFile(bridgeSources().find((source) => source.endsWith(name)) ?? name, 'utf8');

  it('name every Winsock error by its number', async () => {
    const named = [...(await text('codes.c')).matchAll(/\{(\d+), "(WSA\w+)"\}/gu)];
    expect(Object.fromEntries(named.map(([, number, name]) => [name, Number(number)]))).toEqual(errorNumbers);
  });

  it('name every network event', async () => {
    const named = [...(await text('codes.c')).matchAll(/\{"(FD_\w+)", \1, \1_BIT\}/gu)];
    expect(named.map(([, name]) => name)).toEqual(networkEvents);
  });
});

describe('where something is missing', () => {
  it('says which compiler to install', () => {
    expect(() => findCompiler('')).toThrow(MissingTool);
    expect(() => findCompiler('')).toThrow('mingw-w64');
  });

  it.skipIf(process.platform === 'win32')('says that Wine is to be installed', () => {
    expect(() => windowsRunner('')).toThrow(MissingTool);
    expect(() => windowsRunner('')).toThrow('apt-get install wine wine64');
  });
});

describe.skipIf(whatIsMissing() !== null)(onWinsock('the bridge to Winsock'), () => {
  let provider: ProgramProvider;
  let session: Session;
  let folder: string;
  let warnings: string;
  const results = async (
    lines: readonly Line[],
    on = session,
  ): Promise<readonly (Result | 'unsupported')[]> => {
    const found: (Result | 'unsupported')[] = [];
    for (const [socket, call] of lines) found.push((await on.call(socket, call)).result);
    return found;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'halfclose-'));
    const bridge = join(folder, 'bridge.exe');
    warnings = await compile(findCompiler(), bridgeSources(), bridge);
    const [first, ...rest] = [...windowsRunner(), bridge];
    provider = await ProgramProvider.start([first, ...rest]);
  }, 180_000);
  afterAll(async () => {
    await provider.end();
    await rm(folder, { recursive: true });
  });

  const inSession = (name: string, test: () => Promise<void>): void => {
    it(name, async () => {
      session = await provider.open();
      try {
        await test();
      } finally {
        await session.close();
      }
    });
  };

  it('is compiled without a warning', () => {
    expect(warnings).toBe('');
  });

  it('says whose Winsock it is', () => {
    expect(provider.name).toMatch(/^(wine|windows) \d/u);
    expect(provider.profile).toBe('tcp');
  });

  inSession('sends data, and a graceful end after them', async () => {
    expect(
      await results([
        ...opened,
        accepted,
        [client, { call: 'send', args: { data: 'a\u0000\u00ff' } }],
        [client, { call: 'shutdown', args: { how: 'SD_SEND' } }],
        [server, { call: 'WSARecv', args: { len: 2 } }],
        [server, { call: 'recv', args: { len: 64 } }],
        [server, { call: 'recv', args: { len: 64 } }],
        [client, { call: 'WSASend', args: { data: 'b' } }],
      ]),
    ).toEqual([
      ...Array.from({ length: 6 }, () => ({ ok: {} })),
      { ok: { sent: 3 } },
      { ok: {} },
      { ok: { data: 'a\u0000' } },
      { ok: { data: '\u00ff' } },
      { ok: { data: '' } },
      { error: 'WSAESHUTDOWN' },
    ]);
  });

  inSession('asks a condition function, which is told who calls', async () => {
    await results(opened);
    const [deferred, taken] = await results([
      [listener, { call: 'WSAAccept', args: { as: server, condition: 'CF_DEFER' } }],
      [listener, { call: 'WSAAccept', args: { as: server, condition: 'CF_ACCEPT' } }],
    ]);
    const condition = { called: true, callerId: client };
    expect(deferred).toMatchObject({ error: 'WSATRY_AGAIN', condition });
    expect(taken).toMatchObject({ ok: {}, condition });
  });

  inSession('tells of a call that waits when it has ended', async () => {
    await results([...opened, accepted]);
    expect(await results([[server, { call: 'recv', args: { len: 9 } }]])).toEqual([{ pending: true }]);
    const sent = await session.call(client, { call: 'send', args: { data: 'late' } });
    const { completed = [] } = await session.settle();
    expect([...(sent.completed ?? []), ...completed]).toEqual([
      { socket: server, completes: 'recv', result: { ok: { data: 'late' } } },
    ]);
  });

  inSession('records network events, and counts as quiet when they are there', async () => {
    await results([
      ...opened,
      [listener, { call: 'WSAEventSelect', args: { events: ['FD_ACCEPT'] } }],
      [client2, { call: 'WSASocket', args: {} }],
      [client2, { call: 'WSAEventSelect', args: { events: ['FD_CONNECT'] } }],
      [client2, { call: 'WSAConnect', args: { to: listener } }],
    ]);
    await session.settle();
    const enumerate: Call = { call: 'WSAEnumNetworkEvents', args: {} };
    expect(
      await results([
        [listener, enumerate],
        [client2, enumerate],
      ]),
    ).toEqual([{ ok: { events: { FD_ACCEPT: 0 } } }, { ok: { events: { FD_CONNECT: 0 } } }]);
  });

  inSession('ends a session whose calls still wait', async () => {
    expect(
      await results([
        ...opened,
        [listener, { call: 'WSAAccept', args: { as: server, condition: null } }],
        [server, { call: 'recv', args: { len: 1 } }],
        [listener, { call: 'WSAAccept', args: { as: server2, condition: null } }],
      ]),
    ).toEqual([...Array.from({ length: 6 }, () => ({ ok: {} })), { pending: true }, { pending: true }]);
  });

  inSession('leaves a handle alone that was closed: another session may have got it', async () => {
    await results([
      [client, { call: 'WSASocket', args: {} }],
      [client, { call: 'closesocket', args: {} }],
    ]);
    const other = await provider.open();
    await results([[client2, { call: 'WSASocket', args: {} }]], other);
    expect(await results([[client, { call: 'closesocket', args: {} }]])).toEqual([{ error: 'WSAENOTSOCK' }]);
    expect(await results([[client2, { call: 'closesocket', args: {} }]], other)).toEqual([{ ok: {} }]);
    await other.close();
  });
});
