import { describe, expect, it } from 'vitest';
import { printStep } from '../../../spec/trace/print.js';
import { familiesOf } from './families.js';
import { asksWhy, called, connects, logOf, note, opened } from './testing.js';

/** The steps and the ends of each family. */
async function told(...lines: readonly string[]) {
  return familiesOf(await logOf(...lines)).map(({ names, calls, horizon }) => ({
    names,
    steps: calls.map(({ step }) => printStep(step)),
    horizon,
  }));
}

/** The steps of the only family, without those by which it was opened. */
async function stepsOf(...lines: readonly string[]): Promise<readonly string[]> {
  const [only] = await told(...opened, ...connects(0x3c, 5551), ...lines);
  return only?.steps.slice(5) ?? [];
}

const withServer = called('ioctlsocket', [0x3c, 0x8004667e, 1], 0, [
  '0024: ioctl( code=00120344, async={handle=003c}, in_data={01,00,00,00} )',
  '0024: ioctl() = 0 { wait=0000, options=00000000, out_data={} }',
]);

describe('what a log tells', () => {
  it('is a family of sockets that have to do with each other', async () => {
    expect(await told(...opened, ...connects(0x3c, 5551), ...called('accept', [0x30, 0, 0], 0x48))).toEqual([
      {
        names: ['listener', 'client', 'server'],
        steps: [
          '{"socket":"listener","call":"WSASocket","result":{"ok":{}}}',
          '{"socket":"listener","call":"bind","result":{"ok":{}}}',
          '{"socket":"listener","call":"listen","args":{"backlog":3},"result":{"ok":{}}}',
          '{"socket":"client","call":"WSASocket","result":{"ok":{}}}',
          '{"socket":"client","call":"WSAConnect","args":{"to":"listener"},"result":{"ok":{}}}',
          '{"socket":"listener","call":"WSAAccept","args":{"as":"server","condition":null},"result":{"ok":{}}}',
        ],
        horizon: null,
      },
    ]);
  });

  it('is how many bytes were sent and received, and not which', async () => {
    expect(
      await stepsOf(...called('send', [0x3c, 1, 3, 0], 3), ...called('recv', [0x3c, 1, 64, 0], 2)),
    ).toEqual([
      '{"socket":"client","call":"send","args":{"data":"???"},"result":{"ok":{"sent":3}}}',
      '{"socket":"client","call":"recv","args":{"len":64},"result":{"ok":{"data":"??"}}}',
    ]);
  });

  it('is an error only if the thread has asked for it, and it is one of Winsock', async () => {
    const fails = called('send', [0x3c, 1, 1, 0], -1);
    expect(await stepsOf(...fails, ...asksWhy(10_058), ...fails, ...asksWhy(6), ...fails)).toEqual([
      '{"socket":"client","call":"send","args":{"data":"?"},"result":{"error":"WSAESHUTDOWN"}}',
      '{"socket":"client","call":"send","args":{"data":"?"}}',
      '{"socket":"client","call":"send","args":{"data":"?"}}',
    ]);
  });

  it('is an error of WSASend that it gives whatever there is to send', async () => {
    const fails = called('WSASend', [0x3c, 1, 1, 1, 0, 0, 0], -1);
    expect(await stepsOf(...fails, ...asksWhy(10_058), ...fails, ...asksWhy(10_035))).toEqual([
      '{"socket":"client","call":"WSASend","args":{"data":"?"},"result":{"error":"WSAESHUTDOWN"}}',
    ]);
  });

  it.each([10_053, 10_054])('is no error of WSASend that may come after some was sent: %i', async (error) => {
    const fails = called('WSASend', [0x3c, 1, 1, 1, 0, 0, 0], -1);
    expect(await stepsOf(...fails, ...asksWhy(error), ...called('closesocket', [0x3c], 0))).toEqual([]);
  });

  it('is no error that was asked for after another call', async () => {
    expect(
      await stepsOf(
        ...called('send', [0x3c, 1, 1, 0], -1),
        ...called('getsockname', [0x3c, 1, 1], 0),
        ...asksWhy(10_058),
      ),
    ).toEqual(['{"socket":"client","call":"send","args":{"data":"?"}}']);
  });

  it('is what the server was asked: the mode of a socket, and its events', async () => {
    const events = (...words: readonly number[]): readonly string[] =>
      called('WSAEnumNetworkEvents', [0x3c, 0x40, 1], 0, [
        '0024: ioctl( code=0001208b, async={handle=003c}, in_data={} )',
        `0024: ioctl() = 0 { wait=0000, options=00000000, out_data={${Array.from({ length: 14 }, (_, at) => `${(words[at] ?? 0).toString(16).padStart(2, '0')},00,00,00`).join()}} }`,
      ]);
    expect(
      await stepsOf(
        ...withServer,
        ...called('WSAEventSelect', [0x3c, 0x40, 0x21], 0),
        ...events(0x09),
        ...events(0x08, 0, 0, 0, 5),
        ...called('WSAEnumNetworkEvents', [0x3c, 0x40, 1], 0),
      ),
    ).toEqual([
      '{"socket":"client","call":"ioctlsocket","args":{"nonblocking":true},"result":{"ok":{}}}',
      '{"socket":"client","call":"WSAEventSelect","args":{"events":["FD_READ","FD_CLOSE"]},"result":{"ok":{}}}',
      '{"socket":"client","call":"WSAEnumNetworkEvents","result":{"ok":{"events":{"FD_READ":0,"FD_CLOSE":0}}}}',
      '{"socket":"client","call":"WSAEnumNetworkEvents","result":{"ok":{}}}',
      '{"socket":"client","call":"WSAEnumNetworkEvents","result":{"ok":{}}}',
    ]);
  });

  it('is which option was set to what, if it matters', async () => {
    const sets = (option: number, value: number): readonly string[] =>
      called('setsockopt', [0x3c, 0xffff, option, 1, 4], 0, [
        note(
          'setsockopt',
          `socket 0x3c, level SOL_SOCKET, name X, optval 0000000000000001 (${String(value)}), optlen 4`,
        ),
      ]);
    expect(await stepsOf(...sets(0x80, 0x5_00_01), ...sets(8, 1), ...sets(0xffffff7f, 1))).toEqual([
      '{"socket":"client","call":"setsockopt","args":{"option":"SO_LINGER","onoff":true,"linger":5},"result":{"ok":{}}}',
      '{"socket":"client","call":"setsockopt","args":{"option":"SO_DONTLINGER","value":true},"result":{"ok":{}}}',
    ]);
  });

  it('is how much WSASend and WSARecv have moved, where the server was told', async () => {
    const moved = (bytes: string): readonly string[] => [
      note('WS2_recv_base', 'socket 0x3c, buffers 1, buffer_count 1, flags 0, addr 0'),
      ...(bytes === ''
        ? []
        : [
            `0024: set_async_direct_result( handle=0048, information=${bytes}, status=00000000, mark_pending=0 )`,
          ]),
    ];
    expect(
      await stepsOf(
        ...called('WSASend', [0x3c, 1, 1, 1, 0, 0, 0], 0, moved('00000002')),
        ...called('WSARecv', [0x3c, 1, 1, 1, 1, 0, 0], 0, moved('00000003')),
        ...called('WSARecv', [0x3c, 1, 1, 1, 1, 0, 0], 0, moved('')),
      ),
    ).toEqual([
      '{"socket":"client","call":"WSASend","args":{"data":"??"},"result":{"ok":{"sent":2}}}',
      '{"socket":"client","call":"WSARecv","args":{"len":3},"result":{"ok":{"data":"???"}}}',
      '{"socket":"client","call":"WSARecv","args":{"len":65536},"result":{"ok":{}}}',
    ]);
  });
});

describe('where a log tells too little', () => {
  const endsWith = async (...lines: readonly string[]): Promise<string | undefined> => {
    const [only] = await told(...opened, ...connects(0x3c, 5551), ...lines);
    return only?.horizon?.why;
  };

  it.each([
    ['ioctlsocket', [0x3c, 0x8004667e, 1], 'nonblocking'],
    ['WSAAccept', [0x30, 0, 0, 0x140001000, 0], 'condition function'],
    ['WSAConnect', [0x3c, 1, 16, 1, 0, 0, 0], 'data go with the connect'],
    ['WSASend', [0x3c, 1, 1, 1, 0, 0x21f000, 0], 'overlapped'],
    ['WSASend', [0x3c, 1, 1, 1, 0, 0, 0], 'how much'],
    ['WSARecv', [0x3c, 1, 1, 1, 1, 0, 0x140001000], 'overlapped'],
    ['recv', [0x3c, 1, 8, 2], 'flags'],
    ['recv', [0x3c, 1, 0, 0], 'no byte'],
    ['send', [0x3c, 1, 0x200000, 0], '65536 bytes'],
    ['WSASendDisconnect', [0x3c, 1], 'disconnect data'],
    ['WSAAsyncSelect', [0x3c, 1, 1, 1], 'message interface'],
    ['WSADuplicateSocketW', [0x3c, 1, 1], 'another process'],
    ['setsockopt', [0x3c, 0xffff, 0x1006, 1, 4], 'option 0x1006'],
    ['WSAIoctl', [0x3c, 0x98000004, 1, 1, 1, 1, 1, 0, 0], 'request 0x98000004'],
    ['WSACleanup', [], 'WSACleanup'],
  ])('%s: %j', async (name, args, why) => {
    expect(await endsWith(...called(name, args, 0), ...called('shutdown', [0x3c, 1], 0))).toContain(why);
  });

  it('nothing is known from then on, of whoever may be connected', async () => {
    const [only] = await told(
      ...opened,
      ...connects(0x3c, 5551),
      ...called('accept', [0x30, 0, 0], 0x48),
      ...called('WSADuplicateSocketW', [0x48, 1, 1], 0),
      ...called('recv', [0x3c, 1, 8, 0], 0),
    );
    expect(only?.steps).toHaveLength(6);
    expect(only?.horizon?.line).toBe(15);
  });

  it('a call that comes back later has an outcome that was not seen', async () => {
    const [began = '', ended = ''] = called('recv', [0x3c, 1, 8, 0], 0, [], '0028');
    expect(await stepsOf(began, ...called('WSADuplicateSocketW', [0x3c, 1, 1], 0), ended)).toEqual([
      '{"socket":"client","call":"recv","args":{"len":8}}',
    ]);
  });

  it('is a socket to whose port nobody of the log is bound', async () => {
    const [, alone] = await told(...opened, ...connects(0x3c, 80));
    expect(alone?.horizon?.why).toContain('127.0.0.1:80');
    expect(alone?.steps).toHaveLength(1);
  });

  it('is a socket that something else uses, or another process', async () => {
    expect(await endsWith(note('sock_ioctl', 'handle 0x3c, code 0x12024, in_size 16'))).toContain(
      'something else',
    );
    expect(await endsWith('0044:0048:Call ws2_32.send(3c,1,1,0) ret=1')).toContain('another process');
  });

  it('is a socket that is written to or closed past ws2_32, as the server tells', async () => {
    expect(await endsWith('0024: send_socket( async={handle=003c,event=0034} )')).toContain('something else');
    expect(await endsWith('0024: close_handle( handle=003c )')).toContain('something else');
    expect(await endsWith('0048: close_handle( handle=003c )')).toBeUndefined();
    const between = ['0024: close_handle( handle=003c )'];
    expect(await endsWith(...called('closesocket', [0x3c], 0, between))).toBeUndefined();
  });

  it('is both sockets of an AcceptEx', async () => {
    const [, alone] = await told(
      ...opened,
      ...called('shutdown', [0x3c, 1], 0),
      note('WS2_AcceptEx', 'listener 0x30, acceptor 0x3c, dest 0000000000A1F970'),
      ...called('recv', [0x3c, 1, 8, 0], 0),
    );
    expect(alone?.horizon?.why).toContain('something else');
    expect(alone?.steps).toHaveLength(2);
  });

  it('is a process that uses a socket of which it is not known how it came to it', async () => {
    expect(await endsWith(...called('send', [0x90, 1, 1, 0], 1))).toContain('does not show being made');
    const datagrams = called('socket', [2, 2, 0], 0x90);
    expect(await endsWith(...datagrams, ...called('recv', [0x90, 1, 1, 0], 1))).toBeUndefined();
  });

  it('is a socket whose process is gone before others are', async () => {
    expect(
      await endsWith(
        '0044:0048:Call ws2_32.socket(2,1,0) ret=1',
        '0044:0048:Ret  ws2_32.socket() retval=50 ret=1',
        '0044:0048:trace:winsock:connect socket 0x50, addr { family AF_INET, address 127.0.0.1, port 5551 }, len 16',
        '0044:0048:Call ws2_32.connect(50,1,10) ret=1',
        '0044:0048:trace:winsock:connect socket 0x50, addr { family AF_INET, address 127.0.0.1, port 5551 }, len 16',
        '0044:0048:Ret  ws2_32.connect() retval=0 ret=1',
      ),
    ).toContain('process 0020 is not seen any more');
  });

  it('is a handle that is that of another socket all at once', async () => {
    expect(await endsWith(...called('socket', [2, 1, 0], 0x3c))).toContain('closed by something');
  });
});

describe('a call that fails for something that a trace does not tell', () => {
  const failing = async (name: string, args: readonly number[], error: number) => {
    const lines = [...opened, ...connects(0x3c, 5551), ...called(name, args, -1), ...asksWhy(error)];
    return familiesOf(await logOf(...lines, ...called('shutdown', [0x3c, 1], 0)));
  };

  it.each([
    ['bind', [0x3c, 1, 1], 10_014],
    ['setsockopt', [0x3c, 0xffff, 0x80, 0, 4], 10_014],
    ['setsockopt', [0x3c, 0xffff, 0x80, 1, 4], 10_022],
    ['getsockopt', [0x3c, 0xffff, 0x80, 1, 1], 10_014],
    ['getsockopt', [0x3c, 0xffff, 0x80, 1, 1], 10_022],
    ['WSAEventSelect', [0x3c, 0, 1], 10_022],
    ['WSAEnumNetworkEvents', [0x3c, 0, 0], 10_014],
    ['WSAEnumNetworkEvents', [0x3c, 0, 0], 10_022],
    ['accept', [0x30, 0, 0], 10_004],
  ])('is left out alone where it has done nothing: %s %j, %i', async (name, args, error) => {
    const [only] = await failing(name, args, error);
    expect(only?.calls.map(({ step }) => step.call).slice(5)).toEqual(['shutdown']);
    expect(only?.horizon).toBeNull();
    expect(only?.omitted.map(({ line }) => line)).toEqual([13]);
    expect(only?.omitted[0]?.what).toContain(`: ${name} failed with WSAE`);
  });

  it.each([
    ['accept', [0x30, 1, 1], 10_014],
    ['connect', [0x3c, 1, 1], 10_014],
    ['send', [0x3c, 0, 8, 0], 10_014],
    ['recv', [0x3c, 0, 8, 0], 10_014],
    ['recv', [0x3c, 1, 8, 0], 10_004],
    ['getsockopt', [0x3c, 0xffff, 0x1007, 1, 1], 10_014],
  ])('ends what is known where it may have got on: %s %j, %i', async (name, args, error) => {
    const [only] = await failing(name, args, error);
    expect(only?.calls).toHaveLength(5);
    expect(only?.horizon?.line).toBe(13);
    expect(only?.horizon?.why).toContain('how far');
    expect(only?.omitted).toEqual([]);
  });

  it('is told where the socket was closed meanwhile, which has cancelled it', async () => {
    const [began = '', ended = ''] = called('recv', [0x3c, 1, 8, 0], -1, [], '0028');
    const why = asksWhy(10_004).map((line) => line.replace(':0024:', ':0028:'));
    expect(await stepsOf(began, ...called('closesocket', [0x3c], 0), ended, ...why)).toEqual([
      '{"socket":"client","call":"recv","args":{"len":8},"result":{"error":"WSAEINTR"}}',
      '{"socket":"client","call":"closesocket","result":{"ok":{}}}',
    ]);
  });

  it('is told of SO_CONDITIONAL_ACCEPT, which comes too late once a socket listens', async () => {
    const value = note('setsockopt', 'socket 0x30, optname SO_CONDITIONAL_ACCEPT, (1), optlen 4');
    const late = called('setsockopt', [0x30, 0xffff, 0x3002, 1, 4], -1, [value]);
    const [only] = await told(...opened, ...late, ...asksWhy(10_022));
    expect(only?.steps.at(-1)).toContain('"value":true},"result":{"error":"WSAEINVAL"}');
  });

  it('is told of a close that lingers, which may be cancelled', async () => {
    expect(await stepsOf(...called('closesocket', [0x3c], -1), ...asksWhy(10_004))).toEqual([
      '{"socket":"client","call":"closesocket","result":{"error":"WSAEINTR"}}',
    ]);
  });

  it('may have reached whom it was to connect to', async () => {
    const cancelled = [...connects(0x3c, 5551, -1), ...asksWhy(10_004)];
    const families = await told(...opened, ...cancelled, ...called('accept', [0x30, 0, 0], 0x48));
    const why = 'connect failed with WSAEINTR, and the log does not say how far it had got';
    expect(families.map(({ horizon }) => horizon?.why)).toEqual([why, why]);
  });
});

describe('much data', () => {
  const bulk = async (sends: number, size: number, receives: number): Promise<string | null> => {
    const rounds = Array.from({ length: receives }, () => [
      ...called('send', [0x3c, 1, size, 0], size),
      ...called('recv', [0x48, 1, size, 0], size),
    ]);
    const [only] = await told(
      ...opened,
      ...connects(0x3c, 5551),
      ...called('accept', [0x30, 0, 0], 0x48),
      ...Array.from({ length: sends }, () => called('send', [0x3c, 1, size, 0], size)).flat(),
      ...rounds.flat(),
    );
    return only?.horizon?.why ?? null;
  };

  it('are followed as long as few are in flight', async () => {
    expect(await bulk(0, 1000, 2000)).toBeNull();
    expect(await bulk(4, 65_536, 0)).toBeNull();
  });

  it('are not where too much is in flight at once, or over too many calls', async () => {
    expect(await bulk(5, 65_536, 0)).toContain('so much is sent');
    expect(await bulk(3, 65_536, 200)).toContain('so much is sent');
  });
});

describe('sockets that a trace does not know', () => {
  it('are left out: datagrams, and IPv6', async () => {
    const none = [...called('socket', [2, 2, 0], 0x30), ...called('socket', [23, 1, 0], 0x34)];
    expect(await told(...none, ...called('bind', [0x30, 1, 16], 0))).toEqual([]);
  });

  it.each([
    ['datagrams', [2, 2, 17]],
    ['IPv6', [23, 1, 6]],
  ])('have handles that were those of others before: %s', async (_, args) => {
    expect(
      await stepsOf(
        ...called('closesocket', [0x3c], 0),
        ...called('socket', args, 0x3c),
        ...called('bind', [0x3c, 1, 28], 0),
        ...called('recv', [0x3c, 1, 8, 0], 8),
        ...called('closesocket', [0x3c], 0),
      ),
    ).toEqual(['{"socket":"client","call":"closesocket","result":{"ok":{}}}']);
  });

  it('leave their handles to sockets that a trace knows', async () => {
    const families = await told(
      ...called('socket', [2, 2, 17], 0x3c),
      ...called('closesocket', [0x3c], 0),
      ...called('socket', [2, 1, 6], 0x3c),
      ...called('closesocket', [0x3c], 0),
      ...called('socket', [2, 2, 17], 0x3c),
      ...called('closesocket', [0x3c], 0),
    );
    expect(families.map(({ steps }) => steps)).toEqual([
      [
        '{"socket":"socket","call":"WSASocket","result":{"ok":{}}}',
        '{"socket":"socket","call":"closesocket","result":{"ok":{}}}',
      ],
    ]);
  });

  it('a closed one still has its name, until its handle is that of another', async () => {
    expect(
      await stepsOf(
        ...called('closesocket', [0x3c], 0),
        ...called('closesocket', [0x3c], -1),
        ...asksWhy(10_038),
      ),
    ).toEqual([
      '{"socket":"client","call":"closesocket","result":{"ok":{}}}',
      '{"socket":"client","call":"closesocket","result":{"error":"WSAENOTSOCK"}}',
    ]);
  });
});
