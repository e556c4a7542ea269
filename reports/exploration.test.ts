import picocolors from 'picocolors';
import { describe, expect, it } from 'vitest';
import { lateSendReport } from './example.fixture.js';
import type { ExplorationSummary } from './exploration.js';
import { explorationJson, explorationLines, explorationVerdict } from './exploration.js';

const plain = picocolors.createColors(false);
const painted = picocolors.createColors(true);

const complete: ExplorationSummary = {
  profile: 'tcp',
  scope: 'small',
  bounds: { clients: 2 },
  states: 6_050_123,
  transitions: 70_000_000,
  depth: 41,
  seconds: 3.26,
  statesPerSecond: 1_855_866.2,
  extent: 'complete',
  violations: [],
};
const truncated: ExplorationSummary = { ...complete, depth: 12, extent: { frontier: 4321, by: 'steps' } };
const violated: ExplorationSummary = { ...truncated, violations: [lateSendReport] };

describe('an exhaustive search', () => {
  it('that ran to its end says so', () => {
    expect(explorationLines(complete, plain)).toEqual([
      'tcp, scope small',
      '  6,050,123 states, 70,000,000 transitions',
      '  3.3 s, 1,855,866 states/s',
      '  complete, depth 41',
    ]);
  });

  it('that was cut short says where, and is never green', () => {
    expect(explorationVerdict(truncated)).toBe('incomplete');
    expect(explorationLines(truncated, plain).at(-1)).toBe(
      '  truncated at depth 12, 4,321 states in the frontier',
    );
    expect(explorationLines(truncated, painted).join('')).not.toContain(painted.green('').slice(0, 5));
    expect(explorationLines(complete, painted).join('')).toContain(painted.green('x').split('x')[0]);
  });

  it('that has marked its states in a table of bits says what it may have missed', () => {
    const bitTable = { bits: 2 ** 32, marks: 3, fill: 0.123, omitted: 72.4 };
    const marked: ExplorationSummary = { ...complete, extent: { frontier: 0, by: 'bits' }, bitTable };
    expect(explorationVerdict(marked)).toBe('incomplete');
    expect(explorationLines(marked, plain).slice(-3)).toEqual([
      '  4,294,967,296 bits, 12 % of them set',
      '  about 72 states taken for others (0.0012 %)',
      '  incomplete: it ended at depth 41, and may have taken states for others',
    ]);
    expect(explorationJson(marked)).toMatchObject({ verdict: 'incomplete', frontier: 0, bitTable });
    const ample = { ...marked, bitTable: { ...bitTable, omitted: 0.2 } };
    expect(explorationLines(ample, plain).slice(-3, -1)).toEqual([
      '  4,294,967,296 bits, 12 % of them set',
      '  less than one state taken for others (< 0.0001 %)',
    ]);
    const certain = { ...marked, bitTable: { ...bitTable, omitted: 0 } };
    expect(explorationLines(certain, plain).at(-2)).toBe('  less than one state taken for others (0 %)');
  });

  it('fits a terminal of 80 columns, however long its numbers and names are', () => {
    const many = 2 ** 52;
    const walks = { seed: 1, walks: many, steps: many, depth: many, seconds: 1, rules: ['one'] };
    const bitTable = { bits: many, marks: 3, fill: 8.9e-15, omitted: 1e-9 };
    const long: ExplorationSummary = {
      ...violated,
      profile: 'a profile with a long name '.repeat(5).trim(),
      states: many,
      transitions: many,
      depth: many,
      extent: { frontier: many, by: 'time or memory' },
      walks,
      bitTable,
    };
    for (const line of explorationLines(long, plain)) expect(line.length).toBeLessThanOrEqual(80);
    expect(explorationLines(long, plain).join(' ')).not.toMatch(/\de-\d/u);
  });

  it('that was cut short says how far walks have gone on', () => {
    const walks = { seed: 1, walks: 1234, steps: 56_789, depth: 87, seconds: 0.4, rules: ['one', 'other'] };
    const walked: ExplorationSummary = { ...truncated, walks };
    expect(explorationLines(walked, plain).slice(-3, -1)).toEqual([
      '  1,234 walks from the frontier, 56,789 steps, at most 87 deeper',
      '  2 rules could fire only there',
    ]);
    const nothing = { ...walked, walks: { ...walks, rules: [] } };
    expect(explorationLines(nothing, plain).at(-2)).toBe('  no rule could fire only there');
    expect(explorationJson(walked)).toMatchObject({ verdict: 'incomplete', walks });
    const none = { ...walked, walks: { ...walks, walks: 0 } };
    expect(explorationLines(none, plain).at(-2)).toBe(
      '  no time or memory was left for walks from the frontier',
    );
  });

  it('that found a violation says what was broken', () => {
    expect(explorationVerdict(violated)).toBe('unsound');
    expect(explorationLines(violated, plain).slice(-3)).toEqual([
      '  truncated at depth 12, 4,321 states in the frontier: 1 violation',
      '  - IO-01, GS-12: send after shutdown(SD_SEND) gave ok; the documents want',
      '    WSAESHUTDOWN.',
    ]);
  });

  it('has the JSON of the contract', () => {
    const { extent: _, ...measured } = complete;
    expect(explorationJson(complete)).toEqual({ verdict: 'complete', ...measured });
    expect(explorationJson(violated)).toMatchObject({
      verdict: 'unsound',
      frontier: 4321,
      violations: [{ clauses: ['IO-01', 'GS-12'], at: 11 }],
    });
  });
});
