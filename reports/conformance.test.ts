import picocolors from 'picocolors';
import { describe, expect, it } from 'vitest';
import type { Conformance } from './conformance.js';
import { conformanceJson, conformanceLines } from './conformance.js';
import { lateSendReport } from './example.fixture.js';

const conforming: Conformance = {
  provider: 'a test',
  profile: 'tcp',
  seed: 1,
  runs: 20,
  steps: 300,
  violations: [],
  known: [],
  withheld: 0,
  objections: [],
  readings: {},
  called: true,
  unsupported: [],
  ended: 'all runs',
};

const colored = picocolors.createColors(true);
const plain = picocolors.createColors(false);
const told = (found: Conformance): string => conformanceLines(found, plain).join(' ');

describe('the verdict on a provider', () => {
  it('is that it conforms, in green, where all was driven and nothing is in doubt', () => {
    expect(told(conforming)).toContain('conforms, as far as was driven');
    expect(conformanceLines(conforming, colored).join('')).toContain('\u001B[32m');
    expect(conformanceJson(conforming)).toMatchObject({
      verdict: 'conforms',
      complete: true,
      withheld: 0,
    });
  });

  it.each<[string, Partial<Conformance>, string]>([
    ['no call was carried out', { called: false }, 'incomplete: no call was carried out'],
    ['findings are withheld', { withheld: 2 }, 'incomplete: 2 findings withheld, as it is in doubt'],
    [
      'a property objects to what the documents allow',
      { objections: [{ property: 'closing', broken: 'it has ended', path: '7' }] },
      'incomplete: halfclose contradicts itself: what the documents allow goes against closing',
    ],
    ['time ran out', { ended: 'time' }, 'incomplete: nothing was found, and not all was driven'],
    ['no run was made', { runs: 0 }, 'incomplete: nothing was found, and not all was driven'],
  ])('is incomplete, and not in green, where %s', (_, less, said) => {
    const found = { ...conforming, ...less };
    expect(told(found)).toContain(said);
    expect(told(found)).not.toContain('conforms');
    expect(conformanceLines(found, colored).join('')).not.toContain('\u001B[32m');
    expect(conformanceJson(found)).toMatchObject({ verdict: 'conforms', complete: false });
  });

  it('says which ambiguities no run has touched', () => {
    const said = told({ ...conforming, readings: { 'AM-01': ['R1'] } });
    expect(said).toMatch(/Touched by no run: AM-02, AM-03a,/u);
    expect(said).not.toMatch(/Touched by no run:.*AM-29/u);
  });

  it('says how many findings are withheld besides those that are reported', () => {
    const found = { ...conforming, violations: [{ report: lateSendReport, file: 'r.json' }], withheld: 1 };
    expect(told(found)).toContain('1 distinct fault in a test');
    expect(told(found)).toContain('1 finding withheld');
    expect(conformanceJson(found)).toMatchObject({ verdict: 'violates', complete: false, withheld: 1 });
  });
});
