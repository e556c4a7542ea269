import { describe, expect, expectTypeOf, it } from 'vitest';
import { callAliases, callNames, canonicalCall, longestSocketName, socketName } from './names.js';
import type { CallName } from './step.js';

describe('call names', () => {
  it('name every call of the alphabet once', () => {
    expectTypeOf<(typeof callNames)[number]>().toEqualTypeOf<CallName>();
    expect(new Set(callNames).size).toBe(callNames.length);
  });

  it('stand for themselves', () => {
    for (const name of callNames) expect(canonicalCall(name)).toBe(name);
  });

  it.each(Object.entries(callAliases))('%s stands for %s', (alias, name) => {
    expect(canonicalCall(alias)).toBe(name);
  });

  it('keep send and WSASend, recv and WSARecv apart, and give the SPI the fuller one', () => {
    expect(['send', 'WSPSend', 'recv', 'WSPRecv'].map(canonicalCall)).toEqual([
      'send',
      'WSASend',
      'recv',
      'WSARecv',
    ]);
  });

  it.each(['WSAAsyncSelect', 'select', 'Bind', '', 'constructor', '__proto__'])('%j is no call', (name) => {
    expect(canonicalCall(name)).toBeUndefined();
  });
});

describe('socket names', () => {
  it('are texts, neither empty nor so long that keeping them would matter', () => {
    expect(socketName('a')).toBe('a');
    expect(socketName('x'.repeat(longestSocketName))).toHaveLength(longestSocketName);
    expect(() => socketName('')).toThrow(RangeError);
    expect(() => socketName('x'.repeat(longestSocketName + 1))).toThrow(RangeError);
  });
});
