import fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { commandLine } from './shell.js';

describe('a command line', () => {
  it('leaves plain words as they are', () => {
    expect(commandLine(['npx', 'halfclose', 'replay', 'reports/out/ca-12/report.json'])).toBe(
      'npx halfclose replay reports/out/ca-12/report.json',
    );
  });

  it('quotes what a shell would take apart', () => {
    expect(commandLine(['a b', "it's", '', '$HOME', '~'])).toBe(`'a b' 'it'\\''s' '' '$HOME' '~'`);
  });

  it.runIf(process.platform !== 'win32')('is taken apart by a shell as it was put together', () => {
    const word = fc.string().filter((text) => !text.includes('\0'));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (words) => {
        const output = execFileSync('/bin/sh', ['-c', `printf '%s\\0' ${commandLine(words)}`], {
          encoding: 'utf8',
        });
        expect(output.split('\0').slice(0, -1)).toEqual(words);
      }),
      { numRuns: 30 },
    );
  });
});
