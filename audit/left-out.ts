import type { SealedProperty } from '../properties/property.js';
import type { Candidate, ReadingKey } from '../spec/readings.js';
import { candidatesOf, readings } from '../spec/readings.js';

/** The candidates under which a property is not claimed. */
export const leftOut = ({
  under,
}: Pick<SealedProperty, 'under'>): readonly (readonly [ReadingKey, Candidate])[] =>
  readings.flatMap(({ key }) => {
    const claimed = under[key];
    return claimed
      ? candidatesOf(key)
          .filter((candidate) => !claimed.includes(candidate))
          .map((candidate) => [key, candidate] as const)
      : [];
  });
