import type { ReadingsFollowed } from '../model/verdict.js';
import type { Candidate, Reading } from '../spec/readings.js';
import { readings } from '../spec/readings.js';
import type { Colors } from './colors.js';
import { commandLine } from './shell.js';
import { wrap } from './text.js';

/** One line of the readings table: an ambiguity, and the candidates that explain what was seen. */
export interface FollowedReading {
  readonly reading: Reading;
  readonly candidates: readonly Candidate[];
}

/** The readings that were touched, in the order of the catalogue. */
export const touched = (followed: ReadingsFollowed): readonly FollowedReading[] =>
  readings.flatMap((reading) => {
    const candidates = followed[reading.key];
    return candidates === undefined ? [] : [{ reading, candidates }];
  });

/** What is explained by both: of each ambiguity the candidates that are common, none if there is no common one. */
export function commonReadings(all: readonly ReadingsFollowed[]): ReadingsFollowed {
  const entries = readings.flatMap(({ key }) => {
    const given = all.flatMap((followed) => followed[key] ?? []).length > 0;
    if (!given) return [];
    const lists = all.flatMap((followed) => (followed[key] === undefined ? [] : [followed[key]]));
    const [first = []] = lists;
    return [[key, first.filter((one) => lists.every((list) => list.includes(one)))] as const];
  });
  return Object.fromEntries(entries);
}

/** The options of a command line that fix readings: `--reading AM-01=R1`. */
export const readingOptions = (fixed: ReadingsFollowed): string =>
  commandLine(
    touched(fixed).flatMap(({ reading, candidates }) => [
      '--reading',
      `${reading.key}=${candidates.join(',')}`,
    ]),
  );

/** What one followed reading means, or how many remain open. */
export function describeFollowed({ reading, candidates }: FollowedReading): string {
  const [only, ...others] = candidates;
  if (only === undefined) return 'none explains everything';
  const says = reading.candidates.find(({ id }) => id === only)?.says ?? '';
  return others.length === 0 ? `${only}: ${says}` : candidates.join(', ');
}

/** Says of several candidates that what was seen does not tell which of them it is. */
function doubtOf({ reading, candidates }: FollowedReading): string {
  if (candidates.length < 2) return '';
  return candidates.length === reading.candidates.length ? ' (all: still open)' : ' (not told apart)';
}

/** The ambiguities that calls could tell of, and that were not touched. */
export const untouched = (followed: ReadingsFollowed): readonly Reading[] =>
  readings.filter(
    ({ key, observable, candidates }) =>
      followed[key] === undefined && observable === true && candidates.length > 1,
  );

/** The readings table for a terminal: which readings a provider follows, as far as what was seen tells them apart. */
export function readingsTable(followed: ReadingsFollowed, colors: Colors): readonly string[] {
  const rows = touched(followed);
  if (rows.length === 0) return [];
  return [
    colors.bold('Readings under which this is explained'),
    ...rows.flatMap((row) => {
      const [first = '', ...rest] = wrap(row.reading.title, { first: `  ${row.reading.key.padEnd(6)}  ` });
      const said = wrap(`${describeFollowed(row)}${doubtOf(row)}`, { first: ' '.repeat(10) });
      const paint = row.candidates.length === 1 ? colors.green : colors.dim;
      return [first, ...rest, ...said.map((line) => paint(line))];
    }),
  ];
}
