import { describe, expect, it } from 'vitest';
import { socketName } from '../spec/trace/names.js';
import type { Deviation } from './known.js';
import { parseKnown, printKnown } from './known.js';

const s = socketName('s');
const deviation: Deviation = {
  comment: 'can be bound "twice"',
  steps: [
    { socket: s, call: 'WSASocket', args: {}, result: { ok: {} } },
    { socket: s, call: 'bind', args: {}, result: { ok: {} } },
    { settle: true },
    { socket: s, call: 'bind', args: {}, result: { ok: {} } },
  ],
};

describe('a file of accepted deviations', () => {
  it('is read as it was written', () => {
    for (const deviations of [[], [deviation], [deviation, deviation]])
      expect(parseKnown('known.json', printKnown(deviations))).toEqual(deviations);
  });

  it('is refused with its line and field', () => {
    const text = printKnown([deviation]).replace('"call":"bind"', '"call":"bound"');
    expect(() => parseKnown('known.json', text)).toThrow(
      /^known\.json:4: deviations\[0\]\.steps\[1\]\.call: expected the name of a call/u,
    );
    expect(() => parseKnown('known.json', '{"known": 2, "deviations": []}')).toThrow(
      'known.json:1: known: expected 1',
    );
  });
});
