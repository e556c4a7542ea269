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
