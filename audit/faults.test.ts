import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { faults } from '../providers/faulty/index.js';
import { faultRow, isCaught } from './fault-row.js';
import { faultsPage } from './faults-page.js';

const read = (file: string): string => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
const rows = z.array(faultRow).parse(JSON.parse(read('audit/faults.json')));

it('every faulty provider has been searched for by both engines', () => {
  expect(rows.map(({ fault }) => fault)).toEqual(faults.map(({ name }) => name));
});

it('each is caught by the property that has to catch it, and found at random', () => {
  const survivors = rows.filter((row) => !isCaught(row) || row.runs === null);
  expect(survivors.map(({ fault }) => fault)).toEqual([]);
});

it('is what the page says', () => {
  expect(faultsPage(rows)).toBe(read('docs/faults.md'));
});
