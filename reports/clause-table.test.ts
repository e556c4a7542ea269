import picocolors from 'picocolors';
import { describe, expect, it } from 'vitest';
import type { ClauseId } from '../spec/clauses/index.js';
import { clauseById, clauses } from '../spec/clauses/index.js';
import type { ClauseCoverage } from './clause-table.js';
import { clauseTable, clauseTableRow, clauseTotals } from './clause-table.js';
import { terminalWidth } from './text.js';

const colors = picocolors.createColors(false);
const nothing: ClauseCoverage = { rules: [], properties: [], faults: [], exercised: 0 };
const row = (id: ClauseId, coverage: Partial<ClauseCoverage> = {}) =>
  clauseTableRow(clauseById(id), { ...nothing, ...coverage });

const rows = [
  row('CA-05', { rules: ['one'], properties: ['acceptance'], exercised: 5 }),
  row('CA-11', { exercised: 2 }),
  row('CA-12', {
    rules: ['one', 'two'],
    properties: ['deferral'],
    faults: ['defer-reenables-accept', 'defer-takes-the-request'],
    exercised: 12345,
  }),
  row('CA-13', { rules: ['one'], properties: ['deferral'], exercised: 7 }),
  row('SG-04'),
];

describe('a row of the clause table', () => {
  it('is what the contract says', () => {
    expect(JSON.stringify(rows[0])).toBe(
      '{"id":"CA-05","founding":true,"binds":"I","status":"modelled",' +
        '"rules":["one"],"properties":["acceptance"],"faults":[],"exercised":5}',
    );
  });

  it('says why a clause is not modelled', () => {
    expect(rows[4]?.status).toBe('not modelled');
    expect(rows[4]?.reason).toMatch(/^not observable through the API: SO_GROUP_ID /u);
  });
});

describe('the totals', () => {
  it('count a clause that binds the provider as covered only by a faulty provider', () => {
    expect(clauseTotals(rows)).toEqual({
      clauses: 5,
      modelled: 4,
      exercised: 4,
      covered: 2,
      notModelled: ['SG-04'],
      notExercised: [],
      notCovered: ['CA-11', 'CA-13'],
    });
  });

  it('name every clause that is missing', () => {
    const totals = clauseTotals(clauses.map(({ id }) => row(id)));
    expect(totals).toMatchObject({ clauses: 210, exercised: 0, covered: 0 });
    expect(totals.notModelled.length + totals.notExercised.length).toBe(210);
  });
});

describe('the clause table in a terminal', () => {
  it('has a line a clause and its totals at the end', () => {
    expect(clauseTable(rows, { detail: 'counts', colors }).join('\n')).toMatchInlineSnapshot(`
      "Clause On  Founding      Rules Properties     Faults  Exercised
      On: P binds the provider, A the application, I nobody.
      CA-05  I   yes             1          1          0          5
      CA-11  A   yes             0          0          0          2
      CA-12  P   yes             2          1          2     12,345
      CA-13  P                   1          1          0          7
      SG-04  P         not modelled, not observable through the API: SO_GROUP_ID is
                       not among the options of a trace, so no group has an id that a
                       second socket could join.

      5 clauses: 4 modelled, 4 exercised, 2 covered
      not covered    CA-11 CA-13
      not modelled   SG-04"
    `);
  });

  it('names the sources, rules, properties and faulty providers if it is asked to', () => {
    expect(clauseTable(rows.slice(2, 3), { detail: 'names', colors }).slice(2, 7)).toMatchInlineSnapshot(`
      [
        "CA-12  P   yes             2          1          2     12,345",
        "       source     SEED-E",
        "       rules      one, two",
        "       properties deferral",
        "       faults     defer-reenables-accept, defer-takes-the-request",
      ]
    `);
  });

  it('fits 80 columns', () => {
    const all = clauses.map(({ id }) => row(id, { rules: ['a long name of a rule '.repeat(20)] }));
    for (const line of clauseTable(all, { detail: 'names', colors })) {
      expect(line.length).toBeLessThanOrEqual(terminalWidth);
    }
  });
});
