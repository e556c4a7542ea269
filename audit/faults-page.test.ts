import { describe, expect, it } from 'vitest';
import { faultNamed } from '../providers/faulty/index.js';
import type { FaultRow } from './fault-row.js';
import { faultsPage } from './faults-page.js';

const { name: fault, says, profile, clauses, caughtBy } = faultNamed('shutdown-closes-both');

const lineOf = (found: Omit<FaultRow, 'fault'>): string | undefined =>
  faultsPage([{ fault, ...found }])
    .split('\n')
    .find((line) => line.startsWith(`| \`${fault}\``));

const lineWith = (by: string, runs: string): string =>
  `| \`${fault}\`: ${says} | ${profile.profile} | ${clauses.join(', ')} | ${by} | ${runs} |`;

const own = { property: caughtBy, steps: 12 };
const other = { property: 'another', steps: 4 };

describe('the line of a faulty provider', () => {
  it('has the property that has to catch it first, in bold, and the others after it', () => {
    expect(lineOf({ caught: [{ ...other, steps: 5 }, own, other], runs: 7 })).toBe(
      lineWith(`**${caughtBy} (12)**, another (4), another (5)`, '7'),
    );
  });

  it('says that it is not caught, though other properties catch it', () => {
    expect(lineOf({ caught: [other], runs: 7 })).toBe(lineWith('NOT CAUGHT, another (4)', '7'));
  });

  it('says that it survives both engines', () => {
    expect(lineOf({ caught: [], runs: null })).toBe(lineWith('NOT CAUGHT', 'NOT FOUND'));
  });
});
