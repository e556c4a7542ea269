import { describe, expect, it } from 'vitest';
import { runProgram } from '../../providers/winsock/run-program.js';
import { onWinsock, whatIsMissing } from '../../providers/winsock/testing.js';
import type { Allowed } from '../../model/verdict.js';
import { parseStep } from '../../spec/trace/schema.js';
import type { Step } from '../../spec/trace/step.js';
import type { BugReport } from '../bug-report.js';
import { cProgram } from './program.js';

const step = (raw: object): Step => {
  const parsed = parseStep(raw);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problem));
  return parsed.value;
};

const made = (socket: string, call: string, args: object = {}, result: object = { ok: {} }): Step =>
  step({ socket, call, args, result });

const connected = [
  made('listener', 'WSASocket'),
  made('listener', 'bind'),
  made('listener', 'listen', { backlog: 5 }),
  made('client', 'WSASocket'),
  made('client', 'WSAConnect', { to: 'listener' }),
  made('listener', 'WSAAccept', { as: 'server', condition: 'CF_ACCEPT' }),
];

const report = (steps: readonly Step[], ...expected: readonly Allowed[]): BugReport => ({
  report: 1,
  tool: 'halfclose',
  version: '0',
  profile: 'tcp',
  provider: 'a test */',
  origin: { kind: 'trace', file: 'test' },
  readings: {},
  steps,
  at: steps.length - 1,
  clauses: ['GS-08'],
  summary: 'server: recv gave "%s"',
  expected,
  rules: [],
  followed: {},
  replay: '',
});

const says = (program: string | null): string => program ?? 'there is no program';

describe('the C program of a report', () => {
  it('makes each call with its arguments, in the order of the trace', () => {
    const program = says(
      cProgram(
        report(
          [
            ...connected,
            made('server', 'setsockopt', { option: 'SO_LINGER', onoff: true, linger: 3 }),
            made('client', 'send', { data: 'a"\\\u0000' }, { ok: { sent: 4 } }),
          ],
          { error: 'WSAESHUTDOWN' },
        ),
      ),
    );
    expect(program).toContain('static struct peer listener = ');
    expect(program).toContain('server.s = WSAAccept(listener.s, NULL, NULL, decide, (DWORD_PTR)r);');
    expect(program).toContain('struct linger value = {1, 3};');
    expect(program).toContain('send(client.s, "a\\042\\134\\000", 4, 0)');
    expect(program).toContain('return (!r->pending && r->error == WSAESHUTDOWN);');
    expect(program.indexOf('step7')).toBeLessThan(program.indexOf('step8'));
  });

  const seen = (call: string, args: object, result: object): string =>
    says(cProgram(report([...connected, made('client', call, args, result)], { ok: { data: 'a' } })));

  it('condemns no failure of the network, unless that is what was seen', () => {
    expect(seen('recv', { len: 1 }, { ok: { data: 'b' } })).toContain('#define SEEN 0\n');
    const aborted = seen('recv', { len: 1 }, { error: 'WSAECONNABORTED' });
    expect(aborted).toContain('#define SEEN 0, WSAECONNABORTED\n');
    expect(aborted).toContain('step->expected(r) || met_by_chance(r)');
    expect(aborted).toMatch(/^#define FAILURES .*WSAENETRESET$/mu);
  });

  it('condemns no call that is told of another one in progress, and none that is cancelled while it waits', () => {
    const failures = (call: string, args: object): string =>
      /^#define FAILURES (.*)$/mu.exec(seen(call, args, { error: 'WSAENOTCONN' }))?.[1] ?? '';
    const waits = [
      failures('recv', { len: 1 }),
      failures('WSASend', { data: 'a' }),
      failures('WSAConnect', { to: 'listener' }),
      failures('closesocket', {}),
    ];
    const never = [failures('shutdown', { how: 'SD_SEND' }), failures('WSAEnumNetworkEvents', {})];
    for (const all of [...waits, ...never]) expect(all).toContain('WSAEINPROGRESS');
    for (const all of waits) expect(all).toContain('WSAEINTR');
    for (const all of never) expect(all).not.toContain('WSAEINTR');
  });

  it('condemns no socket that has no events in the state it is in', () => {
    for (const [call, args] of [
      ['WSAEventSelect', { events: ['FD_READ'] }],
      ['WSAEnumNetworkEvents', {}],
    ] as const)
      expect(seen(call, args, { error: 'WSAENOTSOCK' })).toMatch(/^#define FAILURES .*, WSAEINVAL$/mu);
  });

  it('condemns no SO_ERROR and no event that tells of one, either', () => {
    const error = seen('getsockopt', { option: 'SO_ERROR' }, { ok: { value: 'WSAETIMEDOUT' } });
    expect(error).toContain('#define SEEN 0, WSAETIMEDOUT\n');
    const events = { FD_READ: 0, FD_CLOSE: 'WSAECONNABORTED' };
    expect(seen('WSAEnumNetworkEvents', {}, { ok: { events } })).toContain(
      '#define SEEN 0, WSAECONNABORTED\n',
    );
    expect(seen('getsockopt', { option: 'SO_ACCEPTCONN' }, { ok: { value: true } })).toContain(
      '#define SEEN 0\n',
    );
  });

  it('condemns no call that waits for what is on its way, unless that is what was seen', () => {
    const may = '#define MAY_TAKE_TIME 1\n';
    expect(seen('recv', { len: 1 }, { ok: { data: 'b' } })).toContain(may);
    expect(seen('recv', { len: 1 }, { pending: true })).not.toContain(may);
    expect(seen('WSAConnect', { to: 'listener' }, { error: 'WSAEISCONN' })).toContain(may);
    expect(seen('closesocket', {}, { error: 'WSAENOTSOCK' })).toContain(may);
    expect(seen('closesocket', {}, { pending: true })).not.toContain(may);
    expect(seen('shutdown', { how: 'SD_SEND' }, { error: 'WSAENOTCONN' })).not.toContain(may);
  });

  it('condemns no send that has met a peer that is gone, and no connect that cannot get there', () => {
    const program = (call: string, args: object): string =>
      says(
        cProgram(report([...connected, made('client', call, args, { error: 'WSAESHUTDOWN' })], { ok: {} })),
      );
    expect(program('send', { data: 'a' })).toMatch(/^#define FAILURES .*, WSAECONNRESET$/mu);
    expect(program('WSAConnect', { to: 'listener' })).toMatch(/^#define FAILURES .*, WSAEHOSTUNREACH$/mu);
  });

  it('is absent where what was refused is no result of a call', () => {
    expect(cProgram(report([...connected, { settle: true }], { ok: {} }))).toBeNull();
    expect(cProgram(report(connected, 'anything'))).toBeNull();
    expect(cProgram(report(connected))).toBeNull();
  });
});

describe('the C program of a report that does not list all that was allowed', () => {
  const received = made('server', 'recv', { len: 64 }, { ok: { data: 'ba' } });
  const cut = { ...report([...connected, received], { ok: { data: 'a' } }), unlisted: 2 };

  it('is absent where they are not known, as it would condemn them', () => {
    expect(cProgram(cut)).toBeNull();
    expect(cProgram(cut, [{ ok: { data: 'aa' } }])).toBeNull();
  });

  it('is absent where they are too many for a compiler', () => {
    const further = Array.from({ length: 1_001 }, (_, index) => ({ ok: { data: 'a'.repeat(index + 2) } }));
    expect(cProgram({ ...cut, unlisted: further.length }, further)).toBeNull();
  });

  it('allows them all, and says how many it does not name', () => {
    const program = says(cProgram(cut, [{ ok: { data: 'aa' } }, { ok: { data: 'aaa' } }]));
    for (const data of ['a', 'aa', 'aaa']) expect(program).toContain(`"${data}", ${String(data.length)})`);
    expect(program).toContain('or one of 2 more');
  });
});

describe.skipIf(whatIsMissing() !== null)(onWinsock('the C program of a report, on Winsock'), () => {
  const ends = [
    ...connected,
    made('server', 'WSAEventSelect', { events: ['FD_READ', 'FD_CLOSE'] }),
    made('server', 'ioctlsocket', { nonblocking: true }),
    made('client', 'recv', { len: 9 }, { pending: true }),
    made('server', 'WSASend', { data: 'abc' }, { ok: { sent: 3 } }),
    step({ socket: 'client', completes: 'recv', result: { ok: { data: 'abc' } } }),
    made('client', 'shutdown', { how: 'SD_SEND' }),
    step({ settle: true }),
    made('server', 'WSAEnumNetworkEvents', {}, { ok: { events: { FD_CLOSE: 0 } } }),
    made('server', 'getsockopt', { option: 'SO_ACCEPTCONN' }, { ok: { value: false } }),
  ];
  const last = (data: string): Step => made('server', 'recv', { len: 5 }, { ok: { data } });

  it('exits with 0, and says so, where what is seen is allowed', async () => {
    const program = says(cProgram(report([...ends, last('never')], { ok: { data: '' } })));
    const { warnings, code, output } = await runProgram(program);
    expect(warnings).toBe('');
    expect(output).toContain('The fault does not show.');
    expect(code).toBe(0);
  }, 60_000);

  it('exits with 1, and shows what is allowed and what is seen, where it is not', async () => {
    const program = says(cProgram(report([...ends, last('')], { pending: true }, { ok: { data: 'x' } })));
    const { warnings, code, output } = await runProgram(program);
    expect(warnings).toBe('');
    expect(output).toContain('allowed: pending, or ok {"data":"x"}');
    expect(output).toMatch(/seen: +ok, 0 bytes received/u);
    expect(code).toBe(1);
  }, 60_000);

  it('exits with 0 where what the last call waits for has not come', async () => {
    const program = says(cProgram(report([...connected, last('y')], { ok: { data: 'x' } })));
    const { code, output } = await runProgram(program);
    expect(output).toMatch(/seen: +pending/u);
    expect(code).toBe(0);
  }, 60_000);

  it('exits with 0 where a run takes another course before', async () => {
    const other = made('client', 'shutdown', { how: 'SD_SEND' }, { error: 'WSAENOTCONN' });
    const program = says(cProgram(report([...connected, other, last('')], { pending: true })));
    const { code, output } = await runProgram(program);
    expect(output).toContain('taken another course');
    expect(code).toBe(0);
  }, 60_000);
});
