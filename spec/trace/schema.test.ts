import { describe, expect, it } from 'vitest';
import type { Parsed } from '../problem.js';
import { describeProblem } from '../problem.js';
import { callNames, socketName } from './names.js';
import { parseHeader, parseResult, parseStep } from './schema.js';

const seen = <T>(parsed: Parsed<T>): unknown => (parsed.ok ? parsed.value : describeProblem(parsed.problem));

const step = (text: string): unknown => seen(parseStep(JSON.parse(text)));
const call = (name: string, rest: object): unknown => seen(parseStep({ socket: 's', call: name, ...rest }));

const leastArguments = {
  WSASocket: {},
  bind: {},
  listen: { backlog: 5 },
  ioctlsocket: { nonblocking: true },
  setsockopt: { option: 'SO_DONTLINGER', value: true },
  getsockopt: { option: 'SO_ERROR' },
  WSAEventSelect: { events: [] },
  WSAEnumNetworkEvents: {},
  WSAConnect: { to: 'listener' },
  CalleeData: {},
  WSAAccept: { as: 'server', condition: null },
  send: { data: 'a' },
  WSASend: { data: '' },
  recv: { len: 0 },
  WSARecv: { len: 64 },
  shutdown: { how: 'SD_BOTH' },
  WSASendDisconnect: {},
  WSARecvDisconnect: { len: null },
  closesocket: {},
} as const;

describe('a step', () => {
  it.each(callNames)('%s is read with no more arguments than it needs, and with any result', (name) => {
    const args = leastArguments[name];
    for (const result of [{ ok: {} }, { error: 'WSAENETDOWN' }, { pending: true }]) {
      expect(call(name, { args, result, comment: 'why' })).toEqual({
        socket: 's',
        call: name,
        args,
        result,
        comment: 'why',
      });
    }
    expect(call(name, { args })).toEqual({ socket: 's', call: name, args });
  });

  it('may leave out empty arguments', () => {
    expect(step('{"socket":"s","call":"bind"}')).toEqual({ socket: 's', call: 'bind', args: {} });
    expect(step('{"socket":"s","call":"listen"}')).toBe('args.backlog: expected an integer, found nothing');
  });

  it('gets the canonical name of its call, completions too', () => {
    expect(call('WSPConnect', { args: { to: 't' } })).toMatchObject({ call: 'WSAConnect' });
    expect(step('{"socket":"s","completes":"WSPRecv","result":{"ok":{}}}')).toEqual({
      socket: 's',
      completes: 'WSARecv',
      result: { ok: {} },
    });
  });

  it('knows that accept has no condition function', () => {
    const accepted = { socket: 's', call: 'WSAAccept', args: { as: 't', condition: null } };
    expect(call('accept', { args: { as: 't' } })).toEqual(accepted);
    expect(call('accept', { args: { as: 't', condition: null } })).toEqual(accepted);
    expect(call('accept', { args: { as: 't', condition: 'CF_DEFER' } })).toBe(
      'args.condition: expected null, as accept has no condition function, found "CF_DEFER"',
    );
    expect(call('WSAAccept', { args: { as: 't' } })).toBe(
      'args.condition: expected "CF_ACCEPT", "CF_REJECT", "CF_DEFER", another integer, or null, found nothing',
    );
  });

  it('calls the numbers of the three answers by their names', () => {
    const answers = [0, 1, 2, 3, -1].map((condition) => call('WSAAccept', { args: { as: 't', condition } }));
    expect(answers).toMatchObject(
      ['CF_ACCEPT', 'CF_REJECT', 'CF_DEFER', 3, -1].map((condition) => ({ args: { condition } })),
    );
  });

  it('holds data of which each character is a byte', () => {
    expect(call('send', { args: { data: '\u0000\u00ff' } })).toMatchObject({ args: { data: '\u0000ÿ' } });
    expect(call('send', { args: { data: 'abĀ' } })).toBe(
      'args.data: expected a string of which each character is one byte (U+0000 to U+00FF), found U+0100 at index 2',
    );
    expect(call('recv', { args: { len: 4 }, result: { ok: { data: '😀' } } })).toMatch(
      /^result\.ok\.data: .*U\+D83D/u,
    );
  });

  it('tells NULL and an empty buffer apart where a pointer may be NULL, and only there', () => {
    expect(call('WSASendDisconnect', { args: { data: null } })).toMatchObject({ args: { data: null } });
    expect(call('WSAConnect', { args: { to: 't', callerData: '' } })).toMatchObject({
      args: { callerData: '' },
    });
    expect(call('send', { args: { data: null } })).toBe('args.data: expected a string, found null');
    expect(call('recv', { args: { len: null } })).toBe(
      'args.len: expected an integer from 0 to 4294967295, found null',
    );
    expect(call('recv', { args: { len: 1 }, result: { ok: { data: null } } })).toBe(
      'result.ok.data: expected a string, found null',
    );
  });

  it('names the events of a mask once each, whichever documented ones they are', () => {
    const events = ['FD_OOB', 'FD_QOS', 'FD_OOB'];
    expect(call('WSAEventSelect', { args: { events } })).toMatchObject({
      args: { events: ['FD_OOB', 'FD_QOS'] },
    });
    expect(call('WSAEventSelect', { args: { events: ['FD_FOO'] } })).toMatch(
      /^args\.events\[0\]: expected one of FD_READ, .* found "FD_FOO"$/u,
    );
  });

  it.each([
    ['{"socket":"s","call":"listen","args":{"backlog":2.5}}', 'args.backlog: expected an integer, found 2.5'],
    [
      '{"socket":"s","call":"listen","args":{"backlog":1e300}}',
      'args.backlog: expected an integer, found 1e+300',
    ],
    [
      '{"socket":"s","call":"setsockopt","args":{"option":"SO_LINGER","onoff":true,"linger":65536}}',
      'args.linger: expected an integer from 0 to 65535, found 65536',
    ],
    [
      '{"socket":"s","call":"setsockopt","args":{"option":"SO_KEEPALIVE","value":true}}',
      'args.option: expected one of SO_LINGER, SO_DONTLINGER, SO_CONDITIONAL_ACCEPT, found "SO_KEEPALIVE"',
    ],
    [
      '{"socket":"s","call":"setsockopt","args":{"option":"SO_LINGER","value":true}}',
      'args.onoff: expected true or false, found nothing',
    ],
    [
      '{"socket":"s","call":"ioctlsocket","args":{"nonblocking":1}}',
      'args.nonblocking: expected true or false, found 1',
    ],
    [
      '{"socket":"s","call":"recv","args":{"len":-1}}',
      'args.len: expected an integer from 0 to 4294967295, found -1',
    ],
    [
      '{"socket":"s","call":"shutdown","args":{"how":2}}',
      'args.how: expected one of SD_SEND, SD_RECEIVE, SD_BOTH, found 2',
    ],
    ['{"socket":"s","call":"bind","args":null}', 'args: expected an object, found null'],
    ['{"socket":"s","call":"bind","args":[]}', 'args: expected an object, found an empty list'],
    ['{"socket":"s","call":"bind","args":{"port":80}}', 'args.port: expected no fields, found "port"'],
    [
      '{"socket":"s","call":"bind","flags":0}',
      'flags: expected only the fields socket, call, args, result, comment, found "flags"',
    ],
    [
      '{"socket":"s","call":"bind","__proto__":0}',
      '__proto__: expected only the fields socket, call, args, result, comment, found "__proto__"',
    ],
    ['{"socket":7,"call":"bind"}', 'socket: expected the name of a socket (1 to 256 characters), found 7'],
    ['{"socket":"s","call":"bind","comment":1}', 'comment: expected a string, found 1'],
    ['{"socket":"s"}', 'expected a step with "call", "completes" or "settle", found an object with "socket"'],
    ['[]', 'expected a step, which is an object, found an empty list'],
    ['{"trace":1}', 'expected a step, found a second header'],
    ['{"settle":false}', 'settle: expected true, found false'],
    ['{"settle":true,"result":{}}', 'result: expected only the fields settle, comment, found "result"'],
  ])('%s is refused', (text, problem) => {
    expect(step(text)).toBe(problem);
  });

  it('refuses a call of another name, and lists the names', () => {
    expect(step('{"socket":"s","call":"select"}')).toMatch(
      /^call: expected the name of a call: WSASocket, bind, .* found "select"$/u,
    );
    expect(step('{"socket":"s","completes":5,"result":{}}')).toMatch(/^completes: .* found 5$/u);
  });
});

describe('a result', () => {
  const bind = { call: 'bind', args: {} } as const;
  const one = 'an object with one of "ok", "error" and "pending"';

  it.each([
    [{}, `expected ${one}, found an empty object`],
    [{ ok: {}, error: 'WSAEINVAL' }, `expected ${one}, found an object with "ok", "error"`],
    [{ pending: true, ok: {} }, `expected ${one}, found an object with "pending", "ok"`],
    [{ pending: false }, 'pending: expected true, found false'],
    [{ ok: null }, 'ok: expected an object, found null'],
    [{ ok: { sent: 3 } }, 'ok.sent: expected no fields, found "sent"'],
    [{ error: 'ECONNRESET' }, /^error: expected the name of a Winsock error.* found "ECONNRESET"$/u],
    [{ error: 10054 }, /^error: .* found 10054$/u],
    [{ unsupported: true }, /^unsupported: expected only the fields ok, error, pending, found/u],
    [{ ok: {}, condition: { called: false } }, /^condition: expected only the fields ok, error, pending/u],
  ])('%j is none', (raw, problem) => {
    expect(seen(parseResult(bind, raw))).toMatch(problem);
  });

  it('may be an error that the documents do not list, which is for the model to judge', () => {
    expect(seen(parseResult(bind, { error: 'WSAEREMOTE' }))).toEqual({ error: 'WSAEREMOTE' });
  });

  it('has the type that its option has', () => {
    const read = (option: 'SO_LINGER' | 'SO_ERROR' | 'SO_ACCEPTCONN', ok: object) =>
      seen(parseResult({ call: 'getsockopt', args: { option } }, { ok }));
    expect(read('SO_LINGER', { onoff: true, linger: 3 })).toEqual({ ok: { onoff: true, linger: 3 } });
    expect(read('SO_LINGER', { value: true })).toBe(
      'ok.value: expected only the fields onoff, linger, found "value"',
    );
    expect(read('SO_ERROR', { value: 0 })).toEqual({ ok: { value: 0 } });
    expect(read('SO_ERROR', { value: 'WSAETIMEDOUT' })).toEqual({ ok: { value: 'WSAETIMEDOUT' } });
    expect(read('SO_ERROR', { value: false })).toBe(
      'ok.value: expected 0 or the name of a Winsock error, found false',
    );
    expect(read('SO_ACCEPTCONN', { value: 0 })).toBe('ok.value: expected true or false, found 0');
  });

  it('of WSAAccept tells what the condition function was given, unless it was not called or has not ended', () => {
    const call = { call: 'WSAAccept', args: { as: socketName('t'), condition: 'CF_DEFER' } } as const;
    const accept = (raw: object) => seen(parseResult(call, raw));
    const given = { called: true, callerId: 'client', callerData: null, calleeDataLen: 0 };
    for (const ended of [{ ok: {} }, { error: 'WSATRY_AGAIN' }]) {
      for (const condition of [
        given,
        { called: true },
        { called: true, callerId: null },
        { called: false },
      ]) {
        expect(accept({ ...ended, condition })).toEqual({ ...ended, condition });
      }
    }
    expect(accept({ ok: {}, condition: { called: false, callerId: 'client' } })).toBe(
      'condition.callerId: expected only the fields called, found "callerId"',
    );
    expect(accept({ ok: {}, condition: {} })).toBe(
      'condition.called: expected one of true, false, found nothing',
    );
    expect(accept({ pending: true, condition: given })).toBe(
      'expected an object with one of "ok", "error" and "pending", found an object with "pending", "condition"',
    );
  });

  it('of a call that was pending is neither absent nor pending', () => {
    expect(step('{"socket":"s","completes":"recv"}')).toBe('result: expected an object, found nothing');
    expect(step('{"socket":"s","completes":"recv","result":{"pending":true}}')).toBe(
      'result.pending: expected only the fields ok, error, found "pending"',
    );
    expect(step('{"socket":"s","completes":"recv","result":{}}')).toBe(
      'result: expected an object with either "ok" or "error", found an empty object',
    );
  });

  it('shows a value in few words, however deep it is', () => {
    const deep = '['.repeat(200_000) + ']'.repeat(200_000);
    expect(step(`{"socket":"s","call":"send","args":{"data":${deep}}}`)).toBe(
      'args.data: expected a string, found a list',
    );
    expect(step(`{"socket":"s","call":"bind","comment":${deep}}`)).toBe(
      'comment: expected a string, found a list',
    );
  });
});

describe('a header', () => {
  const header = (raw: unknown) => seen(parseHeader(raw));

  it('may say what was observed, on which transport', () => {
    for (const raw of [
      { trace: 1 },
      { trace: 1, profile: 'osi', provider: 'wine 8.0', comment: 'free' },
      { trace: 1, profile: { profile: 'mine', flags: ['XP1_CONNECT_DATA'], limits: { connectData: 7 } } },
    ]) {
      expect(header(raw)).toEqual(raw);
    }
  });

  it.each([
    [{ trace: 2 }, 'trace: expected 1, the version of the format that is read here, found 2'],
    [{ trace: '1' }, 'trace: expected 1, the version of the format that is read here, found "1"'],
    [
      { trace: 1, profil: 'tcp' },
      'profil: expected only the fields trace, profile, provider, comment, found "profil"',
    ],
    [
      { trace: 1, profile: 'udp' },
      'profile: expected a built-in profile (tcp, tcp-windows, osi, atm, irda, bluetooth) or an inline one, found "udp"',
    ],
    [
      { trace: 1, profile: { profile: 'mine', readings: { 'AM-08a': ['R1', 'R9'] } } },
      'profile.readings.AM-08a[1]: expected one of R1, R2, found "R9"',
    ],
    [{ trace: 1, provider: null }, 'provider: expected a string, found null'],
    [
      { socket: 's', call: 'WSASocket' },
      'expected a header such as {"trace":1,"profile":"tcp"}, found an object with "socket", "call"',
    ],
    ['trace', 'expected a header such as {"trace":1,"profile":"tcp"}, found "trace"'],
  ])('%j is none', (raw, problem) => {
    expect(header(raw)).toBe(problem);
  });
});
