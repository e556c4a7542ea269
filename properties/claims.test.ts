import { describe, expect, it } from 'vitest';
import { allRules } from '../model/rule-list.js';
import { faults } from '../providers/faulty/index.js';
import { clauses, foundingClauses } from '../spec/clauses/index.js';
import { waivedClauses, waivedRules } from '../spec/waivers.js';
import { properties } from './index.js';
import { liveness } from './liveness/index.js';

/** The clauses that a property claims. */
const claimedBy = (name: string): readonly string[] =>
  properties.find((property) => property.name === name)?.clauses ?? [];

/** Obligations of a provider that a program can see. */
const obligations = clauses.filter(
  ({ id, binds, status }) => binds === 'P' && status.modelled && waivedClauses[id] === undefined,
);

describe('every obligation of a provider that is not waived', () => {
  it('is broken by a faulty provider whose catcher claims it', () => {
    const caught = new Set(
      faults.flatMap(({ clauses: broken, caughtBy }) =>
        broken.filter((id) => claimedBy(caughtBy).includes(id)),
      ),
    );
    expect(obligations.filter(({ id }) => !caught.has(id)).map(({ id }) => id)).toEqual([]);
  });

  it('is one of at least 95 of 100 that are modelled', () => {
    const modelled = clauses.filter(({ binds, status }) => binds === 'P' && status.modelled);
    expect(obligations.length / modelled.length).toBeGreaterThanOrEqual(0.95);
  });
});

/** A rule that fires in a graph that is pinned, and in none of the searches that the clause table counts. */
const pinnedAlone = 'calling beside a close that is under way is undefined';

describe('every clause that is waived', () => {
  it('lacks a faulty provider, or both a property and a rule that fires in a search', () => {
    const fires = allRules().filter(({ rule }) => waivedRules[rule] === undefined && rule !== pinnedAlone);
    const named = (what: readonly { readonly clauses: readonly string[] }[], id: string): boolean =>
      what.some((one) => one.clauses.includes(id));
    const stale = clauses.filter(({ id, binds }) => {
      if (waivedClauses[id] === undefined) return false;
      const unbroken = binds === 'P' && !named(faults, id);
      return !unbroken && named([...properties, ...liveness, ...fires], id);
    });
    expect(stale.map(({ id }) => id)).toEqual([]);
  });
});

describe('every clause of the founding pages', () => {
  it('is claimed by a property', () => {
    const claimed = new Set([...properties, ...liveness].flatMap((property) => property.clauses));
    expect(foundingClauses.filter(({ id }) => !claimed.has(id)).map(({ id }) => id)).toEqual([]);
  });
});

describe('every faulty provider', () => {
  it('breaks a clause that its catcher claims', () => {
    const astray = faults.filter(
      ({ clauses: broken, caughtBy }) => !broken.some((id) => claimedBy(caughtBy).includes(id)),
    );
    expect(astray.map(({ name }) => name)).toEqual([]);
  });
});

describe('every property', () => {
  it('has a faulty provider of its own, which it must catch', () => {
    const catchers = new Set(faults.map(({ caughtBy }) => caughtBy));
    expect(properties.filter(({ name }) => !catchers.has(name)).map(({ name }) => name)).toEqual([]);
  });
});
