import { describe, expect, it } from 'vitest';
import { profileNamed } from '../../spec/profiles.js';
import { clauseRows } from './coverage.js';
import type { Found } from './found.js';
import type { CheckJson } from './summary.js';
import { summaryOf } from './summary.js';
import type { Outcome } from './task.js';

const profile = profileNamed('tcp');

const scope = {
  kind: 'scope',
  task: { kind: 'scope', profile, scope: 'small' },
  summary: {
    profile: 'tcp',
    scope: 'small',
    bounds: {},
    states: 9,
    transitions: 12,
    depth: 3,
    seconds: 1,
    statesPerSecond: 9,
    extent: 'complete',
    violations: [],
  },
  fired: {},
} as const satisfies Outcome;

const property = {
  kind: 'always',
  task: { kind: 'always', profile, property: 'deferral' },
  states: 9,
  verdict: 'holds',
  found: null,
  triggered: 1,
  fired: {},
} as const satisfies Outcome;

const liveness = {
  kind: 'eventually',
  task: { kind: 'eventually', profile, property: 'data-arrive' },
  states: 9,
  verdict: 'holds',
  lasso: null,
  found: null,
  twin: 'half-close-drops-arrivals',
} as const satisfies Outcome;

const sequences = {
  kind: 'sometimes',
  task: { kind: 'sometimes', profile },
  shown: 4,
  refused: [],
} as const satisfies Outcome;

const random = {
  kind: 'random',
  task: { kind: 'random', profile, runs: 100, seed: 1 },
  runs: 100,
  steps: 2000,
  truncated: false,
  accusations: [],
} as const satisfies Outcome;

const fault = {
  kind: 'fault',
  task: { kind: 'fault', fault: 'defer-drops-request' },
  shortest: 7,
  truncated: false,
} as const satisfies Outcome;

const healthy: readonly Outcome[] = [scope, property, liveness, sequences, random, fault];

const settle = { settle: true } as const;

const found: Found = {
  steps: [settle],
  violation: {
    clauses: ['CA-12'],
    summary: 'It settled.',
    at: 0,
    step: settle,
    expected: [],
    observed: undefined,
    rules: [],
  },
  property: null,
  profile,
  readings: {},
  origin: { kind: 'exploration', scope: 'small' },
  shownBy: 'replay',
};

const everyRow = clauseRows({}).map((row) => ({ ...row, exercised: 1 }));
const whole = { leftOut: [], narrowedBy: [] };
const narrowed = { leftOut: [], narrowedBy: ['--profile', 'tcp'] };
const reported = { reports: [], seconds: 1 };

/** What comes of a main job in which all is well but one outcome. */
const withOne = (outcome: Outcome): CheckJson =>
  summaryOf(
    healthy.map((one) => (one.kind === outcome.kind ? outcome : one)),
    whole,
    everyRow,
    reported,
  );

describe('the verdict of the main job', () => {
  it('is sound where all is well', () => {
    expect(summaryOf(healthy, whole, everyRow, reported)).toMatchObject({
      verdict: 'sound',
      faults: { total: 1, caught: 1, survived: [], profiles: ['tcp'] },
      clauses: { vacuous: [] },
      problems: [],
      truncated: [],
      leftOut: [],
    });
  });

  it.each<[string, Outcome, string]>([
    [
      'a scope that was cut short',
      { ...scope, summary: { ...scope.summary, extent: { frontier: 3, by: 'steps' } } },
      'scope small (tcp)',
    ],
    ['the search for a property', { ...property, verdict: 'truncated' }, 'deferral (tcp)'],
    ['the search for what must come', { ...liveness, verdict: 'truncated' }, 'data-arrive (tcp)'],
    ['random runs', { ...random, truncated: true }, 'random runs (tcp)'],
    ['the search of a faulty provider', { ...fault, shortest: null, truncated: true }, 'defer-drops-request'],
  ])('is incomplete if this ended at its limits: %s', (_, outcome, name) => {
    expect(withOne(outcome)).toMatchObject({ verdict: 'incomplete', problems: [], truncated: [name] });
  });

  it.each<[string, Outcome, string]>([
    [
      'a property that is broken',
      { ...property, verdict: 'broken', found },
      'deferral (tcp) is broken: It settled.',
    ],
    [
      'a property that nothing triggered',
      { ...property, verdict: 'vacuous', triggered: 0 },
      'deferral (tcp) says nothing: nothing triggered it',
    ],
    [
      'what must come and never does',
      { ...liveness, verdict: 'broken', lasso: { prefix: 2, cycle: 1 }, found },
      'data-arrive (tcp) is broken: after 2 steps, 1 are repeated for ever',
    ],
    [
      'what must come if nothing asked for it',
      { ...liveness, verdict: 'vacuous' },
      'data-arrive (tcp) says nothing: nothing triggered it',
    ],
    [
      'what must come of a faulty twin too',
      { ...liveness, twin: null },
      'data-arrive (tcp) shows nothing: it holds of its faulty twin as well',
    ],
    [
      'a documented sequence that the model refuses',
      { ...sequences, refused: ['SQ-1 in the order a b'] },
      'sequences (tcp): the model refuses SQ-1 in the order a b',
    ],
    [
      'an accusation of the model itself',
      { ...random, accusations: [found] },
      'random runs (tcp): the model is accused of its own run: It settled.',
    ],
    [
      'a faulty provider that survives',
      { ...fault, shortest: null },
      'defer-drops-request: this faulty provider is not caught',
    ],
  ])('is unsound for %s', (_, outcome, problem) => {
    expect(withOne(outcome)).toMatchObject({ verdict: 'unsound', problems: [problem] });
  });

  it('names the properties that nothing triggered', () => {
    expect(withOne({ ...property, verdict: 'vacuous' }).clauses.vacuous).toEqual(['deferral (tcp)']);
    expect(withOne({ ...liveness, verdict: 'vacuous' }).clauses.vacuous).toEqual(['data-arrive (tcp)']);
  });

  it.each([
    ['scope', 'no scope was explored'],
    ['always', 'no property was searched'],
    ['eventually', 'nothing was searched of what must come at last'],
    ['sometimes', 'no documented sequence was tried'],
    ['random', 'no random run was made'],
    ['fault', 'no faulty provider was searched'],
  ])('is unsound without any task of the kind %s, whatever was chosen', (kind, problem) => {
    const rest = healthy.filter((outcome) => outcome.kind !== kind);
    for (const plan of [whole, narrowed])
      expect(summaryOf(rest, plan, everyRow, reported)).toMatchObject({
        verdict: 'unsound',
        problems: [problem],
      });
  });

  it('is unsound where nothing at all was done', () => {
    const { verdict, problems } = summaryOf([], narrowed, clauseRows({}), reported);
    expect({ verdict, problems: problems.length }).toEqual({ verdict: 'unsound', problems: 6 });
  });
});

describe('a faulty provider', () => {
  it('has survived only if it was searched to its end', () => {
    const { faults } = summaryOf(
      [
        ...healthy,
        { ...fault, shortest: null, truncated: true },
        { ...fault, task: { kind: 'fault', fault: 'fd-close-missing' }, shortest: null },
      ],
      whole,
      everyRow,
      reported,
    );
    expect(faults).toMatchObject({ total: 3, caught: 1, survived: ['fd-close-missing'] });
  });

  it('is told with the profile under which it was searched', () => {
    const osi: Outcome = { ...fault, task: { kind: 'fault', fault: 'callee-data-cut' } };
    expect(summaryOf([...healthy, osi, osi], whole, everyRow, reported).faults.profiles).toEqual([
      'tcp',
      'osi',
    ]);
  });
});

describe('what is missing in the clause table', () => {
  const without = (change: { readonly exercised: number } | { readonly faults: readonly string[] }) =>
    everyRow.map((row) => (row.id === 'CA-12' || row.id === 'CL-06' ? { ...row, ...change } : row));
  const bare = without({ exercised: 0 });

  it('makes the verdict unsound, unless it is waived', () => {
    expect(summaryOf(healthy, whole, bare, reported)).toMatchObject({
      verdict: 'unsound',
      problems: ['CA-12 was not exercised'],
    });
    expect(summaryOf(healthy, whole, without({ faults: [] }), reported)).toMatchObject({
      verdict: 'unsound',
      problems: ['CA-12: no faulty provider breaks it'],
    });
  });

  it('may have been exercised by a search that ended at its limits', () => {
    const cut: Outcome = { ...random, truncated: true };
    expect(summaryOf([...healthy, cut], whole, bare, reported)).toMatchObject({
      verdict: 'incomplete',
      problems: [],
      leftOut: [],
    });
  });

  it('is left out where the user has chosen less than everything', () => {
    expect(summaryOf(healthy, narrowed, bare, reported)).toMatchObject({
      verdict: 'incomplete',
      problems: [],
      leftOut: [{ what: 'CA-12', why: 'not exercised under --profile tcp' }],
    });
  });

  it('is a fault of the catalogue whatever is chosen, if no faulty provider breaks it', () => {
    expect(summaryOf(healthy, narrowed, without({ faults: [] }), reported).verdict).toBe('unsound');
  });
});

describe('what the user’s choice leaves out', () => {
  const plan = {
    narrowedBy: ['--reading', 'AM-01=R3'],
    leftOut: [{ what: 'deferral (tcp)', why: 'not claimed under AM-01=R3' }],
  };

  it('makes the verdict incomplete', () => {
    const summary = summaryOf(healthy, plan, everyRow, reported);
    expect(summary).toMatchObject({ verdict: 'incomplete', problems: [], ...plan });
  });

  it('hides nothing that is wrong', () => {
    expect(summaryOf([...healthy, { ...fault, shortest: null }], plan, everyRow, reported).verdict).toBe(
      'unsound',
    );
  });
});
