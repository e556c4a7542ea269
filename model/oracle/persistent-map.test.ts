import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PersistentMap } from './persistent-map.js';

const values = [{ is: 'one' }, { is: 'two' }, { is: 'three' }] as const;
type Value = (typeof values)[number];

const entries = fc.array(
  fc.tuple(
    fc.string({ maxLength: 2 }).map((name) => `n${name}`),
    fc.constantFrom<Value>(...values),
  ),
  { maxLength: 60 },
);

const filled = (
  map: PersistentMap<Value>,
  some: readonly (readonly [string, Value])[],
): PersistentMap<Value> => some.reduce((before, [name, value]) => before.with(name, value), map);

it('a persistent map has what was put into it last, and stays as it was when others are made of it', () => {
  fc.assert(
    fc.property(entries, entries, (first, more) => {
      const map = filled(PersistentMap.empty(new Map()), first);
      filled(map, more);
      const expected = new Map(first);
      for (const [name] of [...first, ...more]) expect(map.get(name)).toBe(expected.get(name));
      const seen: Value[] = [];
      map.each((value) => seen.push(value));
      expect(seen).toHaveLength(expected.size);
    }),
  );
});

it('a persistent map without a name is as if the name had never been put into it', () => {
  fc.assert(
    fc.property(entries, entries, (first, dropped) => {
      const map = filled(PersistentMap.empty(new Map()), first);
      const left = new Map(first);
      const lesser = dropped.reduce((before, [name]) => {
        left.delete(name);
        return before.without(name);
      }, map);
      for (const [name] of [...first, ...dropped]) {
        expect(lesser.get(name)).toBe(left.get(name));
        expect(map.get(name)).toBe(new Map(first).get(name));
      }
      const never = filled(PersistentMap.empty(new Map()), [...left]);
      expect(lesser.differences(never)).toEqual({ own: [], others: [] });
      expect(never.differences(lesser)).toEqual({ own: [], others: [] });
    }),
  );
});

it('two persistent maps differ in the values that one has where the other has not', () => {
  fc.assert(
    fc.property(entries, entries, (common, more) => {
      const base = filled(PersistentMap.empty(new Map()), common);
      const changed = filled(base, more);
      const before = new Map(common);
      const after = new Map([...common, ...more]);
      const lost = new Set(
        [...before].filter(([name, value]) => after.get(name) !== value).map(([, v]) => v),
      );
      const { own } = base.differences(changed);
      expect(new Set(own).size > 1 || new Set(own)).toEqual(lost.size > 1 || lost);
    }),
  );
});
