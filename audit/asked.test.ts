import { describe, expect, it, vi } from 'vitest';
import { asked, chosenFrom, countFrom } from './asked.js';

describe('a script', () => {
  const names = ['medium', 'small'];

  it('does all that there is, or what it is asked for', () => {
    expect(chosenFrom([], names, 'scope')).toEqual(names);
    expect(chosenFrom(['small'], names, 'scope')).toEqual(['small']);
    expect(countFrom('20', 'runs')).toBe(20);
  });

  it('is not content with nothing to do', () => {
    expect(() => chosenFrom(['small', 'vast'], names, 'scope')).toThrow(
      'there is no scope “vast”; there are medium, small',
    );
    for (const word of ['0', '-1', '1.5', 'many', ''])
      expect(() => countFrom(word, 'runs')).toThrow(`expected a number of runs, found “${word}”`);
  });

  it('says what is wrong with its words, and exits with 2', () => {
    const say = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const exit = vi.spyOn(process, 'exit').mockImplementation((code) => {
      throw new Error(`exits with ${String(code)}`);
    });
    try {
      expect(() => asked(() => countFrom('0', 'runs'))).toThrow('exits with 2');
      expect(say).toHaveBeenCalledWith('expected a number of runs, found “0”');
    } finally {
      say.mockRestore();
      exit.mockRestore();
    }
  });
});
