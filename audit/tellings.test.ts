import { describe, expect, it } from 'vitest';
import { tcp } from '../model/testing.js';
import type { Candidate } from '../spec/readings.js';
import { candidatesOf, readings } from '../spec/readings.js';
import type { Telling } from './tellings.js';
import { alike, tellings } from './tellings.js';

/** Whether a trace follows one of two candidates and not the other. */
const tellsApart = ({ shows, leaves = [] }: Telling, one: Candidate, other: Candidate): boolean =>
  !leaves.includes(one) && !leaves.includes(other) && shows.includes(one) !== shows.includes(other);

describe('the readings', () => {
  describe.each([...new Set(tellings.map(({ key }) => key))])('%s', (key) => {
    for (const { shows, leaves = [], says, on = tcp, trace } of tellings.filter(
      (telling) => telling.key === key,
    )) {
      it(`allows by default that ${says}`, () => {
        on.allows(trace);
      });
      for (const candidate of candidatesOf(key).filter((one) => !leaves.includes(one)))
        if (shows.includes(candidate))
          it(`allows under ${candidate} that ${says}`, () => {
            on.read({ [key]: [candidate] }).allows(trace);
          });
        else
          it(`does not explain under ${candidate} that ${says}`, () => {
            expect(on.read({ [key]: [candidate] }).explains(trace)).toBe(false);
          });
    }
  });

  it.each(readings.filter(({ observable }) => observable === true))(
    '$key: every two candidates are told apart by some trace, unless they are alike',
    ({ key, candidates }) => {
      const mine = tellings.filter((telling) => telling.key === key);
      const pairs = candidates.flatMap(({ id: one }, index) =>
        candidates.slice(index + 1).map(({ id: other }) => [one, other] as const),
      );
      const untold = pairs.filter(([one, other]) => !mine.some((telling) => tellsApart(telling, one, other)));
      expect(untold).toEqual(alike.filter((one) => one.key === key).map((one) => one.candidates));
    },
  );
});
