import { readFileSync } from 'node:fs';
import type { Model } from '../model/model.js';
import { describeProblem } from '../spec/problem.js';
import type { Profile, ProfileDescription } from '../spec/profiles.js';
import { builtInProfiles, parseProfile, profileOf } from '../spec/profiles.js';
import type { Candidate, ReadingKey } from '../spec/readings.js';
import { parseReading } from '../spec/readings.js';
import { UsageError } from './usage-error.js';

/** The largest profile file that is read, in bytes. */
const largestProfile = 1 << 20;

/** Options as commander gives them; each verb knows a part of them. */
export interface Options {
  readonly profile?: string;
  readonly scope?: string;
  readonly reading?: readonly string[];
  readonly runs?: number;
  readonly maxSteps?: number;
  readonly time?: number;
  readonly seed?: number;
  readonly out?: string;
  readonly json?: true;
}

/** The profile that `--profile` names, or reads from a JSON file. */
export function profileFrom(text: string): string | ProfileDescription {
  if (builtInProfiles.some(({ profile }) => profile === text)) return text;
  const problem = `"${text}" is not a built-in profile (${builtInProfiles.map(({ profile }) => profile).join(', ')})`;
  const parsed = parseProfile(jsonIn(text, problem));
  if (!parsed.ok) throw new UsageError(`${text}: ${describeProblem(parsed.problem)}`);
  return parsed.value;
}

function jsonIn(file: string, problem: string): unknown {
  const text = textIn(file, problem);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file}: expected a profile as JSON, found ${messageOf(error)}`);
  }
}

function textIn(file: string, problem: string): string {
  try {
    const bytes = readFileSync(file);
    if (bytes.length > largestProfile)
      throw new Error(`it has ${bytes.length} bytes, more than ${largestProfile}`);
    return bytes.toString('utf8');
  } catch (error) {
    throw new UsageError(`--profile: ${problem}, and cannot be read as a file: ${messageOf(error)}`);
  }
}

/** The message of whatever was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

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
