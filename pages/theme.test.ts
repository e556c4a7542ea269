import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const style = readFileSync(new URL('shared/theme.css', import.meta.url), 'utf8');

/** The light and the dark value of a colour. */
function colour(name: string): readonly string[] {
  const found = new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\);`, 'u').exec(style);
  if (!found) throw new Error(`there is no colour ${name}`);
  return found.slice(1);
}

const linear = (channel: number): number =>
  channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
    linear(parseInt(hex.slice(at, at + 2), 16) / 255),
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** How a text stands out from its ground, as WCAG 2 counts it. */
function contrast(text: string, ground: string): number {
  const [dark = 0, light = 0] = [luminance(text), luminance(ground)].sort((one, other) => one - other);
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ['ground', 'raised', 'sunk'];

describe('the colours of the pages', () => {
  it.each([
    ...['ink', 'dim', 'accent', 'good', 'bad', 'fresh'].flatMap((text) =>
      grounds.map((ground) => [text, ground]),
    ),
    ['accent', 'accent-ground'],
    ['ink', 'accent-ground'],
    ['bad', 'bad-ground'],
    ['ink', 'bad-ground'],
    ['fresh', 'fresh-ground'],
    ['dim', 'fresh-ground'],
  ])('tell %s from %s in light and dark', (text = '', ground = '') => {
    for (const scheme of [0, 1])
      expect(contrast(colour(text)[scheme] ?? '', colour(ground)[scheme] ?? '')).toBeGreaterThan(4.5);
  });
});
