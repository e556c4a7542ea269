import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { atlasOf } from '../model/atlas/atlas.js';
import { machineOf } from '../model/machine.js';
import { atlasPage } from '../reports/index.js';
import { documentedResultsOf } from '../spec/documented-results.js';
import { builtInProfiles } from '../spec/profiles.js';
import { callNames } from '../spec/trace/names.js';
import { atlases } from './atlas.js';

const atlas = atlases();

it('the atlas in docs/ says what the model says; `npx halfclose clauses --atlas` prints it', () => {
  const page = readFileSync(new URL('../docs/errno-atlas.md', import.meta.url), 'utf8');
  expect(atlasPage(atlas)).toBe(page);
});

it('what any built-in profile allows is in the atlas of one transport', () => {
  const lines = (rows: (typeof atlas)[number]['rows']): readonly string[] =>
    rows.flatMap(({ situation, call, results }) =>
      results.map(({ result }) => `${situation}: ${call} → ${result}`),
    );
  const known = new Set(atlas.flatMap(({ rows }) => lines(rows)));
  const others = builtInProfiles.filter(({ profile }) => !atlas.some((one) => one.profile === profile));
  const unknown = others.flatMap((profile) => lines(atlasOf(machineOf(profile))));
  expect(unknown.filter((line) => !known.has(line))).toEqual([]);
});

/** What the atlas says of a result that no page names. */
const nameless = ['left open', 'its outcome at once', 'cancelled', 'an error, no page says which'];

it('every result in the atlas is one that the documents name for the call', () => {
  const unnamed = atlas.flatMap(({ rows }) =>
    rows.flatMap(({ call, results }) => {
      const name = callNames.find((one) => call.startsWith(`${one}(`));
      const documented: readonly string[] = (name ? documentedResultsOf(name) : []).map(
        ({ result }) => result,
      );
      return results
        .map(({ result }) => (result === 'waits' ? 'pending' : result.replace(/^ok: .*/, 'ok')))
        .filter((result) => !documented.includes(result) && !nameless.includes(result))
        .map((result) => `${call} → ${result}`);
    }),
  );
  expect([...new Set(unnamed)]).toEqual([]);
});
