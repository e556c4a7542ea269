import { describe, expect, it } from 'vitest';
import { briefly } from './allowed.js';

describe('what was allowed and seen, in few words', () => {
  it('leaves out how a trace writes it', () => {
    const none = { ok: { events: {} } };
    const accept = { ok: { events: { FD_ACCEPT: 0 } } } as const;
    expect(briefly([none, { error: '*' }], accept)).toEqual({
      allowed: ['no events', 'any error'],
      seen: 'FD_ACCEPT',
    });
  });

  it('is said in full where it would be the same', () => {
    const asked = (calleeDataLen: number) =>
      ({ ok: {}, condition: { called: true, callerId: null, callerData: null, calleeDataLen } }) as const;
    const { allowed, seen } = briefly([asked(0)], asked(8));
    expect(allowed).not.toContain(seen);
    expect(seen).toContain('"calleeDataLen":8');
  });
});
