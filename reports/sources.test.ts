import { describe, expect, it } from 'vitest';
import { clauses } from '../spec/clauses/index.js';
import { expandSources } from './sources.js';

describe('the sources of a clause', () => {
  it('are told with the names of their pages', () => {
    expect(expandSources('SEED-E §Conditional Acceptance; N-LCA; P:WSPAccept')).toBe(
      'SEED-E (enhanced-functionality-at-connect-time-2) §Conditional Acceptance; ' +
        'N-LCA (protocol-basics-listen-connect-accept-2); P:WSPAccept',
    );
  });

  it('have a page behind every key', () => {
    for (const { sources } of clauses) {
      expect(expandSources(sources)).not.toMatch(/\b(?:SEED-[A-Z]|[NH]-[A-Z0-9]+)\b(?! \()/u);
    }
  });
});
