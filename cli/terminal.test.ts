import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { processTerminal } from './terminal.js';

describe.skipIf(process.stderr.isTTY)('progress where it is no terminal', () => {
  const lines: string[] = [];
  beforeEach(() => {
    lines.length = 0;
    vi.useFakeTimers({ toFake: ['performance'] });
    vi.spyOn(process.stderr, 'write').mockImplementation((line) => {
      lines.push(String(line));
      return true;
    });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('is a plain line after a second, and then every ten', () => {
    const { update, end } = processTerminal().progress('check');
    for (let second = 0; second <= 25; second += 0.5) {
      update(`${second} s`);
      vi.advanceTimersByTime(500);
    }
    end();
    expect(lines).toEqual(['check: 1 s\n', 'check: 11 s\n', 'check: 21 s\n']);
  });
});
