import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { alike, reasonOf } from './alike-mutants.js';
import { grounds } from './grounds.js';
import { again, mutantRow, mutants, runsToFind } from './mutant-row.js';
import { mutantsPage } from './mutants-page.js';
import { nooks } from './nooks.js';
import { randomRuns } from './random-runs.js';

const read = (file: string): string => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
const rows = z.array(mutantRow).parse(JSON.parse(read('audit/mutants.json')));

it('every mechanical mistake in a rule has been hunted', () => {
  expect(rows.map(({ mutant }) => mutant)).toEqual([...mutants.keys()]);
});

it('each is caught, or it is said why not', () => {
  const survivors = rows.filter((row) => row.caught === null && reasonOf(row) === undefined);
  expect(survivors.map(({ mutant }) => mutant)).toEqual([]);
  const caught = rows.filter((row) => row.caught !== null && alike.has(row.mutant));
  expect(caught.map(({ mutant }) => mutant)).toEqual([]);
  expect([...alike.keys()].filter((name) => !mutants.has(name))).toEqual([]);
});

it('random runs find each that is caught', () => {
  const missed = rows.filter(({ caught }) => caught !== null && caught.runs === null);
  expect(missed.map(({ mutant }) => mutant)).toEqual([]);
});

it('whatever one does otherwise that is not caught is allowed on a ground that was searched to its end', () => {
  const unproved = rows.filter(({ allowed }) => allowed !== null && allowed.whole === 0 && allowed.part > 0);
  expect(unproved.map(({ mutant }) => mutant)).toEqual([]);
});

it('in each nook one is caught that no ground before it catches', () => {
  const grounded = new Set(rows.map(({ caught }) => caught?.on));
  const ofNooks = grounds.slice(0, nooks.length).map(({ name }) => name);
  expect(ofNooks.filter((name) => !grounded.has(name))).toEqual([]);
});

it('is what the page says', () => {
  expect(mutantsPage(rows)).toBe(read('docs/mutants.md'));
});

it.each([
  ['guard dropped', 'send: nothing can be sent after the sending direction was shut down'],
  ['guard negated', 'recv: nothing can be received after the receiving direction was shut down'],
  ['effect left out', 'bind: an unbound socket is bound'],
  ['result swapped', 'getsockopt: SO_ACCEPTCONN reads whether the socket listens'],
])('a mutant with its %s is caught once more by both engines: %s', async (mutation, rule) => {
  const name = `${rule}: ${mutation}`;
  const known = rows.find(({ mutant }) => mutant === name);
  if (!known?.caught) throw new Error('it is not caught');
  expect(again(known)).toEqual(known);
  expect(await runsToFind(name, known.caught.on)).toBe(known.caught.runs);
});

it('random runs find nothing where nothing is wrong', async () => {
  const ground = grounds.find(({ name }) => name === 'a reset by the own end (bluetooth, first readings)');
  if (!ground) throw new Error('there is no such ground');
  const { machine, scope } = ground;
  const healthy = { ...machine, room: scope.room };
  expect(await randomRuns(healthy, { seed: 1, runs: 50, within: scope })).toBeNull();
});
