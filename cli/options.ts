import type { Model } from '../model/model.js';
import { parseDocument } from '../spec/document.js';
import type { Profile, ProfileDescription } from '../spec/profiles.js';
import { builtInProfiles, parseProfile, profileOf } from '../spec/profiles.js';
import type { Candidate, ReadingKey } from '../spec/readings.js';
import { parseReading } from '../spec/readings.js';
import { textOf } from './input.js';
import { UsageError } from './usage-error.js';

/** The largest profile file that is read, in bytes. */
const largestProfile = 1 << 20;

/** The largest bug report that is read, in bytes; what is written has no more. */
export const largestReport = 64 << 20;

/** Where bug reports go unless `--out` says otherwise. */
export const defaultOut = 'reports/out';

/** Options as commander gives them; each verb knows a part of them. */
export interface Options {
  readonly profile?: string;
  readonly provider?: string;
  readonly scope?: string;
  readonly reading?: readonly string[];
  readonly runs?: number;
  readonly maxSteps?: number;
  readonly time?: number;
  readonly seed?: number;
  /** Mebibytes. */
  readonly memory?: number;
  readonly bitstate?: true;
  readonly jobs?: number;
  readonly known?: string;
  readonly out?: string;
  readonly json?: true;
  /** A file for a page. */
  readonly html?: string;
  /** A port, or any. */
  readonly serve?: number | true;
  readonly atlas?: true;
  /** The format in which `explore` writes its graph. */
  readonly export?: string;
}

/** The profile that `--profile` names, or that a JSON file holds; what is wrong with such a file is said with its line. */
export function profileFrom(text: string): string | ProfileDescription {
  const names = builtInProfiles.map(({ profile }) => profile);
  if (names.includes(text)) return text;
  const expected = `a built-in profile (${names.join(', ')}) or a JSON file`;
  return parseDocument(text, textOf(text, expected, largestProfile), parseProfile);
}

/** The readings that `--reading` fixes; the last one of a key wins. */
export function readingsFrom(texts: readonly string[] = []): Model['readings'] {
  const fixed: { [Key in ReadingKey]?: readonly Candidate[] } = {};
  for (const text of texts) {
    const parsed = parseReading(text);
    if ('problem' in parsed) throw new UsageError(`--reading: ${parsed.problem}`);
    fixed[parsed.key] = parsed.candidates;
  }
  return fixed;
}

/** The profile of a check: the one that was asked for, or `tcp`. */
export const chosenProfile = ({ profile }: Options): Profile => profileOf(profileFrom(profile ?? 'tcp'));
