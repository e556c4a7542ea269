import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Line } from './lines.js';
import { createLineReader, longestLine } from './lines.js';

function linesOf(...chunks: readonly (string | Uint8Array)[]): Line[] {
  const reader = createLineReader('f');
  const read = chunks.flatMap((chunk) => [...reader.push(Buffer.from(chunk))]);
  return [...read, ...reader.end()];
}

describe('lines', () => {
  it('are numbered from 1, with or without a line feed at the end', () => {
    const lines = [
      { number: 1, text: 'a' },
      { number: 2, text: 'b' },
    ];
    expect(linesOf('a\nb\n')).toEqual(lines);
    expect(linesOf('a\nb')).toEqual(lines);
  });

  it('are the same however the bytes come', () => {
    const text = fc.stringMatching(/^([aé😀]{1,3}\n){0,6}$/u);
    fc.assert(
      fc.property(text, fc.array(fc.nat({ max: 40 })), (whole, cuts) => {
        const bytes = Buffer.from(whole);
        const places = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length];
        const chunks = places.slice(1).map((stop, index) => bytes.subarray(places[index], stop));
        expect(linesOf(...chunks)).toEqual(linesOf(whole));
        expect(
          linesOf(whole)
            .map((line) => `${line.text}\n`)
            .join(''),
        ).toBe(whole);
      }),
    );
  });

  it('may be blank at the end only', () => {
    expect(linesOf('a\n\n \t\r\n\n')).toEqual([{ number: 1, text: 'a' }]);
    expect(linesOf('\n\n')).toEqual([]);
    expect(() => linesOf('a\n\n \nb')).toThrow('f:2: expected a line of JSON, found a blank line');
  });

  it('may begin with a byte order mark in the first one only', () => {
    expect(linesOf('\ufeffa\n\ufeffb')).toEqual([
      { number: 1, text: 'a' },
      { number: 2, text: '\ufeffb' },
    ]);
  });

  it('hold at most a mebibyte, in however many pieces', () => {
    const [line] = linesOf('x'.repeat(longestLine));
    expect(line?.text).toHaveLength(longestLine);
    const message = 'f:1: expected a line of at most 1048576 bytes, found a longer one';
    expect(() => linesOf('x'.repeat(longestLine + 1))).toThrow(message);
    const reader = createLineReader('f');
    const piece = Buffer.from('xx');
    const feed = () => {
      for (let fed = 0; fed <= longestLine; fed += piece.length) Array.from(reader.push(piece));
    };
    expect(feed).toThrow(message);
  });

  it('are text', () => {
    expect(() => linesOf('a\nb\0\n')).toThrow('f:2: expected a text file, found a NUL byte');
    expect(() => linesOf(Uint8Array.of(0x61, 0xc3, 0x0a))).toThrow(
      'f:1: expected a text file in UTF-8, found bytes that are not UTF-8',
    );
    expect(() => linesOf(Buffer.from('{"trace":1}\n', 'utf16le'))).toThrow('found a NUL byte');
  });
});
