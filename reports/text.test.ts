import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { counted, printable, terminalWidth, wrap } from './text.js';

describe('what others wrote', () => {
  it('is shown on one line, without what a terminal would obey', () => {
    expect(printable('a\r\nb\u001b[31m\u202ec\u2028\ud800')).toBe('a b\\u001b[31m\\u202ec\\u2028\\ud800');
    expect(printable('\u{e0001}')).toBe('\\u{e0001}');
  });

  it('is left alone where it is harmless', () => {
    expect(printable('→ ok {"sent":3} é 漢 🙂')).toBe('→ ok {"sent":3} é 漢 🙂');
  });
});

describe('a paragraph', () => {
  it('is broken between words, under its first line', () => {
    const lines = wrap('word '.repeat(20).trim(), { first: '> 1. ' });
    expect(lines).toEqual([`> 1. ${'word '.repeat(15).trim()}`, `     ${'word '.repeat(5).trim()}`]);
  });

  it('fits the terminal and loses nothing but the spaces at its breaks', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        const lines = wrap(text, { first: '- ' });
        for (const line of lines) expect(Array.from(line).length).toBeLessThanOrEqual(terminalWidth);
        const bare = (whole: string) => whole.replaceAll(' ', '');
        expect(bare(lines.map((line) => line.slice(2)).join(''))).toBe(bare(text));
      }),
    );
  });
});

describe('a number', () => {
  it('agrees with what it counts', () => {
    expect([counted(1, 'step'), counted(1234, 'step'), counted(0, 'entry', 'entries')]).toEqual([
      '1 step',
      '1,234 steps',
      '0 entries',
    ]);
  });
});
