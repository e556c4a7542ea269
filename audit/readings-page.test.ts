import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { properties } from '../properties/index.js';
import { liveness } from '../properties/liveness/index.js';
import { readings } from '../spec/readings.js';
import { leftOut } from './left-out.js';

const page = readFileSync(new URL('../docs/readings.md', import.meta.url), 'utf8');

/** The names in the paragraph that begins so, in their order. */
const namedAfter = (beginning: string): readonly string[] => {
  const paragraph = page.split('\n\n').find((one) => one.startsWith(beginning)) ?? '';
  return [...paragraph.slice(paragraph.indexOf(': ')).matchAll(/`([^`]+)`/gu)].map(([, name = '']) => name);
};

describe('the page of the readings', () => {
  it('lists every property that is claimed under every candidate, and no other', () => {
    const everywhere = properties.filter((property) => leftOut(property).length === 0);
    expect(namedAfter('Searched with every reading open')).toEqual(everywhere.map(({ name }) => name));
  });

  it('lists everything that must come at last', () => {
    expect(namedAfter('What must come at last was searched')).toEqual(liveness.map(({ name }) => name));
  });

  it('says of every other property under which candidates it is not claimed', () => {
    for (const property of properties)
      for (const [key, candidate] of leftOut(property))
        expect(page).toMatch(
          new RegExp(
            `^\\*\\*${property.name}\\*\\* (?:\\(.*\\) is not claimed|holds) under ${key}/${candidate}\\b`,
            'mu',
          ),
        );
  });

  it.each(readings)('has the question of $key, and its candidates', ({ key, title, point, candidates }) => {
    const section = page.split(/^### /mu).find((one) => one.startsWith(`${key}: `)) ?? '';
    expect(section).toContain(`${key}: ${title}\n\n${point}\n`);
    for (const { id, says } of candidates) expect(section).toContain(`- **${id}**: ${says}\n`);
  });
});
