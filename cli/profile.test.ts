import { describe, expect, it } from 'vitest';
import { inFolder, ran } from './testing.js';

const verbs = ['check', 'clauses', 'explore'] as const;

describe.each(verbs)('--profile of %s', (verb) => {
  it.each([
    [
      'an unknown service flag',
      '{"profile":"mine",\n"flags":["XP1_SPEED"]}',
      ':2: flags[0]: expected one of',
    ],
    ['an unknown field', '{"profile":"mine",\n\n"speed":1}', ':3: speed: expected only the fields'],
    [
      'a wrong type',
      '{"profile":"mine","halfClose":"yes"}',
      ':1: halfClose: expected true or false, found "yes"',
    ],
    [
      'an unknown reading',
      '{"profile":"mine","readings":\n{"AM-01":["R9"]}}',
      ':2: readings.AM-01[0]: expected one of',
    ],
    ['no name', '{}', ':1: profile: expected the name of the profile, found nothing'],
    ['broken JSON', '{"profile":"mine"\n"flags":[]}', ':2: expected a JSON document, found broken JSON'],
    ['no object', '[]', ':1: expected an object, found an empty list'],
    ['an empty file', '', ':1: expected a JSON document, found an empty file'],
    ['a binary file', Uint8Array.of(0x7f, 0x45, 0x0a, 0xff), ':2: expected a text file in UTF-8'],
    ['a large file', ' '.repeat(2 ** 20 + 1), ': expected a built-in profile (tcp, '],
  ])('refuses %s', async (_, content, message) => {
    await inFolder(async ({ file }) => {
      const path = await file('profile.json', content);
      const { code, out, err } = await ran(verb, '--profile', path);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toContain(`${path}${message}`);
    });
  });

  it('refuses a folder and what does not exist', async () => {
    await inFolder(async ({ path }) => {
      const folder = await ran(verb, '--profile', path);
      expect(folder.code).toBe(2);
      expect(folder.err).toContain(
        `${path}: expected a built-in profile (tcp, tcp-windows, osi, atm, irda, bluetooth)`,
      );
      expect(folder.err).toContain('found a folder');
      const nothing = await ran(verb, '--profile', 'nonesuch');
      expect(nothing.code).toBe(2);
      expect(nothing.err).toContain('or a JSON file, found no such file');
    });
  });

  it('refuses an unknown reading beside it', async () => {
    const { code, err } = await ran(verb, '--profile', 'tcp', '--reading', 'AM-99=R1');
    expect(code).toBe(2);
    expect(err).toContain('--reading: "AM-99" is not a reading');
  });
});
