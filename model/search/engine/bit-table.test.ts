import { describe, expect, it } from 'vitest';
import { profileNamed } from '../../../spec/profiles.js';
import { socketName } from '../../../spec/trace/names.js';
import { machineOf } from '../../machine.js';
import type { Exploration } from '../explore.js';
import {
  closesocket,
  connectTo,
  freely,
  listener,
  listening,
  nonblocking,
  register,
  send,
  socketNamed,
  upTo,
} from '../moves.js';
import type { Observer } from '../observer.js';
import { indifferent } from '../observer.js';
import { onGround } from '../on-ground.js';
import type { Scope } from '../scope.js';
import { bitsIn, BitTable } from './bit-table.js';
import { firstGroups } from './ground.js';
import { layoutOf, present } from './layout.js';
import { Search } from './search.js';

const clients = [socketName('client'), socketName('client2')];

/** Two clients that have nothing to do with each other: many states, and few situations. */
const scope: Scope = {
  name: 'two clients that ask, and may leave',
  setup: [...listening(2), ...clients.flatMap((name) => [...socketNamed(name), nonblocking(name)])],
  moves: clients.flatMap((name) => [
    upTo(1, name, connectTo(listener)),
    upTo(1, name, send('a')),
    upTo(1, name, register('FD_CONNECT')),
    freely(name, closesocket),
  ]),
  settles: false,
  timers: false,
  room: 4,
};

const machine = machineOf(profileNamed('tcp'));

/** Searches on the same ground, each with so many bits from its first state on, or without. */
function searched(observer: Observer<null>, ...tables: readonly (number | null)[]): readonly Exploration[] {
  return onGround(machine, scope, observer, (ground) =>
    tables.map((bits) => {
      const limits = { states: Infinity, goOn: () => true, ...(bits === null ? {} : { bits }) };
      const found = new Search(ground, firstGroups(ground), limits).run(Infinity);
      if (!('complete' in found)) throw new Error('a sample was not asked for');
      return found;
    }),
  );
}

const layout = layoutOf([20, 4]);

/** A row with one number. */
function rowOf(number: number, { width, fields: [field] } = layout): Int32Array {
  const row = new Int32Array(width);
  row[0] = present;
  const { word = 0, shift = 0 } = field ?? {};
  row[word] = (row[word] ?? 0) | (number << shift);
  return row;
}

describe('a table of bits', () => {
  it('tells rows apart while it is nearly empty', () => {
    const table = new BitTable(2 ** 20, layout);
    for (let number = 0; number < 1000; number += 1) {
      const row = rowOf(number);
      expect(table.add(row, 0)).toBe(true);
      expect(table.add(row, 0)).toBe(false);
    }
    expect(table.figures.fill).toBeCloseTo(3000 / 2 ** 20, 4);
    expect(table.figures.omitted).toBeLessThan(0.01);
  });

  it('knows a row again in a wider layout', () => {
    const narrow = layoutOf([4, 0]);
    const table = new BitTable(2 ** 12, narrow);
    expect(table.addWord(rowOf(5, narrow)[0] ?? 0)).toBe(true);
    table.layout = layoutOf([20, 20]);
    expect(table.add(rowOf(5, table.layout), 0)).toBe(false);
    expect(table.add(rowOf(6, table.layout), 0)).toBe(true);
  });

  it('estimates how many rows it has taken for others', () => {
    const table = new BitTable(2 ** 14, layout);
    const rows = 10_000;
    let found = 0;
    for (let number = 0; number < rows; number += 1) if (table.add(rowOf(number), 0)) found += 1;
    const { omitted } = table.figures;
    expect(omitted).toBeGreaterThan(500);
    expect(Math.abs(rows - found - omitted)).toBeLessThan(4 * Math.sqrt(omitted));
  });

  it('has as many bits as fit, up to what 32 bits can number', () => {
    expect(bitsIn(1024)).toBe(2 ** 13);
    expect(bitsIn(1500)).toBe(2 ** 13);
    expect(bitsIn(0)).toBe(32);
    expect(bitsIn(2 ** 40)).toBe(2 ** 32);
    for (const bits of [16, 1000, 2 ** 33])
      expect(() => new BitTable(bits, layout)).toThrow(`a table of ${bits} bits`);
  });
});

describe('a search whose states are marked in a table of bits', () => {
  const [exact, ample, scarce] = searched(indifferent, null, 2 ** 24, 2 ** 16);

  it('finds what the exact one finds where the table is ample, and is not called complete', () => {
    const { bitTable, ...found } = ample ?? {};
    expect(found).toEqual({ ...exact, complete: false });
    expect(bitTable?.omitted).toBeLessThan(0.01);
  });

  it('says about how many states it has missed where the table is small', () => {
    const { bitTable, states = 0, stopped } = scarce ?? {};
    const missed = (exact?.states ?? 0) - states;
    const omitted = bitTable?.omitted ?? 0;
    expect(stopped).toBe(false);
    expect(missed).toBeGreaterThan(100);
    expect(omitted).toBeGreaterThan(missed / 2);
    expect(omitted).toBeLessThan(missed * 2);
  });

  it('finds as short a counterexample', () => {
    const reset: Observer<null> = {
      start: null,
      observe: (memory, step) =>
        'call' in step && step.call === 'send' && step.result && 'ok' in step.result
          ? { broken: 'something was sent' }
          : { memory },
    };
    const [one, other] = searched(reset, null, 2 ** 24).map(({ counterexample }) => counterexample);
    expect(one?.reason).toBe('something was sent');
    expect(other).toEqual(one);
  });
});
