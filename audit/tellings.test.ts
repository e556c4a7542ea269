import { describe, expect, it } from 'vitest';
import { machineOf } from '../model/machine.js';
import { conformance } from '../model/oracle/conformance.js';
import { explore } from '../model/search/explore.js';
import { tcp } from '../model/testing.js';
import { profileNamed } from '../spec/profiles.js';
import type { Candidate } from '../spec/readings.js';
import { candidatesOf, readings } from '../spec/readings.js';
import type { Included } from './included.js';
import { included } from './included.js';
import type { Telling } from './tellings.js';
import { tellings } from './tellings.js';

/** Whether a trace follows one candidate and not another one. */
const followsAlone = ({ shows, leaves = [] }: Telling, one: Candidate, other: Candidate): boolean =>
  shows.includes(one) && !shows.includes(other) && !leaves.includes(other);

describe('the readings', () => {
  describe.each([...new Set(tellings.map(({ key }) => key))])('%s', (key) => {
    for (const { shows, leaves = [], says, on = tcp, trace } of tellings.filter(
      (telling) => telling.key === key,
    )) {
      if (shows.length === 0)
        it(`never allows that ${says}`, () => {
          on.refuses(trace);
        });
      else
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

  const observable = readings.filter((reading) => reading.observable === true);

  it.each(observable)(
    '$key: each candidate is followed alone, against every other, by some trace, unless it is included in that other',
    ({ key, candidates }) => {
      const mine = tellings.filter((telling) => telling.key === key);
      const pairs = candidates.flatMap(({ id: one }) =>
        candidates.filter(({ id }) => id !== one).map(({ id: other }) => [one, other] as const),
      );
      const untold = pairs.filter(
        ([one, other]) => !mine.some((telling) => followsAlone(telling, one, other)),
      );
      const known = included.filter((one) => one.key === key).map(({ candidate, by }) => [candidate, by]);
      expect(untold.sort()).toEqual(known.sort());
    },
  );

  it.each(observable.filter(({ candidates }) => candidates.length === 1))(
    '$key: of its only candidate there is a trace, and one that it does not explain',
    ({ key }) => {
      const shown = tellings.filter((telling) => telling.key === key).map(({ shows }) => shows.length);
      expect(shown).toContain(1);
      expect(shown).toContain(0);
    },
  );

  it.each(included)('$key: what $candidate explains, $by explains, too', (one) => {
    expect(runUnder(one.candidate, one.by, one)).toBeNull();
    const [some, none] = one.unlike === one.by ? [one.by, one.candidate] : [one.unlike, one.candidate];
    expect(runUnder(some, none, one)).not.toBeNull();
  });
});

/** So many states are searched, the first ones. */
const states = 200;

/** A run of a provider that follows one candidate which another one does not explain. */
function runUnder(provider: Candidate, documents: Candidate, { key, on, scope }: Included) {
  const profile = profileNamed(on);
  const under = (candidate: Candidate) =>
    machineOf(profile, { readings: { [key]: [candidate] }, room: scope.room });
  const { counterexample } = explore(under(provider), scope, conformance(under(documents)), {
    states,
    goOn: () => true,
  });
  return counterexample;
}
