import { describe, expect, it } from 'vitest';
import { describeCall, describeResult } from './describe.js';
import { socketName } from './names.js';

const client = socketName('client');
const listener = socketName('listener');

describe('a step on one line', () => {
  it('is its socket, its call and its arguments', () => {
    expect(describeCall({ socket: client, call: 'WSAConnect', args: { to: listener } })).toBe(
      'client: WSAConnect(to=listener)',
    );
    expect(describeCall({ socket: client, call: 'bind', args: {} })).toBe('client: bind()');
    expect(describeCall({ socket: client, call: 'WSASendDisconnect', args: { data: null } })).toBe(
      'client: WSASendDisconnect(data=null)',
    );
    expect(
      describeCall({ socket: client, call: 'WSAEventSelect', args: { events: ['FD_READ', 'FD_CLOSE'] } }),
    ).toBe('client: WSAEventSelect(events={FD_READ, FD_CLOSE})');
    expect(
      describeCall({ socket: listener, call: 'WSAAccept', args: { as: client, condition: 'CF_DEFER' } }),
    ).toBe('listener: WSAAccept(as=client, condition=CF_DEFER)');
  });

  it('may be an end, or a settle line', () => {
    expect(describeCall({ socket: client, completes: 'recv', result: { ok: {} } })).toBe(
      'client: recv completes',
    );
    expect(describeCall({ settle: true })).toBe('settle');
  });

  it('stays one short line, harmless to a terminal', () => {
    const socket = socketName('a\n\u009b');
    expect(describeCall({ socket, call: 'send', args: { data: '\n\u009b'.repeat(100) } })).toMatch(
      /^"a\\n\\u009b": send\(data="(\\n\\u009b){30}…"\)$/u,
    );
  });
});

describe('a result on one line', () => {
  it('is what came back', () => {
    expect(describeResult({ error: 'WSAEWOULDBLOCK' })).toBe('→ WSAEWOULDBLOCK');
    expect(describeResult({ ok: {} })).toBe('→ ok');
    expect(describeResult({ ok: { sent: 3 } })).toBe('→ ok {"sent":3}');
    expect(describeResult({ ok: { events: { FD_CLOSE: 'WSAECONNRESET' } } })).toBe(
      '→ ok {"events":{"FD_CLOSE":"WSAECONNRESET"}}',
    );
    expect(describeResult({ pending: true })).toBe('→ pending');
    expect(describeResult(undefined)).toBe('→ not observed');
  });

  it('tells what the condition function was given', () => {
    const error = 'WSATRY_AGAIN';
    expect(describeResult({ error, condition: { called: false } })).toBe(
      '→ WSATRY_AGAIN, condition function not called',
    );
    expect(describeResult({ error, condition: { called: true } })).toBe(
      '→ WSATRY_AGAIN, condition function called',
    );
    expect(describeResult({ error, condition: { called: true, callerId: client, callerData: '' } })).toBe(
      '→ WSATRY_AGAIN, condition function called with {"callerId":"client","callerData":""}',
    );
  });
});
