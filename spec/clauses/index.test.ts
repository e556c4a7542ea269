import { describe, expect, expectTypeOf, it } from 'vitest';
import { ambiguities, readings } from '../readings.js';
import type { Clause, ClauseId } from './index.js';
import { clauseById, clauses, foundingClauses } from './index.js';

const rowsPerSection = [
  ['LS', 12],
  ['CA', 30],
  ['CN', 17],
  ['CD', 17],
  ['SG', 8],
  ['GS', 20],
  ['AS', 11],
  ['LG', 12],
  ['DD', 19],
  ['NE', 35],
  ['CL', 9],
  ['IO', 12],
  ['ER', 8],
] as const;

const notModelled = (reason: string): readonly ClauseId[] =>
  clauses.filter(({ status }) => !status.modelled && status.reason === reason).map(({ id }) => id);

describe('the catalogue', () => {
  it('has 210 clauses, numbered without a gap within each section', () => {
    const expected = rowsPerSection.flatMap(([section, rows]) =>
      Array.from({ length: rows }, (_, index) => `${section}-${String(index + 1).padStart(2, '0')}`),
    );
    expect(expected).toHaveLength(210);
    expect(clauses.map(({ id }) => id)).toEqual(expected);
  });

  it('says of every clause what it rules and where it stands', () => {
    for (const { rule, sources } of clauses) {
      expect(rule).toMatch(/\S/);
      expect(sources).toMatch(/\S/);
    }
  });

  it('carries text, not markup', () => {
    for (const { rule, calls, result, scope, sources } of clauses) {
      expect([rule, calls, result, scope, sources].join('\n')).not.toMatch(/\*\*|`|⚠|→EV/);
    }
  });

  it('names its sources outright, never as those of the row above', () => {
    for (const { calls, sources } of clauses) expect(`${calls}\n${sources}`).not.toMatch(/^(same|both)\b/m);
  });

  it('finds a clause by its identifier', () => {
    for (const clause of clauses) expect(clauseById(clause.id)).toBe(clause);
    expect(clauseById('CA-12').rule).toMatch(/^As long as a deferred request is at the head of the queue/);
  });

  it('has no name for a clause that does not exist', () => {
    expectTypeOf<'LS-01' | 'CA-12' | 'ER-08'>().toExtend<ClauseId>();
    expectTypeOf<'LS-13'>().not.toExtend<ClauseId>();
    expectTypeOf<string>().not.toExtend<ClauseId>();
    expectTypeOf<Clause['id']>().toEqualTypeOf<ClauseId>();
  });
});

describe('the founding clauses', () => {
  it('are the 29 that the catalogue lists', () => {
    expect(foundingClauses.map(({ id }) => id).join(' ')).toBe(
      'CA-01 CA-05 CA-06 CA-09 CA-10 CA-11 CA-12 CA-26 CD-01 CD-02 CD-03 CD-04 CD-12 SG-01 ' +
        'GS-01 GS-02 GS-05 GS-06 GS-16 AS-01 LG-01 DD-01 DD-02 DD-03 DD-04 DD-05 DD-06 DD-07 DD-08',
    );
    expect(foundingClauses).toHaveLength(29);
  });

  it('are those that a founding page states', () => {
    for (const { founding, sources } of clauses) expect(founding).toBe(sources.includes('SEED-'));
  });

  it('are all modelled', () => {
    for (const { status } of foundingClauses) expect(status).toEqual({ modelled: true });
  });
});

describe('the ambiguities of the clauses', () => {
  const marked = new Set(clauses.flatMap((clause) => clause.ambiguities));

  it('exist', () => {
    const known = new Set(ambiguities.map(({ id }) => id));
    for (const id of marked) expect(known).toContain(id);
  });

  it('leave out only those that no clause speaks of: a sequence, and what the documents are silent on', () => {
    const unmarked = ambiguities.filter(({ id }) => !marked.has(id)).map(({ id }) => id);
    expect(unmarked.join(' ')).toBe('AM-11 AM-25 AM-26 AM-27 AM-28 AM-29 AM-30 AM-31 AM-32');
  });

  it('are those that the text of a clause names, at least', () => {
    for (const { rule, scope, sources, ambiguities: ids } of clauses) {
      for (const [id] of `${rule} ${scope} ${sources}`.matchAll(/AM-\d\d/g)) expect(ids).toContain(id);
    }
  });

  it('name only clauses that exist', () => {
    const known = new Set<string>(clauses.map(({ id }) => id));
    const texts = [
      ...ambiguities.flatMap(({ point, remarks }) => [point, remarks]),
      ...readings.flatMap(({ point, candidates }) => [point, ...candidates.map(({ says }) => says)]),
    ];
    for (const [id] of texts.join(' ').matchAll(/\b(LS|CA|CN|CD|SG|GS|AS|LG|DD|NE|CL|IO|ER)-\d\d\b/g)) {
      expect(known).toContain(id);
    }
  });
});

describe('the clauses that are not modelled', () => {
  it('say why in a sentence', () => {
    for (const { status } of clauses) {
      if (!status.modelled) expect(status.because).toMatch(/^\S.*\.$/);
    }
  });

  it('concern facilities that traces leave out', () => {
    expect(notModelled('out of the lifecycle').join(' ')).toBe(
      'LS-12 CA-25 CN-12 CN-16 CN-17 SG-06 SG-08 NE-02 NE-15 NE-30 NE-33 IO-10 IO-12 ER-03',
    );
  });

  it('leave no mark in a trace', () => {
    expect(notModelled('not observable through the API').join(' ')).toBe(
      'CA-03 CA-04 CA-21 CA-23 CA-24 CA-30 CN-09 SG-04 SG-05 SG-07 AS-11 NE-10 NE-32 ER-01',
    );
  });

  it('concern transports that no profile describes', () => {
    expect(notModelled('another protocol').join(' ')).toBe(
      'LS-04 CA-19 CN-11 CD-13 CD-16 CD-17 DD-17 DD-18 DD-19 NE-35 IO-08',
    );
  });
});
