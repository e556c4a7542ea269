import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { atlasPage } from '../reports/index.js';
import { atlases } from './atlas.js';

it('the atlas in docs/ says what the model says; `npx halfclose clauses --atlas` prints it', () => {
  const page = readFileSync(new URL('../docs/errno-atlas.md', import.meta.url), 'utf8');
  expect(atlasPage(atlases())).toBe(page);
});
