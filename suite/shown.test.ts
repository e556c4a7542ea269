import { describe, expect, it } from 'vitest';
import { whyNoEarlierWasShown, whyNotAllWasShown, whyNothingWasShown } from './shown.js';

const told = {
  runs: 100,
  earlier: 2,
  outcomes: new Map([['bind → ok', 3]]),
  triggered: new Map([['half-close', 1]]),
  doubtful: [],
  objections: [],
  unclaimed: new Set<string>(),
};

describe('what a suite has shown', () => {
  it('is all where every run was made, and it came to what a property speaks of', () => {
    expect(whyNothingWasShown(told)).toBeNull();
    expect(whyNotAllWasShown(told, 100)).toBeNull();
    expect(whyNotAllWasShown(told, 100, 'half-close')).toBeNull();
    expect(whyNoEarlierWasShown(told, 2)).toBeNull();
  });

  it('is not all where time ran out before all runs, also of a property that held so far', () => {
    const said = 'not all was shown: time ran out after 30 of 100 runs';
    expect(whyNotAllWasShown({ ...told, runs: 30 }, 100)).toBe(said);
    expect(whyNotAllWasShown({ ...told, runs: 30 }, 100, 'half-close')).toBe(said);
    expect(whyNoEarlierWasShown({ ...told, earlier: 1 }, 2)).toBe(
      'not all was shown: time ran out after 1 of 2 earlier faults',
    );
  });

  it('is not all where a finding is in doubt', () => {
    const said = 'not all was shown: a finding rests on time, and did not come back';
    expect(whyNotAllWasShown({ ...told, doubtful: [{}] }, 100, 'half-close')).toBe(said);
  });

  it('is not all of a property that objects to what the documents allow', () => {
    const objections = [{ property: 'half-close', broken: 'it cannot receive', path: '7' }];
    expect(whyNotAllWasShown({ ...told, objections }, 100, 'half-close')).toBe(
      'not all was shown: halfclose is at fault, as the documents allow what this objects to: it cannot receive',
    );
    expect(whyNotAllWasShown({ ...told, objections }, 100)).toBeNull();
  });

  it('is nothing of a property that readings go against', () => {
    const unclaimed = new Set(['half-close']);
    expect(whyNotAllWasShown({ ...told, unclaimed }, 100, 'half-close')).toMatch(/^nothing is claimed: /u);
    expect(whyNotAllWasShown({ ...told, unclaimed }, 100)).toBeNull();
  });

  it('is nothing where no call was carried out, or it never came to that', () => {
    const idle = { ...told, outcomes: new Map<string, number>() };
    const said = 'nothing was shown: the provider has carried out no call';
    expect(whyNothingWasShown(idle)).toBe(said);
    expect(whyNotAllWasShown(idle, 100)).toBe(said);
    expect(whyNoEarlierWasShown(idle, 2)).toBe(said);
    expect(whyNotAllWasShown(told, 100, 'another')).toBe(
      'nothing was shown: it never came to that in 100 runs',
    );
  });

  it('is nothing where there was no time for a run', () => {
    const said = 'nothing was shown: time ran out before the first run';
    expect(whyNotAllWasShown({ ...told, runs: 0 }, 100)).toBe(said);
    expect(whyNothingWasShown({ ...told, runs: 0 })).toBe(said);
  });

  it('is nothing of earlier faults where none is known', () => {
    expect(whyNoEarlierWasShown({ ...told, earlier: 0 }, 0)).toBe('no earlier fault is known');
  });
});
