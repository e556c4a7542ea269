import { describe, expect, expectTypeOf, it } from 'vitest';
import type { AmbiguityId, Candidate, ReadingKey } from './readings.js';
import { ambiguities, candidatesOf, parseReading, readingKeys, readings } from './readings.js';

const everyCandidate: { readonly [Key in ReadingKey]: string } = {
  'AM-01': 'R1 R2 R3',
  'AM-02': 'R1 R2 R3',
  'AM-03a': 'R1 R2',
  'AM-03b': 'R1 R2',
  'AM-04': 'R1 R2 R3 R4',
  'AM-05a': 'R1 R2 R3',
  'AM-05b': 'R1 R2 R3',
  'AM-06': 'R1 R2',
  'AM-07': 'R1 R2',
  'AM-08a': 'R1 R2',
  'AM-08b': 'R1 R2',
  'AM-08c': 'R1 R2',
  'AM-08d': 'R1 R2',
  'AM-08e': 'R1 R2',
  'AM-09': 'R1 R2 R3',
  'AM-10': 'R1 R2',
  'AM-11': 'R1 R2',
  'AM-12': 'R1 R2',
  'AM-13': 'R1 R2',
  'AM-14': 'R1 R2',
  'AM-15': 'R1 R2',
  'AM-16': 'R1 R2',
  'AM-17': 'R1 R2',
  'AM-18': 'R1 R2',
  'AM-19': 'R1 R2',
  'AM-20': 'R1 R2',
  'AM-21': 'R1 R2',
  'AM-22': 'R1 R2',
  'AM-23': 'R1 R2',
  'AM-24': 'R1',
  'AM-25': 'R1',
  'AM-26': 'R1 R2',
  'AM-27': 'R1 R2',
  'AM-28': 'R1 R2',
  'AM-29': 'R1',
  'AM-30': 'R1',
  'AM-31': 'R1 R2',
  'AM-32': 'R1',
};

const problemOf = (text: string): string => {
  const parsed = parseReading(text);
  return 'problem' in parsed ? parsed.problem : `no problem with ${text}`;
};

describe('the ambiguities', () => {
  it('are AM-01 to AM-32, each once and in order', () => {
    const expected = Array.from({ length: 32 }, (_, index) => `AM-${String(index + 1).padStart(2, '0')}`);
    expect(ambiguities.map(({ id }) => id)).toEqual(expected);
  });

  it('say what is open and what speaks for which candidate', () => {
    for (const { title, point, remarks } of ambiguities) expect([title, point, remarks]).not.toContain('');
  });

  it('have candidates of their own, or parts that have them', () => {
    for (const { candidates, parts } of ambiguities) expect(candidates.length > 0).toBe(parts === undefined);
  });

  it('have parts where the points are independent', () => {
    const parted = ambiguities.filter(({ parts }) => parts).map(({ id }) => id);
    expect(parted).toEqual(['AM-03', 'AM-05', 'AM-08']);
  });
});

describe('the readings', () => {
  it('are those of the catalogue, with its candidates', () => {
    const found = readings.map(({ key, candidates }) => [key, candidates.map(({ id }) => id).join(' ')]);
    expect(found).toEqual(Object.entries(everyCandidate));
  });

  it('have keys in the same order', () => {
    expect(readingKeys).toEqual(Object.keys(everyCandidate));
  });

  it('belong to the ambiguity whose name their key begins with', () => {
    for (const { key, ambiguity } of readings) expect(key).toMatch(new RegExp(`^${ambiguity}[a-e]?$`));
  });

  it('describe every candidate', () => {
    for (const { title, point, candidates } of readings) {
      expect([title, point, ...candidates.map(({ says }) => says)]).not.toContain('');
    }
  });

  it('give a reason where a trace cannot tell the candidates apart', () => {
    const hidden = readings.filter(({ observable }) => observable !== true);
    for (const { observable } of hidden)
      expect(observable === true ? '' : observable.because).toMatch(/^[A-Z].*\.$/);
    expect(hidden.map(({ key }) => key)).toEqual([
      'AM-08d',
      'AM-13',
      'AM-17',
      'AM-19',
      'AM-22',
      'AM-24',
      'AM-25',
      'AM-29',
    ]);
  });

  it('cannot be named unless they exist', () => {
    expectTypeOf<'AM-08a' | 'AM-30'>().toExtend<ReadingKey>();
    expectTypeOf<'AM-08'>().not.toExtend<ReadingKey>();
    expectTypeOf<'AM-08'>().toExtend<AmbiguityId>();
    expectTypeOf<'AM-33'>().not.toExtend<AmbiguityId>();
    expectTypeOf(candidatesOf).returns.toEqualTypeOf<readonly Candidate[]>();
  });
});

describe('candidatesOf', () => {
  it('gives the candidates, the default first', () => {
    expect(candidatesOf('AM-04')).toEqual(['R1', 'R2', 'R3', 'R4']);
    expect(candidatesOf('AM-32')).toEqual(['R1']);
  });
});

describe('parseReading', () => {
  it('understands every candidate of every reading', () => {
    for (const key of readingKeys) {
      for (const candidate of candidatesOf(key)) {
        expect(parseReading(`${key}=${candidate}`)).toEqual({ key, candidates: [candidate] });
      }
    }
  });

  it('understands several candidates, in any order', () => {
    expect(parseReading('AM-02=R1,R2')).toEqual({ key: 'AM-02', candidates: ['R1', 'R2'] });
    expect(parseReading(' AM-02 = R3, R1, R3 ')).toEqual({ key: 'AM-02', candidates: ['R1', 'R3'] });
  });

  it('names the parts of an ambiguity that is named without one', () => {
    expect(problemOf('AM-08=R1')).toBe(
      'AM-08 has independent parts; expected AM-08a, AM-08b, AM-08c, AM-08d or AM-08e',
    );
    expect(problemOf('AM-05c=R1')).toBe('AM-05 has no part "AM-05c"; expected AM-05a or AM-05b');
    expect(problemOf('AM-01a=R1')).toBe('AM-01 has no parts, so "AM-01a" is not a reading; expected AM-01');
  });

  it('says what it expected in place of an unknown key or candidate', () => {
    expect(problemOf('AM-33=R1')).toMatch(/^"AM-33" is not a reading; expected AM-01, .*, AM-31 or AM-32$/);
    expect(problemOf('AM-06=R3')).toBe('AM-06 has no candidate "R3"; expected R1 or R2');
    expect(problemOf('AM-06=')).toBe('AM-06 has no candidate ""; expected R1 or R2');
    expect(problemOf('AM-32=R1,R2')).toBe('AM-32 has no candidate "R2"; expected R1');
  });

  it.each(['', 'AM-01', 'AM-01=R1=R2', 'R1'])('refuses "%s", which is no assignment', (text) => {
    expect(problemOf(text)).toBe(`"${text}" is not a reading; expected one like AM-01=R1 or AM-02=R1,R2`);
  });
});
