import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical, Keys } from './key.js';
import { client, connected, listening, server, settle, tcp, worldsAfter } from './testing.js';
import type { Trace } from './testing.js';

const plain = fc.jsonValue({ maxDepth: 3 });

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** The same value with the keys of every object in another order. */
function reordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, field]) => [key, reordered(field)]),
  );
}

const onlyWorld = (...trace: Trace) => {
  const [world, ...others] = worldsAfter(tcp, trace);
  if (!world || others.length > 0) throw new Error('the trace should leave one world');
  return world;
};

describe('canonical', () => {
  it('is the same for equal values, whatever the order of their keys', () => {
    fc.assert(
      fc.property(plain, (value) => {
        expect(canonical(reordered(value))).toBe(canonical(value));
        expect(canonical(structuredClone(value))).toBe(canonical(value));
      }),
    );
  });

  it('differs for values that differ', () => {
    fc.assert(
      fc.property(plain, plain, (one, other) => {
        const equal = JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
        expect(canonical(one) === canonical(other)).toBe(equal);
      }),
    );
  });

  it('takes a field that is undefined for one that is absent', () => {
    expect(canonical({ one: 1, two: undefined })).toBe(canonical({ one: 1 }));
  });

  it('does not take text for structure', () => {
    expect(canonical(['a', 'b'])).not.toBe(canonical(['a","b']));
    expect(canonical({ a: '1' })).not.toBe(canonical({ a: 1 }));
    expect(canonical(null)).not.toBe(canonical('null'));
  });
});

describe('Keys', () => {
  it('gives equal worlds equal keys, and no others', () => {
    const keys = new Keys();
    const world = onlyWorld(connected, settle);
    expect(keys.world(structuredClone(world))).toBe(keys.world(world));
    expect(new Keys().world(world)).toBe(new Keys().world(structuredClone(world)));
    const others = [
      onlyWorld(listening),
      onlyWorld(connected, client.send('x'), settle),
      onlyWorld(connected, server.send('x'), settle),
      onlyWorld(connected, client.nonblocking()),
      onlyWorld(connected, client.shutdown('SD_SEND'), settle),
    ];
    const all = [world, ...others].map((one) => keys.world(one));
    expect(new Set(all).size).toBe(all.length);
  });

  it('gives equal values equal numbers, and no others, whatever the order of their fields', () => {
    const values = fc.array(plain.filter(isObject), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(values, (all) => {
        const keys = new Keys();
        const numbers = new Map(all.map((value) => [canonical(value), keys.part(value)]));
        expect(new Set(numbers.values()).size).toBe(numbers.size);
        for (const value of all) {
          expect(keys.part([reordered(value)])).toBe(keys.part([value]));
          expect(keys.part({ ...value, none: undefined })).toBe(keys.part({ ...value }));
        }
      }),
    );
  });

  it('takes neither names nor text for structure', () => {
    const keys = new Keys();
    const values = [
      { a: 1, b: 2 },
      { 'a,b': 1 },
      { a: '1', b: 2 },
      { a: '!1', b: 2 },
      ['a', 1, 'b', 2],
      [[]],
      [{}],
    ];
    expect(new Set(values.map((value) => keys.part(value))).size).toBe(values.length);
  });

  it('tells much data apart, as it does few', () => {
    const keys = new Keys();
    const much = 'x'.repeat(10_000);
    const texts = [much, `${much}x`, `${much}y`, '~0', 'x'];
    const numbers = texts.map((text) => keys.part({ text }));
    expect(new Set(numbers).size).toBe(texts.length);
    expect(texts.map((text) => keys.part({ text }))).toEqual(numbers);
  });

  it('tells worlds apart by what the readings were chosen to be', () => {
    const keys = new Keys();
    const world = onlyWorld(connected, settle);
    const read = { ...world, readings: { 'AM-02': ['R1'] } } as const;
    expect(keys.world(read)).not.toBe(keys.world(world));
    expect(keys.parts(read)).toBe(keys.parts(world));
  });
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? 0 : value;
  const fields = Object.entries(value)
    .map(([key, field]) => [key, sorted(field)] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return { fields };
}
